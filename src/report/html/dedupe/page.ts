import { argumentError, requireInteger, requireKnownKeys } from '../../../kernel/errors.js'
import { reasonIn } from '../../../dedupe/reason.js'
import type { RemovalDecision } from '../../../dedupe/removal.js'
import { removeSettings, type Remove } from '../../../dedupe/removal-policy.js'
import type { Ref } from '../../../read/document.js'
import type { Tie } from '../../../dedupe/verdict.js'
import type { Match } from '../../../store/match.js'
import { relateSettings, type Relate } from '../../../compare/relation.js'
import {
  callback,
  flag,
  identifier,
  listOf,
  MATCH_OR_TIE,
  number,
  object,
  optional,
  requireShape,
  text,
} from '../../shapes.js'
import { ClusterSection } from './cluster-section.js'
import { bodyOf, type PageReject, type PageRun } from './body.js'
import { page } from '../document.js'
import { dedupeWordsOf, type DedupeWords } from '../words/dedupe-words.js'
import { Histogram } from './histogram.js'
import { documentName, type DocumentName } from './document-name.js'
import { pairDetail } from './pair-detail.js'
import type { ShownPair } from './pair-entry.js'
import { vocabularyFor, type HtmlOptions } from '../options.js'
import { doubtOf, InformativePairs, type PairFacts } from './informative-pairs.js'
import { Totals } from './totals.js'

export type { PageReject, PageRun }

/** Options of `createDedupePage`. */
export interface DedupePageOptions extends HtmlOptions {
  /** Most pairs that open to both texts. Default 200. */
  readonly pairs?: number
  /** The policy of removal of the run, which the page states; null for a function. Default: that of `dedupe`. */
  readonly remove?: Partial<Remove> | null
  /** Remove of relations the run had; pairs whose match has no edits are compared once more, by these. */
  readonly relate?: Partial<Relate>
}

/** A document as the run knows it. */
export interface PageDocument {
  /** The id that people know. */
  readonly id: string | number
  /** Where it stands. */
  readonly ref?: Pick<Ref, 'file' | 'line'>
  /** What tells it from all others. Default: its id; ids may repeat in a crawl. */
  readonly key?: string | number
}

/** A document with another that it is related to. */
export interface PageMatch {
  /** The keeper for which the document was removed, or the document to which it is tied. */
  readonly keeper: PageDocument
  /** The document through which it reached its keeper in a connected cluster, where that is not the keeper itself. */
  readonly through?: PageDocument
  /** True where the keeper is of the reference set: seen before this run. */
  readonly against?: boolean
  /** Reads from the document (A) to the one it was compared with (B). */
  readonly match: Match<unknown> & Partial<Pick<Tie<unknown>, 'decision'>>
  /** The text of B; called at most once, while the pair is added. Left out where the text is gone. */
  readonly text?: () => string
}

/** What became of one document. */
export interface PageVerdict {
  /** The document. */
  readonly document: PageDocument
  /** Its text. */
  readonly text: string
  /** Whether it stays. */
  readonly kept: boolean
  /** Strongest first: of a removed document one, of a kept one those it is tied to. */
  readonly matches: readonly PageMatch[]
}

/** Collects what a deduplication decided, and writes it as one HTML file. */
export interface DedupePage {
  /**
   * Adds a verdict; every document comes once, also one that is kept and tied to nothing.
   * @throws OffprintError `ERR_ARGUMENT` for anything that is no verdict.
   */
  add(verdict: PageVerdict): void
  /**
   * Adds a record that could not be read.
   * @throws OffprintError `ERR_ARGUMENT` for anything that is no such record.
   */
  reject(reject: PageReject): void
  /**
   * The page of all that was added so far.
   * @throws OffprintError `ERR_ARGUMENT` for anything that is no end of a run.
   */
  finish(run?: PageRun): string
}

const REF = optional(object<Ref>({ file: text, line: number }))
const DOCUMENT = object<PageDocument>({ id: identifier, ref: REF, key: optional(identifier) })
const VERDICT = object<PageVerdict>({
  document: DOCUMENT,
  text,
  kept: flag,
  matches: listOf(
    object<PageMatch>({
      keeper: DOCUMENT,
      through: optional(DOCUMENT),
      against: optional(flag),
      match: MATCH_OR_TIE,
      text: optional(callback),
    }),
  ),
})
const REJECT = object<PageReject>({ ref: REF, message: text })
const RUN = object<PageRun>({ capped: optional(number) })

/** Pairs that open to both texts unless told otherwise. */
const DEFAULT_PAIRS = 200
/** With more pairs a browser is slow to open the file. */
const MOST_PAIRS = 5000
/** Rejected records that are named; of the others the page gives the number. */
const MOST_REJECTS = 50

/**
 * A deduplication as one HTML file for people: counts, how alike the pairs are, the largest clusters, and the most
 * informative pairs, each opening to both texts beside each other. Same promises as `auditToHtml`: the file opens from
 * a disk, fetches nothing, runs nothing but its own script, and can be read without.
 *
 * The page holds some 400 bytes per cluster, and what it shows of the texts of at most six times as many pairs as open
 * (see `InformativePairs`, `parallel`); everything else is counts. The same verdicts in the same order give the same
 * page.
 *
 * @throws OffprintError `ERR_ARGUMENT` for unknown and impossible options.
 */
export function createDedupePage(options: DedupePageOptions = {}): DedupePage {
  const { remove, pairs } = requireOptions(options)
  const { title, relate, reportLanguage = 'en' } = options
  const words = vocabularyFor({ reportLanguage, title })
  const terms = dedupeWordsOf(reportLanguage)
  const totals = new Totals()
  const clusters = new ClusterSection()
  const informative = new InformativePairs<ShownPair>(pairs)
  const histograms = { similarity: new Histogram(), coverage: new Histogram(), identity: new Histogram() }
  const rejects: PageReject[] = []

  const addPair = ({ document, text, kept }: PageVerdict, related: PageMatch): void => {
    const { match, keeper } = related
    const removed = !kept
    const similarity = match.coverage.a * match.identity
    histograms.similarity.add(similarity, removed)
    histograms.coverage.add(match.coverage.a, removed)
    histograms.identity.add(match.identity, removed)
    const doubt = doubtOf(match.decision)
    const facts: PairFacts = { removed, numbers: match.changed.numbers, doubt, similarity }
    const shown = (): ShownPair => {
      const other = related.text?.()
      return {
        removed,
        fromReference: related.against === true,
        document: nameOf(document),
        keeper: nameOf(keeper),
        through: related.through === undefined ? null : nameOf(related.through),
        match: figuresOf(match),
        reason: match.decision === undefined ? null : reasonText(match.decision, text, other, terms),
        doubt,
        similarity,
        detail: other === undefined ? null : pairDetail(text, other, match, relate),
      }
    }
    if (!removed) return informative.offer(facts, shown)
    const key = keeper.key ?? keeper.id
    const size = clusters.add(
      key,
      () => nameOf(keeper),
      () => nameOf(document),
      text.length,
      similarity,
    )
    informative.offer({ ...facts, cluster: { key, size } }, shown)
  }

  return {
    add(verdict) {
      requireShape('verdict', verdict, VERDICT)
      const { text, kept, matches } = verdict
      totals.add(
        text.length,
        kept,
        matches.map(({ match }) => match),
      )
      for (const related of matches) addPair(verdict, related)
    },
    reject(reject) {
      requireShape('reject', reject, REJECT)
      totals.rejected++
      if (rejects.length < MOST_REJECTS) rejects.push(reject)
    },
    finish(run = {}) {
      requireShape('run', run, RUN)
      const collected = { totals, clusters, informative, histograms, rejects, run, remove, title }
      const body = bodyOf(collected, words, terms)
      return page({ words, title: title ?? terms.report, kind: 'dedupe', body })
    },
  }
}

function requireOptions(options: DedupePageOptions): { remove: Remove | null; pairs: number } {
  requireKnownKeys('options', options, ['reportLanguage', 'title', 'pairs', 'remove', 'relate'])
  const { pairs = DEFAULT_PAIRS, remove = {}, relate } = options
  requireInteger('options.pairs', pairs, 0, MOST_PAIRS)
  relateSettings(relate)
  if (remove === null) return { remove: null, pairs }
  if (typeof remove !== 'object') throw argumentError('options.remove', remove, 'an object, or null')
  return { remove: removeSettings(remove, 'options.remove'), pairs }
}

/** The sentence of a decision in the language of the page; in English where the texts are not at hand to be quoted. */
function reasonText(
  decision: RemovalDecision,
  document: string,
  keeper: string | undefined,
  { reasons }: DedupeWords,
): string {
  if (keeper === undefined && decision.code === 'content') return decision.reason.replace(/^kept: /, '')
  return reasonIn(reasons, decision.code, decision, { document, keeper: keeper ?? '' })
}

function nameOf({ id, ref }: PageDocument): DocumentName {
  return documentName(id, ref)
}

function figuresOf({
  relation,
  coverage,
  identity,
  changed,
  verified,
  exact,
}: Match<unknown>): ShownPair['match'] {
  return { relation, coverage, identity, changed, verified, exact }
}
