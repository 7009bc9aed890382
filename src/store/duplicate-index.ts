import type { Bytes } from '../kernel/bytes.js'
import { argumentError, OffprintError, requireString } from '../kernel/errors.js'
import { byStrength, type CandidateResult, type MatchResult } from './match.js'
import {
  addOptions,
  queryOptions,
  requireId,
  timeOf,
  type AddOptions,
  type QueryOptions,
} from './query-options.js'
import type { Search } from './search.js'
import { SegmentedIndex, type IndexStats } from './segmented-index.js'
import { indexSettings, type DuplicateIndexOptions } from './index-options.js'
import { partsOf, readManifest, writeSnapshot, type SnapshotPart } from './snapshot.js'

export type { IndexStats } from './segmented-index.js'
export type { DuplicateIndexOptions } from './index-options.js'
export type { AddOptions, QueryOptions } from './query-options.js'

/** The segments behind an index, for callers who search and enter step by step; no part of the public face. */
export let segmentsOf: <Id extends string | number>(index: DuplicateIndex<Id>) => SegmentedIndex<Id>

/**
 * An index, in memory, that says which of the texts seen so far a text duplicates, contains or shares a passage with.
 *
 * In the default mode, `passages`, candidates are found in two ways: bands of a signature find texts that resemble each other,
 * sampled fingerprints with positions find a part in a whole and noisy copies. Every candidate is then aligned, so no match is
 * a guess. The index holds the texts as bytes, and tables of about the same size.
 *
 * In the mode `resemblance` noisy and partial copies are not promised: it keeps signatures only, 290 bytes per document, and
 * its matches are estimates.
 */
export class DuplicateIndex<Id extends string | number = string> {
  readonly #index: SegmentedIndex<Id>

  static {
    segmentsOf = (index) => index.#index
  }

  /** @throws OffprintError `ERR_ARGUMENT` for unknown or impossible options. */
  constructor(options: DuplicateIndexOptions<Id> = {}) {
    this.#index = new SegmentedIndex(indexSettings(options))
  }

  /**
   * The index that `toBytes` wrote. What shapes the stored tables (`mode`, `threshold`, `recall`) comes from the bytes, and
   * must be the same where it is given; a `secret` must be the one that the index was made with, and lies not in the bytes;
   * the other options are as in the constructor. Keeps views of the bytes. O(bytes).
   * @throws OffprintError `ERR_FORMAT` for bytes that are damaged, cut short, or of another version; `ERR_ARGUMENT`.
   */
  static fromBytes<Id extends string | number = string>(
    bytes: Uint8Array,
    options: DuplicateIndexOptions<Id> = {},
  ): DuplicateIndex<Id> {
    return DuplicateIndex.fromParts(partsOf(bytes), options)
  }

  /** The same from the parts of an index; `read` gives the bytes of a part by its name. */
  static fromParts<Id extends string | number = string>(
    read: (name: string) => Uint8Array,
    options: DuplicateIndexOptions<Id> = {},
  ): DuplicateIndex<Id> {
    const { shape, part } = readManifest(read)
    for (const name of ['mode', 'threshold', 'recall'] as const) {
      if (options[name] !== undefined && options[name] !== shape[name]) {
        throw argumentError(
          `options.${name}`,
          options[name],
          `${shape[name]}, as the index was made, or left out`,
        )
      }
    }
    const { mode, threshold, recall } = shape
    const index = new DuplicateIndex<Id>(
      mode === 'passages' ? { ...options, mode } : { ...options, mode, threshold, recall },
    )
    index.#index.restore(part, read)
    return index
  }

  /** All the index holds, as bytes: the same on every machine. O(bytes). */
  toBytes(): Bytes {
    return writeSnapshot(this.parts())
  }

  /**
   * The index in parts: sealed segments, which never change, each under a name of its own, and last what does change. A
   * store that keeps parts by name writes only what is new. See `saveIndex` in `offprint/node`.
   */
  parts(): SnapshotPart[] {
    return this.#index.parts()
  }

  /** Number of documents held. */
  get size(): number {
    return this.#index.size
  }

  /** Bytes held in memory: tables, ids and texts. O(segments). */
  get bytes(): number {
    return this.#index.bytes
  }

  /** Whether a document of this id is held. */
  has(id: Id): boolean {
    return this.#index.has(id)
  }

  /**
   * Returns what the text matches among those already in, then keeps it. Adding a known id with equal folded text changes
   * nothing and does not match itself. Time as for `query`.
   * @throws OffprintError `ERR_DUPLICATE_ID` for a known id with another text, unless `replace` is set; `ERR_INDEX_FULL`
   * where `maxBytes` leaves no room; `ERR_LOAD` where `load` has no text; `ERR_ARGUMENT` for an id that is neither string
   * nor number, a text that is no string, or a wrong option.
   */
  add(id: Id, text: string, options: AddOptions<Id> = {}): MatchResult<Id> {
    const { selected, at } = addOptions(options)
    requireId(id)
    requireString('text', text)
    const features = this.#index.featuresOf(text)
    const held = this.#index.heldUnder(id, features)
    if (held === 'other' && options.replace !== true) {
      throw new OffprintError(
        'ERR_DUPLICATE_ID',
        `id ${JSON.stringify(id)} is in the index with another text; pass { replace: true } to replace it`,
      )
    }
    const search = this.#index.search(features, { ...selected, except: id })
    const result = strongestFirst(search, options)
    if (held !== 'equal') this.#index.enter(id, at, features, search.saturated)
    return result
  }

  /**
   * Returns what a text matches among those held, strongest first. O(length + h log h) for h hits, of which at most 2^14
   * are looked at, and at most `limit` alignments.
   * @throws OffprintError `ERR_ARGUMENT` for a text that is no string, or a wrong option; `ERR_LOAD`.
   */
  query(text: string, options: QueryOptions<Id> = {}): MatchResult<Id> {
    const selected = queryOptions(options)
    requireString('text', text)
    return strongestFirst(this.#index.search(this.#index.featuresOf(text), selected), options)
  }

  /**
   * Returns the texts worth comparing with this one, best evidence first, not verified. O(length + h log h) for h hits.
   * @throws OffprintError `ERR_ARGUMENT` for a text that is no string.
   */
  candidates(text: string): CandidateResult<Id> {
    requireString('text', text)
    return this.#index.candidates(this.#index.featuresOf(text))
  }

  /** Forgets a document; false if it was not held. */
  remove(id: Id): boolean {
    return this.#index.remove(id)
  }

  /**
   * Forgets the documents added with an `at` before this one and returns their number. From then on the index keeps its
   * documents in smaller segments. O(documents that go), and now and then those beside them.
   * @throws OffprintError `ERR_ARGUMENT`.
   */
  expire(before: number | Date): number {
    const limit = timeOf('before', before)
    if (limit === undefined) throw argumentError('before', before, 'a number or a Date')
    return this.#index.expire(limit)
  }

  /**
   * Spills segments, the oldest first, until the index takes no more than this many bytes of memory. For a caller who shares
   * memory among several holders. Returns whether that was reached. Only where `whenFull` is `spill`.
   */
  spillTo(bytes: number): boolean {
    return this.#index.spillTo(bytes)
  }

  /** Gives back what was spilled; the index must not be used afterwards. Without a spool it does nothing. */
  close(): void {
    this.#index.close()
  }

  /** What the index holds and did. */
  stats(): IndexStats {
    return this.#index.stats()
  }
}

/** All matches of a search, and whether there were more. */
function strongestFirst<Id>(search: Search<Id>, { edits = false }: QueryOptions<Id>): MatchResult<Id> {
  // Most texts of a stream match nothing, and an iteration takes longer than their search.
  if (search.empty) return { matches: [], truncated: search.truncated }
  const matches = Array.from(search, ({ match, edits: named }) =>
    edits && match.verified ? { ...match, edits: named() } : match,
  )
  return { matches: matches.sort(byStrength), truncated: search.truncated }
}
