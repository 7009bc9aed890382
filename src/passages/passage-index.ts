import type { FoldedText } from '../text/fold.js'
import { fingerprints, SAMPLED_LENGTH, SHORT_LENGTH, shortGrams, type Fingerprints } from './fingerprints.js'
import { Postings } from './postings.js'

/** Two hits are in line when what lies between them has nearly the same length in both texts, in folded units. */
const SLACK = 512
/** A sampled fingerprint shared by chance is rare, two in line are rarer; one alone asks for no alignment. */
const MIN_IN_LINE = 2
/** Short texts must share this part of the grams of the shorter one: 3 of 10 survive 30 % character errors. */
const MIN_GRAM_SHARE = 0.2

/** What the sketches of a text's fingerprints are, kept by the caller for `remove`. */
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
   * Calls `found` once for each text that has enough in line with these prints, with the number of its hits that are.
   * O(places of the prints), each print being capped.
   */
  search(prints: Prints, found: (text: number, inLine: number) => void): void {
    if (prints.sampled) {
      const hits = gather(this.#sampled, prints.sampled)
      for (const [text, pairs] of hits) {
        const count = inLine(pairs)
        if (count >= MIN_IN_LINE) found(text, count)
      }
    }
    if (prints.grams) {
      const own = prints.grams.count
      for (const [text, pairs] of gather(this.#grams, prints.grams)) {
        const count = inLine(pairs)
        const fewer = Math.min(own, this.#gramCount.get(text)!)
        if (count >= Math.max(1, MIN_GRAM_SHARE * fewer)) found(text, count)
      }
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

/** Hits by text, as flat pairs (position in the asking text, position there). */
function gather(postings: Postings, prints: Fingerprints): Map<number, number[]> {
  const byText = new Map<number, number[]>()
  postings.hits(prints, (text, position, asked) => {
    const pairs = byText.get(text)
    if (pairs === undefined) byText.set(text, [asked, position])
    else pairs.push(asked, position)
  })
  return byText
}

/**
 * The most hits that lie on diagonals within SLACK of each other, each place of the asking text counted once.
 * A window over the hits sorted by diagonal, O(h log h).
 */
function inLine(pairs: readonly number[]): number {
  const count = pairs.length / 2
  if (count < 2) return count
  const byDiagonal = Array.from({ length: count }, (_, i) => i).sort(
    (x, y) => pairs[2 * x + 1] - pairs[2 * x] - (pairs[2 * y + 1] - pairs[2 * y]),
  )
  const inWindow = new Map<number, number>()
  let best = 0
  let from = 0
  for (const hit of byDiagonal) {
    const asked = pairs[2 * hit]
    const diagonal = pairs[2 * hit + 1] - asked
    inWindow.set(asked, (inWindow.get(asked) ?? 0) + 1)
    for (;;) {
      const first = byDiagonal[from]
      const firstAsked = pairs[2 * first]
      if (diagonal - (pairs[2 * first + 1] - firstAsked) <= SLACK) break
      const left = inWindow.get(firstAsked)! - 1
      if (left === 0) inWindow.delete(firstAsked)
      else inWindow.set(firstAsked, left)
      from++
    }
    if (inWindow.size > best) best = inWindow.size
  }
  return best
}
