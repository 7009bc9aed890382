import { isBlank } from './layout.js'

/**
 * Whether two texts are equal apart from how much white space stands where, decided without folding: true also for texts
 * without a letter or a digit (rows of emoji, of rules), of which folding leaves nothing. False for texts of white space
 * alone. O(length).
 */
export function equalByForm(a: string, b: string): boolean {
  const spaced = spacedAlike(a)
  return spaced !== '' && (a === b || spaced === spacedAlike(b))
}

/** A text with one space where it has blanks, and none at its ends: texts of one form have one such text. O(length). */
export function spacedAlike(text: string): string {
  let spaced = ''
  for (let i = 0; i < text.length;) {
    while (i < text.length && isBlank(text.charCodeAt(i))) i++
    const from = i
    while (i < text.length && !isBlank(text.charCodeAt(i))) i++
    if (i > from) spaced += `${spaced === '' ? '' : ' '}${text.slice(from, i)}`
  }
  return spaced
}
