/** Hangul syllables by arithmetic (Unicode core specification 3.12). */

const L_FIRST = 0x1100
const L_LAST = 0x1112
const V_FIRST = 0x1161
const V_LAST = 0x1175
const V_COUNT = 21
const T_BEFORE_FIRST = 0x11a7
/** Syllables of one leading consonant and vowel; the first of them has no final consonant. */
export const T_COUNT = 28
/** The first precomposed syllable. */
export const SYLLABLE_FIRST = 0xac00
/** Number of precomposed syllables. */
export const SYLLABLE_COUNT = 11172

/**
 * The syllable that a conjoining vowel or final consonant makes with the unit before it: consonant and vowel, or syllable
 * without final and final. 0 where the two do not join. O(1).
 * @param jamo a vowel from U+1161 to U+1175 or a final from U+11A8 to U+11C2.
 */
export function joinedSyllable(before: number, jamo: number): number {
  if (jamo <= V_LAST) {
    if (before < L_FIRST || before > L_LAST) return 0
    return SYLLABLE_FIRST + ((before - L_FIRST) * V_COUNT + (jamo - V_FIRST)) * T_COUNT
  }
  const syllable = before - SYLLABLE_FIRST
  const open = syllable >= 0 && syllable < SYLLABLE_COUNT && syllable % T_COUNT === 0
  return open ? before + jamo - T_BEFORE_FIRST : 0
}
