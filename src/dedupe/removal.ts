import type { NamedEdit } from '../compare/compare.js'
import { isTemplateVariant } from './template-variants.js'
import { argumentError, requireKnownKeys, requireNumber } from '../kernel/errors.js'
import type { Match } from '../store/match.js'

/** When a document is dropped. A relation says what it is to the keeper. */
export interface Remove {
  readonly relations: readonly ('duplicate' | 'contained')[]
  /** Least share of the dropped document that the keeper covers. Default 0.9. */
  readonly coverage: number
  /**
   * A document that is covered less goes as well if it loses no more characters than this: a headline, a credit. Its
   * relation still asks for four fifths. Default 100.
   */
  readonly lost: number
  /** Least identity of what is covered. Default 0.75: OCR at a fifth of wrong characters still passes. */
  readonly identity: number
}

/**
 * Chosen on the train part of overproof and on made crawls: at an identity of 0.9 a quarter of real OCR copies stayed (75 %
 * went; 88 at 0.85, 94 at 0.7). Siblings are kept by what differs (`keepSiblings`), not by how little.
 */
export const DEFAULT_REMOVE: Remove = { relations: ['duplicate'], coverage: 0.9, lost: 100, identity: 0.75 }

/** Whether so much of a document is in its keeper that it may go. @param length of the document, in UTF-16 code units. */
export function coversEnough(
  match: Pick<Match<unknown>, 'coverage'>,
  length: number,
  { coverage, lost }: Pick<Remove, 'coverage' | 'lost'>,
): boolean {
  return match.coverage.a >= coverage || (1 - match.coverage.a) * length <= lost
}

/** Whether a document goes for another. `named` gives the differences of the two, which are costly. */
export type Goes<Id> = (match: Match<Id>, text: string, named: () => readonly NamedEdit[]) => boolean

/** The rule with its guards. @throws OffprintError `ERR_ARGUMENT`. */
export function removal<Id>(
  remove: Partial<Remove> | ((match: Match<Id>) => boolean) | undefined,
  keepIfNumbersDiffer: boolean,
  keepSiblings: boolean,
): Goes<Id> {
  const rule = typeof remove === 'function' ? remove : removalRule(remove)
  return (match, text, named) =>
    rule(match, text.length) &&
    !(keepIfNumbersDiffer && match.changed.numbers > 0) &&
    // Pairs without a changed word or figure have nothing by which two reports of one form could differ.
    !(
      keepSiblings &&
      (match.changed.words > 0 || match.changed.numbers > 0) &&
      isTemplateVariant(text, named())
    )
}

/**
 * The default rule, from settings, for a match and the length of the document that would go, in UTF-16 code units. An
 * estimate removes nothing.
 * @throws OffprintError `ERR_ARGUMENT` for unknown or impossible settings.
 */
export function removalRule(
  remove: Partial<Remove> = {},
): (match: Match<unknown>, length: number) => boolean {
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
  return (match, length) =>
    match.verified &&
    (relations as readonly string[]).includes(match.relation) &&
    coversEnough(match, length, { coverage, lost }) &&
    match.identity >= identity
}
