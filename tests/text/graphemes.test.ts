import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graphemeTable } from '../../src/text/grapheme-table.js'
import { graphemeBorders, isSingle } from '../../src/text/graphemes.js'
import { graphemeSign, isIndicConsonant, naiveGraphemes } from '../naive/graphemes.js'
import { text } from './strings.js'

const cut = (source: string) => {
  const borders = graphemeBorders(source)
  return Array.from({ length: Math.max(0, borders.length - 1) }, (_, i) =>
    source.slice(borders[i], borders[i + 1]),
  )
}

describe('the baked table of graphemes', () => {
  const folder = fileURLToPath(new URL('../../src/text/', import.meta.url))
  const data = readFileSync(`${folder}grapheme-table.data.ts`, 'utf8')

  it('is what the generator writes', () => {
    const generator = `${folder}tables/generate-graphemes.mjs`
    expect(execFileSync(process.execPath, [generator, '--print'], { encoding: 'utf8' })).toBe(data)
  }, 60_000)

  it('stays within 1.5 KB of gzip', () => {
    expect(data).toMatch(/Unicode 15\.1 .*2\.0\.7/)
    expect(gzipSync(data, { level: 9 }).length).toBeLessThanOrEqual(1.5 * 1024)
  })

  it('has every code point as Unicode 15.1 has it', () => {
    const table = graphemeTable()
    for (let c = 0; c < 0x110000; c++) {
      const sign = 'oCFNezsprlvtxkmiab'[table[c]]
      if (sign !== graphemeSign(c)) expect.fail(`U+${c.toString(16)}: ${sign}`)
      if (sign === 'k' && !isIndicConsonant(c)) expect.fail(`U+${c.toString(16)} is no consonant`)
    }
  })
})

/** One line a case: clusters, parted by |. */
const cases: [string, string][] = [
  ['letters', 'a|b| |c'],
  ['marks', 'e\u0301|u\u0364|a\u0323\u0302'],
  ['a mark alone', '\u0301|\n|\u0301'],
  ['line ends', 'a|\r\n|\n|\r'],
  ['Hangul', '한|\u1112\u1161\u11ab|가\u11a8|ㄱ|ㅏ'],
  ['Hindi', 'हि|न्दी|क्ष|क्|a'],
  ['Tamil has no conjuncts', 'த|மி|ழ்|க்|ஷ'],
  ['Thai', 'ที่|นี่|น้ำ'],
  ['prepended', '\u0600١|٢|\u0600|\n'],
  ['emoji', '👍🏽|👨‍👩‍👧|❤️|👍|a\u200d|👍'],
  ['flags', '🇩🇪|🇫🇷|🇨|a|🇩🇪'],
  ['keycap', '1\ufe0f\u20e3|2'],
  ['pairs', '𠀀|𠀁|葛\u{e0100}'],
]

describe('graphemeBorders', () => {
  it.each(cases)('%s', (_, clusters) => {
    const expected = clusters.split('|')
    expect(cut(expected.join(''))).toEqual(expected)
    expect(naiveGraphemes(expected.join(''))).toEqual(expected)
  })

  it('gives no borders for an empty text', () => expect(graphemeBorders('')).toHaveLength(0))

  it('refuses what is not a string', () => {
    expect(() => graphemeBorders(1 as unknown as string)).toThrow(/source must be a string/)
  })

  /** A character of each class. */
  const SAMPLES = Array.from(
    '\r\n\u0085a\u0301\u093e\u0c3e\u0600🇦\u1112\u1161\u11ab한가😀©क\u094d\u09cdक\u200d\u200c\u0e33字\ud800',
  )

  it('of every three characters of any classes follow the rules', () => {
    for (const a of SAMPLES) {
      for (const b of SAMPLES) {
        for (const c of SAMPLES)
          if (cut(a + b + c).join('|') !== naiveGraphemes(a + b + c).join('|'))
            expect(cut(a + b + c)).toEqual(naiveGraphemes(a + b + c))
      }
    }
  })

  it('of random strings follow the rules', () => {
    const source = fc.oneof(
      text,
      fc.array(fc.constantFrom(...SAMPLES), { maxLength: 24, size: 'max' }).map((chars) => chars.join('')),
    )
    fc.assert(
      fc.property(source, (s) => {
        expect(cut(s)).toEqual(naiveGraphemes(s))
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('isSingle', () => {
  it('holds only for units that are clusters and in NFC beside any of their like', () => {
    const table = graphemeTable()
    const singles: number[] = []
    for (let unit = 0; unit < 0x10000; unit++) if (isSingle(unit)) singles.push(unit)
    for (const unit of singles) {
      const char = String.fromCharCode(unit)
      if (char.normalize('NFC') !== char) expect.fail(`U+${unit.toString(16)} is not in NFC`)
      // Of these classes none joins another of them: Other, LF, Control, pictographs without ZWJ, syllables.
      if (!'oFNxab'.includes('oCFNezsprlvtxkmiab'[table[unit]])) expect.fail(`U+${unit.toString(16)}`)
    }
    expect(singles.length).toBeGreaterThan(40_000)
  })
})
