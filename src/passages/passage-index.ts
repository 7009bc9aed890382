import type { FoldedText } from '../text/fold.js'
import {
  fingerprints,
  RATE,
  SAMPLED_LENGTH,
  SHORT_LENGTH,
  shortGrams,
  type Fingerprints,
} from './fingerprints.js'
import { inLine } from './in-line.js'
import { Postings } from './postings.js'

/** A sampled fingerprint shared by chance is rare, two in line are rarer; one alone asks for no alignment. */
const MIN_IN_LINE = 2
/** Short texts must share this part of the grams of the shorter one: 3 of 10 survive 30 % character errors. */
const MIN_GRAM_SHARE = 0.2

/** The prints of a text, kept by the caller for `remove`; null where a text has none of a kind. */
export interface Prints {
  readonly sampled: Fingerprints | null
  readonly grams: Fingerprints | null
}

/** Which texts share a stretch with this one: a copy, a part, a page around it, a noisy witness. */
export class PassageIndex {
  readonly #sampled = new Postings()
  readonly #grams = new Postings()
  readonly #gramCount = new Map<number, number>()

  add(text: number, prints: Prints): void {
    if (prints.sampled) this.#sampled.add(text, prints.sampled)
    if (prints.grams) {
      this.#grams.add(text, prints.grams)
      this.#gramCount.set(text, prints.grams.count)
    }
  }

  /** Removes a text; the prints must be those it was added with. */
  remove(text: number, prints: Prints): void {
    if (prints.sampled) this.#sampled.remove(text, prints.sampled)
    if (prints.grams) {
      this.#grams.remove(text, prints.grams)
      this.#gramCount.delete(text)
    }
  }

  /**
   * Calls `found` for each text that has enough in line with these prints, with about how many characters the two
   * share; twice for a pair of texts that stand under both kinds of prints.
   * O(h log h) for h hits; a print has at most 1,000.
   */
  search(prints: Prints, found: (text: number, shared: number) => void): void {
    if (prints.sampled) {
      inLine(this.#sampled, prints.sampled, (text, hits) => {
        if (hits >= MIN_IN_LINE) found(text, hits * RATE)
      })
    }
    if (prints.grams) {
      const own = prints.grams.count
      inLine(this.#grams, prints.grams, (text, hits) => {
        const fewer = Math.min(own, this.#gramCount.get(text)!)
        if (hits >= MIN_GRAM_SHARE * fewer) found(text, hits)
      })
    }
  }

  /** Places left out because their fingerprint stands in very many texts. */
  get capped(): number {
    return this.#sampled.capped + this.#grams.capped
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#sampled.bytes + this.#grams.bytes
  }
}

/** The prints by which a text is entered and sought. O(length). */
export function printsOf(text: FoldedText): Prints {
  return {
    sampled: text.length >= SAMPLED_LENGTH ? fingerprints(text) : null,
    grams: text.length <= SHORT_LENGTH ? shortGrams(text) : null,
  }
}
