/**
 * From an account to a decision, and the sentence that says it to an editor.
 */
import type { Relation } from '../../compare/relation.js'
import type { Account, AccountItem, Content, Explanation } from './account.js'

/** What of a comparison a decision asks for; its A is the document that may go. */
export interface RelatedPair {
  readonly relation: Relation
  readonly coverage: { readonly a: number; readonly b: number }
  readonly identity: number
}

export interface RemovalPolicy {
  /** Also remove documents that stand whole inside a longer keeper. Default false: they are tied. */
  readonly contained?: boolean
  /** Extra strictness: least coverage of the document, 0 to 1. Default 0. */
  readonly coverage?: number
  /** Extra strictness: least identity, 0 to 1. Default 0. */
  readonly identity?: number
}

export interface RemovalDecision {
  readonly remove: boolean
  /** One sentence without a full stop: "nothing lost but the byline", "kept: raises / lowers". */
  readonly reason: string
  /** The differences that the reason rests on: content where the document is kept, else what was explained. */
  readonly evidence: readonly AccountItem[]
}

/** Least length of a broken-off copy, as a share of its keeper. */
const BROKEN_OFF = 0.5
/** Differences that a reason names; the evidence has them all. */
const NAMED = 3
/** Characters of a difference that a reason quotes. */
const QUOTED = 40

/**
 * Whether a document goes. It must lose nothing (its account is clean), and be a duplicate of its keeper, or the
 * keeper's beginning, at least half of it, broken off in the middle of a sentence. O(items of the account).
 * @param texts the sources of both, and their folded lengths.
 */
export function decideRemoval(
  account: Account,
  pair: RelatedPair,
  texts: {
    readonly document: string
    readonly keeper: string
    readonly lengths: { readonly document: number; readonly keeper: number }
  },
  policy: RemovalPolicy = {},
): RemovalDecision {
  const lost = account.items.filter(({ content }) => content !== undefined)
  if (lost.length > 0) return { remove: false, reason: `kept: ${quote(lost, texts)}`, evidence: lost }
  const evidence = account.items
  const keep = (reason: string): RemovalDecision => ({ remove: false, reason: `kept: ${reason}`, evidence })
  if (pair.coverage.a < (policy.coverage ?? 0)) return keep('covered less than asked')
  if (pair.identity < (policy.identity ?? 0)) return keep('less alike than asked')
  const explained = `nothing lost${but(account.items)}`
  if (pair.relation === 'duplicate') return { remove: true, reason: explained, evidence }
  if (pair.relation !== 'contained') return keep('only a part is shared')
  const { document, keeper } = texts.lengths
  if (account.brokenOff && document >= BROKEN_OFF * keeper) {
    return {
      remove: true,
      reason: 'broken off in the middle of a sentence that its keeper has whole',
      evidence,
    }
  }
  if (policy.contained === true)
    return { remove: true, reason: `stands whole in its keeper, ${explained}`, evidence }
  return keep('stands whole in a longer text')
}

/** What a reader would notice, in the words of an editor; the rest is form. */
const NAMES: Readonly<Partial<Record<Explanation, string>>> = {
  headline: 'the wording of the headline',
  byline: 'the byline',
  reworded: 'wording',
  noise: 'misprints',
  misread: 'misprints',
  slip: 'misprints',
  rounded: 'a rounded figure',
  cut: 'a word cut short',
}

function but(items: readonly AccountItem[]): string {
  const names = new Set(
    items.flatMap(({ explained }) => (explained === undefined ? [] : (NAMES[explained] ?? []))),
  )
  return names.size === 0 ? '' : ` but ${[...names].join(', ')}`
}

/** What the difference is called where the keeper has nothing in its place. */
const LACKS: Readonly<Record<Content, string>> = {
  number: 'the keeper lacks',
  word: 'the keeper lacks',
  negation: 'only one of the two has',
  symbol: 'the keeper lacks',
  missing: 'the keeper lacks',
}

function quote(
  items: readonly AccountItem[],
  texts: { readonly document: string; readonly keeper: string },
): string {
  const named = items.slice(0, NAMED).map(({ document, keeper, content }) => {
    const own = shortened(texts.document.slice(document.from, document.to))
    const other = shortened(texts.keeper.slice(keeper.from, keeper.to))
    return own !== '' && other !== '' ? `${own} / ${other}` : `${LACKS[content!]} ${own || other}`
  })
  const more = items.length - named.length
  return named.join('; ') + (more > 0 ? `; ${more} more` : '')
}

function shortened(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length <= QUOTED ? line : `${line.slice(0, QUOTED - 1)}…`
}

export { equalByForm } from '../../text/equal-by-form.js'
