import { describe, expect, it } from 'vitest'
import { foldToString } from '../../src/text/fold.js'
import { isLowSurrogate, Script, scriptOf } from '../../src/text/script.js'

const NAMES: Record<string, Script> = {
  Latin: Script.Latin,
  Greek: Script.Greek,
  Cyrillic: Script.Cyrillic,
  Hebrew: Script.Hebrew,
  Arabic: Script.Arabic,
  Devanagari: Script.Devanagari,
  Bengali: Script.Indic,
  Gurmukhi: Script.Indic,
  Gujarati: Script.Indic,
  Oriya: Script.Indic,
  Tamil: Script.Indic,
  Telugu: Script.Indic,
  Kannada: Script.Indic,
  Malayalam: Script.Indic,
  Sinhala: Script.Indic,
  Thai: Script.Thai,
  Lao: Script.Lao,
  Myanmar: Script.Myanmar,
  Khmer: Script.Khmer,
  Hangul: Script.Hangul,
  Hiragana: Script.Hiragana,
  Katakana: Script.Katakana,
  Han: Script.Han,
}

async function symbols(path: string): Promise<string[]> {
  const module = (await import(`@unicode/unicode-15.1.0/${path}/symbols.mjs`)) as { default: string[] }
  return module.default
}

/** Characters of the property that folding leaves as they are. */
async function folded(path: string): Promise<string[]> {
  return (await symbols(path)).filter((char) => char.length === 1 && foldToString(char) === char)
}

describe('scriptOf', () => {
  it('knows the decimal digits', async () => {
    const digits = (await symbols('General_Category/Decimal_Number')).filter(
      (char) => char.length === 1 && char.normalize('NFKC') === char,
    )
    expect(digits.length).toBeGreaterThan(300)
    for (const char of digits) expect([char, scriptOf(char.charCodeAt(0))]).toEqual([char, Script.Digit])
  })

  it.each(Object.entries(NAMES))('%s follows Scripts.txt', async (name, script) => {
    const digits = new Set(await symbols('General_Category/Decimal_Number'))
    const wrong = (await folded(`Script/${name}`)).filter(
      (char) => !digits.has(char) && scriptOf(char.charCodeAt(0)) !== script,
    )
    expect(wrong).toEqual([])
  })

  it('claims no character of another script', async () => {
    const others = [
      'Armenian',
      'Georgian',
      'Ethiopic',
      'Cherokee',
      'Tibetan',
      'Mongolian',
      'Bopomofo',
      'Yi',
      'Syriac',
    ]
    for (const name of others) {
      for (const char of await folded(`Script/${name}`)) {
        expect([Script.Other, Script.Digit]).toContain(scriptOf(char.charCodeAt(0)))
      }
    }
  })

  it('lets the first half of a pair speak for both', () => {
    const [high, low] = ['𠀀'.charCodeAt(0), '𠀀'.charCodeAt(1)]
    expect(scriptOf(high)).toBe(Script.Han)
    expect(scriptOf('𱍐'.charCodeAt(0))).toBe(Script.Han)
    expect(scriptOf(low)).toBe(Script.Other)
    expect([isLowSurrogate(high), isLowSurrogate(low)]).toEqual([false, true])
  })

  it('counts the long vowel mark as katakana', () => {
    expect(scriptOf('ー'.charCodeAt(0))).toBe(Script.Katakana)
  })
})
