import { related, type RelatedPair } from '../compare/compare.js'
import {
  argumentError,
  OffprintError,
  requireInteger,
  requireKnownKeys,
  requireNumber,
  requireString,
} from '../kernel/errors.js'
import { meetingProbability } from '../candidates/bands.js'
import { shareOf } from '../sketch/estimate.js'
import { fold } from '../text/fold.js'
import { candidatesAmong, type Found } from './candidates.js'
import { Generations, indexFull, type Located } from './generations.js'
import { lookAt, type Look } from './look.js'
import { byStrength, type Candidate, type Match } from './match.js'
import type { Segment } from './segment.js'
import { BELOW_THRESHOLD, indexSettings, type DuplicateIndexOptions, type Settings } from './settings.js'
import { PAGED_BYTES, PagedWords, type Spool } from './spool.js'
import {
  partsOf,
  readManifest,
  readSegments,
  snapshotOf,
  writeSnapshot,
  type SnapshotPart,
} from './snapshot.js'

export type { DuplicateIndexOptions } from './settings.js'

export interface QueryOptions<Id = unknown> {
  /** Most matches returned, and most texts aligned, best evidence first. Default 32. */
  readonly limit?: number
  /** Whether matches carry their named edits. Default false. */
  readonly edits?: boolean
  /**
   * Least part of the shorter text that a candidate has to share in one line, as far as its sampled fingerprints tell, to be
   * aligned: spares the alignment of texts with a phrase in common, and misses what shares little more. Default 0.
   */
  readonly share?: number
  /** Stops at the first match it accepts; of those aligned so far all are returned. */
  readonly until?: (match: Match<Id>) => boolean
  /** Only documents added with an `at` of this or later. */
  readonly since?: number | Date
  /** Only documents whose id this accepts. */
  readonly filter?: (id: Id) => boolean
}

export interface AddOptions<Id = unknown> extends QueryOptions<Id> {
  /** When the document came, in whatever unit `since` and `expire` use: a number or a Date. Default 0. */
  readonly at?: number | Date
  /** Replace the text of a known id instead of throwing. Default false. */
  readonly replace?: boolean
  /** Given the matches, whether to leave the document out of the index. */
  readonly unless?: (matches: readonly Match<Id>[]) => boolean
}

export interface IndexStats {
  /** Texts held, by id. */
  readonly documents: number
  /** Distinct folded texts among them, segment by segment. */
  readonly distinct: number
  /** Bytes of the tables and of the ids, in memory. */
  readonly bytes: number
  /** Bytes of the texts kept in memory. */
  readonly textBytes: number
  readonly segments: number
  /** Candidates seen, and how many of them were compared, since the index was made. */
  readonly candidates: number
  readonly verified: number
  /** Entries left out because a bucket or fingerprint was full. */
  readonly capped: number
  /** Documents that went to keep `maxBytes`. */
  readonly evicted: number
  /** Bands and rows of the signatures, and with what probability a pair of some similarity meets in a band. */
  readonly banding: {
    readonly bands: number
    readonly rows: number
    readonly curve: readonly { readonly similarity: number; readonly probability: number }[]
  }
}

const DEFAULT_LIMIT = 32

/**
 * Which of the texts seen so far does this one duplicate, contain, resemble in part? In memory.
 *
 * In the default mode, `passages`, there are two ways to look: bands of a signature find resemblance, sampled
 * fingerprints with positions find a part in a whole and noisy copies. Every candidate is then aligned, so a match is
 * never a guess. The index holds the texts, as bytes, and about as much again of tables.
 *
 * In the mode `resemblance` noisy and partial copies are not promised: it keeps signatures only, 310 bytes a document, and
 * its matches are estimates.
 */
export class DuplicateIndex<Id extends string | number = string> {
  readonly #settings: Settings
  readonly #numbers = new Map<Id, number>()
  #generations: Generations<Id>
  #candidates = 0
  #verified = 0
  #evicted = 0
  #spools: Spools | null = null

  /** @throws OffprintError `ERR_ARGUMENT` for unknown or impossible options. */
  constructor(options: DuplicateIndexOptions<Id> = {}) {
    this.#settings = indexSettings(options)
    this.#generations = new Generations(this.#settings.keeping, this.#settings.maxBytes)
  }

  /**
   * The index that `toBytes` wrote. What shapes the stored tables (`mode`, `threshold`, `recall`) comes from the bytes, and
   * must be the same where it is given; the other options are as in the constructor. Keeps views of the bytes. O(bytes).
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
    index.#restore(readSegments<Id>(part, index.#settings, read))
    return index
  }

  /** All the index holds, as bytes: the same on every machine. O(bytes). */
  toBytes(): Uint8Array<ArrayBuffer> {
    return writeSnapshot(this.parts())
  }

  /**
   * The index in parts: sealed segments, which never change, each under a name of its own, and last what does change. A
   * store that keeps parts by name writes only what is new. See `saveIndex` in `offprint/node`.
   */
  parts(): SnapshotPart[] {
    return snapshotOf(this.#generations, this.#settings, this.#evicted)
  }

  /** Number of documents held. */
  get size(): number {
    return this.#numbers.size
  }

  /** Bytes held in memory: tables, ids and texts. O(segments). */
  get bytes(): number {
    const { tableBytes, textBytes } = this.#generations
    return tableBytes + textBytes + (this.#spools === null ? 0 : PAGED_BYTES)
  }

  /** Whether a document of this id is held. */
  has(id: Id): boolean {
    return this.#numbers.has(id)
  }

  /**
   * Says what the text matches among those already in, then keeps it. Adding a known id with equal folded text changes
   * nothing and does not match itself.
   * @throws OffprintError `ERR_DUPLICATE_ID` for a known id with another text, unless `replace` is set; `ERR_INDEX_FULL`
   * where `maxBytes` leaves no room; `ERR_LOAD` where `load` has no text; `ERR_ARGUMENT` for an id that is neither string
   * nor number, a text that is no string, or a wrong option.
   */
  add(id: Id, text: string, options: AddOptions<Id> = {}): Match<Id>[] {
    requireKnownKeys('options', options, [
      'limit',
      'edits',
      'share',
      'until',
      'since',
      'filter',
      'at',
      'replace',
      'unless',
    ])
    requireId(id)
    requireQuery(options)
    const at = timeOf('options.at', options.at) ?? 0
    requireString('text', text)
    const look = this.#lookAt(text)
    const known = this.#numbers.get(id)
    let held = false
    if (known !== undefined) {
      const { segment, row } = this.#generations.locate(known)
      held = this.#isEqual(segment, segment.entry[row], look, true)
      if (!held && options.replace !== true) {
        throw new OffprintError(
          'ERR_DUPLICATE_ID',
          `id ${JSON.stringify(id)} is in the index with another text; pass { replace: true } to replace it`,
        )
      }
    }
    const matches = this.#match(look, options, id)
    if (held || options.unless?.(matches) === true) return matches
    // Before the old text goes: a full index loses nothing.
    this.#makeRoom(look)
    if (known !== undefined) this.remove(id)
    this.#enter(id, at, look)
    // Texts come in chunks, of which the last may have been one too many.
    if (this.#settings.whenFull === 'spill') this.spillTo(this.#settings.maxBytes)
    return matches
  }

  /**
   * What a text matches among those held, strongest first.
   * @throws OffprintError `ERR_ARGUMENT` for a text that is no string, or a wrong option; `ERR_LOAD`.
   */
  query(text: string, options: QueryOptions<Id> = {}): Match<Id>[] {
    requireKnownKeys('options', options, ['limit', 'edits', 'share', 'until', 'since', 'filter'])
    requireQuery(options)
    requireString('text', text)
    return this.#match(this.#lookAt(text), options)
  }

  /**
   * Texts worth aligning with this one, best evidence first, not verified.
   * @throws OffprintError `ERR_ARGUMENT` for a text that is no string.
   */
  candidates(text: string): Candidate<Id>[] {
    requireString('text', text)
    const found: Candidate<Id>[] = []
    for (const { segment, entry, evidence } of this.#find(lookAt(text, this.#settings.keeping))) {
      segment.eachRow(entry, (row) => {
        found.push({ id: segment.ids[row], evidence })
        return true
      })
    }
    return found
  }

  /** Forgets a document; false if it was not held. */
  remove(id: Id): boolean {
    const number = this.#numbers.get(id)
    if (number === undefined) return false
    this.#forget(number, id)
    this.#tidy()
    return true
  }

  /**
   * Forgets the documents added with an `at` before this one. Returns how many went. An index whose documents expire keeps
   * them in smaller segments from then on. O(documents that go), and now and then those beside them.
   * @throws OffprintError `ERR_ARGUMENT`.
   */
  expire(before: number | Date): number {
    const limit = timeOf('before', before)
    if (limit === undefined) throw argumentError('before', before, 'a number or a Date')
    this.#generations.slide()
    let gone = 0
    for (const segment of this.#generations.segments) {
      if (segment.earliest >= limit) continue
      const none = segment.at.length === 0 // all at 0
      for (let row = 0; row < segment.rows; row++) {
        if (segment.dead[row] !== 0 || (none ? 0 : segment.at[row]) >= limit) continue
        this.#forget(segment.base + row, segment.ids[row])
        gone++
      }
    }
    this.#tidy()
    return gone
  }

  /**
   * Spills segments, the oldest first, until the index takes so many bytes of memory; for who shares `maxBytes` with others.
   * Returns whether it does. Only where `whenFull` is `spill`.
   */
  spillTo(bytes: number): boolean {
    if (this.#settings.spool === undefined) return this.bytes <= bytes
    while (this.bytes > bytes) if (!this.#spillOldest()) return false
    return true
  }

  #spillOldest(): boolean {
    const segment = this.#generations.toSpill()
    if (segment === undefined) return false
    this.#spools ??= spoolsOf(this.#settings.spool!)
    segment.spill(this.#spools.words, this.#spools.texts)
    return true
  }

  /** Gives back what was spilled; the index must not be used afterwards. Without a spool it does nothing. */
  close(): void {
    this.#spools?.close()
    this.#spools = null
  }

  /** What the index holds and did. */
  stats(): IndexStats {
    const { keeping } = this.#settings
    return {
      documents: this.#numbers.size,
      distinct: this.#generations.distinct,
      bytes: this.#generations.tableBytes + (this.#spools === null ? 0 : PAGED_BYTES),
      textBytes: this.#generations.textBytes,
      segments: this.#generations.segments.length,
      candidates: this.#candidates,
      verified: this.#verified,
      capped: this.#generations.capped,
      evicted: this.#evicted,
      banding: {
        ...keeping.banding,
        curve: Array.from({ length: 9 }, (_, i) => {
          const similarity = (i + 1) / 10
          return { similarity, probability: meetingProbability(similarity, keeping.banding) }
        }),
      },
    }
  }

  #enter(id: Id, at: number, look: Look): void {
    const segment = this.#generations.roomFor(look.sampled?.count ?? 0, look.grams?.count ?? 0)
    let equal: number | null = null
    segment.eachEqual(look.digest, (entry) => {
      if (equal === null && this.#isEqual(segment, entry, look, false)) equal = entry
    })
    const text = this.#settings.keepsTexts ? look.source : null
    this.#numbers.set(id, this.#generations.add(segment, { id, at, ...look }, text, equal))
  }

  /** Makes room for a document under `maxBytes`, or throws. */
  #makeRoom(look: Look): void {
    const { maxBytes, whenFull, keepsTexts } = this.#settings
    if (maxBytes === Infinity) return
    const generations = this.#generations
    // A new chunk may be needed.
    const textBytes = keepsTexts ? 2 * look.source.length : 0
    const sampled = look.sampled?.count ?? 0
    const grams = look.grams?.count ?? 0
    // A text that would not even fit alone must not drive out the others.
    const alone = generations.bytesAlone(sampled, grams, textBytes)
    if (alone > maxBytes) throw indexFull(maxBytes, alone)
    for (;;) {
      const held = this.bytes
      const needed = held + generations.bytesFor(sampled, grams, textBytes)
      if (needed <= maxBytes) return
      if (whenFull === 'spill') {
        if (!this.#spillOldest()) throw indexFull(maxBytes, needed)
        continue
      }
      const [oldest] = generations.segments
      if (whenFull === 'throw' || oldest === undefined) throw indexFull(maxBytes, needed)
      for (let row = 0; row < oldest.rows; row++) {
        if (oldest.dead[row] !== 0) continue
        this.#forget(oldest.base + row, oldest.ids[row])
        this.#evicted++
      }
      generations.drop(oldest)
    }
  }

  #forget(number: number, id: Id): void {
    const { segment, row } = this.#generations.locate(number)
    this.#numbers.delete(id)
    segment.kill(row)
  }

  /** Drops segments that are all dead, and makes those anew of which much is. */
  #tidy(): void {
    for (const segment of this.#generations.worn()) {
      if (segment.alive === 0) {
        this.#generations.drop(segment)
        continue
      }
      // Without the texts their prints cannot be found again; the segment goes when all of it is dead.
      if (!this.#settings.keepsTexts) continue
      this.#generations.drop(segment)
      for (let row = 0; row < segment.rows; row++) {
        if (segment.dead[row] !== 0) continue
        const at = segment.at.length === 0 ? 0 : segment.at[row]
        this.#enter(segment.ids[row], at, lookAt(segment.textOf(row), this.#settings.keeping))
      }
    }
  }

  #restore(restored: { generations: Generations<Id>; evicted: number }): void {
    this.#generations = restored.generations
    this.#evicted = restored.evicted
    for (const segment of this.#generations.segments) {
      for (let row = 0; row < segment.rows; row++) {
        if (segment.dead[row] === 0) this.#numbers.set(segment.ids[row], segment.base + row)
      }
    }
  }

  /** Whether the texts of an entry fold to this one: a digest is no proof. `any`: also where the digest was not asked. */
  #isEqual(segment: Segment<Id>, entry: number, look: Look, any: boolean): boolean {
    if (
      any &&
      (segment.digestLow[entry] !== look.digest.low || segment.digestHigh[entry] !== look.digest.high)
    ) {
      return false
    }
    // The text is not kept: 64 bits of hash stand for it.
    if (!look.passages) return true
    if (segment.lengths[entry] !== look.length) return false
    // Where texts are elsewhere, asking for them would cost more than 2^-64 is worth.
    if (!this.#settings.keepsTexts) return true
    const source = segment.textOf(entry)
    if (source === look.source) return true
    const { units } = fold(source)
    const own = look.folded!.units
    for (let i = 0; i < units.length; i++) if (units[i] !== own[i]) return false
    return true
  }

  #lookAt(text: string): Look {
    return lookAt(text, this.#settings.keeping)
  }

  #find(look: Look): Found<Id>[] {
    return candidatesAmong(this.#generations, look, (segment, entry) =>
      this.#isEqual(segment, entry, look, false),
    )
  }

  /** Aligns the best candidates but `except`. */
  #match(look: Look, options: QueryOptions<Id>, except?: Id): Match<Id>[] {
    const { limit = DEFAULT_LIMIT, edits = false, share = 0, filter } = options
    const since = timeOf('options.since', options.since) ?? -Infinity
    const matches: Match<Id>[] = []
    let verified = 0
    // One document of each entry first, then the others: many equal copies must not hide what else matches.
    const entries: { rows: Located<Id>[]; found: Found<Id> }[] = []
    let same: Located<Id>[] | undefined
    for (const found of this.#find(look)) {
      const { segment, entry } = found
      if (found.share < share) continue
      this.#candidates += segment.copies[entry]
      const rows: Located<Id>[] = found.same && same !== undefined ? same : []
      if (rows.length === limit) continue
      segment.eachRow(entry, (row) => {
        const at = segment.at.length === 0 ? 0 : segment.at[row]
        const id = segment.ids[row]
        if (id !== except && at >= since && filter?.(id) !== false) rows.push({ segment, row })
        return rows.length < limit
      })
      if (rows === same || rows.length === 0) continue
      entries.push({ rows, found })
      if (found.same) same = rows
    }
    const deepest = entries.reduce((most, { rows }) => Math.max(most, rows.length), 0)
    // Identical sources are aligned once.
    const compared = new Map<string, RelatedPair | null>()
    let done = false
    for (let turn = 0; turn < deepest && verified < limit && !done; turn++) {
      for (const { rows, found } of entries) {
        if (turn >= rows.length || verified === limit || done) continue
        verified++
        const { segment, row } = rows[turn]
        const match = look.passages
          ? this.#aligned(look, segment, row, edits, compared)
          : this.#estimated(look, found.equal, segment.ids[row])
        if (match === null) continue
        matches.push(match)
        done = options.until?.(match) === true
      }
    }
    this.#verified += verified
    return matches.sort(byStrength)
  }

  /** The match of a document whose text is at hand, or null if the two are unrelated. */
  #aligned(
    look: Look,
    segment: Segment<Id>,
    row: number,
    edits: boolean,
    compared: Map<string, RelatedPair | null>,
  ): Match<Id> | null {
    const id = segment.ids[row]
    const source = this.#sourceOf(segment, row)
    let pair = compared.get(source)
    if (pair === undefined) {
      const folded = look.folded!
      const held = source === look.source ? folded : fold(source)
      pair = related(folded, held, this.#settings.relate)
      compared.set(source, pair)
    }
    return pair && { id, verified: true, ...pair.comparison, ...(edits ? { edits: pair.edits() } : {}) }
  }

  #sourceOf(segment: Segment<Id>, row: number): string {
    return this.#settings.keepsTexts ? segment.textOf(row) : this.#load(segment.ids[row])
  }

  #load(id: Id): string {
    const text: unknown = this.#settings.load!(id as never)
    if (typeof text === 'string') return text
    throw new OffprintError(
      'ERR_LOAD',
      `options.load gave no string for id ${JSON.stringify(id)}; it must know the text of every document added, or remove it`,
    )
  }

  /** The match of a document of which only the signature is kept. */
  #estimated(look: Look, equal: number, id: Id): Match<Id> | null {
    const { jaccard, error } = shareOf(equal, look.signature.length, 1 / 256)
    if (jaccard < this.#settings.threshold - BELOW_THRESHOLD * error) return null
    return estimatedMatch(id, jaccard, error)
  }
}

/** Tables and signatures are read word by word, texts whole. */
interface Spools {
  readonly words: PagedWords
  readonly texts: Spool
  close(): void
}

function spoolsOf(make: () => Spool): Spools {
  const words = make()
  const texts = make()
  return {
    words: new PagedWords(words),
    texts,
    close() {
      words.close()
      texts.close()
    },
  }
}

/** A match that says no more than its estimate: the relation is what such a similarity stands for. */
function estimatedMatch<Id>(id: Id, jaccard: number, error: number): Match<Id> {
  // For two texts of one length: a share c of each in the other makes a similarity of c / (2 − c).
  const coverage = (2 * jaccard) / (1 + jaccard)
  return {
    id,
    verified: false,
    relation: 'duplicate',
    jaccard,
    error,
    coverage: { a: coverage, b: coverage },
    identity: coverage,
    changed: { numbers: 0, words: 0, characters: 0 },
    passages: [],
    exact: false,
  }
}

/** Throws `ERR_ARGUMENT` unless `id` can name a document. */
export function requireId(id: unknown): void {
  if (typeof id !== 'string' && (typeof id !== 'number' || Number.isNaN(id))) {
    throw argumentError('id', id, 'a string or a number')
  }
}

function requireQuery({ limit, share, until, since, filter }: QueryOptions<never>): void {
  if (share !== undefined) requireNumber('options.share', share, 0, 1)
  if (limit !== undefined) requireInteger('options.limit', limit, 1, Infinity)
  timeOf('options.since', since)
  for (const [name, given] of Object.entries({ filter, until })) {
    if (given !== undefined && typeof given !== 'function') {
      throw argumentError(`options.${name}`, given, 'a function')
    }
  }
}

/** A time as a number. @throws OffprintError `ERR_ARGUMENT` for anything but a number or a valid Date. */
function timeOf(name: string, value: number | Date | undefined): number | undefined {
  if (value === undefined) return undefined
  const time = value instanceof Date ? value.getTime() : value
  if (typeof time !== 'number' || Number.isNaN(time))
    throw argumentError(name, value, 'a number or a valid Date')
  requireNumber(name, time, -Infinity, Infinity)
  return time
}
