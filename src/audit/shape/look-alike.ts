import { requireString } from '../../kernel/errors.js'
import { foldToString } from '../../text/fold.js'
import { confusableFolded, confusableLetters, confusableRun, LONGEST_RUN } from './confusable-letters.js'
import { unitSimilarity } from './similarity.js'
import { shapeTable } from './table.js'

/**
 * From this similarity on two Han characters are confusable: 1 % of random pairs, drawn as often as characters occur, reach
 * it (chosen on one half of the substitutions in benchmarks/shape.bench.ts, checked on the other).
 */
export const CONFUSABLE_HAN = 0.48

/** No character below it has shape data: texts in alphabets never decode the table. */
const FIRST_HAN = 0x3400

/** Longer texts are no misread letters, and the comparison is quadratic. */
const MOST_COMPARED = 64

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
  return isMisreading(x, y)
}

/**
 * Whether every character of one text stands for one of the other: letter by letter equal (case aside) or confusable, one
 * letter for a run of two or three, and confusable Han. O(|a| · |b|).
 */
function isMisreading(a: string, b: string): boolean {
  const width = b.length + 1
  const reached = new Uint8Array((a.length + 1) * width)
  reached[0] = 1
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      if (reached[i * width + j] === 0) continue
      if (sameOrConfusable(a[i], b[j]) || confusableHan(a[i], b[j])) reached[(i + 1) * width + j + 1] = 1
      for (let length = 2; length <= LONGEST_RUN; length++) {
        if (isRun(b[j], a.slice(i, i + length), length)) reached[(i + length) * width + j + 1] = 1
        if (isRun(a[i], b.slice(j, j + length), length)) reached[(i + 1) * width + j + length] = 1
      }
    }
  }
  return reached[reached.length - 1] === 1
}

/** Whether two letters are equal, case aside, or in one group. */
function sameOrConfusable(a: string, b: string): boolean {
  if (a === b || confusableLetters(a.charCodeAt(0), b.charCodeAt(0))) return true
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  return x === y || confusableLetters(x.charCodeAt(0), y.charCodeAt(0))
}

function isRun(letter: string, run: string, length: number): boolean {
  return run.length === length && confusableRun(letter, run)
}

function confusableHan(a: string, b: string): boolean {
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

/** Verdicts that `confusableUnits` remembers, by a hash of the pair. */
const REMEMBERED = 2 ** 14
const ABSENT = 0
const CONFUSABLE = 1
const DISTINCT = 2

const rememberedPairs = new Uint32Array(REMEMBERED)
const rememberedVerdicts = new Uint8Array(REMEMBERED)

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
  const slot = (Math.imul(pair, 0x9e3779b1) >>> 16) & (REMEMBERED - 1)
  if (rememberedVerdicts[slot] !== ABSENT && rememberedPairs[slot] === pair >>> 0)
    return rememberedVerdicts[slot] === CONFUSABLE
  const confusable = unitSimilarity(a, b) >= CONFUSABLE_HAN
  rememberedPairs[slot] = pair
  rememberedVerdicts[slot] = confusable ? CONFUSABLE : DISTINCT
  return confusable
}

const MARKS = /\p{M}+/gu

/** A text without what shape does not depend on: width, ligatures, marks. ſ keeps its own shape. */
function bare(text: string): string {
  return text
    .split('ſ')
    .map((part) => part.normalize('NFKD').replace(MARKS, '').normalize('NFKC'))
    .join('ſ')
}
