import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, type Comparison } from '../../src/index.js'
import { perturbedPair } from '../perturb.js'

/** Replaces every edit's side `a` by its side `b`, inside one passage of A. */
function applied(a: string, passage: Comparison['passages'][number], edits: Comparison['edits']): string {
  let out = ''
  let done = passage.a.from
  for (const edit of edits) {
    if (edit.a.from < passage.a.from || edit.a.to > passage.a.to) continue
    if (edit.b.from < passage.b.from || edit.b.to > passage.b.to) continue
    expect(edit.a.from).toBeGreaterThanOrEqual(done)
    out += a.slice(done, edit.a.from) + edit.b.text
    done = edit.a.to
  }
  return out + a.slice(done, passage.a.to)
}

/** What a comparison is from the other side. */
function mirrored(comparison: Comparison): Comparison {
  const relation = { contains: 'contained', contained: 'contains' } as const
  const kind = { insert: 'delete', delete: 'insert', substitute: 'substitute' } as const
  const editClass = { omission: 'insertion', insertion: 'omission' } as const
  const swap = <T extends { a: unknown; b: unknown }>(pair: T): T => ({ ...pair, a: pair.b, b: pair.a })
  return {
    ...comparison,
    relation: relation[comparison.relation as keyof typeof relation] ?? comparison.relation,
    coverage: swap(comparison.coverage),
    passages: comparison.passages.map(swap).sort((x, y) => x.a.from - y.a.from),
    edits: comparison.edits
      .map((edit) => ({
        ...swap(edit),
        kind: kind[edit.kind],
        class: editClass[edit.class as keyof typeof editClass] ?? edit.class,
      }))
      .sort((x, y) => x.a.from - y.a.from || x.a.to - y.a.to),
  }
}

const RUNS = { numRuns: 400 }

describe('edits of random perturbations', () => {
  test('applying them to the passages of A gives the passages of B', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        const comparison = compare(a, b, { layout: true })
        for (const passage of comparison.passages) {
          expect(applied(a, passage, comparison.edits)).toBe(b.slice(passage.b.from, passage.b.to))
        }
      }),
      RUNS,
    )
  })

  test('their slices are the texts they show, and something differs', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        for (const edit of compare(a, b, { layout: true }).edits) {
          expect(edit.a.text).toBe(a.slice(edit.a.from, edit.a.to))
          expect(edit.b.text).toBe(b.slice(edit.b.from, edit.b.to))
          expect(edit.a.text).not.toBe(edit.b.text)
        }
      }),
      RUNS,
    )
  })

  test('comparing (b, a) mirrors comparing (a, b)', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        expect(compare(b, a, { layout: true })).toEqual(mirrored(compare(a, b, { layout: true })))
      }),
      RUNS,
    )
  })

  test('passages are disjoint on both sides and ascend in A', () => {
    fc.assert(
      fc.property(perturbedPair, ({ a, b }) => {
        const { passages } = compare(a, b)
        for (let i = 1; i < passages.length; i++)
          expect(passages[i].a.from).toBeGreaterThanOrEqual(passages[i - 1].a.to)
        const inB = passages.map((passage) => passage.b).sort((x, y) => x.from - y.from)
        for (let i = 1; i < inB.length; i++) expect(inB[i].from).toBeGreaterThanOrEqual(inB[i - 1].to)
      }),
      RUNS,
    )
  })

  test('a text is a duplicate of itself, without edits', () => {
    fc.assert(
      fc.property(perturbedPair, ({ b }) => {
        const comparison = compare(b, b)
        if (comparison.relation === 'unrelated') return // nothing but punctuation
        expect(comparison).toMatchObject({
          relation: 'duplicate',
          identity: 1,
          jaccard: 1,
          edits: [],
          exact: true,
        })
        expect(comparison.coverage).toEqual({ a: 1, b: 1 })
      }),
      RUNS,
    )
  })
})
