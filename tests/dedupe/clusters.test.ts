import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clustersOf, type ClusterOptions, type Linkage } from '../../src/dedupe/clusters.js'
import { Links } from '../../src/dedupe/links.js'

function linksOf(pairs: readonly (readonly [number, number])[]): Links {
  const links = new Links()
  for (const [from, to] of pairs) links.add(from, to)
  return links
}

const keepers = (count: number, pairs: [number, number][], options: ClusterOptions) =>
  Array.from(clustersOf(count, linksOf(pairs), options).keeper)

/** Links both ways. */
const both = (...pairs: [number, number][]): [number, number][] =>
  pairs.flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ])

describe('clusters', () => {
  const chain = both([0, 1], [1, 2], [2, 3])

  test('a star ends where the keeper no longer matches, what is left has its own keeper', () => {
    expect(keepers(4, chain, { linkage: 'star' })).toEqual([-1, 0, -1, 2])
  })

  test('connected goes on to the end of the chain, by the node nearer to the keeper', () => {
    const { keeper, through } = clustersOf(4, linksOf(chain), { linkage: 'connected' })
    expect([...keeper]).toEqual([-1, 0, 0, 0])
    expect([...through]).toEqual([-1, 0, 1, 2])
  })

  test('a link leads one way: the keeper cannot be reached against it', () => {
    expect(keepers(2, [[0, 1]], { linkage: 'star' })).toEqual([-1, -1])
    expect(keepers(2, [[1, 0]], { linkage: 'star' })).toEqual([-1, 0])
    expect(
      keepers(
        3,
        [
          [1, 0],
          [1, 2],
        ],
        { linkage: 'connected' },
      ),
    ).toEqual([-1, 0, -1])
  })

  test('a function chooses, and is asked anew about what is left', () => {
    const asked: number[][] = []
    const last = (members: readonly number[]) => {
      asked.push([...members])
      return members.length - 1
    }
    expect(keepers(6, chain, { linkage: 'star', choose: last })).toEqual([1, -1, 3, -1, -1, -1])
    expect(asked).toEqual([
      [0, 1, 2, 3],
      [0, 1],
    ])
    expect(keepers(4, chain, { linkage: 'connected', choose: last })).toEqual([3, 3, 3, -1])
  })

  test('members of a large group without a link to the keeper are checked, those of a small one were', () => {
    for (const [size, expected] of [
      [32, 0],
      [40, 39],
    ]) {
      const path = both(...Array.from({ length: size - 1 }, (_, i): [number, number] => [i, i + 1]))
      let checked = 0
      const verify = () => {
        checked++
        return true
      }
      const found = keepers(size, path, { linkage: 'star', choose: () => 0, verify })
      expect(checked).toBe(expected === 0 ? 0 : expected - 1)
      if (expected > 0) expect(found.filter((keeper) => keeper === 0).length).toBe(expected)
    }
  })

  test('a chain does not make the work quadratic, however often the function is asked', () => {
    const count = 20_000
    const path = both(...Array.from({ length: count - 1 }, (_, i): [number, number] => [i, i + 1]))
    let seen = 0
    const first = (members: readonly number[]) => {
      seen += members.length
      return 0
    }
    const found = keepers(count, path, { linkage: 'star', choose: first })
    expect(seen).toBeLessThan(33 * count)
    expect(found.filter((keeper) => keeper < 0).length).toBe(count / 2)
  })

  const graphs = fc.integer({ min: 1, max: 14 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      pairs: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 40 }),
      linkage: fc.constantFrom<Linkage>('star', 'connected'),
      chosen: fc.option(fc.nat(), { nil: undefined }),
    }),
  )

  test('whoever goes has a kept keeper, and a way to it by links', () => {
    fc.assert(
      fc.property(graphs, ({ count, pairs, linkage, chosen }) => {
        const links = pairs.filter(([from, to]) => from !== to)
        const choose =
          chosen === undefined ? undefined : (members: readonly number[]) => chosen % members.length
        const { keeper, through } = clustersOf(count, linksOf(links), { linkage, ...(choose && { choose }) })
        const has = (from: number, to: number) => links.some(([x, y]) => x === from && y === to)
        for (let node = 0; node < count; node++) {
          if (keeper[node] < 0) {
            // Kept although it may go for a kept one only if that one came after it.
            if (choose === undefined) {
              expect(links.some(([from, to]) => from === node && to < node && keeper[to] < 0)).toBe(false)
            }
            continue
          }
          expect(keeper[keeper[node]]).toBe(-1)
          expect(has(node, through[node])).toBe(true)
          if (linkage === 'star') expect(through[node]).toBe(keeper[node])
          else if (through[node] !== keeper[node]) expect(keeper[through[node]]).toBe(keeper[node])
        }
      }),
      { numRuns: 500 },
    )
  })
})
