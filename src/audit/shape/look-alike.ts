import { requireString } from '../../kernel/errors.js'
import { foldToString } from '../../text/fold.js'
import { shortDistance } from '../distance/block.js'
import { bare, confusableFolded, explained } from './confusable-letters.js'
import { layoutSimilarity } from './layout.js'
import { NO_CORNERS, shapeTable, type ShapeTable } from './table.js'

/**
 * From this similarity on two Han characters look alike: 1 % of random pairs, drawn as often as characters occur, come
 * that far (chosen on one half of the substitutions in benchmarks/shape.bench.ts, checked on the other).
 */
export const CONFUSABLE_HAN = 0.48

/** Layouts of random pairs have a similarity of about a half, which says nothing; what is above counts. */
const CHANCE_LAYOUT = 0.5

/** Below it nothing has shape data: texts in alphabets never decode the table. */
const FIRST_HAN = 0x3400

/** Longer texts are no misread letters, and `explained` is quadratic. */
const MOST_COMPARED = 64

/** Verdicts kept of `confusableUnits`, by a hash of the pair. */
const KEPT = 2 ** 14
const ABSENT = 0
const ALIKE = 1
const UNLIKE = 2

const keptPairs = new Uint32Array(KEPT)
const keptVerdicts = new Uint8Array(KEPT)

/**
 * How alike two Han characters look, in [0, 1]: the mean of four-corner codes (equal digits of four), Cangjie codes
 * (edit similarity), strokes in order of writing (edit similarity), and components with their places (where the ink
 * lies, and in which direction). A source that lacks one of the two is left out.
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

/**
 * Whether one text may be the other misread: letters by the usual confusions of print, also one for two or three
 * (rn / m, ſ / f, k / t of black letter), Han characters by `shapeSimilarity`, in either script. Marks, width and
 * ligatures do not matter. False for an empty text and for texts beyond 64 characters.
 * @throws OffprintError `ERR_ARGUMENT` for anything that is not a string.
 */
export function lookAlike(a: string, b: string): boolean {
  requireString('a', a)
  requireString('b', b)
  if (a === '' || b === '' || a.length > MOST_COMPARED || b.length > MOST_COMPARED) return false
  const x = bare(a)
  const y = bare(b)
  if (x === '' || y === '') return false
  return explained(x, y, alikeHan)
}

function alikeHan(a: string, b: string): boolean {
  const x = a.charCodeAt(0)
  const y = b.charCodeAt(0)
  if (x < FIRST_HAN || y < FIRST_HAN) return false
  const { glyphOf } = shapeTable()
  if (glyphOf[x] === 0 || glyphOf[y] === 0) return false
  if (unitSimilarity(x, y) >= CONFUSABLE_HAN) return true
  // 鳥 / 马 looks like 鸟 / 马 to whoever reads both scripts as one.
  const [s, t] = [foldToString(a), foldToString(b)]
  return (
    (s !== a || t !== b) &&
    s.length === 1 &&
    t.length === 1 &&
    confusableUnits(s.charCodeAt(0), t.charCodeAt(0))
  )
}

/**
 * `lookAlike` of two folded UTF-16 units, for the inside of alignments: no allocation once the table is decoded.
 * Units that are no letters, figures or Han of the basic plane look like nothing but themselves.
 */
export function confusableUnits(a: number, b: number): boolean {
  if (a === b || confusableFolded(a, b)) return true
  if (a < FIRST_HAN || b < FIRST_HAN) return false
  const { glyphOf } = shapeTable()
  if (glyphOf[a] === 0 || glyphOf[b] === 0) return false
  const pair = a < b ? (a << 16) | b : (b << 16) | a
  const slot = (Math.imul(pair, 0x9e3779b1) >>> 16) & (KEPT - 1)
  if (keptVerdicts[slot] !== ABSENT && keptPairs[slot] === pair >>> 0) return keptVerdicts[slot] === ALIKE
  const alike = unitSimilarity(a, b) >= CONFUSABLE_HAN
  keptPairs[slot] = pair
  keptVerdicts[slot] = alike ? ALIKE : UNLIKE
  return alike
}

function unitSimilarity(a: number, b: number): number {
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

function cangjieSimilarity(x: number, y: number): number {
  const n = unpack(x, cangjieA)
  const m = unpack(y, cangjieB)
  return 1 - shortDistance(cangjieA, 0, n, cangjieB, 0, m) / Math.max(n, m)
}

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
