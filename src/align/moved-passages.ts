import type { FoldedRange } from './passage.js'

/**
 * Marks the passages that stand elsewhere in the order of the second text than in the first.
 *
 * The passages that stay are the heaviest set that ascends in both texts (weighted longest increasing subsequence with
 * a Fenwick tree of prefix maxima, O(p log p)); the rest moved.
 * @param passages ascending and disjoint in the first text, disjoint in the second.
 */
export function markMoved<P extends { readonly a: FoldedRange; readonly b: FoldedRange }>(
  passages: readonly P[],
): (P & { readonly moved: boolean })[] {
  const count = passages.length
  const rank = new Int32Array(count) // 1-based place of each passage in the second text
  const byB = passages.map((_, i) => i).sort((x, y) => passages[x].b.from - passages[y].b.from)
  byB.forEach((passage, place) => (rank[passage] = place + 1))

  const tree = new Int32Array(count + 1).fill(-1) // tree[r]: passage that ends the heaviest set in its span
  const weight = new Float64Array(count)
  const before = new Int32Array(count).fill(-1)
  let heaviest = count > 0 ? 0 : -1
  for (let i = 0; i < count; i++) {
    let best = -1
    for (let r = rank[i] - 1; r > 0; r -= r & -r) {
      const end = tree[r]
      if (end >= 0 && (best < 0 || weight[end] > weight[best])) best = end
    }
    const { a, b } = passages[i]
    weight[i] = Math.min(a.to - a.from, b.to - b.from) + (best < 0 ? 0 : weight[best])
    before[i] = best
    for (let r = rank[i]; r <= count; r += r & -r) {
      if (tree[r] < 0 || weight[i] > weight[tree[r]]) tree[r] = i
    }
    if (weight[i] > weight[heaviest]) heaviest = i
  }
  const stays = new Uint8Array(count)
  for (let i = heaviest; i >= 0; i = before[i]) stays[i] = 1
  return passages.map((passage, i) => ({ ...passage, moved: stays[i] === 0 }))
}
