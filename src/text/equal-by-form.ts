const SPACES = /\s+/gu

/**
 * Whether two texts are equal apart from how much white space stands where, decided without folding: true also for texts
 * without a letter or a digit (rows of emoji, of rules), of which folding leaves nothing. False for texts of white space
 * alone. O(length).
 */
export function equalByForm(a: string, b: string): boolean {
  if (a === b) return a.trim() !== ''
  return spacedAlike(a) === spacedAlike(b) && a.trim() !== ''
}

/** A text with one space where it has white space, and none at its ends: texts of one form have one such text. O(length). */
export function spacedAlike(text: string): string {
  return text.replace(SPACES, ' ').trim()
}
