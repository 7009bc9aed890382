import type { RankedDocuments } from './keeper-ranking.js'

/** What an engine is given: the documents of a batch, numbered by rank, and the words that several of them have. */
export interface EngineBatch {
  readonly documents: Pick<RankedDocuments<unknown>, 'count'>
  /** The text of a rank. */
  textOf(rank: number): string
  /** See `Lexicon.packed`. */
  readonly lexicon: Uint8Array
  readonly signal: AbortSignal | undefined
  /** Tells how many documents are done with, for the progress of a run. */
  onProgress(documents: number): void
}

/** What an engine decided. */
export interface EngineDecision {
  /** By rank: the keeper of a removed document, else −1. */
  readonly keeper: Int32Array
  /** By rank: 1 where a search left candidates out. */
  readonly truncated: Uint8Array
  /** Pairs of kept documents that are related, the better keeper last. */
  readonly ties: AsyncIterable<readonly [rank: number, other: number]>
}

/** Decides a batch outside of this process, by the same rules: the same documents are removed for the same keepers. */
export interface BatchEngine {
  decide(batch: EngineBatch): Promise<EngineDecision>
  close(): Promise<void>
}
