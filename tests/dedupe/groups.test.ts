import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DisjointSets, groupsOf } from '../../src/dedupe/groups.js'

/** Labels that spread until nothing changes. */
function spread(count: number, links: readonly (readonly [number, number])[]): number[] {
  const label = Array.from({ length: count }, (_, node) => node)
  for (let changed = true; changed;) {
    changed = false
    for (const [a, b] of links) {
      const least = Math.min(label[a], label[b])
      if (label[a] === least && label[b] === least) continue
      label[a] = label[b] = least
      changed = true
    }
  }
  return label
}

const graph = fc
  .integer({ min: 1, max: 30 })
  .chain((count) =>
    fc.tuple(fc.constant(count), fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 40 })),
  )

describe('groups', () => {
  test('are what labels that spread come to', () => {
    fc.assert(
      fc.property(graph, ([count, links]) => {
        const label = spread(count, links)
        const expected = label
          .map((own, node) => (own === node ? label.flatMap((other, i) => (other === node ? [i] : [])) : []))
          .filter(({ length }) => length > 1)
        expect(groupsOf(count, links)).toEqual(expected)
      }),
    )
  })

  test('a chain of 100,000 stands for one node, whichever way it was joined', () => {
    const sets = new DisjointSets(100_000)
    for (let i = 99_999; i > 0; i--) sets.join(i, i - 1)
    expect(sets.find(0)).toBe(sets.find(99_999))
  })
})
