import { fold } from '../text/fold.js'
import { clustersOf, type Choose } from './clusters.js'
import type { Corpus } from './corpus.js'
import type { Links } from './links.js'
import type { RankRule } from './rank-rule.js'
import type { Removals } from './removals.js'
import type { DedupeSettings } from './settings.js'

/** Further comparisons per document of the batch, in groups too large for all pairs to have been compared by searches. */
const MOST_CHECKS = 32

/**
 * Removes the duplicates of a batch by clusters that are made of the links between all its documents.
 * @param duplicates links from each document to those that may stand for it. @param choose chooses the keeper of a group.
 */
export function removeByClusters(
  count: number,
  duplicates: Links,
  removals: Removals,
  {
    linkage,
    choose,
    corpus,
    rule,
  }: Pick<DedupeSettings<unknown, string>, 'linkage'> & {
    readonly choose: Choose | undefined
    readonly corpus: Corpus
    readonly rule: RankRule
  },
): void {
  let checks = MOST_CHECKS * count
  const verify = (rank: number, keeper: number) => {
    if (checks-- <= 0) return false
    const text = fold(corpus.textOf(rank))
    const found = corpus.compare(text, keeper)
    return found?.match.relation === 'duplicate' && rule.decide(text, found).removed
  }
  const clusters = clustersOf(count, duplicates, { linkage, ...(choose && { choose, verify }) })
  for (let rank = 0; rank < count; rank++) {
    const keeper = clusters.keeper[rank]
    if (keeper >= 0 && !removals.isForReference(rank)) {
      removals.remove(rank, keeper, clusters.through[rank])
    }
  }
}
