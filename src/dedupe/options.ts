import type { Relate } from '../compare/relation.js'
import type { OffprintError } from '../kernel/errors.js'
import type { DuplicateIndex } from '../store/duplicate-index.js'
import type { Spool } from '../store/spool.js'
import type { Remove } from './removal-policy.js'
import type { Decided, Tie } from './verdict.js'

/** Documents, one after the other: an iterable, an async iterable, or a function that opens a new one at each call. */
export type Source<T> = Iterable<T> | AsyncIterable<T> | (() => Iterable<T> | AsyncIterable<T>)

/** How a batch chooses the document of a cluster that it keeps; see `DedupeOptions.keep`. */
export type Keep<T> =
  | 'first'
  | 'longest'
  | 'newest'
  | 'cleanest'
  | 'preferred'
  | ((documents: readonly T[]) => T)

/** How far a run has come. */
export interface DedupeProgress {
  /**
   * `against` reads the documents seen before, `reading` reads the source, `deciding` decides which documents are removed,
   * `giving` hands out verdicts. A stream decides and gives at once: it has the stages `against` and `giving` only.
   */
  readonly stage: 'against' | 'reading' | 'deciding' | 'giving'
  /** Documents done in this stage. */
  readonly documents: number
  /** Documents among them that are removed, as far as the run knows by now. */
  readonly removed: number
  /** Documents that could not be read. */
  readonly skipped: number
  /** Bytes of tables and texts in memory. */
  readonly bytes: number
}

/**
 * The memory that a run needs. A stream tells it before the first byte goes to a spool; a batch tells it once it has read
 * everything, even if nothing will go to a spool.
 */
export interface DedupeEstimate {
  /** Documents kept so far in a stream; all documents of a batch. */
  readonly documents: number
  /**
   * Bytes that their tables and texts take: in a stream those of the documents kept so far, in a batch those of all documents,
   * as if none were removed.
   */
  readonly bytes: number
  /** The option `memory`. */
  readonly memory: number
  /** Whether some of it will go to a spool. */
  readonly spills: boolean
}

/** Options of `dedupe`, `dedupeStage` and `dedupeTransform`. `T` is a document, `Id` its id. */
export interface DedupeOptions<T, Id extends string | number> {
  /** Selects the id of a document. Default: its `id`, or else its place in the source, from 0. Ids may repeat. */
  readonly id?: (document: T, index: number) => Id
  /** Selects the text of a document. Default: the document itself if it is a string, else its `text`. */
  readonly text?: (document: T) => string
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
  /**
   * Which documents are removed. A document goes by default if its account with a kept one is clean, which means that the
   * keeper lacks nothing of it, and if it is a duplicate, or the beginning of its keeper, broken off in the middle of a
   * sentence, at least half of it. Settings widen or narrow that. A function replaces it: it receives the match with a kept
   * document and, as `decision`, what the default would decide.
   */
  readonly remove?: Partial<Remove> | ((match: Tie<Id>) => boolean)
  /** Whether matches carry their named edits. Default false. */
  readonly edits?: boolean
  /**
   * `stream`, the default, compares each document, as it comes, with those kept before it. `batch` reads all documents,
   * decides by `keep`, and reads the source again to hand out verdicts: the source has to be a function.
   */
  readonly mode?: 'stream' | 'batch'
  /**
   * Which document of a cluster a batch keeps. `first`, the default, is the one that comes first in the source. The other
   * policies do not depend on the order of the source: `longest` in folded characters, `newest` by `date`, `cleanest` by
   * the estimate `ocrNoise`, `preferred` by `source` and `preferred`, or a function. The function receives the documents
   * of a cluster and returns one of them; the source is read once more for it. Of documents that the policy ranks equal
   * the longer is kept; of equally long ones the text and the id decide.
   */
  readonly keep?: Keep<T>
  /** For `newest`: the date of a document: a Date, milliseconds, or an ISO 8601 string. What is no date comes last. */
  readonly date?: (document: T) => string | number | Date | null | undefined
  /** For `preferred`: the source of a document. */
  readonly source?: (document: T) => string
  /** For `preferred`: sources, best first. Others come last. */
  readonly preferred?: readonly string[]
  /**
   * How the clusters of a batch are linked. `star`, the default: each removed document matches its keeper itself.
   * `connected`: it matches its keeper or another removed document of the cluster, and so on to the keeper.
   */
  readonly cluster?: 'star' | 'connected'
  /** What was seen before: an index, which is only asked, or documents. A document that matches one of them is removed. */
  readonly against?: DuplicateIndex<Id> | Source<T>
  /**
   * For a stream that was cut short and goes on: the verdict that a run with the same options gave on this document, from
   * the first one on; undefined from the first new document on. The verdict is taken as it is, without a search.
   */
  readonly decided?: (document: T) => Decided<Id> | undefined
  /**
   * Most bytes of tables and texts in memory; what is beyond goes to `spool`. The words that verdicts ask for take some
   * 4 MB more. Default: no limit.
   */
  readonly memory?: number
  /** Makes spools: `fileSpool()` of `offprint/node`. Without it a run that needs more than `memory` stops. */
  readonly spool?: () => Spool
  /**
   * A string of 16 or more random characters: who does not know it cannot write documents that hide others from the search.
   * An index given as `against` has its own. See `DuplicateIndexOptions`.
   */
  readonly secret?: string
  /** Receives what a run with a limit of memory needs, before anything is spilled. */
  readonly onEstimate?: (estimate: DedupeEstimate) => void
  /** Receives, after each document, how far the run has come. */
  readonly onProgress?: (progress: DedupeProgress) => void
  /** Stops the run with the signal's reason. */
  readonly signal?: AbortSignal
  /**
   * Receives a document whose text or id could not be selected; the run goes on. Without it the run stops with the error.
   */
  readonly onError?: (error: OffprintError, document: T, index: number) => void
}
