/** Negations: a statement that only one of the two texts denies is content, whatever else is equal. */
import type { Evidence } from './evidence.js'
import { take } from './allowance.js'
import { timesOf } from './sentences.js'
import type { Language } from '../../text/number-words.js'
import { GLUE, HAN_NEGATIONS, NEGATIONS } from './closed-classes.js'
import { difference, misread } from './likeness.js'
import { NEAR, printed } from './noise.js'
import type { Slot, UnitRange } from './slots.js'
import { hashString, NUMBER, SINGLE } from './tokens.js'
import { sourceRange, unitText, type ContentUnits } from './units.js'

/** A run of more units that the keeper alone has is a clause: what it denies is its own matter. */
export const OWN_CLAUSE = 6

const OWN: readonly (Language | 'other')[] = ['en', 'de', 'fr', 'es', 'other']

/** Keys of all negations: no string is made of a unit that has none of them. */
const KEYS: ReadonlySet<number> = new Set(
  [...HAN_NEGATIONS, ...OWN.flatMap((one) => [...NEGATIONS[one]])].map(hashString),
)
const LETTER_N = 0x6e
const LETTER_T = 0x74

/** Whether a unit turns its statement round, in any language or in the given one. */
function isNegation(units: ContentUnits, i: number, language?: Language): boolean {
  if (units.kinds[i] === NUMBER) return false
  if (units.kinds[i] === SINGLE && isThaiNegation(units, i)) return true
  if (!KEYS.has(units.keys[i])) {
    const { units: letters } = units.text
    const last = units.to[i] - 1
    if (letters[units.from[i]] !== LETTER_N && (letters[last] !== LETTER_T || letters[last - 1] !== LETTER_N))
      return false
  }
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

const THAI_AI = 0xe44
const THAI_MA = 0xe21

/** ไม่: two letters of a script that writes no spaces. Other words begin with them too, and keep a text, no more. */
function isThaiNegation({ text: { units, length }, from }: ContentUnits, i: number): boolean {
  const at = from[i]
  return units[at] === THAI_AI && at + 1 < length && units[at + 1] === THAI_MA
}

/** What may differ of a negation and its misreading. */
const NEGATION_NEAR = 0.35

/** A negation of so many letters is one letter away from no other word (without). */
const LONG_NEGATION = 7

export function denies(evidence: Evidence, units: ContentUnits, i: number): boolean {
  return isNegation(units, i, !evidence.noise.noisy ? undefined : evidence.document.language)
}

export function deniesOtherwise(evidence: Evidence, d: UnitRange, k: UnitRange): boolean {
  const own = denialsIn(evidence, evidence.document, d)
  const other = denialsIn(evidence, evidence.keeper, k)
  if (own === other) return false
  // A clause that only the keeper has denies its own matter.
  return !(own === 0 && k.to - k.from > OWN_CLAUSE + d.to - d.from)
}

function denialsIn(evidence: Evidence, units: ContentUnits, { from, to }: UnitRange): number {
  let negations = 0
  for (let i = from; i < to; i++) if (denies(evidence, units, i)) negations++
  return negations
}

/** In a noisy pair: not / nol, nicht / niht, or the negation run together with its neighbours. */
export function negationMisread(
  evidence: Evidence,
  { document: d, keeper: k, aligned }: Slot,
  a: string,
  b: string,
): boolean {
  if (!aligned || !evidence.noise.noisy || a === '' || b === '') return false
  const single = d.to - d.from === 1 && k.to - k.from === 1
  if (single && evidence.document.kinds[d.from] === SINGLE) return false
  const deniedBy = (units: ContentUnits, range: UnitRange) => {
    for (let i = range.from; i < range.to; i++) if (denies(evidence, units, i)) return unitText(units, i)
    return ''
  }
  const own = deniedBy(evidence.document, d) !== ''
  const [word, other, key, texts] = own
    ? ([deniedBy(evidence.document, d), b, evidence.keeper.keys[k.from], evidence.document] as const)
    : ([deniedBy(evidence.keeper, k), a, evidence.document.keys[d.from], evidence.keeper] as const)
  // Run together with its neighbour, or torn in two: w ithout.
  if (!single) {
    const torn = d.to - d.from !== k.to - k.from || other.includes(word)
    return torn && difference(a, b) <= NEGATION_NEAR
  }
  if (misread(a, b) || misread(printed(evidence.document, d), printed(evidence.keeper, k))) return true
  if (isShort(word, other)) return take(evidence.allowance, 'denials')
  // A word of the other text, or a known one, is no misreading: now, seine, dicht.
  if (timesOf(texts, key) > 0 || evidence.known?.(other) === true || other.length <= word.length >> 1)
    return false
  const apart = difference(a, b)
  if (apart <= NEGATION_NEAR) {
    if (a.length !== b.length || word.length >= LONG_NEGATION || evidence.known !== undefined) return true
    // keinne / keine, but not keine / seine, nor not / now.
    if (a[0] === b[0] && word.length > PARTICLE) return true
  }
  // kicht, miiht / nicht: no determiner, so that it is a word of another kind if it is one.
  return (
    apart <= NEAR && word.length > PARTICLE && !DETERMINER.test(other) && take(evidence.allowance, 'denials')
  )
}

/** What may stand in the place of keine: eine, seine, meine, deine. */
const DETERMINER = /^[smd]?ein/

/** Letters of a particle that other small words are one letter away from (not / now). */
const PARTICLE = 3

/** no / so, no / we: words that do not deny what the other says, but say something else. */
function isShort(word: string, other: string): boolean {
  return word.length < PARTICLE && Math.abs(word.length - other.length) <= 1 && !GLUE.has(other)
}
