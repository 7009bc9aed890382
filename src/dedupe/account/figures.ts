/** The numbers of a place that differs: the same in another notation, rounded, misread, or another number. */
import type { Evidence } from './evidence.js'
import type { SlotVerdict, Explanation } from './slot-verdict.js'
import { GLUE, RANGE_WORDS } from './closed-classes.js'
import { take } from './allowance.js'
import { difference, digitsForLetters, figureSlips } from './likeness.js'
import { roundsTo, sameNumber, type NumberReading } from './numbers.js'
import type { Slot, UnitRange } from './slots.js'
import { NUMBER } from './tokens.js'
import { unitText, type ContentUnits } from './units.js'

/** In a noisy pair, one digit of so many may be misread. */
const DIGITS_A_SLIP = 4
/** Longer places are no figure and its misreading. */
const LONGEST_FIGURE = 24
/** What may differ of a numeral in words, or of a word that has a digit for a letter, and its misreading. */
const NUMERAL_NEAR = 0.5
/** The same where a part of the numeral was read as a smaller one: forty-thrco / forty-three. */
const REST_NEAR = 0.25

/** A day, a year or a time of day. */
export function isDate(number: { kind: string; value: number; unit: string }): boolean {
  if (number.unit !== '') return false
  return (
    number.kind === 'time' ||
    (Number.isInteger(number.value) &&
      ((number.value >= 1 && number.value <= 31) || (number.value >= 1800 && number.value < 2100)))
  )
}

/** Content where a number of the slot is another in the keeper; undefined where the slot has none. */
export function figuresVerdict(
  evidence: Evidence,
  slot: Slot,
  a: string,
  b: string,
): SlotVerdict | undefined {
  const { document: d, keeper: k } = slot
  let verdict: SlotVerdict | undefined
  for (let i = d.from; i < d.to; i++) {
    const number = evidence.document.numbers.get(i)
    if (number === undefined) continue
    const single = number.kind === 'han' && number.written.length === 1 && !anyNumber(evidence.keeper, k)
    if (single || (evidence.noise.noisy && isGarbledWord(evidence, slot, i))) continue
    let explained: Explanation | undefined
    for (let j = k.from; j < k.to; j++) {
      const other = evidence.keeper.numbers.get(j)
      if (other === undefined) continue
      if (sameNumber(number, other) || sameButUnit(evidence, number, other)) explained = 'number'
      else if (explained === undefined && roundsTo(number, other)) explained = 'rounded'
      if (explained === 'number') break
    }
    if (explained === undefined && digitsForLetters(a, b)) explained = 'misread'
    if (explained === undefined && evidence.noise.noisy && figureMisread(evidence, slot, number, a, b))
      explained = 'noise'
    if (explained === undefined) return { content: 'number' }
    verdict = { explained }
  }
  return verdict
}

/** 5 mln dlrs / 5 mln, where the keeper has written the unit with other figures. */
function sameButUnit(evidence: Evidence, number: NumberReading, other: NumberReading): boolean {
  if (number.value !== other.value || other.unit !== '' || number.kind !== other.kind) return false
  for (const one of evidence.keeper.numbers.values()) if (one.unit === number.unit) return true
  return false
}

/**
 * In a noisy pair, a figure misread in its place: one digit of four always; of shorter ones a single digit for one that
 * looks like it, and digits read as letters, as far as the allowance goes. A digit too many or too few is another number.
 */
function figureMisread(
  { document, keeper, allowance }: Evidence,
  { document: d, keeper: k, aligned }: Slot,
  number: NumberReading,
  a: string,
  b: string,
): boolean {
  if (!aligned || a.length > LONGEST_FIGURE || b.length > LONGEST_FIGURE) return false
  // A stroke beside the text is read as a one.
  if (b === '') return a === '1'
  const apart = difference(a, b)
  // 5 yeais / 5 years: the same figure, and a unit misread.
  for (let j = k.from; j < k.to; j++)
    if (keeper.numbers.get(j)?.value === number.value && apart <= NUMERAL_NEAR) return true
  const numbers = anyNumber(keeper, k)
  if (number.kind === 'words') {
    return numbers ? k.to - k.from > 1 && apart <= REST_NEAR : apart <= NUMERAL_NEAR
  }
  const [own, other] = [figureText(document, d), figureText(keeper, k)]
  const slips = figureSlips(own, other)
  // A word with a digit for a letter is no figure.
  if (!numbers && 2 * slips.digits < own.length && apart <= NUMERAL_NEAR) return true
  if (slips.dropped > 0) return false
  const wrong = slips.clashes + slips.blurred
  if (wrong * DIGITS_A_SLIP <= slips.digits) return true
  if (slips.clashes > 1 || !slips.alike || 2 * wrong > slips.digits + 1) return false
  return take(allowance, 'digits', wrong)
}

/** rj1 / the, 3cpiio / scene: digits among the letters of a word, where the keeper has no number. */
function isGarbledWord({ document, keeper }: Evidence, { keeper: k, aligned }: Slot, i: number): boolean {
  if (!aligned || k.from === k.to || anyNumber(keeper, k)) return false
  const { text, from, to } = document
  const before = text.source.slice(Math.max(0, text.starts[from[i]] - 1), text.starts[from[i]])
  const end = text.ends[to[i] - 1]
  return /\p{Ll}/u.test(before) || /^\p{L}{3}/u.test(text.source.slice(end, end + 3))
}

/** A place as printed, without spaces and separators. */
function figureText({ text, from, to }: ContentUnits, range: UnitRange): string {
  return text.source
    .slice(text.starts[from[range.from]], text.ends[to[range.to - 1] - 1])
    .replace(/[\s,.]/gu, '')
}

/** Whether all numbers of a range are words. */
export function spelledOut(evidence: Evidence, { from, to }: UnitRange, units = evidence.document): boolean {
  for (let i = from; i < to; i++)
    if (units.kinds[i] === NUMBER && units.numbers.get(i)!.kind !== 'words') return false
  return true
}

export function onlyNumbers(evidence: Evidence, d: UnitRange): boolean {
  for (let i = d.from; i < d.to; i++)
    if (evidence.document.kinds[i] !== NUMBER && !GLUE.has(unitText(evidence.document, i))) return false
  return true
}

function anyNumber(units: ContentUnits, range: UnitRange): boolean {
  for (let i = range.from; i < range.to; i++) if (units.kinds[i] === NUMBER) return true
  return false
}

/** 11 to 20 / 11-20. */
export function isRange(evidence: Evidence, { document: d, keeper: k }: Slot): boolean {
  if (d.to - d.from !== 1 || k.from !== k.to || k.from === 0 || k.from >= evidence.keeper.count) return false
  if (!RANGE_WORDS.has(unitText(evidence.document, d.from))) return false
  if (evidence.keeper.kinds[k.from - 1] !== NUMBER || evidence.keeper.kinds[k.from] !== NUMBER) return false
  const { text, from, to } = evidence.keeper
  return /^\s?[-–—]\s?$/.test(text.source.slice(text.ends[to[k.from - 1] - 1], text.starts[from[k.from]]))
}

/** 5 vears / 5 years, par cent / per cent: what the keeper's figure before it has for a unit. */
export function isUnit(evidence: Evidence, d: UnitRange, k: UnitRange, word: string): boolean {
  if (k.from !== k.to || k.from === 0 || d.to - d.from > 2) return false
  const number = evidence.keeper.numbers.get(k.from - 1)
  if (number === undefined || number.unit === '') return false
  const written = unitText(evidence.keeper, k.from - 1)
  return difference(word, written.slice(-word.length)) <= 0.5
}
