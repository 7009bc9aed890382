import { mirrorEdits, mirrorMatch } from '../store/match.js'
import type { FoundMatch } from '../store/search.js'
import type { RemovalDecision, RemovalPair } from './removal.js'
import type { Tie } from './verdict.js'

/** A found match as a removal rule receives it, under the id of the other document. O(1). */
export function pairOf<Id>({ match, edits, differences }: FoundMatch<unknown>, id: Id): RemovalPair<Id> {
  return { match: { ...match, id }, edits, differences }
}

/** The same pair with the found document as A. @param id of the document that was searched for. */
export function mirrorPair<Id>({ match, edits, differences }: FoundMatch<unknown>, id: Id): RemovalPair<Id> {
  return {
    match: mirrorMatch(match, id),
    edits: () => mirrorEdits(edits()),
    differences: () =>
      differences()
        .map(({ a, b }) => ({ a: b, b: a }))
        .sort((x, y) => x.a.from - y.a.from || x.a.to - y.a.to),
  }
}

/** A pair as a verdict tells it, with what was decided by it. @param withEdits whether it carries its named edits. */
export function tieOf<Id>(
  { match, edits }: RemovalPair<Id>,
  decision: RemovalDecision,
  withEdits: boolean,
): Tie<Id> {
  return withEdits ? { ...match, decision, edits: edits() } : { ...match, decision }
}
