import type { FoundMatch } from '../store/search.js'
import type { FoldedText } from '../text/fold.js'
import { mirrorPair, pairOf } from './pair.js'
import type { RemovalRule } from './removal.js'

/** The removal rule for documents of a batch, which are named by rank: whether one of two stands for the other. */
export interface RankRule {
  /** Whether the text that was searched for is removed for the document found. */
  removes(text: FoldedText, found: FoundMatch<number>): boolean
  /** Whether the document found is removed for the text that was searched for, which has this rank. */
  removesFound(rank: number, text: FoldedText, found: FoundMatch<number>): boolean
}

/** The rule as it judges ranks. @param idOf the id under which the rule knows a rank. */
export function rankRule<Id>(rule: RemovalRule<Id>, idOf: (rank: number) => Id): RankRule {
  return {
    removes: (text, found) => rule(text, found.other, pairOf(found, idOf(found.match.id))).removed,
    removesFound: (rank, text, found) => rule(found.other!, text, mirrorPair(found, idOf(rank))).removed,
  }
}
