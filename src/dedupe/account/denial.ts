/** Negations: a statement that only one of the two texts denies is content, whatever else is equal. */
import type { Evidence } from './evidence.js'
import { HAN_NEGATIONS, NEGATIONS, type Language } from './closed-classes.js'
import { difference, misread } from './likeness.js'
import { printed } from './noise.js'
import type { Slot, UnitRange } from './slots.js'
import { NUMBER, SINGLE } from './tokens.js'
import { sourceRange, unitText, type ContentUnits } from './units.js'

/** A run of more units that the keeper alone has is a clause: what it denies is its own matter. */
export const OWN_CLAUSE = 6

const OWN: readonly (Language | 'other')[] = ['en', 'de', 'fr', 'es', 'other']

/** Whether a unit turns its statement round, in any language or in the given one. */
function isNegation(units: ContentUnits, i: number, language?: Language): boolean {
  if (units.kinds[i] === NUMBER) return false
  const text = unitText(units, i)
  if (units.kinds[i] === SINGLE) return HAN_NEGATIONS.has(text)
  for (const one of OWN) {
    if (language !== undefined && one !== language && text.charCodeAt(0) < 0x250) continue
    if (NEGATIONS[one].has(text)) return true
  }
  // won't, n'est: folded without the apostrophe, which the source must have.
  if (!(text.endsWith('nt') && text.length > 3) && !text.startsWith('n')) return false
  const { from, to } = sourceRange(units, i, i + 1)
  return /n['’ʼ]t$|^n['’ʼ]/i.test(units.text.source.slice(from, to))
}

/** What may differ of a negation and its misreading. */
const NEGATION_NEAR = 0.35

/** A negation of so many letters is one letter away from no other word (without). */
const LONG_NEGATION = 7

export function denies(evidence: Evidence, units: ContentUnits, i: number): boolean {
  return isNegation(units, i, evidence.lexicon === undefined ? undefined : evidence.document.language)
}

export function deniesOtherwise(evidence: Evidence, d: UnitRange, k: UnitRange): boolean {
  const count = (units: ContentUnits, range: UnitRange) => {
    let negations = 0
    for (let i = range.from; i < range.to; i++) if (denies(evidence, units, i)) negations++
    return negations
  }
  const own = count(evidence.document, d)
  const other = count(evidence.keeper, k)
  if (own === other) return false
  // A clause that only the keeper has denies its own matter.
  return !(own === 0 && k.to - k.from > OWN_CLAUSE + d.to - d.from)
}

/** In a noisy pair: not / nol, nicht / niht, or the negation run together with its neighbours. */
export function negationMisread(
  evidence: Evidence,
  { document: d, keeper: k, aligned }: Slot,
  a: string,
  b: string,
): boolean {
  if (!aligned || evidence.lexicon === undefined || a === '' || b === '') return false
  const single = d.to - d.from === 1 && k.to - k.from === 1
  if (single && evidence.document.kinds[d.from] === SINGLE) return false
  const deniedBy = (units: ContentUnits, range: UnitRange) => {
    for (let i = range.from; i < range.to; i++) if (denies(evidence, units, i)) return unitText(units, i)
    return ''
  }
  const [word, other, units, range] =
    deniedBy(evidence.document, d) !== ''
      ? ([deniedBy(evidence.document, d), b, evidence.keeper, k] as const)
      : ([deniedBy(evidence.keeper, k), a, evidence.document, d] as const)
  if (!single) return other.includes(word) && difference(a, b) <= NEGATION_NEAR
  if (!evidence.lexicon.isStrange(units.keys[range.from])) return false
  if (misread(a, b) || misread(printed(evidence.document, d), printed(evidence.keeper, k))) return true
  // keinne / keine, but not keine / seine.
  if (a.length !== b.length || word.length >= LONG_NEGATION) return difference(a, b) <= NEGATION_NEAR
  return difference(a, b) <= NEGATION_NEAR && evidence.lexicon.strangePairs(other) > 0
}
