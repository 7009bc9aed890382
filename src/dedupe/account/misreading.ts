/** Whether what stands in a place is a misreading of what the other text has there: what a measured noise excuses. */
import { take } from './allowance.js'
import type { Evidence, KnownWord } from './evidence.js'
import { difference, distance, misread, shapeDifference } from './likeness.js'
import { garbleSigns, isOne, LONGEST, midCapital, NEAR, printed, STAIN } from './noise.js'
import { isCapital } from './sentences.js'
import type { Slot, UnitRange } from './slots.js'
import { SINGLE, WORD } from './tokens.js'
import { unitText, type ContentUnits } from './units.js'

/** The same as `NEAR` where look-alikes cost less. */
const NEAR_SHAPE = 0.5
/** What may differ of the shapes of a word and its garble: something must be alike. */
const GARBLED_SHAPE = 0.95
/** The same where spaces may be lost: inBergen / in Lyon. */
const JOINED_SHAPE = 0.75
/** Lengths of a garble and of what it stands for, the longer to the shorter. */
const LENGTHS = 2
/** Letters of a short word. */
const SHORT_WORD = 3
/** Han side by side that may be misread together. */
const HAN_RUN = 3
/** Words that may be garbled together. */
const WORDS = 4
/** Two words of the corpus in one place count as so many: of garbles 41 in 100 are such words, of planted words 61. */
const KNOWN_COST = 2

/** Whether a near miss or a garble stands in the place of a word. What is no near miss is taken from the allowance. */
export function isGarbled(
  evidence: Evidence,
  { document: d, keeper: k }: Slot,
  a: string,
  b: string,
): boolean {
  const { document, keeper, allowance, known } = evidence
  if (a.length > LONGEST || b.length > LONGEST) return false
  if (a === '') return isLost(evidence, keeper, k, b)
  if (b === '') return isLost(evidence, document, d, a)
  if (document.kinds[d.from] === SINGLE || keeper.kinds[k.from] === SINGLE) {
    return (isOne(a) && isOne(b)) || (a.length <= HAN_RUN && b.length <= HAN_RUN && take(allowance, 'han'))
  }
  if (difference(a, b) <= NEAR || misread(a, b)) return true
  const shape = shapeDifference(printed(document, d), printed(keeper, k))
  if (shape <= NEAR_SHAPE) return true
  // A letter alone is no word; two capitals are initials.
  if (a.length === 1 && b.length === 1 && !(isCapital(document, d.from) && isCapital(keeper, k.from)))
    return true
  const longer = Math.max(a.length, b.length)
  if (longer > LENGTHS * Math.min(a.length, b.length) + 1) return false
  if (garbleSigns(document, d) !== garbleSigns(keeper, k)) return true
  if (midCapital(document, d) !== midCapital(keeper, k) && shape <= JOINED_SHAPE) return true
  const bothKnown = known !== undefined && allKnown(document, d, known) && allKnown(keeper, k, known)
  const cost = bothKnown ? KNOWN_COST : 1
  if (longer <= SHORT_WORD) return take(allowance, 'short', cost)
  if (shape > GARBLED_SHAPE) return false
  // Two names in one place are two persons or towns, whatever the print is like; unless only one of them is a word.
  if (isName(document, d) && isName(keeper, k)) {
    if (known === undefined || allKnown(document, d, known) === allKnown(keeper, k, known)) return false
    if (shape > JOINED_SHAPE) return false
  }
  const words = Math.max(d.to - d.from, k.to - k.from)
  return words <= WORDS && take(allowance, 'far', cost)
}

/** A stain, garble, or a single small word that the scanner lost. */
function isLost(
  { allowance, known }: Evidence,
  units: ContentUnits,
  range: UnitRange,
  text: string,
): boolean {
  if (text.length <= STAIN) return true
  if (range.to - range.from > 2) return false
  if (garbleSigns(units, range)) return true
  if (range.to - range.from > 1 || units.kinds[range.from] !== WORD || isCapital(units, range.from))
    return false
  return take(allowance, 'lost', known?.(text) === true ? KNOWN_COST : 1)
}

function allKnown(units: ContentUnits, { from, to }: UnitRange, known: KnownWord): boolean {
  for (let i = from; i < to; i++) if (!known(unitText(units, i))) return false
  return true
}

/** One word with a capital and small letters behind it. */
function isName(units: ContentUnits, { from, to }: UnitRange): boolean {
  if (to - from !== 1 || !isCapital(units, from)) return false
  const { text } = units
  return /^\p{Lu}\P{Lu}+$/u.test(
    text.source.slice(text.starts[units.from[from]], text.ends[units.to[from] - 1]),
  )
}

/** In printed matter: one letter for another, or look-alikes. */
export function isMisprinted(a: string, b: string): boolean {
  if (a.length > LONGEST || b.length > LONGEST) return false
  if (a === '' || b === '') return a.length + b.length <= STAIN
  return (distance(a, b, 1) <= 1 && a.length + b.length > STAIN + 1) || misread(a, b)
}
