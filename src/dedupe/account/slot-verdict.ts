/** The verdict on one place that differs: which rule explains it, or what is lost there. */
import type { Evidence } from './evidence.js'
import { standsElsewhere, wholeSentences } from './sentences.js'
import { denies, deniesOtherwise, negationMisread, OWN_CLAUSE } from './denial.js'
import { figuresVerdict, spelledOut, onlyNumbers, isUnit } from './figures.js'
import { sameHan, wordsVerdict } from './words.js'
import { isGarbled, isMisprinted } from './misreading.js'
import type { Slot, UnitRange } from './slots.js'
import { WORD } from './tokens.js'
import type { ContentUnits } from './units.js'

/** Why a difference loses nothing. */
export type Explanation =
  | 'form' // the same letters: spacing, hyphens, marks
  | 'number' // another notation of one number
  | 'rounded' // the keeper has the exact figure
  | 'inflection'
  | 'glue' // an article, a conjunction, an auxiliary
  | 'slip' // a letter mistyped
  | 'misread' // look-alike letters, digits among letters
  | 'noise' // a near miss or a stain in a noisy pair
  | 'repetition'
  | 'elsewhere' // the same sentence stands elsewhere in the keeper
  | 'reworded' // by an editor who reworded other places as well
  | 'headline' // its facts stand in the keeper
  | 'byline' // byline, dateline, tag, copyright line
  | 'cut' // the last word broken off, or the first

/** What is lost, or contradicted. */
export type Content =
  | 'number'
  | 'word' // another word or name in the same place
  | 'negation'
  | 'symbol'
  | 'missing' // a word, clause or sentence that the keeper has nowhere

export type SlotVerdict = { readonly explained: Explanation } | { readonly content: Content }

export function isContent(verdict: SlotVerdict | undefined): boolean {
  return verdict !== undefined && 'content' in verdict
}

/**
 * Undefined where only the keeper has something: that is no loss.
 * @param a the folded letters of the document in this place. @param b those of the keeper.
 */
export function slotVerdict(evidence: Evidence, slot: Slot, a: string, b: string): SlotVerdict | undefined {
  const { document: d, keeper: k } = slot
  if (d.from === d.to) return keeperOnly(evidence, slot)
  if (saysAgain(evidence.document, d) && k.from === k.to) return { explained: 'repetition' }
  if (a !== b && deniesOtherwise(evidence, d, k) && !negationMisread(evidence, slot, a, b)) {
    return { content: 'negation' }
  }
  if (a === b && spelledOut(evidence, d) && spelledOut(evidence, k, evidence.keeper))
    return { explained: 'form' }
  const numbers = figuresVerdict(evidence, slot, a, b)
  if (numbers !== undefined && 'content' in numbers) {
    return k.from === k.to && standsElsewhere(evidence, d) ? { explained: 'elsewhere' } : numbers
  }
  if (a === b || sameHan(evidence, slot, a, b)) return numbers ?? { explained: 'form' }
  if (numbers !== undefined && onlyNumbers(evidence, d)) return numbers
  const words = wordsVerdict(evidence, slot, a, b)
  if (words !== undefined) return words
  if (slot.aligned && evidence.noise.print && isMisprinted(a, b)) return { explained: 'misread' }
  if (slot.aligned && evidence.noise.noisy && isGarbled(evidence, slot, a, b)) {
    return { explained: 'noise' }
  }
  if (evidence.noise.noisy && isUnit(evidence, d, k, a)) return { explained: 'noise' }
  if (standsElsewhere(evidence, d)) return { explained: 'elsewhere' }
  return { content: k.from === k.to ? 'missing' : 'word' }
}

/** not [repeat not]: the word before, said again with a word that says so. */
function saysAgain({ keys, kinds }: ContentUnits, { from, to }: UnitRange): boolean {
  return (
    to - from === 2 &&
    from > 0 &&
    kinds[from] === WORD &&
    kinds[from + 1] === WORD &&
    keys[from - 1] === keys[from + 1]
  )
}

/** A negation that only the keeper has turns the document's statement round, unless it stands in a clause of its own. */
function keeperOnly(evidence: Evidence, { keeper: k, aligned }: Slot): SlotVerdict | undefined {
  if (!aligned || k.to - k.from > OWN_CLAUSE || saysAgain(evidence.keeper, k)) return undefined
  for (let i = k.from; i < k.to; i++) {
    if (denies(evidence, evidence.keeper, i) && !wholeSentences(evidence.keeper, k))
      return { content: 'negation' }
  }
  return undefined
}
