import type { NamedEdit } from '../compare/compare.js'
import { argumentError, requireKnownKeys, requireNumber } from '../kernel/errors.js'
import type { Match } from '../store/match.js'
import type { FoldedText } from '../text/fold.js'
import type { DedupeOptions } from './options.js'
import { isTemplateVariant } from './template-variants.js'

/** When a document is removed for a keeper that it matches. Relations are read from the document to its keeper. */
export interface Remove {
  /** Relations that may remove a document. Default: `duplicate` only. */
  readonly relations: readonly ('duplicate' | 'contained')[]
  /** Least share of the document that the keeper covers. Default 0.9. */
  readonly coverage: number
  /**
   * A document that is covered less is removed as well if it loses no more characters than this: a headline, a credit. Its
   * relation still asks for four fifths. Default 100.
   */
  readonly lost: number
  /** Least identity of the covered part. Default 0.75: OCR with a fifth of its characters wrong still passes. */
  readonly identity: number
}

/**
 * Chosen on the train part of overproof and on made crawls: at an identity of 0.9 a quarter of real OCR copies stayed (75 %
 * were removed; 88 at 0.85, 94 at 0.7). Template variants are kept by what differs (`keepSiblings`), not by how little.
 */
export const DEFAULT_REMOVE: Remove = { relations: ['duplicate'], coverage: 0.9, lost: 100, identity: 0.75 }

/** Two compared documents: A is the one that may be removed, B the keeper. */
export interface RemovalPair<Id> {
  /** How the two are related, without edits. */
  readonly match: Match<Id>
  /** The named differences, in source order of A. Named at the first call: that costs more than the comparison did. */
  edits(): readonly NamedEdit[]
}

/** Why a document is removed (`covered`, `chosen`), or which condition keeps it. */
export type RemovalReason =
  /** Relation, coverage and identity reach the thresholds of `Remove`. */
  | 'covered'
  /** The caller's function removes it. */
  | 'chosen'
  /** The caller's function does not remove it. */
  | 'not chosen'
  /** The match is an estimate; only what was aligned is removed. */
  | 'estimate'
  | 'relation'
  | 'coverage'
  | 'identity'
  /** A figure differs, and `keepIfNumbersDiffer` is set. */
  | 'numbers'
  /** Figures, names or a negation differ and hardly anything else, and `keepSiblings` is set. */
  | 'template variant'

/** Whether a document is removed for a keeper, and why. */
export interface RemovalDecision {
  readonly removed: boolean
  readonly reason: RemovalReason
}

/**
 * Decides whether a document is removed for a keeper that it matches. The keeper is null where its text is not at hand,
 * which is so for estimates only. It has no side effect, and is asked once per pair and direction.
 */
export type RemovalRule<Id> = (
  document: FoldedText,
  keeper: FoldedText | null,
  pair: RemovalPair<Id>,
) => RemovalDecision

/**
 * The rule that the options ask for: the thresholds or the function of `remove`, then the guards `keepIfNumbersDiffer` and
 * `keepSiblings`. A function receives the named edits with the match where `edits` is set.
 * @throws OffprintError `ERR_ARGUMENT` for unknown or impossible settings.
 */
export function removalRule<T, Id extends string | number>(
  options: Pick<DedupeOptions<T, Id>, 'remove' | 'keepIfNumbersDiffer' | 'keepSiblings' | 'edits'>,
): RemovalRule<Id> {
  const { remove, keepIfNumbersDiffer = false, keepSiblings = true } = options
  const choose = typeof remove === 'function' ? remove : null
  const thresholds = typeof remove === 'function' ? DEFAULT_REMOVE : removeSettings(remove)
  return (document, _keeper, pair) => {
    const { match } = pair
    let reason: RemovalReason
    if (choose === null) reason = byThresholds(match, document.source.length, thresholds)
    else reason = choose(options.edits ? { ...match, edits: pair.edits() } : match) ? 'chosen' : 'not chosen'
    if (reason !== 'covered' && reason !== 'chosen') return { removed: false, reason }
    const { numbers, words } = match.changed
    if (keepIfNumbersDiffer && numbers > 0) return { removed: false, reason: 'numbers' }
    // Pairs without a changed word or figure have nothing by which two reports of one form could differ.
    if (keepSiblings && words + numbers > 0 && isTemplateVariant(document.source, pair.edits())) {
      return { removed: false, reason: 'template variant' }
    }
    return { removed: true, reason }
  }
}

/** Which condition of the thresholds a match fails first; `covered` if none. @param length of the document, see `coversEnough`. */
function byThresholds(match: Match<unknown>, length: number, remove: Remove): RemovalReason {
  if (!match.verified) return 'estimate'
  if (!(remove.relations as readonly string[]).includes(match.relation)) return 'relation'
  if (!coversEnough(match, length, remove)) return 'coverage'
  return match.identity >= remove.identity ? 'covered' : 'identity'
}

/**
 * Whether enough of a document stands in its keeper: its coverage suffices, or the characters it loses are few.
 * @param length of the document, in UTF-16 code units.
 */
export function coversEnough(
  match: Pick<Match<unknown>, 'coverage'>,
  length: number,
  { coverage, lost }: Pick<Remove, 'coverage' | 'lost'>,
): boolean {
  return match.coverage.a >= coverage || (1 - match.coverage.a) * length <= lost
}

/** Fills in defaults. @throws OffprintError `ERR_ARGUMENT` for unknown or impossible settings. */
export function removeSettings(remove: Partial<Remove> = {}): Remove {
  requireKnownKeys('remove', remove, ['relations', 'coverage', 'lost', 'identity'])
  const {
    relations = DEFAULT_REMOVE.relations,
    coverage = DEFAULT_REMOVE.coverage,
    lost = DEFAULT_REMOVE.lost,
    identity = DEFAULT_REMOVE.identity,
  } = remove
  if (!Array.isArray(relations)) {
    throw argumentError('remove.relations', relations, "an array of 'duplicate' and 'contained'")
  }
  for (const relation of relations) {
    if (relation !== 'duplicate' && relation !== 'contained') {
      throw argumentError('remove.relations', relation, "'duplicate' or 'contained'")
    }
  }
  requireNumber('remove.coverage', coverage, 0, 1)
  requireNumber('remove.lost', lost, 0, Infinity)
  requireNumber('remove.identity', identity, 0, 1)
  return { relations, coverage, lost, identity }
}
