import type { Tie } from '../../dedupe/dedupe.js'
import type { RemovalCode } from '../../dedupe/reason.js'
import type { Match } from '../../store/match.js'
import { changedPhrase, grouped, percent } from '../figures.js'
import { plain, requirePaint, type Paint } from './paint.js'
import { flag, identifier, listOf, MATCH_OR_TIE, object, requireShape } from '../shapes.js'
import { columns, shorten, visible } from '../visible.js'

/** A verdict with the names that people know the documents by. */
export interface NamedVerdict {
  /** The id that people know. */
  readonly id: string | number
  /** Whether it stays. */
  readonly kept: boolean
  /**
   * The match with the keeper it was removed for, or those it is tied by, and what was decided by it, where that is known;
   * `keeper` is the id that people know.
   */
  readonly matches: readonly {
    /** The id of the other document. */
    readonly keeper: string | number
    /** How the two are related. */
    readonly match: Match<unknown> & Partial<Pick<Tie<unknown>, 'decision'>>
  }[]
}

type NamedMatch = NamedVerdict['matches'][number]['match']

const VERDICT = object<NamedVerdict>({
  id: identifier,
  kept: flag,
  matches: listOf(object<NamedVerdict['matches'][number]>({ keeper: identifier, match: MATCH_OR_TIE })),
})

/** Columns of the id, so that reasons stand below each other; a longer id moves its own reason to the right. */
const ID_WIDTH = 24
/** Most columns of an id inside a reason. */
const KEEPER_WIDTH = 60
/** Most ties named on a line; the ledger has all of them. */
const MAX_TIES = 3

/**
 * One document on one line: what became of it, and why. No line feed. O(passages and edits of its matches).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no verdict.
 */
export function verdictLine(verdict: NamedVerdict, paint: Paint = plain): string {
  requireShape('verdict', verdict, VERDICT)
  requirePaint(paint)
  const { id, kept, matches } = verdict
  const name = visible(String(id))
  const label =
    matches.length === 0
      ? paint('good', 'kept   ')
      : kept
        ? paint('warn', 'tied   ')
        : paint('bad', 'removed')
  if (matches.length === 0) return `${label}  ${name}`
  const gap = ' '.repeat(Math.max(0, ID_WIDTH - columns(name)))
  const shown = matches.slice(0, kept ? MAX_TIES : 1).map(({ keeper, match }) => reason(keeper, match, paint))
  const more = kept && matches.length > MAX_TIES ? `; and ${grouped(matches.length - MAX_TIES)} more` : ''
  return `${label}  ${name}${gap}  ${shown.join('; ')}${more}`
}

/**
 * What a document is to another one, why it was removed or kept, and the figures: `duplicate of 001.txt: nothing lost but the
 * byline (100 % of it, identity 99.4 %, 1 word changed)`. O(length of the names).
 */
export function verdictReason(keeper: string | number, match: NamedMatch): string {
  return reason(keeper, match, plain)
}

function reason(keeper: string | number, match: NamedMatch, paint: Paint): string {
  const name = paint('strong', shorten(visible(String(keeper)), KEEPER_WIDTH))
  const { relation, decision } = match
  if (relation === 'unrelated') return `unrelated to ${name}`
  const why = decision !== undefined && SAID.has(decision.code) ? `: ${visible(decision.reason)}` : ''
  return `${KINDS[relation]} ${name}${why} ${paint('dim', figures(match))}`
}

const KINDS = {
  duplicate: 'duplicate of',
  contained: 'contained in',
  contains: 'contains',
  overlaps: 'overlaps',
} as const

/** Reasons that say more than the relation and the figures do. */
const SAID: ReadonlySet<RemovalCode> = new Set<RemovalCode>([
  'nothing-lost',
  'broken-off',
  'stands-whole',
  'chosen',
  'content',
  'coverage',
  'identity',
  'not-chosen',
])

/** The covered share of this document, or for `contains` that of the other; then identity, and what changed. */
function figures({ relation, coverage, identity, changed, verified }: Match<unknown>): string {
  const share = relation === 'contains' ? `${percent(coverage.b)} of that` : `${percent(coverage.a)} of it`
  const same = identity === 1 && changed.numbers === 0
  const alike = same ? 'word for word' : `identity ${percent(identity)}, ${changedPhrase(changed)}`
  return `(${share}, ${alike}${verified ? '' : ', an estimate'})`
}
