import { expect, test } from 'vitest'
import { guessGlyphLanguage } from '../../src/audit/glyph-language.js'
import { SEEDS } from '../seeds.js'

test.each([
  ['zh-Hans', SEEDS[0]!],
  ['zh-Hans', '今年的技术大会上展出了许多芯片'],
  ['zh-Hant', '今年的技術大會上展出了許多晶片，觀眾來自各國'],
  ['ja', '今年の技術大会では、多くのチップが展示された'],
  ['ja', '研究開発機構が発表した新技術のうち'],
  ['ko', '올해 기술 대회에서는 많은 칩이 전시되었다'],
  ['', 'The engineers of the town built the harbour.'],
  ['', 'Инженеры города построили гавань.'],
  ['', 'The Chinese word for it is 技術, as everybody in the whole of the town had known for long.'],
  ['', ''],
  ['', '1899'],
])('%s: %s', (language, text) => {
  expect(guessGlyphLanguage(text)).toBe(language)
})
