import type { Features } from '../candidates/features.js'
import { SHORT_LENGTH } from '../candidates/fingerprints.js'
import { related } from '../compare/compare.js'
import type { Relate } from '../compare/relation.js'
import { OffprintError } from '../kernel/errors.js'
import { expectedBytes } from '../store/capacity.js'
import { relatedByCoverage, type FoundMatch, type Search } from '../store/search.js'
import { SegmentedIndex } from '../store/segmented-index.js'
import { indexSettings } from '../store/index-options.js'
import type { Spool } from '../store/spool.js'
import { fold, type FoldedText } from '../text/fold.js'
import { Lexicon } from './lexicon.js'
import type { KnownWord } from './account/evidence.js'
import { Texts } from './texts.js'

/**
 * Least share of the shorter text that candidates have in common as colinear hits, as far as fingerprints tell. Of 1,500
 * articles with a third of copies of five kinds, 0.6 instead of 7.7 per document were aligned, and the same matches found; a
 * copy with 15 % character errors shares a quarter.
 */
export const LEAST_SHARE = 0.05
/** Share of the memory that tables may take; the rest is for texts, ids and the work of a search. */
const TABLE_SHARE = 3 / 4
/**
 * Room of the first segment, in documents. A search asks every segment for every fingerprint: among 10,000 chains of phrases six
 * took 405 µs and one takes 240, among 40,000 eight took 500 and two take 280. One document in seven is entered anew.
 */
const FIRST_SIZES = [512, 4096, 32_768]
/** Texts are stored in chunks of this share of the memory, at most of a megabyte. */
const CHUNK_SHARE = 1 / 16
const MOST_CHUNK = 2 ** 20
/** Bytes that V8 takes for a string in an array, beyond its characters. */
const STRING_BYTES = 24
const LATIN = /^[\0-\xff]*$/

/** The features of a text, by which a corpus searches for it and enters it. */
export type TextFeatures = Features & { readonly folded: FoldedText }

/** What limits the memory of a corpus: see `DedupeOptions`. */
export interface CorpusLimits {
  readonly relate: Relate
  readonly memory: number
  readonly spool: (() => Spool) | undefined
  /** Of the tables; see `DedupeOptions`. */
  readonly secret?: string | undefined
}

/**
 * Texts and an index that finds them, by number: ids of a crawl may repeat. It stays within a limit of bytes: first the texts
 * go to a spool, then sealed segments of the index.
 *
 * Each text takes the same way: `featuresOf` computes its features, `search` finds what it matches, the caller decides, and a
 * text that is to be found later is stored by `keep` and made searchable by `enter`. A batch keeps all texts first, because
 * it enters them in another order.
 */
export class Corpus {
  readonly #texts: Texts
  readonly #index: SegmentedIndex<number>
  readonly #limits: CorpusLimits
  readonly #onSpill: () => void
  readonly #lexicon = new Lexicon()
  /** Whether a word is known from other documents than the two that are compared. O(length of the word). */
  readonly known: KnownWord = (word) => this.#lexicon.knowsWord(word)
  /** The number that `keep` gave to the text which now has this number. */
  #storedAs: (number: number) => number = (number) => number
  /** Folded characters of all texts, and of those that are short. */
  #characters = 0
  #shortCharacters = 0
  #idBytes = 0
  #spool: Spool | null = null
  /** The text compared last, folded: many documents are compared with one keeper. */
  #held: { readonly number: number; readonly folded: FoldedText } | null = null

  /** @param onSpill is called once, before anything is spilled. */
  constructor(limits: CorpusLimits, onSpill: () => void = () => {}) {
    const { relate, memory, spool } = limits
    this.#limits = limits
    this.#onSpill = onSpill
    const bounded = memory < Infinity
    this.#texts = new Texts(bounded ? Math.min(MOST_CHUNK, Math.floor(memory * CHUNK_SHARE)) : undefined)
    const settings = indexSettings<number>({
      relate,
      load: (number) => this.textOf(number),
      ...(limits.secret !== undefined && { secret: limits.secret }),
      ...(bounded && spool && { maxBytes: Math.floor(memory * TABLE_SHARE), whenFull: 'spill', spool }),
    })
    this.#index = new SegmentedIndex<number>({ ...settings, ...(!bounded && { firstSizes: FIRST_SIZES }) })
  }

  /** Texts kept. */
  get count(): number {
    return this.#texts.count
  }

  /** Texts aligned for all searches so far. */
  get compared(): number {
    return this.#index.verified
  }

  /** Bytes in memory, without the lexicon: some 4 MB, whatever the limit. */
  get bytes(): number {
    return this.#texts.bytes + this.#index.bytes + this.#idBytes
  }

  /** Bytes of all texts and of the tables that they will need, in memory or in a spool. */
  get expectedBytes(): number {
    const { featureSettings } = this.#index.settings
    return (
      this.#texts.stored +
      expectedBytes(this.#texts.count, this.#characters, this.#shortCharacters, featureSettings)
    )
  }

  /** The words that several of its documents have, for other processes: see `Lexicon.packed`. */
  packedLexicon(): Uint8Array {
    return this.#lexicon.packed()
  }

  /** The text of a number. O(length). */
  textOf(number: number): string {
    return this.#texts.at(this.#storedAs(number))
  }

  /**
   * Stores a text, counts its words, and returns its number; it is not searchable yet. O(length). @throws OffprintError `ERR_INDEX_FULL`.
   */
  keep(folded: FoldedText, id: string | number): number {
    const { source: text, length } = folded
    this.#lexicon.add(folded)
    this.#characters += length
    if (length <= SHORT_LENGTH) this.#shortCharacters += length
    const number = this.#texts.add(text)
    this.#idBytes += typeof id === 'string' ? (LATIN.test(id) ? 1 : 2) * id.length + STRING_BYTES : 8
    this.#fit()
    return number
  }

  /** Gives all texts new numbers, before the first is entered. @param storedAs the number from `keep` by the new number. */
  renumber(storedAs: (number: number) => number): void {
    this.#storedAs = storedAs
    this.#held = null
  }

  /** What a text is searched for and entered by. O(length). @param folded the folded text, if the caller has it. */
  featuresOf(text: string, folded?: FoldedText): TextFeatures {
    return this.#index.featuresOf(text, folded) as TextFeatures
  }

  /**
   * The matches of a text among those entered, aligned one by one, best evidence first.
   * @param among the numbers to search among. Default: all.
   */
  search(features: TextFeatures, among?: (number: number) => boolean): Search<number> {
    return this.#index.search(features, { share: LEAST_SHARE, filter: among, byCoverage: true })
  }

  /**
   * Makes a kept text searchable under its number.
   * @param search the search for the text, if there was one. @throws OffprintError `ERR_INDEX_FULL`.
   */
  enter(number: number, features: TextFeatures, search?: Search<number>): void {
    try {
      this.#index.enter(number, 0, features, search?.saturated)
    } catch (error) {
      if (error instanceof OffprintError && error.code === 'ERR_INDEX_FULL') throw this.#tooMuch()
      throw error
    }
    this.#fit()
  }

  /** Compares a text with the text of a number; null where they are unrelated. */
  compare(text: FoldedText, number: number): FoundMatch<number> | null {
    const held = this.#foldedOf(number, text)
    const pair = related(text, held, this.#limits.relate)
    if (pair === null) return null
    const { comparison, edits, differences } = pair
    const match = { id: number, verified: true, ...comparison }
    return relatedByCoverage({ match, other: held, edits, differences }, this.#limits)
  }

  /** Gives spools back; the corpus must not be used afterwards. */
  close(): void {
    this.#index.close()
    this.#spool?.close()
    this.#spool = null
  }

  /** The text of a number, folded; `text` itself where the two are equal to the letter. */
  #foldedOf(number: number, text: FoldedText): FoldedText {
    if (this.#held?.number === number) return this.#held.folded
    const source = this.textOf(number)
    const folded = source === text.source ? text : fold(source)
    this.#held = { number, folded }
    return folded
  }

  /** Spills texts, then segments, until everything fits. @throws OffprintError `ERR_INDEX_FULL`. */
  #fit(): void {
    const { memory, spool } = this.#limits
    if (this.bytes <= memory) return
    if (spool === undefined) throw this.#tooMuch()
    if (this.#spool === null) {
      this.#onSpill()
      this.#spool = spool()
      this.#texts.spill(this.#spool)
    }
    if (!this.#index.spillTo(memory - this.#texts.bytes - this.#idBytes)) throw this.#tooMuch()
  }

  #tooMuch(): OffprintError {
    const { memory, spool } = this.#limits
    const remedy =
      spool === undefined
        ? 'raise it, or give options.spool (fileSpool of offprint/node)'
        : 'raise it: a part of the tables has to stay in memory'
    return new OffprintError(
      'ERR_INDEX_FULL',
      `${this.count} documents do not fit into options.memory, ${memory} bytes; ${remedy}`,
    )
  }
}
