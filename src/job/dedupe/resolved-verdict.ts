import type { Tie, Verdict } from '../../dedupe/dedupe.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'
import type { Arrival } from './arrival.js'

/** A verdict with the documents that people know, where the library names them by numbers. */
export interface ResolvedVerdict {
  readonly document: Arrival
  readonly kept: boolean
  /** Strongest first: one match of a removed document, of a kept one those with the documents it is tied to. */
  readonly matches: readonly ResolvedMatch[]
  /** Whether the search for a kept document left candidates out, because there were too many. */
  readonly truncated: boolean
}

/** A match with the documents that people know. */
export interface ResolvedMatch {
  /** Reads from the document (A) to the one it was compared with (B). */
  readonly match: Tie<number>
  /** The document it was compared with. */
  readonly compared: LedgerDocument
  /** The keeper, or the document it is tied to: the same object as `compared`, except in a connected cluster. */
  readonly keeper: LedgerDocument
  /** Ordinal of the keeper, or its id in the reference set. */
  readonly keeperId: number
  /** Whether both belong to the reference set, `--against`. */
  readonly isReference: boolean
}

/** Resolves a verdict. @param find gives a document by its ordinal, or by its id in the reference set. */
export function resolveVerdict(
  verdict: Verdict<Arrival, number>,
  find: (id: number, isReference: boolean) => LedgerDocument,
): ResolvedVerdict {
  const { document } = verdict
  if (verdict.kept) {
    const matches = verdict.tied.map((match) => {
      const isReference = match.against === true
      const other = find(match.id, isReference)
      return { match, compared: other, keeper: other, keeperId: match.id, isReference }
    })
    return { document, kept: true, matches, truncated: verdict.truncated === true }
  }
  const { match, keeper: keeperId } = verdict
  const isReference = verdict.against === true
  const compared = find(match.id, isReference)
  const keeper = match.id === keeperId ? compared : find(keeperId, isReference)
  const matches = [{ match, compared, keeper, keeperId, isReference }]
  return { document, kept: false, matches, truncated: false }
}
