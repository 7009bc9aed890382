import { mirrorEdits, mirrorMatch } from '../store/match.js'
import type { FoundMatch } from '../store/search.js'
import type { RemovalPair } from './removal.js'
import type { Tie } from './verdict.js'

/** A found match as a removal rule receives it, under the id of the other document. O(1). */
export function pairOf<Id>({ match, edits }: FoundMatch<unknown>, id: Id): RemovalPair<Id> {
  return { match: { ...match, id }, edits }
}

/** The same pair with the found document as A. @param id of the document that was searched for. */
export function mirrorPair<Id>({ match, edits }: FoundMatch<unknown>, id: Id): RemovalPair<Id> {
  return { match: mirrorMatch(match, id), edits: () => mirrorEdits(edits()) }
}

/** A pair as a verdict tells it. @param edits whether it carries its named edits. */
export function tieOf<Id>({ match, edits }: RemovalPair<Id>, withEdits: boolean): Tie<Id> {
  return withEdits ? { ...match, edits: edits() } : match
}
