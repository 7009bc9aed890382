import { bandKeys } from '../candidates/bands.js'
import type { Saturated } from '../candidates/candidate.js'
import { equalSlots } from '../candidates/equal-slots.js'
import type { Features, FeatureSettings } from '../candidates/features.js'
import type { Fingerprints } from '../candidates/fingerprints.js'
import type { FingerprintKind, PostingsSegment } from '../candidates/postings.js'
import { Int32Vector } from '../kernel/vector.js'
import { ID_BYTES, type Capacity } from './capacity.js'
import {
  enterFingerprint,
  gatherPostings,
  GRAM_SHIFT,
  postingCount,
  SAMPLED_SHIFT,
} from './fingerprint-postings.js'
import { LeftOut } from './left-out.js'
import { PostingTable, type StoredPostingTable } from './posting-table.js'
import { SpilledPostingTable, type PostingLists } from './spilled-posting-table.js'
import type { PagedWords, Spool } from './spool.js'
import { TextStore } from './text-store.js'

/** A document to be entered. */
export interface NewDocument<Id> {
  readonly id: Id
  readonly at: number
  readonly features: Features
  /** Its source; null where it is kept elsewhere. */
  readonly text: string | null
}

/** No further row. */
const NONE = -1
const SHIFTS = { sampled: SAMPLED_SHIFT, grams: GRAM_SHIFT }
/** A sink for what was prefetched; without it the engine may leave the loads out as useless. */
let prefetched = 0
/** Takes the extras of postings that have none. */
const UNUSED = new Int32Vector()

/**
 * A segment of an index: rows of documents, their texts, and the tables that lead to them, all of a size fixed when it
 * begins. A full segment is sealed and never changes, except that rows die; a new, larger one takes its place. So nothing is
 * ever rehashed, the oldest documents go by dropping a segment, and what was saved once is not saved again.
 */
export class Segment<Id> implements PostingsSegment {
  /** Number of row 0 among all documents ever added. */
  readonly base: number
  readonly capacity: Capacity
  readonly featureSettings: FeatureSettings
  /** Documents that the tables were made for: of a sealed segment that was stored, more than its rows. */
  readonly tableDocuments: number
  readonly ids: Id[] = []
  /** Empty as long as all rows are at 0. */
  at: Float64Array<ArrayBuffer> = new Float64Array(0)
  readonly lengths: Uint32Array<ArrayBuffer>
  readonly digestLow: Uint32Array<ArrayBuffer>
  readonly digestHigh: Uint32Array<ArrayBuffer>
  /** The row that stands in the tables for this one: the first with the same folded text. */
  readonly entry: Int32Array<ArrayBuffer>
  /** The next row of the same entry, or −1. */
  readonly next: Int32Array<ArrayBuffer>
  /** Of an entry: its last row, the first that may be alive, and how many are. */
  readonly last: Int32Array<ArrayBuffer>
  readonly first: Int32Array<ArrayBuffer>
  readonly copies: Int32Array<ArrayBuffer>
  readonly gramCount: Uint16Array<ArrayBuffer>
  readonly textFrom: Float64Array<ArrayBuffer>
  readonly textLength: Int32Array<ArrayBuffer>
  readonly dead: Uint8Array<ArrayBuffer>
  readonly texts = new TextStore()
  readonly digests: PostingTable
  #signatures: Uint8Array<ArrayBuffer>
  #bands: PostingLists
  #sampled: PostingLists | null
  #grams: PostingLists | null
  /** Where the signatures went, in words. */
  #spilled: { readonly words: PagedWords; readonly signatures: number } | null = null
  /** Rows that are not dead, and entries with one of them. */
  alive = 0
  distinct = 0
  /** The earliest `at` of its rows. */
  earliest = Infinity
  /** Postings that were not entered because their list was full over all segments. */
  leftOutPostings = 0
  /** The lists that they were left out of, and those that were full in this segment. */
  leftOut = new LeftOut()
  /** Characters of the ids, for the bytes. */
  idUnits = 0

  constructor(base: number, capacity: Capacity, featureSettings: FeatureSettings, tables?: StoredTables) {
    const n = capacity.documents
    const passages = featureSettings.passages
    this.base = base
    this.capacity = capacity
    this.featureSettings = featureSettings
    this.digestLow = new Uint32Array(n)
    this.digestHigh = new Uint32Array(n)
    this.entry = new Int32Array(n)
    this.next = new Int32Array(n)
    this.last = new Int32Array(n)
    this.first = new Int32Array(n)
    this.copies = new Int32Array(n)
    this.dead = new Uint8Array(n)
    this.#signatures = new Uint8Array(n * featureSettings.slots)
    this.lengths = new Uint32Array(passages ? n : 0)
    this.gramCount = new Uint16Array(passages ? n : 0)
    this.textFrom = new Float64Array(passages ? n : 0)
    this.textLength = new Int32Array(passages ? n : 0)
    const documents = tables?.documents ?? n
    this.tableDocuments = documents
    this.#bands = new PostingTable(documents * featureSettings.banding.bands, false, tables?.bands)
    this.digests = new PostingTable(documents, false, tables?.digests)
    this.#sampled = passages ? new PostingTable(capacity.fingerprints, true, tables?.sampled) : null
    this.#grams = passages ? new PostingTable(capacity.grams, true, tables?.grams) : null
  }

  /** Takes over the rows that were stored; links and counts that change are found again. */
  restore(
    ids: readonly Id[],
    columns: Readonly<Record<'at' | StoredColumn, ColumnValues>>,
    dead: Uint8Array,
    rows = ids.length,
  ): void {
    for (const id of ids) {
      this.ids.push(id)
      this.idUnits += typeof id === 'string' ? id.length : 0
    }
    const copy = (to: StoredColumn | 'at', each = 1) => {
      const from = columns[to]
      const target = to === 'signatures' ? this.#signatures : this[to]
      target.set(from.subarray(0, rows * each))
    }
    if (columns.at.length > 0) {
      this.at = new Float64Array(this.capacity.documents)
      copy('at')
    }
    for (const name of COLUMNS) copy(name, name === 'signatures' ? this.featureSettings.slots : 1)
    this.dead.set(dead)
    for (let row = 0; row < this.rows; row++) {
      const at = this.at.length === 0 ? 0 : this.at[row]
      this.earliest = Math.min(this.earliest, at)
      const entry = this.entry[row]
      this.last[entry] = row
      this.first[row] = row
      if (this.dead[row] !== 0) continue
      this.alive++
      if (this.copies[entry]++ === 0) this.distinct++
    }
  }

  /**
   * The same rows with room for more, where only signatures are kept: the table of bands can be rebuilt from signatures,
   * those of fingerprints cannot. O(rows): 0.4 s for 2^17 on a busy machine.
   */
  grown(capacity: Capacity): Segment<Id> {
    const rows = this.rows
    const larger = new Segment<Id>(this.base, capacity, this.featureSettings)
    larger.restore(this.ids, this, this.dead.subarray(0, rows))
    larger.leftOutPostings = this.leftOutPostings
    const { slots, banding, secret } = this.featureSettings
    for (let row = 0; row < rows; row++) {
      if (this.entry[row] !== row) continue
      larger.digests.add(this.digestLow[row], this.digestHigh[row] & 255, row)
      const keys = bandKeys(this.#signatures, banding, row * slots, secret)
      // The loads overlap: a rebuild waits for memory in little else.
      for (let band = 0; band < keys.length; band++) prefetched ^= larger.#bands.prefetch(keys[band])
      for (let band = 0; band < keys.length; band++) larger.#enterInBand(keys[band], row)
    }
    return larger
  }

  /** Rows taken, dead ones among them. */
  get rows(): number {
    return this.ids.length
  }

  /** Entries by the keys of their bands. */
  get bands(): PostingLists {
    return this.#bands
  }

  /** Places of sampled fingerprints; null where only signatures are kept. */
  get sampled(): PostingLists | null {
    return this.#sampled
  }

  /** Places of the grams of short texts; null where only signatures are kept. */
  get grams(): PostingLists | null {
    return this.#grams
  }

  /** Slots of all rows; of a spilled segment read back, O(rows). */
  get signatures(): Uint8Array<ArrayBuffer> {
    if (this.#spilled === null) return this.#signatures
    const { words, signatures } = this.#spilled
    return new Uint8Array(words.read(signatures, (this.rows * this.featureSettings.slots) >> 2).buffer)
  }

  /** How many slots of a row equal those of a signature. O(k). */
  equalSlots(signature: Uint8Array, row: number): number {
    if (this.#spilled === null) return equalSlots(signature, this.#signatures, row)
    const { words, signatures } = this.#spilled
    const count = this.featureSettings.slots >> 2
    return equalSlots(signature, new Uint8Array(words.read(signatures + row * count, count).buffer), 0)
  }

  /** Whether its texts, signatures and tables lie in a spool; it then takes no rows. */
  get spilled(): boolean {
    return this.#spilled !== null
  }

  /** Moves texts, signatures and tables to spools; about a tenth of the bytes stays in memory. O(bytes). */
  spill(words: PagedWords, texts: Spool): void {
    if (this.#spilled !== null) return
    this.texts.spill(texts)
    const signatures = words.append(new Uint32Array(this.#signatures.buffer))
    this.#signatures = new Uint8Array(0)
    this.#bands = new SpilledPostingTable(this.#bands as PostingTable, words)
    if (this.#sampled !== null) this.#sampled = new SpilledPostingTable(this.#sampled as PostingTable, words)
    if (this.#grams !== null) this.#grams = new SpilledPostingTable(this.#grams as PostingTable, words)
    this.#spilled = { words, signatures }
  }

  /** Bytes held, texts left out: arrays, and the ids. */
  get tableBytes(): number {
    const { at, lengths, digestLow, entry, gramCount, textFrom, textLength, dead } = this
    const arrays =
      at.byteLength +
      lengths.byteLength +
      2 * digestLow.byteLength +
      5 * entry.byteLength +
      gramCount.byteLength +
      textFrom.byteLength +
      textLength.byteLength +
      dead.byteLength +
      this.#signatures.byteLength
    const tables =
      this.bands.bytes + this.digests.bytes + (this.sampled?.bytes ?? 0) + (this.grams?.bytes ?? 0)
    return arrays + tables + this.rows * ID_BYTES + 2 * this.idUnits + this.leftOut.bytes
  }

  /** Bytes of the texts. */
  get textBytes(): number {
    return this.texts.bytes
  }

  /** Postings refused because their list was full. */
  get capped(): number {
    return this.leftOutPostings + this.bands.capped + (this.sampled?.capped ?? 0) + (this.grams?.capped ?? 0)
  }

  /** Whether one more document has room. */
  hasRoom(sampled: number, grams: number): boolean {
    return (
      this.rows < this.capacity.documents &&
      (this.sampled === null || this.sampled.size + sampled <= this.capacity.fingerprints) &&
      (this.grams === null || this.grams.size + grams <= this.capacity.grams)
    )
  }

  /** Calls `visit` for each entry whose digest is this one, dead rows among them. */
  eachEqual(digest: { readonly low: number; readonly high: number }, visit: (entry: number) => void): void {
    const tag = digest.high & 255
    // Most segments have none.
    const count = this.digests.count(digest.low, tag)
    if (count === 0) return
    const rows = new Int32Vector()
    this.digests.gather(digest.low, tag, count, rows, new Int32Vector())
    for (let i = 0; i < rows.length; i++) {
      const row = rows.values[i]
      if (this.digestLow[row] === digest.low && this.digestHigh[row] === digest.high) visit(row)
    }
  }

  /**
   * Enters a document and returns its row.
   * @param equal the entry with the same folded text, of which it becomes one more row; null where there is none.
   * @param saturated lists that it is left out of.
   */
  add({ id, at, features, text }: NewDocument<Id>, equal: number | null, saturated?: Saturated): number {
    const n = this.ids.push(id) - 1
    this.idUnits += typeof id === 'string' ? id.length : 0
    if (at !== 0 && this.at.length === 0) this.at = new Float64Array(this.capacity.documents)
    if (this.at.length > 0) this.at[n] = at
    this.earliest = Math.min(this.earliest, at)
    if (this.featureSettings.passages) this.lengths[n] = features.length
    this.next[n] = NONE
    this.entry[n] = equal ?? n
    this.last[n] = n
    this.first[n] = n
    this.alive++
    if (this.copies[this.entry[n]]++ === 0) this.distinct++
    if (text !== null) this.#keepText(n, text, equal)
    if (equal !== null) {
      this.next[this.last[equal]] = n
      this.last[equal] = n
      return n
    }
    const { digest, signature, bands, sampled, grams } = features
    this.digestLow[n] = digest.low
    this.digestHigh[n] = digest.high
    this.digests.add(digest.low, digest.high & 255, n)
    this.#signatures.set(signature, n * this.featureSettings.slots)
    if (features.length === 0) return n
    this.leftOutPostings +=
      (saturated?.bands.size ?? 0) + (saturated?.sampled.size ?? 0) + (saturated?.grams.size ?? 0)
    for (let band = 0; band < bands.length; band++) {
      if (saturated?.bands.has(band) === true) this.leftOut.add('bands', bands[band])
      else this.#enterInBand(bands[band], n)
    }
    if (this.sampled !== null && sampled !== null) {
      this.#enterFingerprints('sampled', this.sampled, sampled, n, saturated?.sampled)
    }
    if (this.grams !== null && grams !== null) {
      this.#enterFingerprints('grams', this.grams, grams, n, saturated?.grams)
      this.gramCount[n] = grams.count
    }
    return n
  }

  /** The source of a row, where it is kept here. O(length). */
  textOf(row: number): string {
    return this.texts.get(this.textFrom[row], this.textLength[row])
  }

  /** Marks a row as dead. */
  markDead(row: number): void {
    if (this.dead[row] !== 0) return
    this.dead[row] = 1
    this.alive--
    if (--this.copies[this.entry[row]] === 0) this.distinct--
  }

  /** Rows of an entry that are not dead, oldest first, as long as `visit` returns true. */
  eachRow(entry: number, visit: (row: number) => boolean): void {
    // The oldest copies go first; those that have gone at the front are stepped over once.
    let row = this.first[entry]
    while (row !== NONE && this.dead[row] !== 0 && this.next[row] !== NONE) row = this.next[row]
    this.first[entry] = row
    for (; row !== NONE; row = this.next[row]) if (this.dead[row] === 0 && !visit(row)) return
  }

  /** Whether a document was left out of one of the lists of these features because the list was full. */
  leavesOut(features: Features): boolean {
    return this.leftOut.concerns(features)
  }

  /** Loads into the cache what a search for these features will read. */
  prefetch({ bands, sampled }: Features): number {
    let read = 0
    for (let band = 0; band < bands.length; band++) read ^= this.#bands.prefetch(bands[band])
    if (sampled === null) return read
    for (let place = 0; place < sampled.count; place++) read ^= this.#sampled!.prefetch(sampled.low[place])
    return read
  }

  /** Appends the entries in the band of a key. */
  gatherBand(key: number, entries: Int32Vector): void {
    const count = this.#bands.count(key, bandTag(key))
    if (count === 0) return
    UNUSED.clear()
    this.#bands.gather(key, bandTag(key), count, entries, UNUSED)
  }

  /** Appends the places of the fingerprints that have postings here, and how many each has. */
  countPostings(
    kind: FingerprintKind,
    fingerprints: Fingerprints,
    places: Int32Vector,
    counts: Int32Vector,
  ): void {
    const table = this[kind]!
    if (table.size === 0) return
    for (let place = 0; place < fingerprints.count; place++) {
      const count = postingCount(table, fingerprints, place)
      if (count === 0) continue
      places.push(place)
      counts.push(count)
    }
  }

  /** Appends the first postings of one fingerprint, no more than it has here: entries, and positions in folded units. */
  gatherPostings(
    kind: FingerprintKind,
    fingerprints: Fingerprints,
    place: number,
    count: number,
    entries: Int32Vector,
    positions: Int32Vector,
  ): void {
    gatherPostings(this[kind]!, fingerprints, place, count, SHIFTS[kind], entries, positions)
  }

  /** Postings of one fingerprint whose entries are still held. */
  holdersAlive(kind: FingerprintKind, fingerprints: Fingerprints, place: number): number {
    const table = this[kind]!
    const count = postingCount(table, fingerprints, place)
    if (this.alive === this.rows) return count
    const entries = new Int32Vector()
    gatherPostings(table, fingerprints, place, count, SHIFTS[kind], entries, new Int32Vector())
    let alive = 0
    for (let i = 0; i < entries.length; i++) if (this.copies[entries.values[i]] > 0) alive++
    return alive
  }

  #enterInBand(key: number, row: number): void {
    if (!this.#bands.add(key, bandTag(key), row)) this.leftOut.add('bands', key)
  }

  #enterFingerprints(
    kind: 'sampled' | 'grams',
    table: PostingLists,
    fingerprints: Fingerprints,
    row: number,
    saturated: ReadonlySet<number> | undefined,
  ): void {
    const shift = SHIFTS[kind]
    for (let place = 0; place < fingerprints.count; place++) {
      const entered =
        saturated?.has(place) !== true && enterFingerprint(table, fingerprints, place, row, shift)
      if (!entered) this.leftOut.add(kind, fingerprints.low[place])
    }
  }

  #keepText(row: number, text: string, equal: number | null): void {
    // The last copies that came: a million identical documents are stored once.
    if (equal !== null) {
      for (const before of [equal, this.last[equal]]) {
        if (Math.abs(this.textLength[before]) === text.length && this.textOf(before) === text) {
          this.textFrom[row] = this.textFrom[before]
          this.textLength[row] = this.textLength[before]
          return
        }
      }
    }
    const place = this.texts.add(text)
    this.textFrom[row] = place.from
    this.textLength[row] = place.length
  }
}

/** What is stored of each row, beside `at` and the id. */
const COLUMNS = [
  'lengths',
  'digestLow',
  'digestHigh',
  'entry',
  'next',
  'gramCount',
  'textFrom',
  'textLength',
  'signatures',
] as const
/** Name of a stored column. */
export type StoredColumn = (typeof COLUMNS)[number]
/** Values of a column, one or more for each row. */
export type ColumnValues = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

/** Posting tables of a segment that were stored. */
export interface StoredTables {
  /** Documents that they were made for. */
  readonly documents: number
  readonly bands: StoredPostingTable
  readonly digests: StoredPostingTable
  readonly sampled?: StoredPostingTable
  readonly grams?: StoredPostingTable
}

/** The tag of a band key: other bits than those that place it. */
function bandTag(key: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> 8) & 255
}
