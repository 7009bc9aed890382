import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import { turned } from '../naive/turned.js'
import { perturbedPair, TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

const PAGE = '本市图书馆自下月起延长开放时间，读者凭借书证可在每晚九点以前入馆阅览，以方便白天上班的市民，'
const LINE = '由市教育局、市文化馆、市档案馆、市妇联等部门合办的'
const REST =
  '读书周活动也将同时举行，届时将邀请作家二十余人到场，与读者共同讨论近年出版的新书，并在广场上设立旧书交换摊位。'

describe('what no passage covers', () => {
  test('a line put elsewhere moved', () => {
    const { uncovered, edits } = audit(`${PAGE}${REST}\n${LINE}`, PAGE + LINE + REST)
    expect(edits).toEqual([])
    expect(uncovered.map(({ class: name, a, b }) => [name, a.text.trim(), b.text])).toEqual([
      ['moved', LINE, LINE],
    ])
  })

  test('a line that a passage lacks and that stands behind it moved, in both places', () => {
    const short = '市妇联等部门合办的'
    const { uncovered, edits } = audit(`${PAGE}${REST}\n\n${short}`, PAGE + short + REST)
    expect(edits.map(({ class: name, b }) => [name, b.text])).toEqual([['moved', short]])
    expect(uncovered.map(({ class: name, a, b }) => [name, a.text.trim(), b.text])).toEqual([
      ['moved', short, ''],
    ])
  })

  test('lines of a table in another order', () => {
    const rows = [
      'Oats firm at nineteen shillings.',
      'Barley dull and little asked for.',
      'Hay sold at three pounds a load.',
    ]
    const { uncovered } = audit(rows.join('\n'), [...rows].reverse().join('\n'))
    expect(uncovered.map(({ class: name, a, b }) => [name, a.text.trim(), b.text.trim()])).toEqual(
      rows.map((row) => ['moved', row, row]),
    )
  })

  test('text that one side lacks, with its place in the other; a line of it that stands elsewhere there', () => {
    const { uncovered, passages } = audit(SEEDS[0]!, SEEDS[1]!)
    const { a, b } = passages.at(-1)!
    expect(uncovered.map(({ class: name, b: { text } }) => [name, text.trim()])).toEqual([
      ['insertion', ''],
      ['moved', '版式设计：张丹峰'],
      ['insertion', ''],
    ])
    expect(uncovered[0]).toMatchObject({ a: { from: a.to }, b: { from: b.to, to: b.to } })
    expect(uncovered.at(-1)).toMatchObject({ a: { to: SEEDS[0]!.length }, b: { from: b.to, to: b.to } })
    const back = audit(SEEDS[1]!, SEEDS[0]!).uncovered
    const names: Record<string, string> = { moved: 'moved', insertion: 'omission' }
    expect(new Set(back.map(({ class: name, b: { text } }) => `${name} ${text}`))).toEqual(
      new Set(uncovered.map((one) => `${names[one.class]} ${one.a.text}`)),
    )
  })

  test('the rest of a page is not listed for a part of it, but what the part lacks is', () => {
    const article = `${SEEDS[1]!}\n\nThe mayor thanked all the engineers of the harbour.`
    const { uncovered } = audit(SEEDS[0]!, article, { part: true })
    expect(uncovered.map(({ class: name }) => name)).toEqual(['omission', 'moved'])
  })

  test('white space alone is layout, and listed where layout is', () => {
    const text = TEXTS[3]!
    expect(audit(`${text}\n\n`, text).uncovered).toEqual([])
    const [only, ...others] = audit(`${text}\n\n`, text, { layout: true }).uncovered
    expect([only!.class, only!.a.text, others]).toEqual(['layout', '\n\n', []])
  })

  test('a copy has nothing outside', () => {
    expect(audit(SEEDS[1]!, SEEDS[1]!, { layout: true }).uncovered).toEqual([])
  })

  test('where it stands on paper', () => {
    const text = `${PAGE}${REST}\n${LINE}`
    const regions = [
      { from: 0, to: text.length - LINE.length, page: '1', line: 1 },
      { from: text.length - LINE.length, to: text.length, page: '1', line: 2 },
    ]
    const [moved] = audit({ text, regions }, PAGE + LINE + REST).uncovered
    expect(moved!.a.place).toMatchObject({ page: '1' })
    expect(moved!.b.place).toBeUndefined()
  })
})

/** Lines of running text, some of them put elsewhere, left out or written twice. */
const reordered = fc
  .record({
    text: fc.constantFrom(...TEXTS),
    width: fc.integer({ min: 8, max: 90 }),
    moves: fc.array(
      fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('move', 'drop', 'double', 'blank', 'letter')),
      { maxLength: 6 },
    ),
    end: fc.constantFrom('\n', '\r\n', '\r', ' ', ''),
  })
  .map(({ text, width, moves, end }) => {
    const lines = text.match(new RegExp(`[^]{1,${width}}`, 'gu'))!.slice(0, 30)
    const put = [...lines]
    for (const [from, to, how] of moves) {
      const [line = ''] = put.splice(from % put.length, how === 'double' ? 0 : 1)
      const word = how === 'double' ? put[from % put.length]! : line
      if (how === 'letter') put.splice(from % put.length, 0, `q${word.slice(1)}`)
      else if (how !== 'drop') put.splice(to % (put.length + 1), 0, how === 'blank' ? `\n\n${word}` : word)
      if (put.length === 0) break
    }
    return { a: put.join(end), b: lines.join(' ') }
  })

describe('edits and what no passage covers turn A into B', () => {
  const turns = (a: string, b: string) => {
    expect(turned(a, audit(a, b, { layout: true }))).toBe(b)
    expect(turned(b, audit(b, a, { layout: true }))).toBe(a)
  }

  test.each([
    ['', ''],
    ['a', ''],
    ['', '  '],
    ['👩‍👩‍👧', '👩‍👩‍👧\n'],
    ['\ud800', 'x'],
  ])('%j and %j', turns)

  test('texts with errors and blocks that moved', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => turns(a, b)),
      { numRuns: 100 },
    )
  })

  test('lines in another order', () => {
    fc.assert(
      fc.property(reordered, ({ a, b }) => turns(a, b)),
      { numRuns: 100 },
    )
  })

  test('any two texts', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 })
    fc.assert(fc.property(text, text, turns), { numRuns: 200 })
  })
})
