import { ocrNoise } from './noise.js'
import { argumentError, requireInteger, requireKnownKeys, type OffprintError } from '../kernel/errors.js'
import { DuplicateIndex } from '../store/duplicate-index.js'
import type { Match } from '../store/match.js'
import type { Spool } from '../store/spool.js'
import { relateSettings, type Relate } from '../compare/relation.js'
import { removal, type Goes, type Remove } from './removal.js'
import type { Decided } from './verdict.js'

/** Documents, one after the other; a function opens them anew each time. */
export type Source<T> = Iterable<T> | AsyncIterable<T> | (() => Iterable<T> | AsyncIterable<T>)

/** Which document of a cluster a batch keeps. */
export type Keep<T> =
  'first' | 'longest' | 'newest' | 'cleanest' | 'preferred' | ((documents: readonly T[]) => T)

/** How far a run has come. */
export interface DedupeProgress {
  /** `against` and `reading` read, `deciding` finds out who goes, `giving` hands out verdicts; a stream only gives. */
  readonly stage: 'against' | 'reading' | 'deciding' | 'giving'
  /** Documents done in this stage. */
  readonly documents: number
  /** Of them removed, as far as is known. */
  readonly removed: number
  /** Documents that could not be read. */
  readonly skipped: number
  /** Bytes of tables and texts in memory. */
  readonly bytes: number
}

/** What a run needs, told before the first byte goes to a spool; a batch tells it once all is read, even if nothing will. */
export interface DedupeEstimate {
  /** Documents read so far; of a batch, all. */
  readonly documents: number
  /** Bytes their tables and texts take: in a stream those of the documents kept so far, in a batch those expected, without removals. */
  readonly bytes: number
  /** The option `memory`. */
  readonly memory: number
  /** Whether some of it will go to a spool. */
  readonly spills: boolean
}

export interface DedupeOptions<T, Id extends string | number> {
  /** Picks the id of a document. Default: its `id`, or else its place in the source, from 0. Ids may repeat. */
  readonly id?: (document: T, index: number) => Id
  /** Picks the text of a document. Default: the document itself if it is a string, else its `text`. */
  readonly text?: (document: T) => string
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
  /** When a document is dropped: settings, or a function of its match with a kept document. */
  readonly remove?: Partial<Remove> | ((match: Match<Id>) => boolean)
  /** Keeps what matches but for a changed figure: bulletins, weather, prices. Default false. OCR noise in figures keeps copies, too. */
  readonly keepIfNumbersDiffer?: boolean
  /**
   * Keeps what differs by other figures, other names or a negation and by hardly anything else, as two reports of one form
   * do and no copy does, noisy or clean; see `isSibling`. Default true.
   */
  readonly keepSiblings?: boolean
  /** Whether matches carry their named edits. Default false. */
  readonly edits?: boolean
  /**
   * `stream`, the default, judges each document as it comes against those kept before it. `batch` reads all, then decides by
   * `keep`, and reads the source again to hand out verdicts: it has to be a function.
   */
  readonly mode?: 'stream' | 'batch'
  /**
   * Which document of a cluster a batch keeps. `first`, the default, is the one that comes first in the source. The other
   * policies do not depend on the order of the source: `longest` in folded characters, `newest` by `date`, `cleanest` by
   * the estimate `ocrNoise`, `preferred` by `source` and `preferred`, or a function, which is given the documents of a
   * cluster and returns one of them, and for which the source is read once more. Of equals the longer is kept, then what
   * text and id decide.
   */
  readonly keep?: Keep<T>
  /** For `newest`: the date of a document: a Date, milliseconds, or an ISO 8601 string. What is no date comes last. */
  readonly date?: (document: T) => string | number | Date | null | undefined
  /** For `preferred`: the source of a document. */
  readonly source?: (document: T) => string
  /** For `preferred`: sources, best first. Others come last. */
  readonly preferred?: readonly string[]
  /** How far a cluster of a batch reaches; see `Reach`. Default `star`: each document that goes matches its keeper itself. */
  readonly cluster?: 'star' | 'connected'
  /** What was seen before: an index, which is only asked, or documents. What is known there is removed for it. */
  readonly against?: DuplicateIndex<Id> | Source<T>
  /**
   * For a stream that was cut short and goes on: the verdict that a run with the same options gave on this document, from
   * the first one on; undefined from the first new document on. It is taken as it is, without a search.
   */
  readonly decided?: (document: T) => Decided<Id> | undefined
  /** Bytes of memory for tables and texts; beyond, they go to `spool`. Default: no limit. */
  readonly memory?: number
  /** Makes spools: `fileSpool()` of `offprint/node`. Without it a run that needs more than `memory` stops. */
  readonly spool?: () => Spool
  /** Is told what a run with a limit of memory needs, before anything is spilled. */
  readonly onEstimate?: (estimate: DedupeEstimate) => void
  /** Is told after each document how far the run has come. */
  readonly onProgress?: (progress: DedupeProgress) => void
  /** Stops the run with the signal's reason. */
  readonly signal?: AbortSignal
  /**
   * Receives a document whose text or id could not be picked; the run goes on. Without it the run stops with the error.
   */
  readonly onError?: (error: OffprintError, document: T, index: number) => void
}

const KNOWN = [
  'id',
  'text',
  'relate',
  'remove',
  'keepIfNumbersDiffer',
  'keepSiblings',
  'edits',
  'mode',
  'keep',
  'date',
  'source',
  'preferred',
  'cluster',
  'against',
  'decided',
  'memory',
  'spool',
  'onEstimate',
  'onProgress',
  'signal',
  'onError',
]
const FUNCTIONS = [
  'id',
  'text',
  'date',
  'source',
  'decided',
  'spool',
  'onEstimate',
  'onProgress',
  'onError',
] as const
const FLAGS = ['keepIfNumbersDiffer', 'keepSiblings', 'edits'] as const
const POLICIES = ['first', 'longest', 'newest', 'cleanest', 'preferred']
/** Pages of what was spilled, a chunk of texts, and a few small segments. */
const LEAST_MEMORY = 2 ** 19

/** The options, checked, with their defaults. */
export interface Settings<T, Id extends string | number> {
  readonly pickId: (document: T, index: number) => Id
  readonly pickText: (document: T) => string
  readonly relate: Relate
  readonly goes: Goes<Id>
  readonly edits: boolean
  readonly reach: 'star' | 'connected'
  /** By the policy: the lower is kept; NaN where nothing can be told. */
  readonly merit: (document: T, text: string, place: number) => number
  readonly choose: ((documents: readonly T[]) => T) | undefined
  readonly against: DuplicateIndex<Id> | Source<T> | undefined
  readonly decided: ((document: T) => Decided<Id> | undefined) | undefined
  readonly memory: number
  readonly spool: (() => Spool) | undefined
  readonly onEstimate: (estimate: DedupeEstimate) => void
  readonly onProgress: ((progress: DedupeProgress) => void) | undefined
  readonly signal: AbortSignal | undefined
  readonly onError: ((error: OffprintError, document: T, index: number) => void) | undefined
}

/** Fills in defaults. @throws OffprintError `ERR_ARGUMENT` for unknown, impossible or contradictory options. */
export function dedupeSettings<T, Id extends string | number>(
  options: DedupeOptions<T, Id>,
): Settings<T, Id> {
  requireKnownKeys('options', options, KNOWN)
  for (const name of FUNCTIONS) {
    const given: unknown = options[name]
    if (given !== undefined && typeof given !== 'function') {
      throw argumentError(`options.${name}`, given, 'a function')
    }
  }
  for (const name of FLAGS) {
    const given: unknown = options[name]
    if (given !== undefined && typeof given !== 'boolean') {
      throw argumentError(`options.${name}`, given, 'true or false')
    }
  }
  const { mode = 'stream', keep = 'first', cluster = 'star', memory = Infinity, against } = options
  if (mode !== 'stream' && mode !== 'batch') throw argumentError('options.mode', mode, "'stream' or 'batch'")
  if (typeof keep !== 'function' && !POLICIES.includes(keep)) {
    throw argumentError('options.keep', keep, `one of '${POLICIES.join("', '")}', or a function`)
  }
  if (cluster !== 'star' && cluster !== 'connected') {
    throw argumentError('options.cluster', cluster, "'star' or 'connected'")
  }
  if (mode === 'stream' && (keep !== 'first' || cluster !== 'star')) {
    const name = keep === 'first' ? 'cluster' : 'keep'
    throw argumentError(`options.${name}`, options[name], "left out unless mode is 'batch'")
  }
  if (mode === 'batch' && options.decided !== undefined) {
    throw argumentError('options.decided', options.decided, "left out where mode is 'batch'")
  }
  requireWith('date', options.date, keep === 'newest', "where keep is 'newest'")
  requireWith('source', options.source, keep === 'preferred', "where keep is 'preferred'")
  requireWith('preferred', options.preferred, keep === 'preferred', "where keep is 'preferred'")
  if (options.preferred !== undefined && !isStrings(options.preferred)) {
    throw argumentError('options.preferred', options.preferred, 'an array of strings, best first')
  }
  if (memory !== Infinity) requireInteger('options.memory', memory, LEAST_MEMORY, Infinity)
  if (against !== undefined && !(against instanceof DuplicateIndex) && !isSource(against)) {
    throw argumentError('options.against', against, 'a DuplicateIndex, or an iterable of documents')
  }
  return {
    pickId: options.id ?? (defaultId as (document: T, index: number) => Id),
    pickText: options.text ?? defaultText,
    relate: relateSettings(options.relate),
    goes: removal(options.remove, options.keepIfNumbersDiffer ?? false, options.keepSiblings ?? true),
    edits: options.edits ?? false,
    reach: cluster,
    merit: meritOf(keep, options),
    choose: typeof keep === 'function' ? keep : undefined,
    against,
    decided: options.decided,
    memory,
    spool: options.spool,
    onEstimate: options.onEstimate ?? (() => {}),
    onProgress: options.onProgress,
    signal: options.signal,
    onError: options.onError,
  }
}

/** Whether it can be read, by now or when it is opened. */
export function isSource(source: unknown): boolean {
  if (typeof source === 'function') return true
  return (
    typeof source === 'object' &&
    source !== null &&
    (Symbol.iterator in source || Symbol.asyncIterator in source)
  )
}

function meritOf<T, Id extends string | number>(
  keep: Keep<T>,
  { date, source, preferred }: DedupeOptions<T, Id>,
): Settings<T, Id>['merit'] {
  switch (keep) {
    case 'first':
      return (_document, _text, place) => place
    case 'newest':
      return (document) => -timeOf(date!(document))
    case 'cleanest':
      return (_document, text) => ocrNoise(text)
    case 'preferred': {
      const ranks = new Map(preferred!.map((name, rank) => [name, rank]).reverse() as [string, number][])
      return (document) => ranks.get(source!(document)) ?? NaN
    }
    default:
      return () => 0
  }
}

/** A year, a month or a day, or with a time that says its zone: what `Date.parse` reads alike everywhere. */
const ISO = /^[+-]?\d{4,6}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/
/** A time without a zone would be local: the same bytes on any machine asks for UTC. */
const ZONELESS = /T[\d:.]+$/

function timeOf(date: unknown): number {
  if (typeof date === 'number') return date
  if (date instanceof Date) return date.getTime()
  if (typeof date !== 'string') return NaN
  const plain = date.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
  if (ISO.test(plain)) return Date.parse(ZONELESS.test(plain) ? `${plain}Z` : plain)
  // HTTP and mail dates name their zone.
  return /(GMT|UTC|[+-]\d{4})$/.test(plain) ? Date.parse(plain) : NaN
}

function requireWith(name: string, value: unknown, wanted: boolean, where: string): void {
  if (wanted !== (value !== undefined)) {
    throw argumentError(`options.${name}`, value, wanted ? `given ${where}` : `left out but ${where}`)
  }
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function defaultId(document: unknown, index: number): string | number {
  const id = (document as { id?: unknown } | null)?.id
  return typeof id === 'string' || typeof id === 'number' ? id : index
}

function defaultText(document: unknown): string {
  return typeof document === 'string' ? document : ((document as { text?: unknown } | null)?.text as string)
}
