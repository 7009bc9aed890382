import { requireString } from '../../kernel/errors.js'
import { shortDistance } from '../distance/short-distance.js'
import { layoutSimilarity } from './layout.js'
import { NO_CORNERS, shapeTable, type ShapeTable } from './table.js'

/** Layouts of random pairs have a similarity of about a half, which says nothing; only the part above counts. */
const CHANCE_LAYOUT = 0.5

/**
 * How alike two Han characters look, in [0, 1]: the mean of four-corner codes (equal digits of four), Cangjie codes
 * (edit similarity), strokes in order of writing (edit similarity), and components with their places (where the ink
 * lies, and in which direction). A source that lacks one of the two characters is left out.
 *
 * 1 for equal texts; 0 for anything that is not one character of the table each. The first call decodes the table.
 * @throws OffprintError `ERR_ARGUMENT` for anything that is not a string.
 */
export function shapeSimilarity(a: string, b: string): number {
  requireString('a', a)
  requireString('b', b)
  if (a === b) return 1
  return a.length === 1 && b.length === 1 ? unitSimilarity(a.charCodeAt(0), b.charCodeAt(0)) : 0
}

/** `shapeSimilarity` of two different UTF-16 units. */
export function unitSimilarity(a: number, b: number): number {
  const table = shapeTable()
  const { glyphOf, corners, cangjie, strokesFrom } = table
  const i = glyphOf[a] - 1
  const j = glyphOf[b] - 1
  if (i < 0 || j < 0) return 0
  if (i === j) return 1
  const layout = layoutSimilarity(i, j)
  let sum = 0
  let sources = 0
  // NaN where one of them is drawn from components of which none is known (條).
  if (layout >= 0) {
    sum += Math.max(0, (layout - CHANCE_LAYOUT) / (1 - CHANCE_LAYOUT))
    sources++
  }
  if (corners[i] !== NO_CORNERS && corners[j] !== NO_CORNERS) {
    sum += equalDigits(corners[i], corners[j]) / 4
    sources++
  }
  if (cangjie[i] !== 0 && cangjie[j] !== 0) {
    sum += cangjieSimilarity(cangjie[i], cangjie[j])
    sources++
  }
  if (strokesFrom[i + 1] > strokesFrom[i] && strokesFrom[j + 1] > strokesFrom[j]) {
    sum += strokeSimilarity(table, i, j)
    sources++
  }
  return sources === 0 ? 0 : sum / sources
}

/** How many of the four digits of two codes are equal. */
function equalDigits(x: number, y: number): number {
  const differing = x ^ y
  let equal = 0
  for (let shift = 0; shift < 16; shift += 4) if (((differing >>> shift) & 15) === 0) equal++
  return equal
}

const LETTER_BITS = 5
const LETTER = 2 ** LETTER_BITS - 1
const cangjieA = new Uint8Array(6)
const cangjieB = new Uint8Array(6)

/** Edit similarity of Cangjie codes. */
function cangjieSimilarity(x: number, y: number): number {
  const n = unpack(x, cangjieA)
  const m = unpack(y, cangjieB)
  return 1 - shortDistance(cangjieA, 0, n, cangjieB, 0, m) / Math.max(n, m)
}

/** Writes the letters of a packed code to `letters`; returns how many there are. */
function unpack(code: number, letters: Uint8Array): number {
  let length = 0
  for (let rest = code; rest !== 0; rest >>>= LETTER_BITS) letters[length++] = rest & LETTER
  return length
}

/** Edit similarity of stroke sequences. */
function strokeSimilarity({ strokes, strokesFrom }: ShapeTable, i: number, j: number): number {
  const n = strokesFrom[i + 1] - strokesFrom[i]
  const m = strokesFrom[j + 1] - strokesFrom[j]
  // Only one character has more strokes than a word has bits (齉, 36), so the shorter sequence always fits.
  const edits =
    n <= m
      ? shortDistance(strokes, strokesFrom[i], n, strokes, strokesFrom[j], m)
      : shortDistance(strokes, strokesFrom[j], m, strokes, strokesFrom[i], n)
  return 1 - edits / Math.max(n, m)
}
