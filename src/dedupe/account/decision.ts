import type { Relation } from '../../compare/relation.js'
import type { Account } from './account.js'

/** What of a comparison a decision asks for; A is the document. */
export interface RelatedPair {
  readonly relation: Relation
  readonly coverage: { readonly a: number; readonly b: number }
}

/** Least length of a broken-off copy, as a share of its keeper. */
const BROKEN_OFF = 0.5

export function mayGo(
  account: Account,
  pair: RelatedPair,
  lengths: { document: number; keeper: number },
): boolean {
  if (!account.clean) return false
  if (pair.relation === 'duplicate') return true
  return pair.relation === 'contained' && account.brokenOff && lengths.document >= BROKEN_OFF * lengths.keeper
}
