import { argumentError, requireInteger, requireKnownKeys } from '../../../kernel/errors.js'
import { DEFAULT_REMOVE, type Remove } from '../../../dedupe/removal.js'
import type { Ref } from '../../../read/document.js'
import type { Match } from '../../../store/match.js'
import { relateSettings, type Relate } from '../../../compare/relation.js'
import {
  callback,
  flag,
  identifier,
  listOf,
  MATCH,
  number,
  object,
  optional,
  REMOVE,
  requireShape,
  text,
} from '../../shapes.js'
import { ClusterList } from './cluster-section.js'
import { bodyOf, type PageReject, type PageRun } from './body.js'
import { page } from '../document.js'
import { dedupeWordsOf } from '../words/dedupe-words.js'
import { Histogram } from './histogram.js'
import { nameOf, type Named } from './document-name.js'
import { pairDetail } from './pair-detail.js'
import type { ShownPair } from './pair-entry.js'
import { vocabularyFor, type HtmlOptions } from '../options.js'
import { Telling } from './informative-pairs.js'
import { marginOf } from './thresholds.js'
import { Totals } from './totals.js'

export type { PageReject, PageRun }

/** Options of `createDedupePage`. */
export interface DedupePageOptions extends HtmlOptions {
  /** How many pairs open to both texts. Default 200; of fewer pairs all do. */
  readonly pairs?: number
  /** The removal settings of the run, whose thresholds are marked; null for a function. Default: those of `dedupe`. */
  readonly remove?: Partial<Remove> | null
  /** Remove of relations the run had; pairs whose match has no edits are compared once more, by these. */
  readonly relate?: Partial<Relate>
}

/** A document as the run knows it. */
export interface PageDocument {
  readonly id: string | number
  readonly ref?: Pick<Ref, 'file' | 'line'>
  /** What tells it from all others. Default: its id; ids may repeat in a crawl. */
  readonly key?: string | number
}

/** A document with what another has to do with it. */
export interface PageMatch {
  /** The keeper it went for, or the document it is tied to. */
  readonly keeper: PageDocument
  /** What it was compared with, where that is not its keeper: in a connected cluster. */
  readonly via?: PageDocument
  /** True where the keeper was seen before this run. */
  readonly against?: boolean
  /** Reads from the document (A) to what it was compared with (B). */
  readonly match: Match<unknown>
  /** The text of what it was compared with; called at most once, while the pair is added. Left out where it is gone. */
  readonly text?: () => string
}

/** What became of one document. */
export interface PageVerdict {
  readonly document: PageDocument
  readonly text: string
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
      via: optional(DOCUMENT),
      against: optional(flag),
      match: MATCH,
      text: optional(callback),
    }),
  ),
})
const REJECT = object<PageReject>({ ref: REF, message: text })
const RUN = object<PageRun>({ capped: optional(number) })

const DEFAULT_PAIRS = 200
/** More, and a browser is slow to open the file. */
const MOST_PAIRS = 5000
/** Rejected records named. */
const MOST_REJECTS = 50

/**
 * A deduplication as one HTML file for people: counts, how alike the pairs are, the largest clusters, and the pairs that
 * tell most, each opening to both texts beside each other. Same promises as `auditToHtml`: it opens from a disk, fetches
 * nothing, runs nothing but its own script, and can be read without.
 *
 * Holds some 400 bytes a cluster, and of at most six times as many pairs as open what the page shows of their texts (see
 * `Telling`, `parallel`); everything else is counts. Same verdicts in the same order, same page.
 *
 * @throws OffprintError `ERR_ARGUMENT` for unknown and impossible options.
 */
export function createDedupePage(options: DedupePageOptions = {}): DedupePage {
  const { remove, pairs } = requireOptions(options)
  const words = vocabularyFor({ reportLanguage: options.reportLanguage, title: options.title })
  const terms = dedupeWordsOf(options.reportLanguage ?? 'en')
  const totals = new Totals()
  const clusters = new ClusterList()
  const telling = new Telling<ShownPair>(pairs)
  const histograms = { similarity: new Histogram(), coverage: new Histogram(), identity: new Histogram() }
  const rejects: PageReject[] = []

  const add = (verdict: PageVerdict): void => {
    requireShape('verdict', verdict, VERDICT)
    const { document, text, kept, matches } = verdict
    totals.add(
      text.length,
      kept,
      matches.map(({ match }) => match),
    )
    for (const given of matches) {
      const { match } = given
      const removed = !kept
      const similarity = match.coverage.a * match.identity
      histograms.similarity.add(similarity, removed)
      histograms.coverage.add(match.coverage.a, removed)
      histograms.identity.add(match.identity, removed)
      const margin = marginOf(match, text.length, remove)
      const key = given.keeper.key ?? given.keeper.id
      const size = removed
        ? clusters.add(
            key,
            () => nameOfDocument(given.keeper),
            () => nameOfDocument(document),
            text.length,
            similarity,
          )
        : 0
      telling.offer(
        {
          removed,
          numbers: match.changed.numbers,
          margin,
          similarity,
          ...(removed && { cluster: { key, size } }),
        },
        () => ({
          removed,
          against: given.against === true,
          document: nameOfDocument(document),
          keeper: nameOfDocument(given.keeper),
          via: given.via === undefined ? null : nameOfDocument(given.via),
          match: figuresOf(match),
          margin,
          similarity,
          length: text.length,
          detail:
            given.text === undefined ? null : pairDetail(text, given.text(), given.match, options.relate),
        }),
      )
    }
  }

  return {
    add,
    reject(reject) {
      requireShape('reject', reject, REJECT)
      totals.rejected++
      if (rejects.length < MOST_REJECTS) rejects.push(reject)
    },
    finish(run = {}) {
      requireShape('run', run, RUN)
      const body = bodyOf(
        { totals, clusters, telling, histograms, rejects, run, remove, title: options.title },
        words,
        terms,
      )
      return page({ words, title: options.title ?? terms.report, kind: 'dedupe', body })
    },
  }
}

function requireOptions(options: DedupePageOptions): { remove: Remove | null; pairs: number } {
  requireKnownKeys('options', options, ['reportLanguage', 'title', 'pairs', 'remove', 'relate'])
  const { pairs = DEFAULT_PAIRS, remove = {}, relate } = options
  requireInteger('options.pairs', pairs, 0, MOST_PAIRS)
  if (remove === null) return { remove: null, pairs }
  if (typeof remove !== 'object') throw argumentError('options.remove', remove, 'an object, or null')
  requireKnownKeys('options.remove', remove, Object.keys(DEFAULT_REMOVE))
  const thresholds = { ...DEFAULT_REMOVE, ...remove }
  requireShape('options.remove', thresholds, REMOVE)
  relateSettings(relate)
  return { remove: thresholds, pairs }
}

function nameOfDocument({ id, ref }: PageDocument): Named {
  return nameOf(id, ref)
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
