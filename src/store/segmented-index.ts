import { meetingProbability } from '../candidates/bands.js'
import { equalByForm } from '../text/equal-by-form.js'
import { fold, type FoldedText } from '../text/fold.js'
import type { RankedCandidates, Saturated } from '../candidates/candidate.js'
import { rankCandidates } from '../candidates/candidates.js'
import { featuresOf, type Features } from '../candidates/features.js'
import { IdNumbers, type NumberedIds } from './id-numbers.js'
import { SegmentList } from './segment-list.js'
import { stepToFit } from './eviction.js'
import { Search, sourceOf, type SearchOptions, type SearchTally } from './search.js'
import type { Candidate, CandidateResult } from './match.js'
import type { Segment } from './segment.js'
import type { IndexSettings } from './index-options.js'
import { readSegments, snapshotOf, type SnapshotPart } from './snapshot.js'
import { PAGED_BYTES, PagedWords, type Spool } from './spool.js'
import type { DecodedPart } from './stored-part.js'

/** What an index holds, and what it has left out: `stats()`. */
export interface IndexStats {
  /** Texts held, by id. */
  readonly documents: number
  /** Distinct folded texts among them, segment by segment. */
  readonly distinct: number
  /** Bytes of the tables and of the ids, in memory. */
  readonly bytes: number
  /** Bytes of the texts kept in memory. */
  readonly textBytes: number
  /** Segments that hold them. */
  readonly segments: number
  /** Documents that were candidates of a search, since the index was made. */
  readonly candidates: number
  /** Candidates that were compared. */
  readonly verified: number
  /** Searches, queries and additions, that did not return or look at all there was: `truncated`. */
  readonly truncated: number
  /** Postings left out because the list of their fingerprint or band was full. */
  readonly capped: number
  /** Documents dropped to keep to `maxBytes`. */
  readonly evicted: number
  /** Bands and rows of the signatures, and with what probability a pair of some similarity meets in a band. */
  readonly banding: {
    /** Number of bands. */
    readonly bands: number
    /** Slots of a band. */
    readonly rows: number
    /** With what probability a pair is found. */
    readonly curve: readonly {
      /** Jaccard similarity of the pair. */
      readonly similarity: number
      /** That it shares a band at least. */
      readonly probability: number
    }[]
  }
}

/**
 * Segments and the ids in them, without a word on arguments: what `DuplicateIndex` and the corpus of `dedupe` are made of.
 * The caller computes the features of a text once, searches with them, decides by what the search returns, and enters them:
 *
 *     const features = index.featuresOf(text)
 *     const search = index.search(features)
 *     for (const { match, edits } of search) if (decides(match, edits)) break
 *     index.enter(id, at, features, search.saturated)
 */
export class SegmentedIndex<Id extends string | number> {
  readonly settings: IndexSettings
  readonly #numbers: IdNumbers<Id>
  #list: SegmentList<Id>
  readonly #tally: SearchTally = { candidates: 0, verified: 0, truncated: 0 }
  #evicted = 0
  #spools: Spools | null = null

  constructor(settings: IndexSettings) {
    this.settings = settings
    this.#list = new SegmentList(settings.featureSettings, settings.maxBytes, settings.firstSizes)
    // A class, for the searches of its table are as many as the documents.
    this.#numbers = new IdNumbers<Id>(new ListedIds(() => this.#list))
  }

  /** Number of documents held. */
  get size(): number {
    return this.#numbers.size
  }

  /** Candidates that were compared, over all searches. */
  get verified(): number {
    return this.#tally.verified
  }

  /** Bytes held in memory: tables, ids and texts. O(segments). */
  get bytes(): number {
    const { tableBytes, textBytes } = this.#list
    return tableBytes + textBytes + this.#numbers.bytes + (this.#spools === null ? 0 : PAGED_BYTES)
  }

  /** Whether a document of this id is held. */
  has(id: Id): boolean {
    return this.#numbers.get(id) !== undefined
  }

  /** What a text is searched for and entered by. `folded` is its folded text, if the caller has it. O(length). */
  featuresOf(text: string, folded?: FoldedText): Features {
    return featuresOf(text, this.settings.featureSettings, folded)
  }

  /** What is held under an id: nothing, a text that folds to the same as this one, or another. */
  heldUnder(id: Id, features: Features): 'nothing' | 'equal' | 'other' {
    const number = this.#numbers.get(id)
    if (number === undefined) return 'nothing'
    const { segment, row } = this.#list.locate(number)
    const entry = segment.entry[row]
    const { low, high } = features.digest
    const sameDigest = segment.digestLow[entry] === low && segment.digestHigh[entry] === high
    return sameDigest && this.#isEqual(segment, entry, features) ? 'equal' : 'other'
  }

  /** Documents worth aligning with a text, best evidence first, not verified. */
  candidates(features: Features): CandidateResult<Id> {
    const { entries, truncated } = this.#rank(features)
    if (truncated) this.#tally.truncated++
    const candidates: Candidate<Id>[] = []
    for (const { segment, entry, evidence } of entries) {
      segment.eachRow(entry, (row) => {
        candidates.push({ id: segment.ids[row], evidence })
        return true
      })
    }
    return { candidates, truncated }
  }

  /**
   * Matches of a text. Candidates are found at once; each is aligned when the iterator comes to it, best evidence first, so
   * a caller who has what it needs stops by `break`. The matches can be iterated once.
   */
  search(features: Features, options: SearchOptions<Id> = {}): Search<Id> {
    return new Search(this.#rank(features), features, options, this.settings, this.#tally)
  }

  /**
   * Enters a document, in place of the one that is held under its id, if any.
   * @param saturated what the search for these features found full; without it each segment is filled up on its own.
   * @throws OffprintError `ERR_INDEX_FULL` where `maxBytes` leaves no room; nothing has changed then.
   */
  enter(id: Id, at: number, features: Features, saturated?: Saturated): void {
    // Before the old text goes: a full index loses nothing.
    this.#makeRoom(features)
    this.remove(id)
    this.#append(id, at, features, saturated)
    // Texts come in chunks, of which the last may have been one too many.
    if (this.settings.whenFull === 'spill') this.spillTo(this.settings.maxBytes)
  }

  /** Forgets a document; false if it was not held. */
  remove(id: Id): boolean {
    const number = this.#numbers.get(id)
    if (number === undefined) return false
    this.#forget(number, id)
    this.#compact()
    return true
  }

  /** Forgets the documents that came before a time; returns how many. O(documents that go), now and then more. */
  expire(before: number): number {
    this.#list.startSliding()
    let gone = 0
    for (const segment of this.#list.segments) {
      if (segment.earliest >= before) continue
      const none = segment.at.length === 0 // all at 0
      for (let row = 0; row < segment.rows; row++) {
        if (segment.dead[row] !== 0 || (none ? 0 : segment.at[row]) >= before) continue
        this.#forget(segment.base + row, segment.ids[row])
        gone++
      }
    }
    this.#compact()
    return gone
  }

  /** Spills segments, the oldest first, until the index takes no more than this many bytes; returns whether that was reached. */
  spillTo(bytes: number): boolean {
    if (this.settings.spool === undefined) return this.bytes <= bytes
    while (this.bytes > bytes) if (!this.#spillOldest()) return false
    return true
  }

  /** Gives back what was spilled; the index must not be used afterwards. Without a spool it does nothing. */
  close(): void {
    this.#spools?.close()
    this.#spools = null
  }

  /** What the index holds and did. */
  stats(): IndexStats {
    const { banding } = this.settings.featureSettings
    return {
      documents: this.#numbers.size,
      distinct: this.#list.distinct,
      bytes: this.#list.tableBytes + this.#numbers.bytes + (this.#spools === null ? 0 : PAGED_BYTES),
      textBytes: this.#list.textBytes,
      segments: this.#list.segments.length,
      candidates: this.#tally.candidates,
      verified: this.#tally.verified,
      truncated: this.#tally.truncated,
      capped: this.#list.capped,
      evicted: this.#evicted,
      banding: {
        ...banding,
        curve: Array.from({ length: 9 }, (_, i) => {
          const similarity = (i + 1) / 10
          return { similarity, probability: meetingProbability(similarity, banding) }
        }),
      },
    }
  }

  /** The index in parts, the manifest last. */
  parts(): SnapshotPart[] {
    return snapshotOf(this.#list, this.settings, this.#evicted)
  }

  /** Takes over what was stored, in place of what is held. @throws OffprintError `ERR_FORMAT`, `ERR_ARGUMENT`. */
  restore(manifest: DecodedPart, read: (name: string) => Uint8Array): void {
    const { list, evicted, refold } = readSegments<Id>(manifest, this.settings, read)
    this.#evicted = evicted
    if (refold) {
      // Into fresh segments, in the order of the old ones.
      for (const segment of list.segments) this.#enterAnew(segment)
      return
    }
    this.#list = list
    for (const segment of list.segments) {
      for (let row = 0; row < segment.rows; row++) {
        if (segment.dead[row] === 0) this.#numbers.add(segment.ids[row], segment.base + row)
      }
    }
  }

  #rank(features: Features): RankedCandidates<Segment<Id>> {
    return rankCandidates(this.#list, features, (segment, entry) => this.#isEqual(segment, entry, features))
  }

  #spillOldest(): boolean {
    const segment = this.#list.oldestInMemory()
    if (segment === undefined) return false
    this.#spools ??= spoolsOf(this.settings.spool!)
    segment.spill(this.#spools.words, this.#spools.texts)
    return true
  }

  #append(id: Id, at: number, features: Features, saturated?: Saturated): void {
    const sampled = features.sampled?.count ?? 0
    const grams = features.grams?.count ?? 0
    const outgrown = this.#list.outgrow(sampled, grams)
    if (outgrown !== undefined) {
      // The only segment there was.
      this.#numbers.clear()
      this.#enterAnew(outgrown)
    }
    const segment = this.#list.roomFor(sampled, grams)
    let equal: number | null = null
    segment.eachEqual(features.digest, (entry) => {
      if (equal === null && this.#isEqual(segment, entry, features)) equal = entry
    })
    const text = this.settings.keepsTexts ? features.source : null
    this.#numbers.add(id, this.#list.add(segment, { id, at, features, text }, equal, saturated))
  }

  /** Makes room for a document under `maxBytes`, or throws. */
  #makeRoom(features: Features): void {
    for (;;) {
      const step = stepToFit(this.#list, features, this.settings, this.bytes)
      if (step === 'none') return
      if (step === 'spill') this.#spillOldest()
      else this.#evictOldest()
    }
  }

  #evictOldest(): void {
    const [oldest] = this.#list.segments
    for (let row = 0; row < oldest.rows; row++) {
      if (oldest.dead[row] !== 0) continue
      this.#forget(oldest.base + row, oldest.ids[row])
      this.#evicted++
    }
    this.#list.drop(oldest)
  }

  #forget(number: number, id: Id): void {
    const { segment, row } = this.#list.locate(number)
    this.#numbers.delete(id)
    segment.markDead(row)
  }

  /** Drops segments whose rows are all dead, and enters the documents of segments with many dead rows anew. */
  #compact(): void {
    for (const segment of this.#list.toCompact()) {
      if (segment.alive === 0) {
        this.#list.drop(segment)
        continue
      }
      // Without the texts the features of its rows are lost; the segment goes when all its rows are dead.
      if (!this.settings.keepsTexts) continue
      for (let row = 0; row < segment.rows; row++) {
        if (segment.dead[row] === 0) this.#numbers.delete(segment.ids[row])
      }
      this.#list.drop(segment)
      this.#enterAnew(segment)
    }
  }

  /** Enters the documents of a segment that is no longer in the list. */
  #enterAnew(segment: Segment<Id>): void {
    for (let row = 0; row < segment.rows; row++) {
      if (segment.dead[row] !== 0) continue
      const at = segment.at.length === 0 ? 0 : segment.at[row]
      this.#append(segment.ids[row], at, this.featuresOf(sourceOf({ segment, row }, this.settings)))
    }
  }

  /** Whether the texts of an entry with the same digest fold to this one: a digest is no proof. */
  #isEqual(segment: Segment<Id>, entry: number, features: Features): boolean {
    // The text is not kept: 64 bits of hash stand for it.
    if (!features.passages) return true
    if (segment.lengths[entry] !== features.length) return false
    // Where texts are elsewhere, asking for them would cost more than 2^-64 is worth.
    if (!this.settings.keepsTexts) return true
    const source = segment.textOf(entry)
    if (source === features.source) return true
    if (features.length === 0) return equalByForm(source, features.source)
    const { units } = fold(source)
    const own = features.folded!.units
    for (let i = 0; i < units.length; i++) if (units[i] !== own[i]) return false
    return true
  }
}

/** The ids of a list of segments, which may be another one tomorrow. */
class ListedIds<Id> implements NumberedIds<Id> {
  readonly #list: () => SegmentList<Id>

  constructor(list: () => SegmentList<Id>) {
    this.#list = list
  }

  get first(): number {
    return this.#list().segments[0]?.base ?? 0
  }

  idOf(number: number): Id {
    const { segment, row } = this.#list().locate(number)
    return segment.ids[row]
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
