import type { NamedEdit } from '../compare/compare.js'
import { isHanUnit } from '../compare/letters.js'
import { foldToString } from '../text/fold.js'
import { occurrences, type Lexicon } from './lexicon.js'
import { NO_WORD } from './word-around.js'

/** A common character occurs this often elsewhere; fewer may be the same error again. */
const COMMON = 3
/** A word that occurs this many times as often as the other is believed though the other occurs as well. */
const OFTENER = 8

/**
 * The side whose words occur nowhere else, or hardly, where all words of the other do; null where the counts do not tell.
 * @param a @param b the words around the edit on both sides.
 */
export function rarerWords(a: string, b: string, lexicon: Lexicon): 'a' | 'b' | null {
  const keysA = lexiconKeys(a)
  const keysB = lexiconKeys(b)
  if (keysA.length === 0 || keysB.length === 0) return null
  // The edit's own words are among the counts: each once here, and once more in the other copy if that has it too.
  const elsewhere = (own: readonly string[], other: readonly string[]) =>
    Math.min(
      ...own.map((key) => {
        const here = own.filter((one) => one === key).length + other.filter((one) => one === key).length
        return occurrences(lexicon, key) - here
      }),
    )
  const countA = elsewhere(keysA, keysB)
  const countB = elsewhere(keysB, keysA)
  if (countA >= OFTENER * Math.max(countB, 1 / OFTENER)) return countB < countA ? 'b' : null
  if (countB >= OFTENER * Math.max(countA, 1 / OFTENER)) return countA < countB ? 'a' : null
  return null
}

/**
 * The side with a character that occurs nowhere else, where the other has a common one that fits: together with one of
 * its neighbours it occurs elsewhere. Null unless each side is one Han character.
 * @param a @param b both sides with a neighbour on either hand.
 */
export function rarerCharacter(edit: NamedEdit, a: string, b: string, lexicon: Lexicon): 'a' | 'b' | null {
  const x = foldToString(edit.a.text)
  const y = foldToString(edit.b.text)
  if (x.length !== 1 || y.length !== 1 || !isHanUnit(x.charCodeAt(0)) || !isHanUnit(y.charCodeAt(0)))
    return null
  const countA = occurrences(lexicon, x) - 1
  const countB = occurrences(lexicon, y) - 1
  const fits = (words: string) => lexiconKeys(words).some((key) => occurrences(lexicon, key) > 1)
  if (countA === 0 && countB >= COMMON && fits(b)) return 'a'
  return countB === 0 && countA >= COMMON && fits(a) ? 'b' : null
}

/** What a text is looked up by: its words of letters; of Han, every two neighbours. */
function lexiconKeys(text: string): string[] {
  const found: string[] = []
  for (const word of text.split(NO_WORD)) {
    const folded = foldToString(word)
    let letters = ''
    for (let i = 0; i < folded.length; i++) {
      if (!isHanUnit(folded.charCodeAt(i))) {
        letters += folded[i]
        continue
      }
      if (letters !== '') found.push(letters)
      letters = ''
      if (i + 1 < folded.length && isHanUnit(folded.charCodeAt(i + 1))) found.push(folded.slice(i, i + 2))
    }
    if (letters !== '') found.push(letters)
  }
  // Single letters are initials, numerals and specks.
  return found.some((key) => key.length > 1) ? found : []
}
