import { fold, foldToString } from '../text/fold.js'
import { Script, scriptOf } from '../text/script.js'

/** Code units that are read: a page is enough, and its head may be a headline only. */
const SAMPLE = 20_000
/** Share of kana among East Asian letters from which a text is Japanese: official prose has more than a fifth. */
const KANA = 0.05
/**
 * Share of Han characters with another simplified form from which a text is traditional: 28 % of those in running
 * traditional text have one.
 */
const TRADITIONAL = 0.08

/**
 * Guesses from the letters of a text by which language a browser should choose its glyphs. A BCP 47 tag: `ja`, `ko`,
 * `zh-Hans` or `zh-Hant`; empty for every other script, whose glyphs do not depend on the language. O(1): it reads the
 * first 20,000 code units.
 */
export function guessGlyphLanguage(source: string): string {
  const sample = source.slice(0, SAMPLE)
  const units = fold(sample, { script: false }).units
  let han = 0
  let kana = 0
  let hangul = 0
  for (const unit of units) {
    const script = scriptOf(unit)
    if (script === Script.Han) han++
    else if (script === Script.Hiragana || script === Script.Katakana) kana++
    else if (script === Script.Hangul) hangul++
  }
  const eastAsian = han + kana + hangul
  if (eastAsian === 0 || eastAsian < units.length / 8) return ''
  if (hangul > eastAsian / 2) return 'ko'
  if (kana > KANA * eastAsian) return 'ja'
  const simplified = foldToString(sample)
  const written = foldToString(sample, { script: false })
  let traditional = 0
  for (let i = 0; i < simplified.length; i++) if (simplified[i] !== written[i]) traditional++
  return traditional > TRADITIONAL * han ? 'zh-Hant' : 'zh-Hans'
}
