import { Join, type Piece } from './layout.js'

/**
 * A line as its words, each behind the white space that the line's own text has there; as one piece, without words, where
 * its own text is not made of exactly these words. Without an own text, the words as they are. O(text).
 *
 * @param own the text of the line, in one line. @param words in their order, none of them empty
 */
export function locatedIn(own: string, words: readonly Piece[]): readonly Piece[] {
  if (own === '') return words
  const located = nextWordsOf(own, words, 0)
  return located?.length === words.length ? located : [{ content: own, join: Join.Glued, word: false }]
}

/** The words from `first` on that make a text, with the white space before each; undefined where they do not. O(text). */
export function nextWordsOf(own: string, words: readonly Piece[], first: number): Piece[] | undefined {
  const located: Piece[] = []
  let at = 0
  for (let i = first; i < words.length && at < own.length; i++) {
    const piece = words[i]
    let from = at
    while (from < own.length && own.slice(from, from + 1).trim() === '') from++
    if (!own.startsWith(piece.content, from)) return undefined
    located.push({ ...piece, join: own.slice(at, from) })
    at = from + piece.content.length
  }
  return at < own.length ? undefined : located
}
