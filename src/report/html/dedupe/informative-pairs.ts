import { isNotable } from '../../../dedupe/reason.js'
import type { RemovalDecision } from '../../../dedupe/removal.js'
import { lowbias32 } from '../../../kernel/hash.js'

/** Why a pair is among those that open: the first reason that applies. */
export type PairReason = 'numbers' | 'nearRemoved' | 'nearKept' | 'cluster' | 'removed' | 'tied'

/** What is known of a pair when it is offered; the choice is made from this alone. */
export interface PairFacts {
  readonly removed: boolean
  /** Edits that change a number. */
  readonly numbers: number
  /** How near the decision was, 1 the nearest; null where it was plain. See `doubtOf`. */
  readonly doubt: number | null
  readonly similarity: number
  /** Of a removed document: its cluster, and the documents in that cluster so far. */
  readonly cluster?: { readonly key: string | number; readonly size: number }
}

/** Differences that the reason of a kept document may rest on for the decision to be near. */
const FEW = 2

/**
 * How near a decision was to the other: of a kept document how many differences of content keep it, if they are one or two;
 * of a removed one, 1 divided by the number of its differences that were explained by judgement. Null where it was plain.
 */
export function doubtOf(decision: RemovalDecision | undefined): number | null {
  if (decision === undefined) return null
  const { removed, code, differences, total } = decision
  if (!removed) return code === 'content' && total <= FEW ? total : null
  const judged = differences.filter(isNotable).length
  return judged === 0 ? null : 1 / judged
}

/** Whether the decision on a pair was near. */
export function isNear({ doubt }: { readonly doubt: number | null }): boolean {
  return doubt !== null
}

/** Most pairs shown of one cluster: those that are least alike. */
const OF_ONE_CLUSTER = 3

/** The reasons in the order in which their pairs are shown. */
const REASON_ORDER: readonly PairReason[] = [
  'numbers',
  'nearRemoved',
  'nearKept',
  'cluster',
  'removed',
  'tied',
]
const CLUSTER = REASON_ORDER.indexOf('cluster')

/**
 * Chooses the most informative pairs of a run of any length:
 *
 * - pairs removed although numbers changed, most numbers first;
 * - pairs removed by judgement, and pairs kept for one or two differences, nearest first;
 * - the least alike pairs of each of the largest clusters;
 * - a sample of the removed and a sample of the tied pairs, drawn by a hash of their place in the run, so that the
 *   sample stands for the rest.
 *
 * Each kind gives one pair in turn until there are `limit` pairs. A run of fewer pairs shows all. The same pairs in the
 * same order give the same choice. Holds at most six times as many pairs as it chooses.
 */
export class InformativePairs<T> {
  readonly #limit: number
  readonly #best: Readonly<Record<Exclude<PairReason, 'cluster'>, Best<Entry<T>>>>
  readonly #clusters: LargestClusters<Entry<T>>
  #offered = 0

  constructor(limit: number) {
    this.#limit = limit
    const best = () => new Best<Entry<T>>(limit)
    this.#best = { numbers: best(), nearRemoved: best(), nearKept: best(), removed: best(), tied: best() }
    this.#clusters = new LargestClusters(Math.ceil(limit / OF_ONE_CLUSTER))
  }

  /** Offers a pair. `make` is called only if the pair is kept for now. O(limit) at worst, O(1) for most pairs. */
  offer(facts: PairFacts, make: () => T): void {
    const order = this.#offered++
    if (this.#limit === 0) return
    let entry: Entry<T> | null = null
    const kinds = scores(facts, order)
    const made = () => (entry ??= { order, first: kinds[0], value: make() })
    for (const [why, score] of kinds) {
      const best = this.#best[why]
      if (best.wants(score)) best.add(made(), score)
    }
    if (facts.cluster !== undefined) this.#clusters.offer(facts.cluster, facts.similarity, made)
  }

  /** The chosen pairs, in the order in which an editor should see them. O(limit · log limit). */
  chosen(): { readonly why: PairReason; readonly value: T }[] {
    const lists = REASON_ORDER.map((why) =>
      why === 'cluster' ? this.#clusters.items() : this.#best[why].items(),
    )
    const taken = new Map<Entry<T>, PairReason>()
    const places = lists.map(() => 0)
    for (let found = true; found && taken.size < this.#limit;) {
      found = false
      for (let k = 0; k < lists.length && taken.size < this.#limit; k++) {
        while (places[k] < lists[k].length && taken.has(lists[k][places[k]])) places[k]++
        if (places[k] === lists[k].length) continue
        taken.set(lists[k][places[k]], REASON_ORDER[k])
        found = true
      }
    }
    const order = new Map(lists[CLUSTER].map((entry, place) => [entry, place]))
    const shown = [...taken].map(([entry, through]) => {
      const [why, score] = entry.first
      // A pair with a reason of its own is shown for that reason, also when it was its cluster's turn.
      const own = why !== 'removed' && why !== 'tied'
      return through === 'cluster' && !own
        ? { entry, why: through, score: order.get(entry)! }
        : { entry, why, score }
    })
    return shown
      .sort(
        (x, y) =>
          REASON_ORDER.indexOf(x.why) - REASON_ORDER.indexOf(y.why) ||
          x.score - y.score ||
          x.entry.order - y.entry.order,
      )
      .map(({ entry, why }) => ({ why, value: entry.value }))
  }
}

interface Entry<T> {
  /** Place among all pairs. */
  readonly order: number
  /** The first kind that the pair is of, clusters left out, and its score there. */
  readonly first: readonly [why: Exclude<PairReason, 'cluster'>, score: number]
  readonly value: T
}

/** The kinds of a pair, with its score in each; the lowest score comes first. */
function scores({ removed, numbers, doubt }: PairFacts, order: number): Entry<unknown>['first'][] {
  const kinds: Entry<unknown>['first'][] = [[removed ? 'removed' : 'tied', lowbias32(order) >>> 0]]
  if (doubt !== null) kinds.unshift([removed ? 'nearRemoved' : 'nearKept', doubt])
  if (removed && numbers > 0) kinds.unshift(['numbers', -numbers])
  return kinds
}

/** The items with the lowest scores; of equal scores, those that came first. */
class Best<T> {
  readonly #capacity: number
  readonly #items: T[] = []
  readonly #scores: number[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  wants(score: number): boolean {
    return this.#items.length < this.#capacity || score < this.#scores[this.#capacity - 1]
  }

  add(item: T, score: number): void {
    let at = this.#items.length
    while (at > 0 && this.#scores[at - 1] > score) at--
    this.#items.splice(at, 0, item)
    this.#scores.splice(at, 0, score)
    if (this.#items.length > this.#capacity) {
      this.#items.pop()
      this.#scores.pop()
    }
  }

  items(): readonly T[] {
    return this.#items
  }
}

/**
 * Pairs of the largest clusters. A cluster only grows, and enters here at the latest with its last document if it is
 * among the largest in the end. So each of those has a pair, though pairs of its beginning may be lost.
 */
class LargestClusters<T> {
  readonly #capacity: number
  readonly #held = new Map<string | number, { size: number; pairs: Best<T> }>()
  /** Every cluster held has at least this size. */
  #least = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  offer({ key, size }: { key: string | number; size: number }, similarity: number, make: () => T): void {
    let cluster = this.#held.get(key)
    if (cluster === undefined) {
      if (this.#held.size >= this.#capacity && !this.#makeRoom(size)) return
      cluster = { size, pairs: new Best<T>(OF_ONE_CLUSTER) }
      this.#held.set(key, cluster)
    }
    cluster.size = size
    if (cluster.pairs.wants(similarity)) cluster.pairs.add(make(), similarity)
  }

  /** Drops the smallest cluster, of equal ones the last that came, if it is smaller than `size`. */
  #makeRoom(size: number): boolean {
    if (size <= this.#least) return false
    let least = Infinity
    let smallest: string | number | undefined
    for (const [key, held] of this.#held) {
      if (held.size > least) continue
      least = held.size
      smallest = key
    }
    this.#least = least
    if (size <= least || smallest === undefined) return false
    this.#held.delete(smallest)
    return true
  }

  /** The first pair of each cluster, largest cluster first; then the second of each, and so on. */
  items(): T[] {
    const lists = [...this.#held.values()].sort((x, y) => y.size - x.size).map(({ pairs }) => pairs.items())
    return Array.from({ length: OF_ONE_CLUSTER }, (_, place) =>
      lists.flatMap((list) => (place < list.length ? [list[place]] : [])),
    ).flat()
  }
}
