/** Precision and recall of found pairs, and the adjusted Rand index of the clusters they make. */

export interface PairScore {
  readonly found: number
  readonly right: number
  readonly expected: number
  readonly precision: number
  readonly recall: number
}

/** Pairs are unordered; a key is made of both ends. */
export const pairKey = (x: number, y: number) => Math.min(x, y) * 2 ** 26 + Math.max(x, y)

export function scorePairs(found: ReadonlySet<number>, expected: ReadonlySet<number>): PairScore {
  let right = 0
  for (const pair of found) if (expected.has(pair)) right++
  return {
    found: found.size,
    right,
    expected: expected.size,
    precision: found.size === 0 ? 1 : right / found.size,
    recall: expected.size === 0 ? 1 : right / expected.size,
  }
}

/** Cluster of each item, when linked items are one cluster. */
export function components(items: number, pairs: Iterable<number>): Int32Array {
  const parent = Int32Array.from({ length: items }, (_, i) => i)
  const root = (i: number) => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]]
    return i
  }
  for (const pair of pairs) parent[root(Math.floor(pair / 2 ** 26))] = root(pair % 2 ** 26)
  return parent.map((_, i) => root(i))
}

/** Adjusted Rand index (Hubert, Arabie 1985) of two clusterings of the same items. */
export function adjustedRand(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const pairs = (n: number) => (n * (n - 1)) / 2
  const both = new Map<string, number>()
  const inA = new Map<number, number>()
  const inB = new Map<number, number>()
  const count = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1)
  for (let i = 0; i < a.length; i++) {
    count(both, `${a[i]} ${b[i]}`)
    count(inA, a[i])
    count(inB, b[i])
  }
  const sum = (values: Iterable<number>) => Array.from(values).reduce((total, n) => total + pairs(n), 0)
  const together = sum(both.values())
  const expected = (sum(inA.values()) * sum(inB.values())) / pairs(a.length)
  const most = (sum(inA.values()) + sum(inB.values())) / 2
  return most === expected ? 1 : (together - expected) / (most - expected)
}

/** A half-open range. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Intersection over union of two sets of ranges in a text of some length. */
export function rangeOverlap(x: readonly Range[], y: readonly Range[], length: number): number {
  const marks = new Uint8Array(length)
  for (const { from, to } of x) marks.fill(1, from, to)
  let both = 0
  let either = marks.reduce((sum, mark) => sum + mark, 0)
  const seen = new Uint8Array(length)
  for (const { from, to } of y) {
    for (let i = from; i < to; i++) {
      if (seen[i] === 1) continue
      seen[i] = 1
      if (marks[i] === 1) both++
      else either++
    }
  }
  return either === 0 ? 1 : both / either
}
