import type { NamedEdit } from '../audit/compare.js'
import { isSibling } from '../audit/siblings.js'
import { argumentError, requireKnownKeys, requireNumber } from '../kernel/errors.js'
import type { Match } from '../store/match.js'

/** When a document is dropped. A relation says what it is to the keeper. */
export interface Remove {
  readonly relations: readonly ('duplicate' | 'contained')[]
  /** Least share of the dropped document that the keeper covers. Default 0.9. */
  readonly coverage: number
  /** Least identity of what is covered. Default 0.9. */
  readonly identity: number
}

export const DEFAULT_REMOVE: Remove = { relations: ['duplicate'], coverage: 0.9, identity: 0.9 }

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
    rule(match) &&
    !(keepIfNumbersDiffer && match.changed.numbers > 0) &&
    // Equal folded texts without a changed figure have nothing that could tell siblings apart.
    !(keepSiblings && (match.changed.words > 0 || match.changed.numbers > 0) && isSibling(text, named()))
}

/**
 * The default rule, from settings. An estimate removes nothing.
 * @throws OffprintError `ERR_ARGUMENT` for unknown or impossible settings.
 */
export function removalRule(remove: Partial<Remove> = {}): (match: Match<unknown>) => boolean {
  requireKnownKeys('remove', remove, ['relations', 'coverage', 'identity'])
  const {
    relations = DEFAULT_REMOVE.relations,
    coverage = DEFAULT_REMOVE.coverage,
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
  requireNumber('remove.identity', identity, 0, 1)
  return (match) =>
    match.verified &&
    (relations as readonly string[]).includes(match.relation) &&
    match.coverage.a >= coverage &&
    match.identity >= identity
}
