import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWhiteSpace, dehyphenated, wordsOf } from '../../src/text/dehyphenated.js'
import { text } from './strings.js'

/** One line a case: what is written, how it reads. */
const cases: [string, string, string][] = [
  ['a line break', 'in running\ntext', 'in running text'],
  ['a page break and an indent', 'end\r\n\f   begin', 'end begin'],
  ['doubled spaces', 'a  b \u00a0 c', 'a b c'],
  ['spaces at the ends', ' \n a\n', 'a'],
  ['a divided word', 'were in¬\nstalled', 'were installed'],
  ['a divided word, indented', 'in- \n   stalled', 'installed'],
  ['a divided word whose line break became a space', 'in- stalled', 'installed'],
  ['capitals', 'FP-\nGA', 'FPGA'],
  ['a hyphen of its own', 'well-known and well-\nknown', 'wellknown and wellknown'],
  ['a double oblique hyphen', 'Feuer⸗\nwehr', 'Feuerwehr'],
  ['an equals sign at a line end', 'Haupt=\nstadt, a=b, a= b', 'Hauptstadt, a=b, a= b'],
  ['a spaced hyphen at a line end, of a word that nobody knows', 'Man -\ngel', 'Man - gel'],
  ['a soft hyphen', 'Do\u00adnau, \u00ad1\u00ad2', 'Donau, 12'],
  ['a dash', 'one - two – three -- four', 'one - two – three -- four'],
  ['a hyphen beside figures', '1914-\n18, 3-4, A-1', '1914- 18, 3-4, A-1'],
  ['a hyphen at the end', 'in-', 'in-'],
  ['a hyphen before a mark', 'in-, out', 'in-, out'],
  ['a hyphen after a mark on a letter', 'cafe\u0301-\nbar', 'cafe\u0301bar'],
  ['Chinese', '创好业\n了，\n然后', '创好业了， 然后'],
  ['Chinese with a space', '创好业 了', '创好业 了'],
  ['Chinese and Latin', '使用\nFPGA\n的', '使用 FPGA 的'],
  ['Japanese', 'コン\nピュータを\n使う', 'コンピュータを使う'],
  ['Thai', 'ภาษา\nไทย', 'ภาษาไทย'],
  ['Korean', '대한민국의\n국민', '대한민국의 국민'],
  ['zero-width space', 'a\u200bb\ufeffc', 'a b c'],
  ['joiners stay', 'می\u200cخواهم 👨\u200d👩', 'می\u200cخواهم 👨\u200d👩'],
  ['pairs', '𠀀\n𠀁 a-\n𐐀', '𠀀𠀁 a𐐀'],
  ['nothing', '', ''],
  ['nothing to do', 'as it is', 'as it is'],
]

describe('dehyphenated', () => {
  it.each(cases)('%s', (_, source, expected) => expect(dehyphenated(source)).toBe(expected))

  it('drops a spaced hyphen at a line end where the other text has the word', () => {
    const divided = 'aus ſeiner Unmuͤn -\n digkeit, ein Man  - \r\ngel; ein Haus -\nund ein Hof - Gut'
    const known = wordsOf(['Unmuͤndigkeit, ein Mangel', 'und HofGut'])
    expect(dehyphenated(divided, known)).toBe(
      'aus ſeiner Unmuͤndigkeit, ein Mangel; ein Haus - und ein Hof - Gut',
    )
  })

  it('keeps every visible character but hyphens, and is done after one round', () => {
    const gone = '=\ua78a﹦＝\u200b\u2060\ufeff\u00ad-¬֊᠆‐‑⸗⹀⹝﹣－'
    const visible = (s: string) =>
      Array.from(s)
        .filter((char) => !isWhiteSpace(char.codePointAt(0)!) && !gone.includes(char))
        .join('')
    const layout = fc.constantFrom(...' \n-¬\u00ad\u3000ab字1.\u0301')
    const source = fc.oneof(
      text,
      fc.array(layout, { maxLength: 16 }).map((chars) => chars.join('')),
    )
    fc.assert(
      fc.property(source, (s) => {
        const running = dehyphenated(s)
        expect(visible(running)).toBe(visible(s))
        for (const char of running) if (isWhiteSpace(char.codePointAt(0)!)) expect(char).toBe(' ')
        expect(running).not.toMatch(/ {2}|^ /)
      }),
      { numRuns: 3_000 },
    )
  })

  it('refuses what is not a string', () => {
    expect(() => dehyphenated(undefined as unknown as string)).toThrow(/source must be a string/)
  })
})

it('white space is what the property and Python say', () => {
  const separators = [0x1c, 0x1d, 0x1e, 0x1f, 0x85]
  for (let unit = 0; unit < 0x10000; unit++) {
    const white = unit !== 0xfeff && /\s/.test(String.fromCharCode(unit))
    expect(isWhiteSpace(unit)).toBe(white || separators.includes(unit))
  }
})
