import { argumentError, requireInteger, requireKnownKeys } from '../kernel/errors.js'
import { DEFAULT_BANDING } from '../candidates/bands.js'
import { bandingFor } from '../candidates/banding.js'
import { resemblanceSettings } from '../candidates/resemblance.js'
import { tableSecret } from '../candidates/table-secret.js'
import { DEFAULT_K } from '../sketch/signature.js'
import { relateSettings, type Relate } from '../compare/relation.js'
import type { FeatureSettings } from '../candidates/features.js'
import type { Spool } from './spool.js'

/** Options of `new DuplicateIndex`. */
export interface DuplicateIndexOptions<Id = unknown> {
  /**
   * `passages`, the default, finds whole and partial, clean and noisy copies, and verifies each by alignment.
   * `resemblance` promises neither noisy nor partial copies; it keeps signatures only, and estimates.
   */
  readonly mode?: 'passages' | 'resemblance'
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
  /**
   * Returns the text of a document that was added; the index then keeps no texts. It must return at once: for texts behind a
   * network use `candidates` and `compare`.
   */
  readonly load?: (id: Id) => string
  /** Most bytes of tables and texts. Default: no limit. */
  readonly maxBytes?: number
  /**
   * What to do when `maxBytes` is reached: `evict` the oldest documents, the default; `throw` ERR_INDEX_FULL; or `spill` the
   * oldest segments to a spool, so that nothing is lost, answers stay the same, and searches take longer.
   */
  readonly whenFull?: 'evict' | 'throw' | 'spill'
  /** Makes the spools for `spill`; `fileSpool()` of `offprint/node` makes temporary files. */
  readonly spool?: () => Spool
  /** Of `resemblance`: the Jaccard similarity from which documents match. Default 0.7. */
  readonly threshold?: number
  /** Of `resemblance`: the probability with which a pair of just that similarity is found. Default 0.95. */
  readonly recall?: number
  /**
   * A string of 16 or more random characters that decides which shingles are sampled and where they lie in the tables. Who
   * does not know it cannot write documents that hide a text from the index. Default: public constants decide.
   */
  readonly secret?: string
}

/** The options of an index, checked, with their defaults. */
export interface IndexSettings {
  readonly featureSettings: FeatureSettings
  readonly relate: Relate
  readonly keepsTexts: boolean
  readonly load: ((id: never) => unknown) | undefined
  /**
   * Room of the first segment, in documents, ascending: where texts are at hand, its documents are entered anew, one size after
   * the other, before a second segment begins. Each further segment has room for about as many as are held.
   */
  readonly firstSizes: readonly number[]
  readonly maxBytes: number
  readonly whenFull: 'evict' | 'throw' | 'spill'
  readonly spool: (() => Spool) | undefined
  readonly threshold: number
  readonly recall: number
}

/** An index of a single document takes a few kilobytes; 33 documents are entered anew in all. */
const SMALL_SIZES = [1, 32, 512]
const ONE_SIZE = [512]

/** Least `maxBytes`: a segment and a chunk of texts must have room. */
const LEAST_BYTES = 2 ** 22
/** Least `maxBytes` of an index that spills: 64 KB of pages, and a few small segments. */
const LEAST_SPILLING = 2 ** 18

/** Fills in defaults. @throws OffprintError `ERR_ARGUMENT` for unknown or impossible options. */
export function indexSettings<Id>(options: DuplicateIndexOptions<Id>): IndexSettings {
  requireKnownKeys('options', options, [
    'mode',
    'relate',
    'load',
    'maxBytes',
    'whenFull',
    'spool',
    'threshold',
    'recall',
    'secret',
  ])
  const { mode = 'passages', load, maxBytes = Infinity, whenFull = 'evict', spool } = options
  if (mode !== 'passages' && mode !== 'resemblance') {
    throw argumentError('options.mode', mode, "'passages' or 'resemblance'")
  }
  const passages = mode === 'passages'
  if (passages && (options.threshold !== undefined || options.recall !== undefined)) {
    const name = options.threshold === undefined ? 'recall' : 'threshold'
    throw argumentError(`options.${name}`, options[name], "left out unless mode is 'resemblance'")
  }
  if (load !== undefined && (typeof load !== 'function' || !passages)) {
    throw argumentError('options.load', load, "a function, and mode 'passages'")
  }
  const least = whenFull === 'spill' ? LEAST_SPILLING : LEAST_BYTES
  if (maxBytes !== Infinity) requireInteger('options.maxBytes', maxBytes, least, Infinity)
  if (whenFull !== 'evict' && whenFull !== 'throw' && whenFull !== 'spill') {
    throw argumentError('options.whenFull', whenFull, "'evict', 'throw' or 'spill'")
  }
  if (whenFull === 'spill' ? typeof spool !== 'function' : spool !== undefined) {
    throw argumentError(
      'options.spool',
      spool,
      "a function that makes spools, where whenFull is 'spill', else left out",
    )
  }
  const { threshold, recall } = resemblanceSettings(options)
  return {
    featureSettings: {
      passages,
      slots: DEFAULT_K,
      banding: passages ? DEFAULT_BANDING : bandingFor(threshold, recall, DEFAULT_K),
      secret: tableSecret(options.secret, DEFAULT_K),
    },
    relate: relateSettings(options.relate),
    keepsTexts: passages && load === undefined,
    load: load as IndexSettings['load'],
    firstSizes: load === undefined && maxBytes === Infinity ? SMALL_SIZES : ONE_SIZE,
    maxBytes,
    whenFull,
    spool,
    threshold,
    recall,
  }
}
