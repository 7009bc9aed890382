import { groupsOf } from './groups.js'
import type { Links } from './links.js'

/**
 * How a cluster is linked. `star`: each removed document matches its keeper itself. `connected`: it matches the keeper, or a
 * removed document that does, and so on: a story that was rewritten step by step is one cluster, although its first and its
 * last version no longer match.
 */
export type Linkage = 'star' | 'connected'

/** The keeper of each node and the node through which it reaches the keeper; −1 and −1 for a kept node. */
export interface Clusters {
  readonly keeper: Int32Array
  /** The keeper itself, or with `connected` the next node on the way to it. */
  readonly through: Int32Array
}

/** Chooses the node to keep from the nodes of a group, given in ascending order; returns its place among them. */
export type Choose = (members: readonly number[]) => number

/** How `clustersOf` makes clusters. */
export interface ClusterOptions {
  readonly linkage: Linkage
  /** Chooses the keeper of a group. Without it the first node of a group is kept. */
  readonly choose?: Choose
  /** Whether a keeper may stand for a node although no link says so: in large groups not all pairs were compared. */
  readonly verify?: (node: number, keeper: number) => boolean
}

/**
 * At most 32 regrouping rounds per group; after that the first leftover nodes are kept, so a long chain cannot cost
 * quadratic time.
 */
const MAX_ROUNDS = 32
/** In groups up to this size all pairs were compared: a search aligns a text with at most 32 others. */
const ALL_PAIRS = 32

/**
 * Decides, for nodes numbered best first, which are kept and which keeper stands for each other node. A link from a node to
 * another says that the second may stand for the first. The best node of a group is kept and the nodes that reach it are
 * removed; the nodes left over form groups again. No node that is removed is a keeper.
 * O(nodes + links) without `choose`; with it up to 32 times that.
 */
export function clustersOf(count: number, links: Links, options: ClusterOptions): Clusters {
  const { linkage, choose } = options
  const keeper = new Int32Array(count).fill(-1)
  const through = new Int32Array(count).fill(-1)
  const kept = new Uint8Array(count)
  const linkedTo = links.sources(count)
  const isOpen = (node: number) => kept[node] === 0 && keeper[node] < 0

  const keep = (best: number) => {
    kept[best] = 1
    const reached = [best]
    for (let i = 0; i < reached.length; i++) {
      for (const node of linkedTo(reached[i])) {
        if (!isOpen(node)) continue
        keeper[node] = best
        through[node] = reached[i]
        reached.push(node)
      }
      if (linkage === 'star') break
    }
  }

  if (choose !== undefined) {
    const verify = linkage === 'star' ? options.verify : undefined
    let groups = groupsOf(count, links)
    for (let round = 0; round < MAX_ROUNDS && groups.length > 0; round++) {
      for (const group of groups) {
        const best = group[choose(group)]
        keep(best)
        if (verify === undefined || group.length <= ALL_PAIRS) continue
        for (const node of group) {
          if (!isOpen(node) || !verify(node, best)) continue
          keeper[node] = best
          through[node] = best
        }
      }
      const left = Array.from(links).filter(([from, to]) => isOpen(from) && isOpen(to))
      groups = groupsOf(count, left)
    }
  }
  for (let node = 0; node < count; node++) if (isOpen(node)) keep(node)
  return { keeper, through }
}
