import type { Remove } from '../../../dedupe/removal.js'
import type { Match } from '../../../store/match.js'

/** The share of a document of some length that has to stand in its keeper. */
export function leastCoverage({ coverage, lost }: Remove, length: number): number {
  return length === 0 ? coverage : Math.min(coverage, 1 - lost / length)
}

/**
 * How far a match is above the thresholds, the smaller of both distances; below, negative. Null where they do not
 * decide: for estimates, and relations that are never removed.
 */
export function marginOf(
  { relation, coverage, identity, verified }: Match<unknown>,
  length: number,
  remove: Remove | null,
): number | null {
  if (remove === null || !verified || !(remove.relations as readonly string[]).includes(relation)) return null
  return Math.min(coverage.a - leastCoverage(remove, length), identity - remove.identity)
}
