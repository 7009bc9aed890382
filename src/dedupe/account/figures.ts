/** The numbers of a place that differs: the same in another notation, rounded, misread, or another number. */
import type { Evidence } from './evidence.js'
import type { Verdict, Explanation } from './verdict.js'
import { GLUE, RANGE_WORDS } from './closed-classes.js'
import { difference, digitsForLetters, digitSlips } from './likeness.js'
import type { PairNoise } from './noise.js'
import { roundsTo, sameNumber, type NumberReading } from './numbers.js'
import type { Slot, UnitRange } from './slots.js'
import { NUMBER } from './tokens.js'
import { unitText, type ContentUnits } from './units.js'

/** In a noisy pair, one digit of so many may be misread. */
const DIGITS_A_SLIP = 4

const FIGURES = /^\p{Nd}+$/u

/** Digits of so many that noise may excuse in the places of others: as many times as it changes letters. */
const DIGITS_LIKE_LETTERS = 1

/** How many single digits of short numbers may be misread in a noisy pair: no greater a share than of the words. */
export function digitBudget(units: ContentUnits, { slips, breaks }: PairNoise): number {
  return Math.floor((DIGITS_LIKE_LETTERS * units.numbers.size * (slips + breaks)) / Math.max(1, units.count))
}

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
  { document: d, keeper: k }: Slot,
  a: string,
  b: string,
): Verdict | undefined {
  let verdict: Verdict | undefined
  for (let i = d.from; i < d.to; i++) {
    const number = evidence.document.numbers.get(i)
    if (number === undefined) continue
    const single = number.kind === 'han' && number.written.length === 1 && !anyNumber(evidence.keeper, k)
    if (single) continue
    let explained: Explanation | undefined
    for (let j = k.from; j < k.to; j++) {
      const other = evidence.keeper.numbers.get(j)
      if (other === undefined) continue
      if (sameNumber(number, other) || sameButUnit(evidence, number, other)) explained = 'number'
      else if (explained === undefined && roundsTo(number, other)) explained = 'rounded'
      if (explained === 'number') break
    }
    if (explained === undefined && digitsForLetters(a, b)) explained = 'misread'
    if (explained === undefined && digitsExcused(evidence, a, b)) explained = 'noise'
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

/** In a noisy pair, digits misread in place: one of four always, look-alikes in shorter ones as often as letters are. */
function digitsExcused(evidence: Evidence, a: string, b: string): boolean {
  if (evidence.lexicon === undefined || a.length > 24 || b.length > 24) return false
  // A stroke beside the text is read as a one.
  if (b === '') return a === '1'
  if (FIGURES.test(a) && FIGURES.test(b)) {
    if (a.length !== b.length) return false
    const { count, alike } = digitSlips(a, b)
    if (count * DIGITS_A_SLIP <= a.length) return true
    if (count > 1 || !alike || evidence.digits < 1) return false
    evidence.digits--
    return true
  }
  // A figure opposite garble: no other figure stands in its place.
  return Math.abs(a.length - b.length) <= 1 && /\p{L}/u.test(a + b)
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

/** 5 vears / 5 years: what the keeper's figure before it has for a unit. */
export function isUnit(evidence: Evidence, d: UnitRange, k: UnitRange, word: string): boolean {
  if (k.from !== k.to || k.from === 0 || d.to - d.from !== 1) return false
  const number = evidence.keeper.numbers.get(k.from - 1)
  if (number === undefined || number.unit === '') return false
  const written = unitText(evidence.keeper, k.from - 1)
  return difference(word, written.slice(-word.length)) <= 0.5
}
