import type { FoundMatch } from '../store/search.js'
import type { FoldedText } from '../text/fold.js'
import { mirrorPair, pairOf } from './pair.js'
import type { KnownWord } from './account/evidence.js'
import type { RemovalDecision, RemovalRule } from './removal.js'

/** The removal rule for documents of a batch, which are named by rank: whether one of two stands for the other. */
export interface RankRule {
  /** Whether the text that was searched for is removed for the document found. */
  decide(text: FoldedText, found: FoundMatch<number>): RemovalDecision
  /** Whether the document found is removed for the text that was searched for, which has this rank. */
  decideFound(rank: number, text: FoldedText, found: FoundMatch<number>): RemovalDecision
}

/** The rule as it judges ranks. @param idOf the id under which the rule knows a rank. @param known words of other documents. */
export function rankRule<Id>(
  rule: RemovalRule<Id>,
  idOf: (rank: number) => Id,
  known: KnownWord | undefined,
): RankRule {
  return {
    decide: (text, found) => rule(text, found.other, pairOf(found, idOf(found.match.id)), known),
    decideFound: (rank, text, found) => rule(found.other!, text, mirrorPair(found, idOf(rank)), known),
  }
}
