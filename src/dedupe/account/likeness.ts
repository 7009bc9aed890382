/** How near two words are to each other: inflected, mistyped, misread. All take folded letters. */
import { explained } from '../../audit/confusable.js'

const NEVER = () => false

/** Whether scanners take one for the other, letter by letter: rn / m, l / 1, c / e. */
export function misread(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > Math.max(2, Math.max(a.length, b.length) >> 1)) return false
  return a.length <= LONGEST && b.length <= LONGEST && explained(a, b, NEVER)
}

/** Longer than this nothing is compared letter by letter. */
const LONGEST = 64

/**
 * Edit distance with transpositions of neighbours (optimal string alignment), or `bound + 1` where it is greater.
 * O(|a| · |b|).
 */
export function distance(a: string, b: string, bound = Infinity): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1
  const width = b.length + 1
  let before = new Uint16Array(width)
  let last = new Uint16Array(width)
  let row = new Uint16Array(width)
  for (let j = 0; j < width; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j < width; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let cost = Math.min(last[j - 1] + (same ? 0 : 1), last[j] + 1, row[j - 1] + 1)
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        cost = Math.min(cost, before[j - 2] + 1)
      }
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > bound) return bound + 1
    ;[before, last, row] = [last, row, before]
  }
  return last[b.length]
}

/** Endings by which forms of one word differ, in languages that inflect by endings. */
const ENDINGS: ReadonlySet<string> = new Set([
  '',
  's',
  'es',
  'e',
  'd',
  'ed',
  'ing',
  'n',
  'en',
  'em',
  'm',
  'ies',
  'y',
  'ied',
  'é',
  'és',
  'ée',
  'ées',
  'a',
  'o',
  'as',
  'os',
])
/** Letters that two forms share at the beginning: shorter words are other words too easily. */
const STEM = 4

/** Whether two words are forms of one: need / needs, reduce / reducing. */
export function inflected(a: string, b: string): boolean {
  let shared = 0
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++
  if (shared < STEM) return false
  return ENDINGS.has(a.slice(shared)) && ENDINGS.has(b.slice(shared))
}

/** Words shorter than this are other words at one letter's distance too easily (rose / rise, Hull / Hall). */
const MISTYPED = 7
/** A substituted letter is a slip only so far from both ends: employer / employee, prescribe / proscribe, affect / effect. */
const FROM_START = 3
const FROM_END = 3

/** Whether one of two words is the other with a letter too many, too few, in the wrong order, or wrong in its middle. */
export function mistyped(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length)
  if (length < MISTYPED || distance(a, b, 1) !== 1) return false
  let start = 0
  while (start < length && a[start] === b[start]) start++
  const end = Math.max(a.length, b.length) - start - 1
  return start >= FROM_START && end >= FROM_END
}

/** Share of the longer of two strings that differs, 0 to 1. */
export function difference(a: string, b: string): number {
  const longer = Math.max(a.length, b.length)
  return longer === 0 ? 0 : distance(a, b) / longer
}
