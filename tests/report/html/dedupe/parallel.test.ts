import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare } from '../../../../src/compare/compare.js'
import {
  lengthOf,
  parallel,
  type FoldedRows,
  type RowPiece,
  type ParallelRow,
} from '../../../../src/report/html/dedupe/parallel.js'
import { isBlank } from '../../../../src/text/layout.js'
import { perturbedPair } from '../../../perturb.js'
import { SEEDS } from '../../../seeds.js'

const side = (a: string, b: string, layout = false) => {
  const { passages, edits } = compare(a, b, { layout })
  return { ...parallel(a, b, passages, edits), passages, edits }
}
const unfolded = (rows: readonly (ParallelRow | FoldedRows)[]): ParallelRow[] =>
  rows.flatMap((row) => (row.kind === 'fold' ? row.rows : [row]))
const joined = (pieces: readonly RowPiece[]) => pieces.map(({ text }) => text).join('')
const inked = (text: string) => [...text].filter((c) => !isBlank(c.charCodeAt(0))).join('')
const SENTENCE = 'The mayor opened the new bridge over the river in front of a large crowd. '

describe('rows', () => {
  test('hold both texts, each character once', () => {
    fc.assert(
      fc.property(perturbedPair, fc.boolean(), ({ a, b }, layout) => {
        const { rows, left, passages } = side(a, b, layout)
        const all = unfolded(rows)
        const cut = all.some((row) => [...row.a, ...row.b].some((piece) => piece.left !== undefined))
        expect(left).toBe(0)
        if (cut) return
        expect(inked(all.map((row) => joined(row.a)).join(''))).toBe(inked(a))
        const textB = inked(all.map((row) => joined(row.b)).join(''))
        if (passages.every(({ moved }) => !moved)) expect(textB).toBe(inked(b))
        else expect([...textB].sort().join('')).toBe([...inked(b)].sort().join(''))
      }),
      { numRuns: 150 },
    )
  })

  test('mark the edits, all and in order, and are the same where they say so', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        const { rows, edits } = side(a, b)
        const all = unfolded(rows)
        const documentTextWithSigns = (key: 'a' | 'b') =>
          all.flatMap((row) => row[key].filter((piece) => piece.class !== undefined))
        for (const key of ['a', 'b'] as const) {
          expect(documentTextWithSigns(key).map((piece) => [piece.class, piece.text])).toEqual(
            edits.map((edit) => [edit.class, edit[key].text]),
          )
        }
        for (const row of all) {
          if (row.kind === 'same') expect(inked(joined(row.a))).toBe(inked(joined(row.b)))
          if (row.kind === 'differs') expect(row.a.some((piece) => piece.class !== undefined)).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('stand beside each other sentence by sentence, whatever comes between', () => {
    const text = Array.from({ length: 30 }, (_, i) => `${SENTENCE}Number ${i} was there. `).join('')
    const { rows } = side(text, text.replace(/ {2}|(?<=12 was) /g, '\n\n').replace('Number 20', 'Nobody'))
    const all = unfolded(rows)
    expect(all.length).toBeGreaterThan(5)
    for (const row of all) expect(inked(joined(row.a)).slice(0, 10)).toBe(inked(joined(row.b)).slice(0, 10))
    expect(all.filter(({ kind }) => kind === 'differs')).toHaveLength(1)
  })

  test('leave an indent with the line it begins', () => {
    const a = `${SENTENCE}\n\n    ${SENTENCE}\n\n    ${SENTENCE}`
    const { rows } = side(a, a.replaceAll('    ', ''))
    expect(unfolded(rows).map((row) => joined(row.a).startsWith('    '))).toEqual([false, true, true])
  })

  test('show what only one side has before the passage it precedes, and a passage that moved in the order of A', () => {
    const [x, y, z] = [SEEDS[2]!, SEEDS[3]!, SEEDS[4]!].map((text) =>
      text.replace(/[^\p{L}\n]/gu, '').slice(0, 700),
    )
    const { rows, passages } = side(`${x}\n${SENTENCE}\n${y}`, `${y}\n${z}\n${x}`)
    expect(passages.map(({ moved }) => moved)).toContain(true)
    const all = unfolded(rows)
    expect(all.filter(({ passage }) => passage !== undefined).map(({ passage }) => passage)).toEqual(
      passages.map((_, i) => i),
    )
    const outside = all.filter(({ kind }) => kind === 'outside')
    expect(inked(outside.map((row) => joined(row.a)).join(''))).toBe(inked(SENTENCE))
    expect(inked(outside.map((row) => joined(row.b)).join(''))).toBe(inked(z))
  })

  test('cut no character in two', () => {
    const text = '𠮷野家で𩸽を食べた'.repeat(200)
    const { rows } = side(text, `${text}。`)
    for (const row of unfolded(rows)) expect(joined(row.a)).not.toMatch(/[\ud800-\udbff]$|^[\udc00-\udfff]/)
  })
})

describe('what is the same', () => {
  const paragraphs = Array.from({ length: 20 }, (_, i) => `${i}. ${SENTENCE}${SENTENCE}`)
  const text = paragraphs.join('\n\n')

  test('folds away, but for a row at each end', () => {
    const { rows } = side(text, text.replace('10. The mayor', '10. The minister'))
    expect(rows.map(({ kind }) => kind)).toEqual(['same', 'fold', 'same', 'differs', 'same', 'fold', 'same'])
    const [first, second] = rows.filter((row): row is FoldedRows => row.kind === 'fold')
    expect(first!.length).toBe(first!.rows.reduce((sum, row) => sum + lengthOf(row.a), 0))
    expect(joined(second!.rows[0]!.a)).toMatch(/^12\. /)
  })

  test('stays where it is short', () => {
    const { rows } = side(SENTENCE.trim(), SENTENCE.trim())
    expect(rows).toEqual([
      { kind: 'same', a: [{ text: SENTENCE.trim() }], b: [{ text: SENTENCE.trim() }], passage: 0 },
    ])
  })
})

describe('long texts', () => {
  const long = Array.from({ length: 3000 }, (_, i) => `Line ${i} of ${SENTENCE}`)
    .join('\n')
    .trim()

  test('keep what differs with its neighbours, and say how much of the rest is the same', () => {
    const { rows, left } = side(long, long.replace('Line 1500 of The', 'Line 1500 of A'))
    expect(left).toBe(0)
    expect(rows.map(({ kind }) => kind)).toEqual(['same', 'fold', 'same', 'differs', 'same', 'fold', 'same'])
    const kept = JSON.stringify(rows)
    expect(kept).toContain('Line 1500 of ')
    expect(kept.length).toBeLessThan(4000)
    const folded = rows.reduce((sum, row) => sum + (row.kind === 'fold' ? row.length : lengthOf(row.a)), 0)
    expect(folded).toBe(long.length)
  })

  test('that differ everywhere end, and say how much is left', () => {
    const { rows, left } = side(long, long.replaceAll('crowd', 'group'))
    const shown = unfolded(rows).reduce((sum, row) => sum + lengthOf(row.a) + lengthOf(row.b), 0)
    expect(shown).toBeLessThan(30_000)
    expect(shown + left).toBe(2 * long.length)
  })

  test('show both ends of what one side has alone', () => {
    const { rows } = side(`${SEEDS[2]!}`, `${long}\n${SEEDS[2]!}`)
    const outside = unfolded(rows).find(({ kind }) => kind === 'outside')!
    expect(outside.b.map(({ left }) => left !== undefined)).toEqual([false, true, false])
    expect(lengthOf(outside.b)).toBeGreaterThan(long.length - 5)
    expect(joined(outside.b)).toMatch(/^Line 0 of The mayor[^]*Line 2999 of/)
  })
})

test('a pair that shares nothing stands beside each other', () => {
  const { rows } = side(SENTENCE, '完全不同的文字')
  expect(rows).toEqual([{ kind: 'outside', a: [{ text: SENTENCE }], b: [{ text: '完全不同的文字' }] }])
})
