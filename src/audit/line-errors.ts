import { unwrapped } from './without-layout.js'
import { countErrors, type Errors } from './distance/distance.js'
import { nearestEnd, patternRows, placeIn, type PatternRows } from './line-placement.js'
import { Numbering } from './numbering.js'

/** Longest texts, as the product of their lengths: two of 32,000 characters, for which it takes a tenth of what an audit does. */
const MOST_CELLS = 2 ** 30
/** Counts of units of a line, by their number modulo this. */
const BUCKETS = 64

/** A line, or what is left of one. */
interface Line {
  readonly units: Int32Array
  /** How many units fall into each bucket. */
  readonly counts: Int32Array
  /** Made when it is first placed in a longer line. */
  rows?: PatternRows
}

/** Where a line is placed: the number of the other line, the score, and how much longer one of the two is. */
interface Fit {
  readonly at: number
  readonly score: number
  readonly apart: number
}

/**
 * Errors of the lines of a text against those of the truth, in any order; null where the texts are too long.
 *
 * Where each text is one line, these are the errors of level `wrapping`. Else equal lines go first. The lines of the text that has more of them are then placed on those of the other, the longest first
 * (lines placed on paragraphs: the other way round each line would be looked for 300 times). A line is placed where it
 * scores highest: the shorter of two lines is aligned with a part of the longer, and scores its length less twice its errors. Of
 * equal scores the line that is nearest in length is taken, then the first. What is left of the longer one is a line again.
 * Where no score is above 0 the line has no place, and is all errors; so is what is left of the other text. O(length² / 32) for
 * lines of like length.
 */
export function lineErrors(ocr: string, truth: string): { errors: Errors; length: number } | null {
  if (ocr.length * truth.length > MOST_CELLS) return null
  const numbering = new DenseNumbering()
  const [left, wanted] = [numbering.linesOf(ocr), numbering.linesOf(truth)]
  const length = wanted.reduce((sum, { units }) => sum + units.length, 0)
  if (left.length === 1 && wanted.length === 1)
    return { errors: countErrors(left[0]!.units, wanted[0]!.units), length }
  dropEqual(left, wanted)
  if (wanted.length >= left.length) return { errors: errorsOfPlaced(wanted, left, numbering), length }
  const turned = errorsOfPlaced(left, wanted, numbering)
  return { errors: { ...turned, deletions: turned.insertions, insertions: turned.deletions }, length }
}

/** Errors of `others` against `lines`, which are placed on them. Empties both lists. */
function errorsOfPlaced(lines: Line[], others: Line[], numbering: DenseNumbering): Errors {
  const errors = { substitutions: 0, deletions: 0, insertions: 0, exact: true }
  while (lines.length > 0) {
    let longest = 0
    for (let i = 1; i < lines.length; i++)
      if (lines[i]!.units.length > lines[longest]!.units.length) longest = i
    const line = lines[longest]!
    const fit = bestFit(line, others, numbering.size)
    if (fit === undefined) {
      errors.deletions += line.units.length
      lines.splice(longest, 1)
      continue
    }
    const other = others[fit.at]!
    const isInOther = line.units.length <= other.units.length
    const [shorter, longer] = isInOther ? [line.units, other.units] : [other.units, line.units]
    const { from, to } = placeIn(shorter, longer, numbering.size)
    const part = longer.subarray(from, to)
    const found = isInOther ? countErrors(part, shorter) : countErrors(shorter, part)
    errors.substitutions += found.substitutions
    errors.deletions += found.deletions
    errors.insertions += found.insertions
    const rests = numbering.restsOf(longer, from, to)
    lines.splice(longest, 1, ...(isInOther ? [] : rests))
    others.splice(fit.at, 1, ...(isInOther ? rests : []))
  }
  errors.insertions += others.reduce((sum, { units }) => sum + units.length, 0)
  return errors
}

/** The line on which another scores highest. Those that have too few of its characters are passed over: most of them. */
function bestFit(line: Line, lines: readonly Line[], units: number): Fit | undefined {
  const bounds = lines.map((other) => mostScore(line, other))
  const order = lines.map((_, at) => at).sort((x, y) => bounds[y]! - bounds[x]! || x - y)
  let best: Fit | undefined
  for (const at of order) {
    const bound = bounds[at]!
    if (bound <= 0 || (best !== undefined && bound < best.score)) break
    const other = lines[at]!
    const [shorter, longer] = line.units.length <= other.units.length ? [line, other] : [other, line]
    const apart = longer.units.length - shorter.units.length
    shorter.rows ??= patternRows(shorter.units, units)
    const score = shorter.units.length - 2 * nearestEnd(shorter.rows, longer.units).errors
    if (score <= 0) continue
    const isBetter =
      best === undefined ||
      score > best.score ||
      (score === best.score && (apart < best.apart || (apart === best.apart && at < best.at)))
    if (isBetter) best = { at, score, apart }
  }
  return best
}

/** No score can be higher: a unit of the shorter line that the longer one lacks is an error. */
function mostScore(a: Line, b: Line): number {
  const [x, y] = [a.counts, b.counts]
  let common = 0
  for (let i = 0; i < BUCKETS; i++) common += x[i]! < y[i]! ? x[i]! : y[i]!
  return 2 * common - Math.min(a.units.length, b.units.length)
}

/** Lines as numbers from 0 on, so that tables by unit are small. */
class DenseNumbering {
  readonly #graphemes = new Numbering()
  readonly #dense = new Map<number, number>()
  readonly #space = this.#numbered(' ')[0]!

  /** How many different units there are so far. */
  get size(): number {
    return this.#dense.size
  }

  /** The lines of a text, with single spaces, without those that are blank. */
  linesOf(text: string): Line[] {
    const lines = text.split(/[\n\v\f\r\u0085\u2028\u2029]/).map((line) => this.#numbered(unwrapped(line)))
    return lines.filter((units) => units.length > 0).map(lineOf)
  }

  /** What is left of a line on both sides of a part of it, without a space where the part was. */
  restsOf(units: Int32Array, from: number, to: number): Line[] {
    const before = units.subarray(0, from > 0 && units[from - 1] === this.#space ? from - 1 : from)
    const after = units.subarray(units[to] === this.#space ? to + 1 : to)
    return [before, after].filter((rest) => rest.length > 0).map(lineOf)
  }

  #numbered(text: string): Int32Array {
    return this.#graphemes.ofGraphemes(text).map((unit) => {
      const known = this.#dense.get(unit)
      if (known !== undefined) return known
      this.#dense.set(unit, this.#dense.size)
      return this.#dense.size - 1
    })
  }
}

function lineOf(units: Int32Array): Line {
  const counts = new Int32Array(BUCKETS)
  for (const unit of units) counts[unit % BUCKETS]!++
  return { units, counts }
}

/** Takes out of both lists the lines that are equal, the first with the first. O(length). */
function dropEqual(left: Line[], wanted: Line[]): void {
  const keyOf = ({ units }: Line) => units.join()
  const places = new Map<string, Line[]>()
  for (const line of left) {
    const key = keyOf(line)
    const list = places.get(key)
    if (list === undefined) places.set(key, [line])
    else list.push(line)
  }
  const found = new Set<Line>()
  for (const line of wanted) {
    const other = places.get(keyOf(line))?.shift()
    if (other !== undefined) found.add(line).add(other)
  }
  for (const list of [left, wanted]) list.splice(0, list.length, ...list.filter((line) => !found.has(line)))
}
