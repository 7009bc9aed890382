import { relateSettings, type Relate } from '../compare/relation.js'
import { argumentError, requireInteger, requireKnownKeys, type OffprintError } from '../kernel/errors.js'
import { tableSecret } from '../candidates/table-secret.js'
import { DEFAULT_K } from '../sketch/signature.js'
import { DuplicateIndex } from '../store/duplicate-index.js'
import type { Spool } from '../store/spool.js'
import type { Linkage } from './clusters.js'
import { KEEP_POLICIES } from './keep-policy.js'
import { scoreBy, type Score } from './keeper-ranking.js'
import type { DedupeEstimate, DedupeOptions, DedupeProgress, Source } from './options.js'
import { removalRule, type RemovalRule } from './removal.js'
import { requireNoFormer } from './removal-policy.js'
import { defaultId, defaultText } from './selectors.js'
import { isSource } from './source.js'
import type { Decided } from './verdict.js'

type AnyOptions = DedupeOptions<never, never>

const KNOWN = [
  'id',
  'text',
  'relate',
  'remove',
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
  'secret',
  'onEstimate',
  'onProgress',
  'signal',
  'onError',
] as const satisfies readonly (keyof AnyOptions)[]
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
] as const satisfies readonly (keyof AnyOptions)[]
const FLAGS = ['edits'] as const satisfies readonly (keyof AnyOptions)[]
/** What earlier versions called their options, and what stands for them now. */
const FORMER: Readonly<Record<string, string>> = {
  keepSiblings:
    'a report that only looks alike is always kept; leave it out, or give a function as options.remove that removes it',
  keepIfNumbersDiffer: 'a document with another number is always kept; leave it out',
}
/** Least `memory`, in bytes: room for the pages read back from a spool, a chunk of texts, and a few small segments. */
const LEAST_MEMORY = 2 ** 19

/** The options of a run, checked, with their defaults. */
export interface DedupeSettings<T, Id extends string | number> {
  readonly selectId: (document: T, index: number) => Id
  readonly selectText: (document: T) => string
  readonly relate: Relate
  readonly removes: RemovalRule<Id>
  readonly edits: boolean
  readonly linkage: Linkage
  /** The policy of `keep` as a number; 0 for all documents where a function chooses. */
  readonly score: Score<T>
  /** The function of `keep`, if it is one. */
  readonly choose: ((documents: readonly T[]) => T) | undefined
  readonly against: DuplicateIndex<Id> | Source<T> | undefined
  readonly decided: ((document: T) => Decided<Id> | undefined) | undefined
  /** Bytes; Infinity where there is no limit. */
  readonly memory: number
  readonly spool: (() => Spool) | undefined
  readonly secret: string | undefined
  readonly onEstimate: (estimate: DedupeEstimate) => void
  readonly onProgress: ((progress: DedupeProgress) => void) | undefined
  readonly signal: AbortSignal | undefined
  readonly onError: ((error: OffprintError, document: T, index: number) => void) | undefined
}

/** Fills in defaults. @throws OffprintError `ERR_ARGUMENT` for unknown, impossible or contradictory options. */
export function dedupeSettings<T, Id extends string | number>(
  options: DedupeOptions<T, Id>,
): DedupeSettings<T, Id> {
  requireNoFormer('options', options, FORMER)
  requireKnownKeys('options', options, KNOWN)
  requireTypes(options)
  requireSense(options)
  const { keep = 'first', memory = Infinity, against } = options
  if (memory !== Infinity) requireInteger('options.memory', memory, LEAST_MEMORY, Infinity)
  if (against !== undefined && !(against instanceof DuplicateIndex) && !isSource(against)) {
    throw argumentError('options.against', against, 'a DuplicateIndex, or an iterable of documents')
  }
  return {
    selectId: options.id ?? (defaultId as (document: T, index: number) => Id),
    selectText: options.text ?? defaultText,
    relate: relateSettings(options.relate),
    removes: removalRule(options),
    edits: options.edits ?? false,
    linkage: options.cluster ?? 'star',
    score: scoreBy(keep, options),
    choose: typeof keep === 'function' ? keep : undefined,
    against,
    decided: options.decided,
    memory,
    spool: options.spool,
    secret: options.secret,
    onEstimate: options.onEstimate ?? (() => {}),
    onProgress: options.onProgress,
    signal: options.signal,
    onError: options.onError,
  }
}

/** Each option on its own: functions, flags, and words of a list. */
function requireTypes<T, Id extends string | number>(options: DedupeOptions<T, Id>): void {
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
  tableSecret(options.secret, DEFAULT_K)
  const { mode = 'stream', keep = 'first', cluster = 'star' } = options
  if (mode !== 'stream' && mode !== 'batch') throw argumentError('options.mode', mode, "'stream' or 'batch'")
  if (typeof keep !== 'function' && !KEEP_POLICIES.some((policy) => policy === keep)) {
    throw argumentError('options.keep', keep, `one of '${KEEP_POLICIES.join("', '")}', or a function`)
  }
  if (cluster !== 'star' && cluster !== 'connected') {
    throw argumentError('options.cluster', cluster, "'star' or 'connected'")
  }
}

/** Options that only make sense together, or apart. */
function requireSense<T, Id extends string | number>(options: DedupeOptions<T, Id>): void {
  const { mode = 'stream', keep = 'first', cluster = 'star', preferred } = options
  if (mode === 'stream' && (keep !== 'first' || cluster !== 'star')) {
    const name = keep === 'first' ? 'cluster' : 'keep'
    throw argumentError(`options.${name}`, options[name], "left out unless mode is 'batch'")
  }
  if (mode === 'batch' && options.decided !== undefined) {
    throw argumentError('options.decided', options.decided, "left out where mode is 'batch'")
  }
  requireWithKeep('date', options.date, keep, 'newest')
  requireWithKeep('source', options.source, keep, 'preferred')
  requireWithKeep('preferred', preferred, keep, 'preferred')
  const isNames = (names: unknown) => Array.isArray(names) && names.every((name) => typeof name === 'string')
  if (preferred !== undefined && !isNames(preferred)) {
    throw argumentError('options.preferred', preferred, 'an array of strings, best first')
  }
}

/** An option that one policy needs and no other takes. */
function requireWithKeep(name: keyof AnyOptions, value: unknown, keep: unknown, policy: string): void {
  if ((keep === policy) === (value !== undefined)) return
  const expected = keep === policy ? `given where keep is '${policy}'` : `left out unless keep is '${policy}'`
  throw argumentError(`options.${name}`, value, expected)
}
