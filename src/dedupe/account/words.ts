/** The words of a place that differs: other forms, slips and misreadings of the words of the keeper, or other words. */
import type { Evidence } from './evidence.js'
import { endsSentence, isCapital, timesOf } from './sentences.js'
import { isRange } from './figures.js'
import type { SlotVerdict, Explanation } from './slot-verdict.js'
import { AUXILIARIES, GLUE, HAN_NAMES, HAN_SPELLINGS, UNITS } from './closed-classes.js'
import { difference, digitsForLetters, inflected, misread, mistyped, oldSpelling } from './likeness.js'
import { sameUnit, type Slot, type UnitRange } from './slots.js'
import { NUMBER, SINGLE, WORD } from './tokens.js'
import { sourceRange, unitText, type ContentUnits } from './units.js'

/** From so many letters on look-alikes excuse a word of a clean pair. */
const LONG_WORD = 6

/** What may differ of a word and its misprint. */
const MISTYPED_SHARE = 0.4

/** The same where only the corpus tells that one of the two is a word: the other may be a rare one. */
const RARE_SHARE = 0.25

/** Why one word stands for another. */
export function wordFor(word: string, other: string): Explanation | undefined {
  if (word === other) return 'form'
  if (inflected(word, other)) return 'inflection'
  const unit = UNITS.get(word)
  if (unit !== undefined && unit === UNITS.get(other)) return 'number'
  const auxiliary = AUXILIARIES.get(word)
  if (auxiliary !== undefined && auxiliary === AUXILIARIES.get(other)) return 'inflection'
  if (mistyped(word, other)) return 'slip'
  if (oldSpelling(word, other)) return 'form'
  return word.length >= LONG_WORD && other.length >= LONG_WORD && misread(word, other) ? 'misread' : undefined
}

/** 著 / 着, 義大利 / 意大利: one word as Taiwan and the mainland write it. */
export function sameHan(evidence: Evidence, { document: d, keeper: k }: Slot, a: string, b: string): boolean {
  if (a.length !== b.length || a === '' || evidence.document.kinds[d.from] !== SINGLE) return false
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i] || HAN_SPELLINGS.get(a[i]) === b[i] || HAN_SPELLINGS.get(b[i]) === a[i]) continue
    const own = following(evidence.document, d.from + i)
    const other = following(evidence.keeper, k.from + i)
    if (HAN_NAMES.get(own) !== other && HAN_NAMES.get(other) !== own) return false
  }
  return true
}

/** Characters of the longest of `HAN_NAMES`. */
const NAME = 3

function following(units: ContentUnits, i: number): string {
  let text = ''
  for (let j = i; j < i + NAME && j < units.count; j++) text += unitText(units, j)
  return text
}

/** Explains the words of a slot, each by a word of the keeper or by what it is. */
export function wordsVerdict(evidence: Evidence, slot: Slot, a: string, b: string): SlotVerdict | undefined {
  const { document: d, keeper: k } = slot
  if (k.from === k.to && repeats(evidence, d)) return { explained: 'repetition' }
  if (k.from === k.to && isTicker(evidence, d)) return { explained: 'byline' }
  if (isRange(evidence, slot)) return { explained: 'number' }
  if (isKnownWord(evidence, slot, a, b)) return { explained: 'slip' }
  if (isScannerSlip(evidence, slot, a, b)) return { explained: 'misread' }
  if (cutOff(evidence, slot, a, b) || cutBefore(evidence, slot, a)) return { explained: 'cut' }
  let explained: Explanation | undefined
  let j = k.from
  for (let i = d.from; i < d.to; i++) {
    if (evidence.document.kinds[i] === NUMBER) continue
    const word = unitText(evidence.document, i)
    let reason: Explanation | undefined
    if (evidence.document.kinds[i] === WORD) {
      for (let at = j; at < k.to; at++) {
        reason = wordFor(word, unitText(evidence.keeper, at))
        if (reason === 'inflection' && areOtherNames(evidence, i, at)) reason = undefined
        if (reason === undefined) continue
        j = at + 1
        break
      }
    }
    if (reason === undefined && isGlue(evidence, word, k) && !isLabel(evidence.document, i)) reason = 'glue'
    if (reason === undefined) {
      explained = undefined
      break
    }
    if (explained === undefined || explained === 'glue') explained = reason
    // cooperated / will continue to cooperate
    if (reason === 'inflection' && k.to - k.from > d.to - d.from) return undefined
    if (i === d.to - 1) return { explained: explained! }
  }
  if (digitsForLetters(a, b) || (a.length >= LONG_WORD && misread(a, b))) return { explained: 'misread' }
  return mistyped(a, b) && evidence.document.kinds[d.from] === WORD ? { explained: 'slip' } : undefined
}

/** Letters that two forms of a capitalised word share: with fewer they are two names (Maria / Mario, Lane / Lang). */
const NAME_STEM = 6

/** Whether two words that could be forms of one are names, of which one is not the other with an ending more. */
function areOtherNames(evidence: Evidence, i: number, j: number): boolean {
  if (!isCapital(evidence.document, i) || !isCapital(evidence.keeper, j)) return false
  const own = unitText(evidence.document, i)
  const other = unitText(evidence.keeper, j)
  if (Math.min(own.length, other.length) < NAME_STEM) return true
  return !own.startsWith(other) && !other.startsWith(own)
}

/** A letter that stands alone as a capital inside a sentence: type A is no article. */
function isLabel(units: ContentUnits, i: number): boolean {
  return (
    units.to[i] - units.from[i] === 1 &&
    units.kinds[i] === WORD &&
    isCapital(units, i) &&
    i > 0 &&
    !endsSentence(units, i - 1)
  )
}

function isGlue(evidence: Evidence, word: string, k: UnitRange): boolean {
  if (!GLUE.has(word)) return false
  if (k.from === k.to) return true
  const auxiliary = AUXILIARIES.get(word)
  for (let j = k.from; j < k.to; j++) {
    if (evidence.keeper.kinds[j] === NUMBER) return false
    if (auxiliary !== undefined && AUXILIARIES.get(unitText(evidence.keeper, j)) !== auxiliary) return false
  }
  return true
}

/** <ABC.N>: a code in angle brackets after a name. */
function isTicker(evidence: Evidence, { from, to }: UnitRange): boolean {
  const { source } = evidence.document.text
  const range = sourceRange(evidence.document, from, to)
  return (
    source[range.from - 1] === '<' &&
    source[range.to] === '>' &&
    /^[\p{Lu}\d.]{1,8}$/u.test(source.slice(range.from, range.to))
  )
}

/** A word that stands nowhere else, for one that both texts have elsewhere: trction / transaction. */
function isKnownWord(evidence: Evidence, { document: d, keeper: k }: Slot, a: string, b: string): boolean {
  if (d.to - d.from !== 1 || k.to - k.from !== 1 || a.length < LONG_WORD || b.length < LONG_WORD) return false
  if (evidence.document.kinds[d.from] !== WORD || evidence.keeper.kinds[k.from] !== WORD) return false
  if (isCapital(evidence.document, d.from) && isCapital(evidence.keeper, k.from)) return false
  const apart = difference(a, b)
  if (apart > MISTYPED_SHARE) return false
  const { known } = evidence
  if (known !== undefined && apart <= RARE_SHARE && known(a) !== known(b)) return true
  const own = evidence.document.keys[d.from]
  const other = evidence.keeper.keys[k.from]
  const typo =
    timesOf(evidence.document, own) === 1 &&
    timesOf(evidence.keeper, own) === 0 &&
    timesOf(evidence.document, other) > 0
  return (
    typo ||
    (timesOf(evidence.keeper, other) === 1 &&
      timesOf(evidence.document, other) === 0 &&
      timesOf(evidence.keeper, own) > 0)
  )
}

/** Units of a text in which one place may be told to be a slip of the scanner. */
const LONG_TEXT = 100
/** Times that both texts together have a word elsewhere, if it is a small word of the language. */
const FREQUENT = 4

/**
 * tho / the, bours / hours: look-alikes of which one is a word and the other none, where all else may be clean. The
 * corpus tells, or the pair itself if one is a frequent word of it and the other stands nowhere else. Two words that both
 * stand nowhere else are content: modern / modem, clay / day.
 */
function isScannerSlip(
  evidence: Evidence,
  { document: d, keeper: k, aligned }: Slot,
  a: string,
  b: string,
): boolean {
  const { document, keeper, known } = evidence
  if (!aligned || d.to - d.from !== 1 || k.to - k.from !== 1) return false
  if (document.kinds[d.from] !== WORD || keeper.kinds[k.from] !== WORD) return false
  if (isCapital(document, d.from) && isCapital(keeper, k.from)) return false
  if (Math.min(document.count, keeper.count) < LONG_TEXT || !misread(a, b)) return false
  if (known !== undefined) return known(a) !== known(b)
  const times = (key: number) => timesOf(document, key) + timesOf(keeper, key) - 1
  const own = times(document.keys[d.from])
  const other = times(keeper.keys[k.from])
  return Math.min(own, other) === 0 && Math.max(own, other) >= FREQUENT
}

/** The same words as just before or just after, written twice. */
function repeats(evidence: Evidence, { from, to }: UnitRange): boolean {
  const n = to - from
  const { keys, kinds, count } = evidence.document
  let letters = false
  let before = from >= n
  let after = to + n <= count
  for (let i = 0; i < n; i++) {
    if (kinds[from + i] !== NUMBER) letters = true
    before &&= keys[from + i] === keys[from - n + i]
    after &&= keys[from + i] === keys[to + i]
  }
  return letters && (before || after)
}

/** The last word of a document that ends in the middle of it. */
function cutOff(evidence: Evidence, { document: d, keeper: k }: Slot, a: string, b: string): boolean {
  if (d.to !== evidence.document.count || d.to - d.from !== 1 || k.from === k.to) return false
  if (
    evidence.document.kinds[d.from] === NUMBER ||
    endsSentence(evidence.document, evidence.document.count - 1)
  )
    return false
  return b.length > a.length && unitText(evidence.keeper, k.from).startsWith(a)
}

/**
 * nepi / meinnepi: the first word of a document that begins in the middle of it. Where the keeper begins there as well, it is
 * another word (likely / Unlikely); a capital begins a word, and a figure cut in two is another figure.
 */
function cutBefore(evidence: Evidence, { document: d, keeper: k }: Slot, a: string): boolean {
  const { document, keeper } = evidence
  if (d.from !== 0 || d.to !== 1 || k.from === k.to || k.to < 2) return false
  const at = k.to - 1
  if (document.kinds[0] !== WORD || keeper.kinds[at] !== WORD || isCapital(document, 0)) return false
  const word = unitText(keeper, at)
  return word.length > a.length && word.endsWith(a)
}

/** Whether the keeper has another form of a word, or another notation of a number. */
export function formStands(evidence: Evidence, i: number, text: string): boolean {
  for (let j = 0; j < evidence.keeper.count; j++) {
    if (sameUnit(evidence.document, i, evidence.keeper, j)) return true
    if (
      evidence.document.kinds[i] === WORD &&
      evidence.keeper.kinds[j] === WORD &&
      wordFor(text, unitText(evidence.keeper, j)) !== undefined
    )
      return true
  }
  return false
}
