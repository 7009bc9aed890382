import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audit } from '../../../src/audit/audit.js'
import type { Witness } from '../../../src/audit/witness.js'
import { alignedText, type AlignedOptions } from '../../../src/report/terminal/aligned.js'
import type { Paint } from '../../../src/report/terminal/paint.js'
import { columns } from '../../../src/report/visible.js'
import { TEXTS } from '../../perturb.js'
import { SEEDS } from '../../seeds.js'

function aligned(a: string | Witness, b: string | Witness, options?: AlignedOptions, paint?: Paint): string {
  const [x, y] = [a, b].map((side) => (typeof side === 'string' ? { text: side } : side)) as [
    Witness,
    Witness,
  ]
  return alignedText(audit(x, y), x, y, paint, options)
}

const GERMAN = `Die Königliche Eiſenbahn-Direktion macht bekannt, daß der Zug von Berlin nach Stettin, welcher um 7 Uhr 15 Mi-
nuten abgeht, vom 1. Mai an ſchon um 6 Uhr 45 Minuten abgehen wird.
Die Reisenden werden gebeten, ihr Gepäck zeitig aufzugeben.`
const TRUTH = `Die Königliche Eisenbahn-Direktion macht bekannt, dass der Zug von Berlin nach Stettin, welcher um 7 Uhr 15 Minuten abgeht, vom 1. Mai an schon um 6 Uhr 43 Minuten abgehen wird. Die Reisenden werden gebeten, ihr Gepäck zeitig aufzugeben.`

test('A above B, the class below, lines as in A', () => {
  expect(aligned(GERMAN, TRUTH, { width: 76 })).toBe(
    `A 1  Die Königliche Ei[ſ]enbahn-Direktion macht bekannt, da[ß ] der Zug von
B 1  Die Königliche Ei[s]enbahn-Direktion macht bekannt, da[ss] der Zug von
                      compatibility                        compatibility
A 1  Berlin nach Stettin, welcher um 7 Uhr 15 Mi[-⏎]
B 1  Berlin nach Stettin, welcher um 7 Uhr 15 Mi[  ]
                                                hyphenation
A 2  nuten abgeht, vom 1. Mai an [ſ]chon um 6 Uhr 4[5] Minuten abgehen wird.
B 1  nuten abgeht, vom 1. Mai an [s]chon um 6 Uhr 4[3] Minuten abgehen wird.
                                 compatibility     number
= 3  Die Reisenden werden gebeten, ihr Gepäck zeitig aufzugeben.
`,
  )
})

test('page and article', () => {
  const text = aligned(SEEDS[0]!, SEEDS[1]!)
  expect(text).toContain(
    `A  39  庆创新中心、北京大学重庆大数据研究院、重庆高新区飞[鸟]创新研究院、哈尔滨
B  18  庆创新中心、北京大学重庆大数据研究院、重庆高新区飞[马]创新研究院、哈尔滨
${' '.repeat(7 + 2 * 25)}shape\n`,
  )
  expect(text).toContain('\n⋯\n')
  expect(text).toContain('repetition A?\n')
  expect(aligned(SEEDS[0]!, SEEDS[1]!, { context: 0 })).not.toMatch(/^=/m)
})

test('a line begins with no closing mark, if that can be helped', () => {
  const text = aligned(SEEDS[0]!, SEEDS[1]!, { width: 60, context: 9 })
  expect(text).not.toMatch(/^[AB=] +\d+ {2}[，。、；：”）]/m)
})

/** Slow and obvious: what each line of a pair shows at every column. */
function cellsByColumn(line: string): Map<number, string> {
  const cells = new Map<number, string>()
  let column = 0
  for (const c of line) {
    if (columns(c) > 0) cells.set(column, c)
    column += columns(c)
  }
  return cells
}

test('no line is too wide, and outside brackets both lines are equal column by column', () => {
  const noise = fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      put: fc.constantFrom('', 'x', '鸟', '\n', ' ', '-\n', '，'),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...TEXTS),
      noise,
      fc.integer({ min: 40, max: 120 }),
      fc.nat(3),
      (text, edits, width, context) => {
        const a = text.slice(0, 900)
        let b = a
        for (const { at, put } of edits) {
          const i = Math.floor(at * b.length)
          if (/[\ud800-\udfff]/.test(b.slice(i - 1, i + 2))) continue
          b = b.slice(0, i) + put + b.slice(i + 1)
        }
        const lines = aligned(a, b, { width, context }).split('\n')
        if (lines[0]!.startsWith('no ')) return
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width)
        lines.forEach((line, i) => {
          if (!/^A +\d/.test(line)) return
          const below = lines[i + 1]!
          expect(below).toMatch(/^B +\d/)
          const gutter = /^A +\d+ {2}/.exec(line)![0].length
          const lower = cellsByColumn(below.slice(gutter))
          let inside = false
          for (const [column, c] of cellsByColumn(line.slice(gutter))) {
            const other = lower.get(column)
            if (c === '[' && other === '[') inside = true
            else if (c === ']' && other === ']') inside = false
            else if (!inside) expect(other ?? ' ').toBe(c)
          }
        })
      },
    ),
    { numRuns: 60 },
  )
})

test('every edit of every passage is shown once', () => {
  const a = { text: `${SEEDS[0]!}\n${SEEDS[2]!}` }
  const b = { text: `${SEEDS[2]!.replaceAll('的', '白勺')}\n${SEEDS[1]!}` }
  const found = audit(a, b)
  const text = alignedText(found, a, b)
  const titles = [...text.matchAll(/^passage (\d) of 2.*: ([\d,]+) edits$/gm)]
  expect(titles.map(([, number]) => number)).toEqual(['1', '2'])
  expect(titles.reduce((sum, [, , edits]) => sum + Number(edits), 0)).toBe(found.edits.length)
  const upper = text.match(/^A .*$/gm)!.join('\n')
  expect(upper.match(/\[[^\]]*\]/g)).toHaveLength(found.edits.length)
})

test('a long insertion shows its ends and fits', () => {
  const long = 'and then there was much more to be said than anyone would have liked '.repeat(2)
  const text = aligned(TRUTH, TRUTH.replace('Stettin', `Stettin ${long}`), { width: 60 })
  expect(text).toMatch(/^B 1 .*\[.*and.*….*liked.*\]/m)
  for (const line of text.split('\n')) expect(columns(line)).toBeLessThanOrEqual(60)
})

test('places on paper stand before the lines, boxes behind the class', () => {
  const end = GERMAN.indexOf('\n') + 1
  const regions = [
    { from: 0, to: end, page: '1', line: 1, box: [10, 20, 300, 40] as const },
    { from: end, to: GERMAN.length, page: '1', line: 2, box: [10, 50, 300, 70] as const },
  ]
  const text = aligned({ text: GERMAN, regions }, TRUTH)
  expect(text).toMatch(/^A p1 l2 {2}nuten/m)
  expect(text).toMatch(/^B {5}1 {2}nuten/m)
  expect(text).toMatch(/ number A \[10,50,300,70\]$/m)
})

test('nothing to show is said', () => {
  expect(aligned(TRUTH, TRUTH)).toBe('no difference\n')
  expect(aligned(TRUTH, TRUTH.replaceAll(' ', '\n'))).toBe(
    'no difference but layout inside what they share\n',
  )
  expect(aligned(TRUTH, SEEDS[0]!)).toMatch(
    /^no passage is shared\n\noutside passages {2}1 omission · 1 insertion\n/,
  )
})

test('joiners, marks and hostile characters keep the columns', () => {
  const a = `${TRUTH} می\u200cخواهم e\u0301 👨\u200d👩 \u001b[2J \ud800 \u202e ende`
  const b = a.replace('Stettin', 'Steltin')
  const text = aligned(a, b, { context: 9 })
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  expect(text).toContain('می\u200cخواهم')
  expect(text).toContain('e\u0301')
})

test('paint changes no character', () => {
  const paint: Paint = (role, text) => (text === '' ? '' : `<${role}>${text}</${role}>`)
  const painted = aligned(SEEDS[0]!, SEEDS[1]!, {}, paint)
  expect(painted.replace(/<\/?[a-z]+>/g, '')).toBe(aligned(SEEDS[0]!, SEEDS[1]!))
  expect(painted).toContain('飞[<a>鸟</a>]')
})

test('options are checked', () => {
  expect(() => aligned(TRUTH, TRUTH, { width: 39 })).toThrow('options.width')
  expect(() => aligned(TRUTH, TRUTH, { context: -1 })).toThrow('options.context')
  expect(() => aligned(TRUTH, TRUTH, { lines: 3 } as object)).toThrow('options.lines')
})
