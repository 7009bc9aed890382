import type { Remove } from '../../../dedupe/removal.js'
import type { Match } from '../../../store/match.js'

/**
 * The share of a document that its keeper must cover before the document may be removed.
 *
 * @param length of the document, in UTF-16 code units
 */
export function leastCoverage({ coverage, lost }: Remove, length: number): number {
  return length === 0 ? coverage : Math.min(coverage, 1 - lost / length)
}

/**
 * The smaller of the distances of coverage and identity from their thresholds: positive above both, negative below one.
 * Null where thresholds do not decide: for estimates, and for relations that are never removed.
 */
export function marginOf(
  { relation, coverage, identity, verified }: Match<unknown>,
  length: number,
  remove: Remove | null,
): number | null {
  if (remove === null || !verified || !(remove.relations as readonly string[]).includes(relation)) return null
  return Math.min(coverage.a - leastCoverage(remove, length), identity - remove.identity)
}
