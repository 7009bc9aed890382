import { isWhiteSpace } from '../text/dehyphenated.js'
import { foldToString } from '../text/fold.js'
import { graphemeBorders, isSingle } from '../text/graphemes.js'
import { words } from '../text/words.js'

/** The borders between words: those of UAX #29, or white space alone. */
export type WordUnit = 'unicode' | 'spaces'

/** A text and where its words stand in it, in UTF-16 code units. */
export interface WordsOfText {
  /** The text. */
  readonly text: string
  /** How many words. */
  readonly count: number
  /** Where each begins. */
  readonly starts: ArrayLike<number>
  /** Where each ends. */
  readonly ends: ArrayLike<number>
}

/**
 * Units of texts as integers, because distances are taken of integers: units that are the same have the same number, in
 * all texts that one numbering has seen.
 */
export class Numbering {
  readonly #numbers = new Map<string, number>()
  readonly #folds: boolean

  /** @param folds whether words that fold to the same are one, and words that fold to nothing are none. */
  constructor(folds = false) {
    this.#folds = folds
  }

  /** The grapheme clusters. Those of one code unit are their own number; longer ones come after all of these. O(length). */
  ofGraphemes(text: string): Int32Array {
    const numbers = new Int32Array(text.length)
    let i = 0
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (!isSingle(unit)) break
      numbers[i] = unit
    }
    if (i === text.length) return numbers
    const borders = graphemeBorders(text)
    const count = borders.length - 1
    for (let g = 0; g < count; g++) {
      const from = borders[g]
      const to = borders[g + 1]
      numbers[g] = to - from === 1 ? text.charCodeAt(from) : 0x10000 + this.#numberOf(text.slice(from, to))
    }
    return numbers.subarray(0, count)
  }

  /** The words, or those that `takes` accepts. O(length). */
  ofWords({ text, count, starts, ends }: WordsOfText, takes?: (word: string) => boolean): Int32Array {
    const numbers = new Int32Array(count)
    let kept = 0
    for (let w = 0; w < count; w++) {
      const word = text.slice(starts[w], ends[w])
      if (takes !== undefined && !takes(word)) continue
      const number = this.#numberOf(word)
      if (number >= 0) numbers[kept++] = number
    }
    return numbers.subarray(0, kept)
  }

  /** Number of a unit; −1 for a word that folds to nothing. */
  #numberOf(unit: string): number {
    let number = this.#numbers.get(unit)
    if (number !== undefined) return number
    const folded = this.#folds ? foldToString(unit) : unit
    // A folded word is kept under a name no word of a text has.
    const name = this.#folds ? ` ${folded}` : unit
    number = folded === '' ? -1 : (this.#numbers.get(name) ?? this.#numbers.size)
    this.#numbers.set(name, number)
    this.#numbers.set(unit, number)
    return number
  }
}

/** Where the words of a text stand. O(length). */
export function wordsOfText(text: string, unit: WordUnit): WordsOfText {
  return { text, ...(unit === 'spaces' ? betweenSpaces(text) : words(text)) }
}

/** The stretches between white space. */
function betweenSpaces(text: string): Omit<WordsOfText, 'text'> {
  const starts: number[] = []
  const ends: number[] = []
  for (let i = 0; i < text.length; i++) {
    if (isWhiteSpace(text.charCodeAt(i))) continue
    starts.push(i)
    while (i < text.length && !isWhiteSpace(text.charCodeAt(i))) i++
    ends.push(i)
  }
  return { count: starts.length, starts, ends }
}
