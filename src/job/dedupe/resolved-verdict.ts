import type { Verdict } from '../../dedupe/dedupe.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'
import type { Match } from '../../store/match.js'
import type { Arrival } from './arrival.js'

/** A verdict with the documents that people know, where the library names them by numbers. */
export interface ResolvedVerdict {
  readonly document: Arrival
  readonly kept: boolean
  /** Strongest first: one match of a removed document, of a kept one those with the documents it is tied to. */
  readonly matches: readonly ResolvedMatch[]
}

/** A match with the documents that people know. */
export interface ResolvedMatch {
  /** Reads from the document (A) to the one it was compared with (B). */
  readonly match: Match<number>
  /** The document it was compared with. */
  readonly compared: LedgerDocument
  /** The keeper, or the document it is tied to: the same object as `compared`, except in a connected cluster. */
  readonly keeper: LedgerDocument
  /** Ordinal of the keeper, or its id in the reference set. */
  readonly keeperId: number
  /** Whether both are documents of the reference set, `--against`. */
  readonly against: boolean
}

/** Resolves a verdict. @param find gives a document by its ordinal, or by its id in the reference set. */
export function resolveVerdict(
  verdict: Verdict<Arrival, number>,
  find: (id: number, against: boolean) => LedgerDocument,
): ResolvedVerdict {
  const { document } = verdict
  if (verdict.kept) {
    const matches = verdict.tied.map((match) => {
      const against = match.against === true
      const other = find(match.id, against)
      return { match, compared: other, keeper: other, keeperId: match.id, against }
    })
    return { document, kept: true, matches }
  }
  const { match, keeper: keeperId } = verdict
  const against = verdict.against === true
  const compared = find(match.id, against)
  const keeper = match.id === keeperId ? compared : find(keeperId, against)
  return { document, kept: false, matches: [{ match, compared, keeper, keeperId, against }] }
}
