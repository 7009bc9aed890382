import { relatedSource, type Difference, type NamedEdit, type RelatedPair } from '../compare/compare.js'
import { relationOf, SHORT } from '../compare/relation.js'
import { readUnits } from '../align/read-units.js'
import { prepare } from '../align/seeds.js'
import { sharesStretch } from '../align/stretch.js'
import { OffprintError } from '../kernel/errors.js'
import { STRONG_SHARE } from '../candidates/chance.js'
import { reachesThreshold } from '../candidates/resemblance.js'
import { shareOf } from '../sketch/estimate.js'
import type { FoldedText } from '../text/fold.js'
import type { CandidateEntry, RankedCandidates, Saturated } from '../candidates/candidate.js'
import type { PostingsSegment } from '../candidates/postings.js'
import type { Features } from '../candidates/features.js'
import { estimatedMatch, type Match } from './match.js'
import type { IndexSettings } from './index-options.js'

/** Most texts aligned for a search, unless it says another number. */
export const DEFAULT_LIMIT = 32
/** Candidates that are looked at, for each that may be aligned. */
export const MOST_LOOKED = 8
/**
 * Least stretch that a candidate shares to be aligned, in Han characters; two letters count as one. A passage has 48, a phrase of
 * eight words 22.
 */
const STRETCH = 24
/**
 * The same where a short text shares much by its fingerprints: a report of the same form, with other names and figures. Of a page
 * of many common phrases their share says little.
 */
const STRONG_STRETCH = 15
/** Folded units up to which a text is such a report. */
const REPORT = 320

/** One segment of an index, as a search sees it: the documents behind the entries that its candidates name. */
export interface SearchedSegment<Id> extends PostingsSegment {
  readonly ids: ArrayLike<Id>
  /** When each document came; empty as long as all came at 0. */
  readonly at: ArrayLike<number>
  /** Documents of an entry that are still held, oldest first, as long as `visit` returns true. */
  eachRow(entry: number, visit: (row: number) => boolean): void
  /** The source of a document, where texts are kept. */
  textOf(row: number): string
}

/** Where a document stands. */
interface SearchedRow<Id> {
  readonly segment: SearchedSegment<Id>
  readonly row: number
}

/** What a search selects. */
export interface SearchOptions<Id> {
  /** Most texts aligned, best evidence first. Default 32. */
  readonly limit?: number
  /**
   * Least part of the shorter text that a candidate has to share in one line, as far as its sampled fingerprints tell, to
   * be aligned. Default 0.
   */
  readonly share?: number
  /** Only documents that came then or later. */
  readonly since?: number
  /** Only documents whose id this accepts. */
  readonly filter?: ((id: Id) => boolean) | undefined
  /** All but the document of this id. */
  readonly except?: Id
  /**
   * Names relations by coverage alone. By default two short texts with other figures are no duplicates; a caller who reads
   * figures itself (300 / 三百) decides that for itself.
   */
  readonly byCoverage?: boolean
}

/** A match as the search found it, and the named differences of the pair, which cost more than the match itself. */
export interface FoundMatch<Id> {
  /** Without `edits`. */
  readonly match: Match<Id>
  /** The folded text that was found; null where the match is an estimate. */
  readonly other: FoldedText | null
  /** The named differences, in source order of A; of an estimate none. Named at the first call. */
  readonly edits: () => readonly NamedEdit[]
  /** The differences without names, ascending in A; see `RelatedPair`. Of an estimate none. */
  readonly differences: () => readonly Difference[]
}

/** What all searches of an index did. */
export interface SearchTally {
  /** Documents that were candidates. */
  candidates: number
  /** Candidates that were compared. */
  verified: number
  /** Searches that were truncated. */
  truncated: number
}

/**
 * Matches in the order of their evidence, each aligned when the iterator comes to it. They can be iterated once.
 *
 * A class, because an object literal with a getter has a hidden class of its own each time: an addition took 50 µs more.
 */
export class Search<Id> implements Iterable<FoundMatch<Id>> {
  /** Full lists, which the text should not be entered in. */
  readonly saturated: Saturated
  #truncated = false
  readonly #tally: SearchTally
  readonly #byCoverage: boolean
  readonly #matches: Generator<FoundMatch<Id>>
  /** Whether there is no candidate, and so no match. */
  readonly empty: boolean

  constructor(
    candidates: RankedCandidates<SearchedSegment<Id>>,
    features: Features,
    options: SearchOptions<Id>,
    settings: IndexSettings,
    tally: SearchTally,
  ) {
    this.saturated = candidates.saturated
    this.#tally = tally
    if (candidates.truncated) this.#cut()
    const { limit = DEFAULT_LIMIT, byCoverage = false } = options
    this.#byCoverage = byCoverage
    const groups = selectedRows(candidates.entries, options, limit, tally)
    this.empty = groups.length === 0
    this.#matches = this.#verify(groups, features, limit, settings)
  }

  /**
   * Whether there was more than the search returned or looked at: candidates beyond the limit, postings of a full list, hits
   * beyond their most. Final when the iterator has ended; of what a caller leaves by `break` it says nothing.
   */
  get truncated(): boolean {
    return this.#truncated
  }

  [Symbol.iterator](): Generator<FoundMatch<Id>> {
    return this.#matches
  }

  *#verify(
    groups: readonly SelectedEntry<Id>[],
    features: Features,
    limit: number,
    settings: IndexSettings,
  ): Generator<FoundMatch<Id>> {
    let verified = 0
    let looked = 0
    // Identical sources are aligned once.
    const compared = new Map<string, RelatedPair | null>()
    for (const { found, row: searched } of inTurns(groups)) {
      if (verified === limit || looked === MOST_LOOKED * limit) {
        this.#cut()
        return
      }
      looked++
      const source = features.passages ? sourceOf(searched, settings) : ''
      if (features.folded !== null && sharesPhraseOnly(found, features.folded, source)) continue
      verified++
      this.#tally.verified++
      const { segment, row } = searched
      const match = features.passages
        ? aligned(features, source, segment.ids[row], settings, compared)
        : estimated(features, found.equal, segment.ids[row], settings)
      if (match !== null) yield this.#byCoverage ? relatedByCoverage(match, settings) : match
    }
  }

  #cut(): void {
    if (!this.#truncated) this.#tally.truncated++
    this.#truncated = true
  }
}

/** An entry with its documents that a search selects. */
export interface SelectedEntry<Id> {
  readonly rows: SearchedRow<Id>[]
  readonly found: CandidateEntry<SearchedSegment<Id>>
}

/**
 * The documents in the order in which a search looks at them: one of each entry first, then the others, because many equal copies
 * must not hide what else matches.
 */
export function* inTurns<Id>(
  groups: readonly SelectedEntry<Id>[],
): Generator<{ readonly found: CandidateEntry<SearchedSegment<Id>>; readonly row: SearchedRow<Id> }> {
  const deepest = groups.reduce((most, { rows }) => Math.max(most, rows.length), 0)
  for (let turn = 0; turn < deepest; turn++) {
    for (const { rows, found } of groups) if (turn < rows.length) yield { found, row: rows[turn] }
  }
}

/** The documents of each entry that the options select, oldest first, at most `limit` of each and one that shows there are more. */
export function selectedRows<Id>(
  entries: readonly CandidateEntry<SearchedSegment<Id>>[],
  { share = 0, since = -Infinity, filter, except }: SearchOptions<Id>,
  limit: number,
  tally: SearchTally,
): SelectedEntry<Id>[] {
  const groups: SelectedEntry<Id>[] = []
  let same: SearchedRow<Id>[] | undefined
  for (const found of entries) {
    const { segment, entry } = found
    if (found.share < share) continue
    tally.candidates += segment.copies[entry]
    const rows: SearchedRow<Id>[] = found.same && same !== undefined ? same : []
    if (rows.length > limit) continue
    segment.eachRow(entry, (row) => {
      const at = segment.at.length === 0 ? 0 : segment.at[row]
      const id = segment.ids[row]
      if (id !== except && at >= since && filter?.(id) !== false) rows.push({ segment, row })
      return rows.length <= limit
    })
    if (rows === same || rows.length === 0) continue
    groups.push({ rows, found })
    if (found.same) same = rows
  }
  return groups
}

/**
 * Whether a candidate that fingerprints led to shares no more than a phrase, so that it would be aligned in vain. Two short texts
 * are aligned, which is cheap.
 */
export function sharesPhraseOnly(
  { same, share, diagonal }: Pick<CandidateEntry<PostingsSegment>, 'same' | 'share' | 'diagonal'>,
  folded: FoldedText,
  source: string,
): boolean {
  if (same || Number.isNaN(diagonal)) return false
  const other = readUnits(source)
  const shorter = Math.min(folded.length, other.length)
  if (other.length <= SHORT && folded.length <= SHORT) return false
  prepare(folded)
  const report = shorter <= SHORT || (share >= STRONG_SHARE && shorter <= REPORT)
  return !sharesStretch(folded, other, report ? STRONG_STRETCH : STRETCH, diagonal)
}

/** The match of a document whose text is at hand, or null if the two are unrelated. */
function aligned<Id>(
  features: Features,
  source: string,
  id: Id,
  { relate }: IndexSettings,
  compared: Map<string, RelatedPair | null>,
): FoundMatch<Id> | null {
  let pair = compared.get(source)
  if (pair === undefined) {
    pair = relatedSource(features.folded!, source, relate)
    compared.set(source, pair)
  }
  if (pair === null) return null
  const { b: other, comparison, edits, differences } = pair
  return { match: { id, verified: true, ...comparison }, other, edits, differences }
}

/** A match with the relation that its coverage has, whatever its figures. */
export function relatedByCoverage<Id>(
  found: FoundMatch<Id>,
  { relate }: Pick<IndexSettings, 'relate'>,
): FoundMatch<Id> {
  const { match } = found
  if (!match.verified || match.relation !== 'overlaps') return found
  return { ...found, match: { ...match, relation: relationOf(match.coverage, relate) } }
}

/** The source of a document, from where texts are kept. @throws OffprintError `ERR_LOAD`. */
export function sourceOf<Id>({ segment, row }: SearchedRow<Id>, { keepsTexts, load }: IndexSettings): string {
  if (keepsTexts) return segment.textOf(row)
  const id = segment.ids[row]
  const text: unknown = load!(id as never)
  if (typeof text === 'string') return text
  throw new OffprintError(
    'ERR_LOAD',
    `options.load gave no string for id ${JSON.stringify(id)}; it must know the text of every document added, or remove it`,
  )
}

/** The match of a document of which only the signature is kept. */
function estimated<Id>(
  { signature }: Features,
  equal: number,
  id: Id,
  { threshold }: IndexSettings,
): FoundMatch<Id> | null {
  const estimate = shareOf(equal, signature.length, 1 / 256)
  if (!reachesThreshold(estimate, threshold)) return null
  return { match: estimatedMatch(id, estimate), other: null, edits: () => [], differences: () => [] }
}
