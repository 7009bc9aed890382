/**
 * Disjoint sets of numbered nodes: union by size with path halving (Tarjan and van Leeuwen 1984). O(α) per operation, 8
 * bytes per node.
 */
export class DisjointSets {
  readonly #parent: Int32Array
  readonly #size: Int32Array

  /** Each of `count` nodes is a set of its own. */
  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, node) => node)
    this.#size = new Int32Array(count).fill(1)
  }

  /** The node that represents the set of a node. */
  find(node: number): number {
    const parent = this.#parent
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]]
      node = parent[node]
    }
    return node
  }

  /** Unites the sets of two nodes. */
  join(a: number, b: number): void {
    let larger = this.find(a)
    let smaller = this.find(b)
    if (larger === smaller) return
    if (this.#size[larger] < this.#size[smaller]) [larger, smaller] = [smaller, larger]
    this.#parent[smaller] = larger
    this.#size[larger] += this.#size[smaller]
  }
}

/**
 * The connected groups of two nodes or more, whichever way their links point: each group ascending, groups in the order of
 * their first nodes. O(nodes · α + links).
 */
export function groupsOf(count: number, links: Iterable<readonly [number, number]>): number[][] {
  const sets = new DisjointSets(count)
  for (const [a, b] of links) sets.join(a, b)
  const members = new Map<number, number[]>()
  for (let node = 0; node < count; node++) {
    const set = sets.find(node)
    const known = members.get(set)
    if (known === undefined) members.set(set, [node])
    else known.push(node)
  }
  return Array.from(members.values()).filter(({ length }) => length > 1)
}
