import { describe, expect, test } from 'vitest'
import type { Anchors } from '../../src/align/anchor-list.js'
import { AnchorList } from '../../src/align/anchor-list.js'
import { findChains, MAX_GAP } from '../../src/align/chains.js'

type Triple = readonly [a: number, b: number, length: number]

function anchors(...triples: Triple[]): Anchors {
  const list = new AnchorList()
  for (const triple of triples) list.push(...triple)
  return list.sorted()
}

/** Every unit is a Han character. */
const sizes = Float64Array.from({ length: 30_000 }, (_, i) => i)

const runs = (of: Anchors, minScore = 5) =>
  findChains(of, sizes, minScore).chains.map(({ runs }) => [...runs])

describe('an anchor list', () => {
  test('is sorted by ends in the second text; equal ends keep their order', () => {
    const { count, a, b, length } = anchors([5, 50, 10], [1, 10, 20], [9, 40, 20], [7, 20, 5])
    expect(count).toBe(4)
    expect([...a.subarray(0, 4)]).toEqual([7, 1, 5, 9])
    expect([...b.subarray(0, 4)]).toEqual([20, 10, 50, 40])
    expect([...length.subarray(0, 4)]).toEqual([5, 20, 10, 20])
  })
})

describe('chains', () => {
  test('join anchors that follow one another in both texts', () => {
    expect(runs(anchors([0, 0, 20], [25, 26, 20], [50, 50, 10]))).toEqual([
      [0, 0, 20, 25, 26, 20, 50, 50, 10],
    ])
  })

  test('do not bridge more than the widest gap', () => {
    expect(runs(anchors([0, 0, 200], [200, 200 + MAX_GAP, 200]))).toHaveLength(1)
    expect(runs(anchors([0, 0, 200], [200, 201 + MAX_GAP, 200]))).toHaveLength(2)
    // Sixty wrong units on both sides cost as much as six right ones are worth.
    expect(runs(anchors([0, 0, 200], [260, 260, 12]))).toEqual([[0, 0, 200, 260, 260, 12]])
    expect(runs(anchors([0, 0, 200], [260, 260, 5]))).toEqual([[0, 0, 200]])
  })

  test('a moved block is a chain of its own, the best first', () => {
    const chains = runs(anchors([0, 50, 100], [100, 0, 50], [150, 150, 60]))
    expect(chains).toEqual([
      [0, 50, 100, 150, 150, 60],
      [100, 0, 50],
    ])
  })

  test('cut the later of two anchors that overlap', () => {
    expect(runs(anchors([0, 0, 20], [15, 18, 20]))).toEqual([[0, 0, 20, 20, 23, 15]])
  })

  test('an insertion costs by the doublings of its length, so that the nearer copy is taken', () => {
    const near: Triple = [100, 104, 50]
    const far: Triple = [100, 300, 50]
    expect(runs(anchors([0, 0, 100], near, far))[0]).toEqual([0, 0, 100, ...near])
  })

  test('below the least score are dropped', () => {
    expect(runs(anchors([0, 0, 4], [300, 900, 6]), 5)).toEqual([[300, 900, 6]])
  })

  test('say whether a crowd of repeats kept anchors in reach from being weighed', () => {
    const start: Triple = [0, 0, 50]
    const goesOn: Triple = [200, 200, 50]
    // Chance matches of two units that end between the two, far from their diagonal, none of which follows another.
    const crowd = (count: number) =>
      Array.from({ length: count }, (_, i): Triple => [
        20_000 - 50 * (i % 130) - Math.floor(i / 130),
        60 + (i % 130),
        2,
      ])
    const few = findChains(anchors(start, goesOn, ...crowd(100)), sizes, 5)
    expect(few.crowded).toBe(false)
    expect([...few.chains[0].runs]).toEqual([...start, ...goesOn])
    const many = findChains(anchors(start, goesOn, ...crowd(300)), sizes, 5)
    expect(many.crowded).toBe(true)
    // Near diagonals are weighed all the same.
    expect([...many.chains[0].runs]).toEqual([...start, ...goesOn])
    // Four bands further off they are not.
    const off: Triple = [200, 232, 50]
    expect(findChains(anchors(start, off, ...crowd(100)), sizes, 5).chains).toHaveLength(1)
    expect(findChains(anchors(start, off, ...crowd(300)), sizes, 5)).toMatchObject({
      crowded: true,
      chains: [{ runs: Int32Array.from(start) }, { runs: Int32Array.from(off) }],
    })
  })
})
