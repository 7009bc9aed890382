import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import assigned from '@unicode/unicode-15.1.0/Binary_Property/Assigned/code-points.mjs'
import complex from '@unicode/unicode-15.1.0/Line_Break/Complex_Context/code-points.mjs'
import letter from '@unicode/unicode-15.1.0/General_Category/Letter/code-points.mjs'
import number from '@unicode/unicode-15.1.0/General_Category/Number/code-points.mjs'
import han from '@unicode/unicode-15.1.0/Script/Han/code-points.mjs'
import hangul from '@unicode/unicode-15.1.0/Script/Hangul/code-points.mjs'
import hiragana from '@unicode/unicode-15.1.0/Script/Hiragana/code-points.mjs'
import katakana from '@unicode/unicode-15.1.0/Script/Katakana/code-points.mjs'
import pictographic from '@unicode/unicode-15.1.0/Binary_Property/Extended_Pictographic/code-points.mjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LETTER, PICTOGRAPHIC, WORD_BREAK_MASK, wordTable } from '../../src/text/word-table.js'
import { wordBorders, words } from '../../src/text/words.js'
import { naiveBorders, naiveWords, wordBreakSign } from '../naive/words.js'
import { TEXTS } from '../perturb.js'
import { text } from './strings.js'
import { charactersRead } from '../work.js'

const cut = (source: string) => {
  const { count, starts, ends } = words(source)
  return Array.from({ length: count }, (_, i) => source.slice(starts[i], ends[i]))
}
const borders = (source: string) => Array.from(wordBorders(source))

describe('the baked table of words', () => {
  const folder = fileURLToPath(new URL('../../src/text/', import.meta.url))
  const data = readFileSync(`${folder}word-table.data.ts`, 'utf8')

  it('is what the generator writes', () => {
    const generator = `${folder}tables/generate-words.mjs`
    expect(execFileSync(process.execPath, [generator, '--print'], { encoding: 'utf8' })).toBe(data)
  }, 60_000)

  it('stays within 2.5 KB of gzip', () => {
    expect(data).toMatch(/Unicode 15\.1 .*2\.0\.7/)
    expect(gzipSync(data, { level: 9 }).length).toBeLessThanOrEqual(2.5 * 1024)
  })

  it('has every code point as Unicode 15.1 has it', () => {
    const table = wordTable()
    const signs = 'oCLNefzwrkahn_:,.\'"x'
    const letters = new Set<number>([...letter, ...number])
    const pictographs = new Set<number>(pictographic)
    for (let c = 0; c < 0x110000; c++) {
      const value = table[c]
      const right =
        signs[value & WORD_BREAK_MASK] === wordBreakSign(c) &&
        ((value & LETTER) !== 0) === letters.has(c) &&
        ((value & PICTOGRAPHIC) !== 0) === pictographs.has(c)
      if (!right) expect.fail(`U+${c.toString(16)}: ${value}`)
    }
  })
})

/** One line a case: what is written, its words. */
const cases: [string, string, string[]][] = [
  [
    'English',
    'The quick (“brown”) fox can’t jump 32.3 feet, right?',
    'The quick brown fox can’t jump 32.3 feet right'.split(' '),
  ],
  ['German', 'am 14.Mai, E-Mail-Größe', ['am', '14', 'Mai', 'E', 'Mail', 'Größe']],
  ['French', "l'homme aujourd’hui", ["l'homme", 'aujourd’hui']],
  ['Swedish colon', 'EU:s', ['EU:s']],
  ['figures', '1,234.56 12:30 3.14. a1 1a', ['1,234.56', '12', '30', '3.14', 'a1', '1a']],
  ['an address', 'www.example.org/a_b', ['www.example.org', 'a_b']],
  ['a decomposed letter', 'e\u0301te\u0301', ['e\u0301te\u0301']],
  ['soft hyphen and joiners', 'Do\u00adnau a\u2060b c\u200bd', ['Do\u00adnau', 'a\u2060b', 'c', 'd']],
  ['Hebrew', 'צה"ל ג\' "אב"', ['צה"ל', "ג'", 'אב']],
  ['Arabic', 'السلام عليكم، ١٢٫٥', ['السلام', 'عليكم', '١٢٫٥']],
  ['Hindi', 'हिन्दी में समाचार।', ['हिन्दी', 'में', 'समाचार']],
  ['Persian non-joiner', 'می\u200cخواهم', ['می\u200cخواهم']],
  ['Chinese', '重庆330个', ['重', '庆', '330', '个']],
  ['an astral pair', '𠀀𠀁', ['𠀀', '𠀁']],
  ['a variation selector', '葛\u{e0100}城', ['葛\u{e0100}', '城']],
  ['Japanese', 'スーパーへ行く', ['スーパー', 'へ', '行', 'く']],
  ['halfwidth kana', 'ﾊﾟｿｺﾝ ﾃﾞﾓ', ['ﾊﾟｿｺﾝ', 'ﾃﾞﾓ']],
  ['Korean', '대한민국의 국민', ['대한민국의', '국민']],
  ['conjoining jamo', '\u1112\u1161\u11ab\u1100\u1173\u11af', ['\u1112\u1161\u11ab\u1100\u1173\u11af']],
  ['Thai: a run is a word', 'ภาษาไทย ที่นี่ 25 บาท', ['ภาษาไทย', 'ที่นี่', '25', 'บาท']],
  ['Thai amid others', 'abcไทย12', ['abc', 'ไทย', '12']],
  ['Khmer with zero-width spaces', 'ភាសា\u200bខ្មែរ', ['ភាសា', 'ខ្មែរ']],
  ['Burmese', 'မြန်မာစာ၊ ၁၂၃', ['မြန်မာစာ', '၁၂၃']],
  ['Lao', 'ພາສາລາວ', ['ພາສາລາວ']],
  ['symbols', '😀 👍🏽 🇩🇪 — … © °', []],
  ['symbols that fold to letters', '20℃ №5', ['20', '5']],
  ['circled letters', 'Ⓐ① ½', ['①', '½']],
  ['lone surrogates', 'a\ud800b\udc00', ['a', 'b']],
  ['line ends', 'a\r\nb\n\u0301c\u2028d', ['a', 'b', 'c', 'd']],
  ['nothing', '', []],
]

describe('words', () => {
  it.each(cases)('%s', (_, source, expected) => {
    expect(cut(source)).toEqual(expected)
    expect(naiveWords(source)).toEqual(expected)
  })

  it('refuses what is not a string', () => {
    expect(() => words(1 as unknown as string)).toThrow(/source must be a string/)
  })
})

/** A character of each class and flag, and of each state a class can leave behind. */
const SAMPLES = Array.from(
  '\r\n\u0085\u2028\u0301\u00ad\u200d \u3000🇦🇧カ\uff9e\u309baé가א1٣\u0600_\u202f:·,;.’\'"' +
    'กม\u0e34中あ𠀀①Ⓜℹ©😀🏽-\t\ud800\udc00a',
)

describe('borders', () => {
  const check = (source: string) => {
    const got = borders(source).join()
    const expected = naiveBorders(source).join()
    if (got !== expected) expect({ source, got }).toEqual({ source, got: expected })
  }

  it('of every three characters of any classes follow the rules', () => {
    for (const a of SAMPLES) {
      for (const b of SAMPLES) for (const c of SAMPLES) check(a + b + c)
    }
  }, 120_000)

  it('of random strings of these follow the rules', () => {
    const source = fc
      .array(fc.constantFrom(...SAMPLES), { maxLength: 24, size: 'max' })
      .map((chars) => chars.join(''))
    fc.assert(fc.property(source, check), { numRuns: 20_000 })
  })

  it('of random strings of any characters follow the rules', () => {
    fc.assert(fc.property(text, check), { numRuns: 5_000 })
  })

  it('of every character among others follow the rules', () => {
    // Characters of one class and the same flags behave alike; the table test has proven which class each has.
    const seen = new Set<number>()
    const table = wordTable()
    for (let c = 0; c < 0x110000; c++) {
      if (seen.has(table[c])) continue
      seen.add(table[c])
      const char = String.fromCodePoint(c)
      for (const a of SAMPLES) for (const b of SAMPLES) check(a + char + b + char)
    }
    expect(seen.size).toBeGreaterThan(25)
  })

  it('begin at nothing, end at the end, ascend', () => {
    fc.assert(
      fc.property(text, (source) => {
        const found = borders(source)
        if (source === '') return found.length === 0
        return (
          found[0] === 0 &&
          found.at(-1) === source.length &&
          found.every((border, i) => i === 0 || border > found[i - 1])
        )
      }),
    )
  })
})

describe('the runtime', () => {
  // ICU asks dictionaries about these, UAX #29 does not (or, of the complex scripts, says nothing).
  const dictionary = new Set<number>([...complex, ...han, ...hiragana, ...katakana, ...hangul])
  // And these answer otherwise in ICU 78: ¸ joins letters, vertical ︐ and ︔ no longer stand inside figures.
  const changed = new Set([0xb8, 0xfe10, 0xfe14])
  const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
  const theirs = (source: string) => {
    const found = Array.from(segmenter.segment(source), ({ index }) => index)
    return source === '' ? found : [...found, source.length]
  }

  it('cuts running text in the same places', () => {
    // Han apart: there ICU asks its dictionary.
    for (const source of TEXTS) {
      const western = source.replace(/[^\0-\u2fff]/g, '\n')
      expect(borders(western)).toEqual(theirs(western))
    }
  })

  // Later versions of Unicode may move characters again; these two are known.
  const known = ['16.0', '17.0'].includes(process.versions.unicode ?? '')
  it.runIf(known)(
    'cuts around every assigned character in the same places',
    () => {
      const different: string[] = []
      for (const c of assigned as readonly number[]) {
        if (dictionary.has(c) || changed.has(c) || (c >= 0xd800 && c <= 0xf8ff) || c >= 0xf0000) continue
        const char = String.fromCodePoint(c)
        const source = `a${char}b ${char}${char} 1${char}2 א${char}ב`
        if (borders(source).join() !== theirs(source).join()) different.push(c.toString(16))
      }
      expect(different).toEqual([])
    },
    120_000,
  )
})

describe('worst cases', () => {
  const hostile: [string, (n: number) => string][] = [
    ['a letter, a stop and many marks', (n) => 'a.' + '\u0301'.repeat(n)],
    ['letters and stops with marks between', (n) => 'a.\u0301\u0301\u0301'.repeat(n / 5)],
    ['many flags', (n) => '🇩'.repeat(n / 2)],
    ['many joiners', (n) => 'a' + '\u200d'.repeat(n)],
    ['many spaces', (n) => ' '.repeat(n)],
    ['many Han', (n) => '国'.repeat(n)],
    ['one word of many letters', (n) => 'a'.repeat(n)],
    ['many stops', (n) => '.'.repeat(n)],
  ]
  it.each(hostile)('cost at most three looks at each character: %s', (_, text) => {
    const source = text(100_000)
    const work = charactersRead(() => words(source))
    expect(work).toBeGreaterThanOrEqual(source.length / 2)
    expect(work).toBeLessThanOrEqual(3 * source.length)
  })
})
