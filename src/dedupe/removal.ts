import type { Difference, NamedEdit } from '../compare/compare.js'
import type { Match } from '../store/match.js'
import { equalByForm } from '../text/equal-by-form.js'
import type { FoldedText } from '../text/fold.js'
import { accountOf, type Account, type AccountItem } from './account/account.js'
import type { KnownWord } from './account/evidence.js'
import type { DedupeOptions } from './options.js'
import { reasonOf, type RemovalCode } from './reason.js'
import { DEFAULT_REMOVE, removeSettings, type Remove } from './removal-policy.js'

/** Two compared documents: A is the one that may be removed, B the keeper. */
export interface RemovalPair<Id> {
  /** How the two are related, without edits. */
  readonly match: Match<Id>
  /** The named differences, in source order of A. Named at the first call: that costs more than the comparison did. */
  edits(): readonly NamedEdit[]
  /** The differences without names, ascending in A. */
  differences(): readonly Difference[]
}

/** Whether a document is removed for a keeper, and why. */
export interface RemovalDecision {
  /** Whether the document is removed. */
  readonly removed: boolean
  /** The kind of reason, for programs. */
  readonly code: RemovalCode
  /** One sentence without a full stop: "nothing lost but the byline", "kept: raises / lowers". */
  readonly reason: string
  /**
   * The differences on which the reason rests, in source order of the document, at most 16: content where the document is
   * kept for it, else what was explained.
   */
  readonly differences: readonly AccountItem[]
  /** How many such differences there are. */
  readonly total: number
}

/**
 * Decides whether a document is removed for a keeper that it matches. The keeper is null where its text is not at hand,
 * which is so for estimates only. It has no side effect, and is asked once for each pair and direction.
 */
export type RemovalRule<Id> = (
  document: FoldedText,
  keeper: FoldedText | null,
  pair: RemovalPair<Id>,
  known?: KnownWord,
) => RemovalDecision

/** Most differences that a decision carries. */
const MOST_DIFFERENCES = 16
/** Least length of a broken-off copy, as a share of its keeper: less is a teaser. */
const BROKEN_OFF = 0.5
/** Least share of a document that its keeper must have, where the document has lines of its own around it. */
const ADDED_LINES = 2 / 3

/**
 * The rule that the options ask for: the policy of `remove`, or its function. A function receives the match with what the
 * default policy decides, and with its named edits where `edits` is set.
 * @throws OffprintError `ERR_ARGUMENT` for unknown or impossible settings.
 */
export function removalRule<T, Id extends string | number>({
  remove,
  edits = false,
}: Pick<DedupeOptions<T, Id>, 'remove' | 'edits'>): RemovalRule<Id> {
  if (typeof remove !== 'function') {
    const policy = removeSettings(remove)
    return (document, keeper, pair, known) => byPolicy(document, keeper, pair, known, policy)
  }
  return (document, keeper, pair, known) => {
    const decision = byPolicy(document, keeper, pair, known, DEFAULT_REMOVE)
    // A function without types may return what is no boolean.
    const removed = Boolean(remove({ ...pair.match, decision, ...(edits && { edits: pair.edits() }) }))
    if (removed === decision.removed) return decision
    const code = removed ? 'chosen' : 'not-chosen'
    const { differences, total } = decision
    return { removed, code, reason: reasonOf(code, decision), differences, total }
  }
}

/** Cheap conditions first; the account is made only where it decides. */
function byPolicy<Id>(
  document: FoldedText,
  keeper: FoldedText | null,
  pair: RemovalPair<Id>,
  known: KnownWord | undefined,
  policy: Remove,
): RemovalDecision {
  const { relation, coverage, identity, verified } = pair.match
  if (!verified || keeper === null) return plain(false, 'estimate')
  if (relation === 'overlaps' || relation === 'unrelated') return plain(false, 'part')
  // A dateline and a call to subscribe are a fifth of a short notice. What the keeper lacks is judged by the account.
  if (relation === 'contains' && coverage.a < ADDED_LINES) return plain(false, 'part')
  if (coverage.a < policy.coverage) return plain(false, 'coverage')
  if (identity < policy.identity) return plain(false, 'identity')
  if (document.length === keeper.length && equalByForm(document.source, keeper.source))
    return plain(true, 'equal')
  const longEnough = document.length >= BROKEN_OFF * keeper.length
  if (relation === 'contained' && !policy.contained && !longEnough) return plain(false, 'longer')
  const { passages } = pair.match
  const account = accountOf(document, keeper, { passages, edits: pair.differences() }, known)
  if (!account.clean) return decided(false, 'content', account, document, keeper)
  if (relation !== 'contained') return decided(true, 'nothing-lost', account, document, keeper)
  if (account.brokenOff && longEnough) return decided(true, 'broken-off', account, document, keeper)
  return decided(policy.contained, policy.contained ? 'stands-whole' : 'longer', account, document, keeper)
}

function plain(removed: boolean, code: RemovalCode): RemovalDecision {
  return { removed, code, reason: reasonOf(code), differences: [], total: 0 }
}

function decided(
  removed: boolean,
  code: RemovalCode,
  { items }: Account,
  document: FoldedText,
  keeper: FoldedText,
): RemovalDecision {
  const grounds = code === 'content' ? items.filter(({ content }) => content !== undefined) : items
  const differences = oneOfEach(grounds)
  const { length: total } = grounds
  const texts = { document: document.source, keeper: keeper.source }
  return { removed, code, reason: reasonOf(code, { differences, total }, texts), differences, total }
}

/** At most 16 differences, of each kind at least the first, in source order. O(differences). */
function oneOfEach(all: readonly AccountItem[]): readonly AccountItem[] {
  if (all.length <= MOST_DIFFERENCES) return all
  const kinds = new Set<string | undefined>()
  const places = new Set<number>()
  all.forEach(({ explained, content }, i) => {
    const kind = explained ?? content
    if (places.size < MOST_DIFFERENCES && !kinds.has(kind)) places.add(i)
    kinds.add(kind)
  })
  for (let i = 0; places.size < MOST_DIFFERENCES; i++) places.add(i)
  return [...places].sort((x, y) => x - y).map((i) => all[i])
}
