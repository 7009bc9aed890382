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

/** A related pair, as the search for the first one found it. */
export interface EngineLink {
  readonly rank: number
  readonly other: number
  readonly duplicate: boolean
  /** Whether the document may be removed for the other, and the other for it. */
  readonly goes: boolean
  readonly gone: boolean
}

/** The first step of a batch: who is removed as a duplicate, and whom the others are related to. */
export interface EngineStars {
  /** By rank: the keeper of a removed document, else −1. */
  readonly keeper: Int32Array
  /** By rank: 1 where a search left candidates out. */
  readonly truncated: Uint8Array
  /** Of kept documents only. */
  readonly links: AsyncIterable<EngineLink>
}

/** Documents that lost their keeper ask for another one, one after the other. */
export interface EngineOrphans {
  /** In the order in which they ask. */
  readonly orphans: readonly number[]
  /** Documents that are in the index, ascending, because the first step kept them. */
  readonly held: readonly number[]
  /** Those of `held` that are kept still. */
  isKept(rank: number): boolean
  /** Those of `orphans` that find no keeper, as far as is known: from then on the later ones may find them. */
  readonly restored: ReadonlySet<number>
}

/** Decides a batch outside of this process, by the same rules: the same documents are removed for the same keepers. */
export interface BatchEngine {
  stars(batch: EngineBatch): Promise<EngineStars>
  /** For each orphan the documents it is related to, ascending. */
  keepersOf(batch: EngineBatch, orphans: EngineOrphans): Promise<ReadonlyMap<number, readonly EngineLink[]>>
  close(): Promise<void>
}
