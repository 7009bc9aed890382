import { related, type NamedEdit } from '../compare/compare.js'
import { OffprintError } from '../kernel/errors.js'
import type { Features } from '../candidates/features.js'
import type { Match } from '../store/match.js'
import type { Search } from '../store/search.js'
import { SegmentedIndex } from '../store/segmented-index.js'
import type { Spool } from '../store/spool.js'
import { Texts } from './texts.js'
import { SHORT_LENGTH } from '../candidates/fingerprints.js'
import { expectedBytes } from '../store/generations.js'
import { indexSettings } from '../store/settings.js'
import { fold } from '../text/fold.js'
import type { Relate } from '../compare/relation.js'

/**
 * Least part of the shorter text that candidates share in one line, as far as fingerprints tell. Of 1,500 articles with a
 * third of copies of five kinds, 0.6 instead of 7.7 a document were aligned, and the same matches found; a copy with 15 %
 * character errors shares a quarter.
 */
export const LEAST_SHARE = 0.05
/** Part of the memory that tables may take; the rest is for texts, ids and what a search needs. */
const TABLES = 3 / 4
/** Texts are set aside in chunks of this part of the memory, at most of a megabyte. */
const CHUNK = 1 / 16
const MOST_CHUNK = 2 ** 20
/** What V8 takes for a string in an array, beyond its characters. */
const STRING_BYTES = 24
const LATIN = /^[\0-\xff]*$/

/** What limits a run: see `DedupeOptions`. */
export interface Limits {
  readonly relate: Relate
  readonly memory: number
  readonly spool: (() => Spool) | undefined
}

/**
 * Texts, and an index that finds them: by numbers, because ids of a crawl may repeat. Within a limit of bytes: texts go to
 * a spool first, then sealed segments of the index.
 */
export class Holdings {
  readonly texts: Texts
  readonly #index: SegmentedIndex<number>
  readonly #limits: Limits
  readonly #onSpill: () => void
  /** Folded characters of all texts, and of those that are short. */
  #characters = 0
  #short = 0
  /** The text behind a number of the index. */
  #textOf: (number: number) => string = (number) => this.texts.at(number)
  #spool: Spool | null = null
  #other = 0

  /** @param onSpill is called before anything is spilled. */
  constructor(limits: Limits, onSpill: () => void = () => {}) {
    const { relate, memory, spool } = limits
    this.#limits = limits
    this.#onSpill = onSpill
    const bounded = memory < Infinity
    this.texts = new Texts(bounded ? Math.min(MOST_CHUNK, Math.floor(memory * CHUNK)) : undefined)
    this.#index = new SegmentedIndex<number>(
      indexSettings<number>({
        relate,
        load: (number) => this.#textOf(number),
        ...(bounded && spool && { maxBytes: Math.floor(memory * TABLES), whenFull: 'spill', spool }),
      }),
    )
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.texts.bytes + this.#index.bytes + this.#other
  }

  /** From now on numbers of the index stand for other texts than those of the same number. */
  renumber(textOf: (number: number) => number): void {
    this.#textOf = (number) => this.texts.at(textOf(number))
  }

  /** The text of a number. */
  textOf(number: number): string {
    return this.#textOf(number)
  }

  /** Bytes of all texts and of the tables they will need, wherever they lie. */
  get expected(): number {
    const { featureSettings } = indexSettings({})
    const tables = expectedBytes(this.texts.count, this.#characters, this.#short, featureSettings)
    return this.texts.stored + tables
  }

  /** Stores a text of so many folded characters, not yet in the index; returns its number. */
  keepText(text: string, id: string | number, length: number): number {
    this.#characters += length
    if (length <= SHORT_LENGTH) this.#short += length
    const number = this.texts.add(text)
    this.#other += typeof id === 'string' ? (LATIN.test(id) ? 1 : 2) * id.length + STRING_BYTES : 8
    this.fit()
    return number
  }

  /** What a text is searched for and entered by. O(length). */
  featuresOf(text: string): Features {
    return this.#index.featuresOf(text)
  }

  /** Matches of a text, aligned one by one, best evidence first. */
  search(features: Features, filter?: (number: number) => boolean): Search<number> {
    return this.#index.search(features, { share: LEAST_SHARE, filter })
  }

  /** Enters a text in the index. @param search what was found for it, if it was searched for. */
  enter(number: number, features: Features, search?: Search<number>): void {
    this.#full(() => this.#index.enter(number, 0, features, search?.saturated))
    this.fit()
  }

  /** How a text is related to one that is held, or null if not at all. */
  compare(text: string, number: number, edits: boolean): Match<number> | null {
    const other = this.textOf(number)
    const folded = fold(text)
    const held = other === text ? folded : fold(other)
    const pair = related(folded, held, this.#limits.relate)
    return (
      pair && { id: number, verified: true, ...pair.comparison, ...(edits ? { edits: pair.edits() } : {}) }
    )
  }

  /** The differences of a text and one that is held. */
  differences(text: string, number: number): readonly NamedEdit[] {
    return this.compare(text, number, true)?.edits ?? []
  }

  /** Spills texts where all would not fit. @throws OffprintError `ERR_INDEX_FULL`. */
  fit(): void {
    const { memory, spool } = this.#limits
    if (this.bytes <= memory) return
    if (spool === undefined) throw this.#tooMuch()
    if (this.#spool === null) {
      this.#onSpill()
      this.#spool = spool()
      this.texts.spill(this.#spool)
    }
    if (!this.#index.spillTo(memory - this.texts.bytes - this.#other)) throw this.#tooMuch()
  }

  close(): void {
    this.#index.close()
    this.#spool?.close()
    this.#spool = null
  }

  #full<R>(work: () => R): R {
    try {
      return work()
    } catch (error) {
      if (error instanceof OffprintError && error.code === 'ERR_INDEX_FULL') throw this.#tooMuch()
      throw error
    }
  }

  #tooMuch(): OffprintError {
    const { memory, spool } = this.#limits
    const remedy =
      spool === undefined
        ? 'raise it, or give options.spool (fileSpool of offprint/node)'
        : 'raise it: a part of the tables has to stay in memory'
    return new OffprintError(
      'ERR_INDEX_FULL',
      `${this.texts.count} documents do not fit into options.memory, ${memory} bytes; ${remedy}`,
    )
  }
}
