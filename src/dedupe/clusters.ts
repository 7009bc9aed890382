import { groupsOf } from './groups.js'
import type { Links } from './links.js'

/**
 * How far a cluster reaches. `star`: every document that goes may go for its keeper itself. `connected`: or for one that
 * goes for it, and so on: a story that was rewritten step by step is one cluster, though its ends no longer match.
 */
export type Reach = 'star' | 'connected'

/** Of each node, its keeper and the node it goes for; −1 and −1 for those that are kept. */
export interface Clusters {
  readonly keeper: Int32Array
  /** The keeper, or under `connected` the node nearer to it. */
  readonly via: Int32Array
}

/** Picks the one to keep of some nodes, ascending; returns its place among them. */
export type Choose = (members: readonly number[]) => number

export interface ClusterOptions {
  readonly reach: Reach
  /** Without it the first node of a group is kept. */
  readonly choose?: Choose
  /** Whether a node may go for another although no link says so: of large groups not all pairs were looked at. */
  readonly verify?: (node: number, keeper: number) => boolean
}

/** So often the remainder of a group is grouped anew; beyond, its first nodes are kept, so that no chain makes the work quadratic. */
const MAX_ROUNDS = 32
/** Groups up to this size have had all their pairs looked at: an index aligns a text with as many others. */
const ALL_PAIRS = 32

/**
 * Who is kept and who goes for whom, of nodes numbered best first. The best of a group is kept, what reaches it goes, and
 * what is left is a group again: no node goes for one that goes itself.
 * O(nodes + links) by number; by choice up to MAX_ROUNDS times that.
 */
export function clustersOf(count: number, links: Links, options: ClusterOptions): Clusters {
  const { reach, choose, verify } = options
  const keeper = new Int32Array(count).fill(-1)
  const via = new Int32Array(count).fill(-1)
  const kept = new Uint8Array(count)
  const followers = links.sources(count)
  const free = (node: number) => kept[node] === 0 && keeper[node] < 0

  const keep = (best: number) => {
    kept[best] = 1
    const reached = [best]
    for (let i = 0; i < reached.length; i++) {
      for (const node of followers(reached[i])) {
        if (!free(node)) continue
        keeper[node] = best
        via[node] = reached[i]
        reached.push(node)
      }
      if (reach === 'star') break
    }
  }

  if (choose !== undefined) {
    let groups = groupsOf(count, links)
    for (let round = 0; round < MAX_ROUNDS && groups.length > 0; round++) {
      for (const group of groups) {
        const best = group[choose(group)]
        keep(best)
        if (verify === undefined || reach !== 'star' || group.length <= ALL_PAIRS) continue
        for (const node of group) {
          if (!free(node) || !verify(node, best)) continue
          keeper[node] = best
          via[node] = best
        }
      }
      groups = groupsOf(
        count,
        Array.from(links).filter(([from, to]) => free(from) && free(to)),
      )
    }
  }
  for (let node = 0; node < count; node++) if (free(node)) keep(node)
  return { keeper, via }
}
