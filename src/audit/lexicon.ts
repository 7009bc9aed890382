import { isHanUnit } from '../compare/letters.js'
import type { FoldedText } from '../text/fold.js'

/** Longest word counted, in folded units: longer ones are runs of a script without spaces, or garbage. */
const LONGEST = 32
/** Different entries kept; entries that come later are not counted. 2^21 strings are some 200 MB. */
const MOST_ENTRIES = 2 ** 21

/**
 * How often words, and Han characters alone and in twos, occur in the texts of an audit, folded. Both copies of a text
 * count: an error of one scanner rarely repeats, a word of the language does.
 */
export interface Lexicon {
  /** By folded word, or by one or two Han characters. */
  readonly counts: Map<string, number>
}

/** An empty lexicon. */
export function createLexicon(): Lexicon {
  return { counts: new Map() }
}

/** A lexicon of some folded texts. O(length of all). */
export function lexiconOf(texts: Iterable<FoldedText>): Lexicon {
  const lexicon = createLexicon()
  for (const text of texts) addToLexicon(lexicon, text)
  return lexicon
}

/** Adds the words of a folded text to the counts. O(length). */
export function addToLexicon({ counts }: Lexicon, { units, length, wordStarts }: FoldedText): void {
  const count = (key: string) => {
    const before = counts.get(key)
    if (before !== undefined) counts.set(key, before + 1)
    else if (counts.size < MOST_ENTRIES) counts.set(key, 1)
  }
  for (let from = 0; from < length;) {
    if (isHanUnit(units[from])) {
      count(String.fromCharCode(units[from]))
      if (from + 1 < length && isHanUnit(units[from + 1])) {
        count(String.fromCharCode(units[from], units[from + 1]))
      }
      from++
      continue
    }
    let to = from + 1
    while (to < length && wordStarts[to] === 0 && !isHanUnit(units[to])) to++
    if (to - from <= LONGEST) count(String.fromCharCode(...units.subarray(from, to)))
    from = to
  }
}

/** Occurrences of a folded word, or of one or two Han characters. */
export function occurrences({ counts }: Lexicon, key: string): number {
  return counts.get(key) ?? 0
}
