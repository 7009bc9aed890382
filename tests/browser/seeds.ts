import text0 from '../../fixtures/seeds/texts/000.txt?raw'
import text1 from '../../fixtures/seeds/texts/001.txt?raw'
import text2 from '../../fixtures/seeds/texts/002.txt?raw'
import text3 from '../../fixtures/seeds/texts/003.txt?raw'
import text4 from '../../fixtures/seeds/texts/004.txt?raw'

/** The five seed texts, embedded. */
export const SEEDS: readonly string[] = [text0, text1, text2, text3, text4]
