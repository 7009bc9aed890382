import type { FoldedUnits } from '../align/passage.js'

/** Units of the longest text that is measured. */
const MOST = 96
const WORD = 32
const WORDS = MOST / WORD

/** Number of each unit among the distinct ones of the first text, from 1 on; 0 for all others. Emptied after each call. */
const numbers = new Uint8Array(1 << 16)
/** For each distinct unit and each word, the places where it stands in the first text. */
const places = new Int32Array((MOST + 1) * WORDS)
const plus = new Int32Array(WORDS)
const minus = new Int32Array(WORDS)

/**
 * Levenshtein distance of two folded texts of up to 96 units. Whatever alignment a passage has, its distance is no less: a
 * bound that tells in 2 µs what an alignment would in 50.
 *
 * Differences of neighbouring cells as bits, 32 rows at a time (Myers 1999; Hyyrö 2003 for more than one word).
 * O(length of b × words of a).
 * @throws RangeError for a longer text.
 */
export function shortDistance(a: FoldedUnits, b: FoldedUnits): number {
  const { units: x, length: n } = a
  const { units: y, length: m } = b
  if (n > MOST || m > MOST) throw new RangeError(`a text of more than ${MOST} units`)
  if (n === 0) return m
  let distinct = 0
  for (let i = 0; i < n; i++) {
    let number = numbers[x[i]]
    if (number === 0) {
      numbers[x[i]] = number = ++distinct
      places.fill(0, number * WORDS, (number + 1) * WORDS)
    }
    places[number * WORDS + (i >>> 5)] |= 1 << (i & 31)
  }
  const words = (n + WORD - 1) >>> 5
  const lastRow = (n - 1) & 31
  plus.fill(-1)
  minus.fill(0)
  let distance = n
  for (let j = 0; j < m; j++) {
    // A unit that the first text has not: number 0, whose places are none.
    const at = numbers[y[j]] * WORDS
    let step = 1 // what the cells of a row gain over those of the column before: in row 0 always one
    for (let word = 0; word < words; word++) {
      const up = plus[word]
      const down = minus[word]
      const equal = places[at + word]
      const vertical = equal | down
      const carried = step < 0 ? equal | 1 : equal
      const horizontal = (((carried & up) + up) ^ up) | carried
      let gains = down | ~(horizontal | up)
      let losses = up & horizontal
      const row = word === words - 1 ? lastRow : 31
      const next = ((gains >>> row) & 1) - ((losses >>> row) & 1)
      gains = (gains << 1) | (step > 0 ? 1 : 0)
      losses = (losses << 1) | (step < 0 ? 1 : 0)
      plus[word] = losses | ~(vertical | gains)
      minus[word] = gains & vertical
      step = next
    }
    distance += step
  }
  for (let i = 0; i < n; i++) numbers[x[i]] = 0
  return distance
}
