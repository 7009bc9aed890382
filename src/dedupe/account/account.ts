/**
 * The account of a removal: what a document says that its keeper does not. Each difference between the two is either
 * *explained* (the keeper says the same in another form, or it is no part of the report) or *content*; a document whose
 * account has no content can go, and a reader of the keeper misses nothing.
 */
import type { SourceRange } from '../../align/edit.js'
import type { FoldedText } from '../../text/fold.js'
import {
  ADDRESS,
  AUXILIARIES,
  COPYRIGHT,
  GLUE,
  HAN_NEGATIONS,
  NEGATIONS,
  UNITS,
  type Language,
} from './closed-classes.js'
import {
  difference,
  digitsForLetters,
  digitSlips,
  inflected,
  misread,
  mistyped,
  oldSpelling,
} from './likeness.js'
import { isGarbled, isMisprinted, joined, pairNoise, PairLexicon, type PairNoise } from './noise.js'
import { roundsTo, sameNumber } from './numbers.js'
import { sameUnit, slots, type AlignedPair, type Slot, type UnitRange } from './slots.js'
import { contentUnits, NUMBER, SINGLE, sourceRange, unitText, WORD, type ContentUnits } from './units.js'

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
  | 'headline' // its facts stand in the keeper
  | 'byline' // byline, dateline, tag, copyright line
  | 'cut' // the last word, broken off

/** What is lost, or contradicted. */
export type Content =
  | 'number'
  | 'word' // another word or name in the same place
  | 'negation'
  | 'symbol'
  | 'missing' // a word, clause or sentence that the keeper has nowhere

/** One difference, in offsets of both sources. */
export interface AccountItem {
  readonly document: SourceRange
  readonly keeper: SourceRange
  readonly explained?: Explanation
  readonly content?: Content
}

export interface Account {
  /** True where nothing is lost. */
  readonly clean: boolean
  /** All differences that the document has a part in, ascending. */
  readonly items: readonly AccountItem[]
  readonly noise: PairNoise
  /** Whether the document is the beginning of its keeper, broken off in the middle of a sentence. */
  readonly brokenOff: boolean
}

/**
 * What `document` has that `keeper` lacks. O(length of both), and O(size²) of each place that differs.
 * @param pair the comparison whose A is the document.
 */
export function accountOf(document: FoldedText, keeper: FoldedText, pair: AlignedPair): Account {
  return new Accountant(contentUnits(document), contentUnits(keeper), pair).run()
}

type Verdict = { readonly explained: Explanation } | { readonly content: Content }

/** Units of a headline at most; a longer first line is a paragraph. */
const HEADLINE = 30
/** Share of the words of a headline that the keeper must have. */
const HEADLINE_SHARE = 0.6
/** Times as many units as the headline that follow it, and must be the same: a headline alone is the report. */
const BODY = 2
/** Words of a byline, dateline, tag or copyright line at most. */
const BYLINE = 12
/** Words of a first line that may be a tag where the keeper has no line. */
const TAG = 6
/** A run of more units that the keeper alone has is a clause: what it denies is its own matter. */
const OWN_CLAUSE = 6
/** Units that a sentence must have to be looked for elsewhere. */
const SENTENCE = 3
/** In a noisy pair, one digit of so many may be misread. */
const DIGITS_A_SLIP = 4
/** What may differ of a negation and its misreading. */
const NEGATION_NEAR = 0.35
/** Folded units that a broken-off document may be short of the passage's end. */
const STUB = 24

class Accountant {
  readonly #d: ContentUnits
  readonly #k: ContentUnits
  readonly #pair: AlignedPair
  #where: Map<number, number[]> | undefined
  #noise: PairNoise | undefined
  #lexicon: PairLexicon | undefined
  /** Digits that may still be excused as misread. */
  #digits = 0

  constructor(document: ContentUnits, keeper: ContentUnits, pair: AlignedPair) {
    this.#d = document
    this.#k = keeper
    this.#pair = pair
  }

  run(): Account {
    const found = slots(this.#d, this.#k, this.#pair)
    const noise = pairNoise(this.#d, this.#k, found)
    this.#noise = noise
    if (noise.noisy) {
      this.#lexicon = new PairLexicon(this.#d, this.#k, found)
      this.#digits = digitBudget(this.#d, noise)
    }
    const verdicts = found.map((slot) => this.#verdict(slot))
    this.#headline(found, verdicts)
    this.#edges(found, verdicts)
    const items: AccountItem[] = []
    found.forEach((slot, i) => {
      const verdict = verdicts[i]
      if (verdict !== undefined) items.push({ ...this.#ranges(slot), ...verdict })
    })
    items.push(...this.#symbols())
    const clean = items.every((item) => item.content === undefined)
    return { clean, items, noise, brokenOff: this.#brokenOff() }
  }

  #ranges(slot: Slot): { document: SourceRange; keeper: SourceRange } {
    return {
      document: sourceRange(this.#d, slot.document.from, slot.document.to),
      keeper: sourceRange(this.#k, slot.keeper.from, slot.keeper.to),
    }
  }

  /** Undefined where only the keeper has something: that is no loss. */
  #verdict(slot: Slot): Verdict | undefined {
    const { document: d, keeper: k } = slot
    if (d.from === d.to) return this.#onlyKeeper(slot)
    const a = joined(this.#d, d)
    const b = joined(this.#k, k)
    if (a !== b && this.#deniesOtherwise(d, k) && !this.#negationMisread(slot, a, b)) {
      return { content: 'negation' }
    }
    if (a === b && this.#spelledOut(d) && this.#spelledOut(k, this.#k)) return { explained: 'form' }
    const numbers = this.#numbers(slot, a, b)
    if (numbers !== undefined && 'content' in numbers) {
      return k.from === k.to && this.#elsewhere(d) ? { explained: 'elsewhere' } : numbers
    }
    if (a === b) return numbers ?? { explained: 'form' }
    if (numbers !== undefined && this.#onlyNumbers(d)) return numbers
    const words = this.#words(slot, a, b)
    if (words !== undefined) return words
    if (slot.aligned && this.#noise!.print && isMisprinted(a, b)) return { explained: 'misread' }
    if (slot.aligned && this.#lexicon !== undefined && isGarbled(this.#d, this.#k, slot, this.#lexicon)) {
      return { explained: 'noise' }
    }
    if (this.#lexicon !== undefined && this.#isUnit(d, k, a)) return { explained: 'noise' }
    if (this.#elsewhere(d)) return { explained: 'elsewhere' }
    return { content: k.from === k.to ? 'missing' : 'word' }
  }

  /** 5 vears / 5 years: what the keeper's figure before it has for a unit. */
  #isUnit(d: UnitRange, k: UnitRange, word: string): boolean {
    if (k.from !== k.to || k.from === 0 || d.to - d.from !== 1) return false
    const number = this.#k.numbers.get(k.from - 1)
    if (number === undefined || number.unit === '') return false
    const written = unitText(this.#k, k.from - 1)
    return difference(word, written.slice(-word.length)) <= 0.5
  }

  /** A negation that only the keeper has turns the document's statement round, unless it stands in a clause of its own. */
  #onlyKeeper({ keeper: k, aligned }: Slot): Verdict | undefined {
    if (!aligned || k.to - k.from > OWN_CLAUSE) return undefined
    for (let i = k.from; i < k.to; i++) {
      if (this.#isNegation(this.#k, i) && !this.#wholeSentences(this.#k, k)) return { content: 'negation' }
    }
    return undefined
  }

  #isNegation(units: ContentUnits, i: number): boolean {
    return isNegation(units, i, this.#lexicon === undefined ? undefined : this.#d.language)
  }

  #deniesOtherwise(d: UnitRange, k: UnitRange): boolean {
    const count = (units: ContentUnits, range: UnitRange) => {
      let negations = 0
      for (let i = range.from; i < range.to; i++) if (this.#isNegation(units, i)) negations++
      return negations
    }
    const own = count(this.#d, d)
    const other = count(this.#k, k)
    if (own === other) return false
    // A clause that only the keeper has denies its own matter.
    return !(own === 0 && k.to - k.from > OWN_CLAUSE + d.to - d.from)
  }

  /** In a noisy pair: not / nol, nicht / niht, or the negation run together with its neighbours. */
  #negationMisread({ document: d, keeper: k, aligned }: Slot, a: string, b: string): boolean {
    if (!aligned || this.#lexicon === undefined || a === '' || b === '') return false
    const single = d.to - d.from === 1 && k.to - k.from === 1
    if (single && this.#d.kinds[d.from] === SINGLE) return false
    const denies = (units: ContentUnits, range: UnitRange) => {
      for (let i = range.from; i < range.to; i++) if (this.#isNegation(units, i)) return unitText(units, i)
      return ''
    }
    const [word, other, units, range] =
      denies(this.#d, d) !== ''
        ? ([denies(this.#d, d), b, this.#k, k] as const)
        : ([denies(this.#k, k), a, this.#d, d] as const)
    if (!single) return other.includes(word) && difference(a, b) <= NEGATION_NEAR
    if (!this.#lexicon.isStrange(units.keys[range.from])) return false
    return misread(a, b) || (difference(a, b) <= NEGATION_NEAR && this.#lexicon.strangePairs(other) > 0)
  }

  #onlyNumbers(d: UnitRange): boolean {
    for (let i = d.from; i < d.to; i++)
      if (this.#d.kinds[i] !== NUMBER && !GLUE.has(unitText(this.#d, i))) return false
    return true
  }

  /** Content where a number of the slot is another in the keeper; undefined where the slot has none. */
  #numbers({ document: d, keeper: k }: Slot, a: string, b: string): Verdict | undefined {
    let verdict: Verdict | undefined
    for (let i = d.from; i < d.to; i++) {
      const number = this.#d.numbers.get(i)
      if (number === undefined) continue
      const single = number.kind === 'han' && number.written.length === 1 && !this.#anyNumber(this.#k, k)
      if (single) continue
      let explained: Explanation | undefined
      for (let j = k.from; j < k.to; j++) {
        const other = this.#k.numbers.get(j)
        if (other === undefined) continue
        if (sameNumber(number, other)) explained = 'number'
        else if (explained === undefined && roundsTo(number, other)) explained = 'rounded'
        if (explained === 'number') break
      }
      if (explained === undefined && digitsForLetters(a, b)) explained = 'misread'
      if (explained === undefined && this.#digitsExcused(a, b)) explained = 'noise'
      if (explained === undefined) return { content: 'number' }
      verdict = { explained }
    }
    return verdict
  }

  /** In a noisy pair, digits misread in place: one of four always, look-alikes in shorter ones as often as letters are. */
  #digitsExcused(a: string, b: string): boolean {
    if (this.#lexicon === undefined || a.length > 24 || b.length > 24) return false
    // A stroke beside the text is read as a one.
    if (b === '') return a === '1'
    if (FIGURES.test(a) && FIGURES.test(b)) {
      if (a.length !== b.length) return false
      const { count, alike } = digitSlips(a, b)
      if (count * DIGITS_A_SLIP <= a.length) return true
      if (count > 1 || !alike || this.#digits < 1) return false
      this.#digits--
      return true
    }
    // A figure opposite garble: no other figure stands in its place.
    return Math.abs(a.length - b.length) <= 1 && /\p{L}/u.test(a + b)
  }

  /** Whether all numbers of a range are words. */
  #spelledOut({ from, to }: UnitRange, units = this.#d): boolean {
    for (let i = from; i < to; i++)
      if (units.kinds[i] === NUMBER && units.numbers.get(i)!.kind !== 'words') return false
    return true
  }

  #anyNumber(units: ContentUnits, range: UnitRange): boolean {
    for (let i = range.from; i < range.to; i++) if (units.kinds[i] === NUMBER) return true
    return false
  }

  /** Explains the words of a slot, each by a word of the keeper or by what it is. */
  #words(slot: Slot, a: string, b: string): Verdict | undefined {
    const { document: d, keeper: k } = slot
    if (k.from === k.to && this.#repeats(d)) return { explained: 'repetition' }
    if (this.#cutOff(slot, a, b)) return { explained: 'cut' }
    let explained: Explanation | undefined
    let j = k.from
    for (let i = d.from; i < d.to; i++) {
      if (this.#d.kinds[i] === NUMBER) continue
      const word = unitText(this.#d, i)
      let reason: Explanation | undefined
      if (this.#d.kinds[i] === WORD) {
        for (let at = j; at < k.to; at++) {
          reason = wordFor(word, unitText(this.#k, at))
          if (reason === undefined) continue
          j = at + 1
          break
        }
      }
      if (reason === undefined && this.#isGlue(word, k)) reason = 'glue'
      if (reason === undefined) {
        explained = undefined
        break
      }
      if (explained === undefined || explained === 'glue') explained = reason
      if (i === d.to - 1) return { explained: explained! }
    }
    if (digitsForLetters(a, b) || (a.length >= LONG_WORD && misread(a, b))) return { explained: 'misread' }
    return mistyped(a, b) && this.#d.kinds[d.from] === WORD ? { explained: 'slip' } : undefined
  }

  #isGlue(word: string, k: UnitRange): boolean {
    if (!GLUE.has(word)) return false
    if (k.from === k.to) return true
    const auxiliary = AUXILIARIES.get(word)
    for (let j = k.from; j < k.to; j++) {
      if (this.#k.kinds[j] === NUMBER) return false
      if (auxiliary !== undefined && AUXILIARIES.get(unitText(this.#k, j)) !== auxiliary) return false
    }
    return true
  }

  /** The same words as just before or just after, written twice. */
  #repeats({ from, to }: UnitRange): boolean {
    const n = to - from
    const { keys, kinds, count } = this.#d
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
  #cutOff({ document: d, keeper: k }: Slot, a: string, b: string): boolean {
    if (d.to !== this.#d.count || d.to - d.from !== 1 || k.from === k.to) return false
    if (this.#d.kinds[d.from] === NUMBER || endsSentence(this.#d, this.#d.count - 1)) return false
    return b.length > a.length && unitText(this.#k, k.from).startsWith(a)
  }

  /** Whether whole sentences of the document stand elsewhere in the keeper, word by word. */
  #elsewhere(d: UnitRange): boolean {
    if (d.to - d.from < SENTENCE || !this.#wholeSentences(this.#d, d)) return false
    let from = d.from
    for (let i = d.from; i < d.to; i++) {
      if (i < d.to - 1 && !endsSentence(this.#d, i)) continue
      if (!this.#stands(from, i + 1)) return false
      from = i + 1
    }
    return true
  }

  #stands(from: number, to: number): boolean {
    const where = (this.#where ??= positions(this.#k))
    const first = where.get(this.#d.keys[from]) ?? []
    return first.some((at) => {
      if (at + to - from > this.#k.count) return false
      for (let i = from; i < to; i++) if (!sameUnit(this.#d, i, this.#k, at + i - from)) return false
      return true
    })
  }

  #wholeSentences(units: ContentUnits, { from, to }: UnitRange): boolean {
    return (
      (from === 0 || endsSentence(units, from - 1)) && (to === units.count || endsSentence(units, to - 1))
    )
  }

  /** A headline of other words whose facts stand in the keeper, over the same body. */
  #headline(found: readonly Slot[], verdicts: (Verdict | undefined)[]): void {
    const end = headlineEnd(this.#d)
    if (end === 0) return
    const inside = found.flatMap(({ document: d }, i) => (d.from < end && isContent(verdicts[i]) ? [i] : []))
    if (inside.length === 0 || inside.some((i) => found[i].document.to > end)) return
    // The body under it must be the same: two reports of one form have like headlines as well.
    const other = found.reduce(
      (sum, { document: d }, i) =>
        d.from >= end && isContent(verdicts[i]) ? sum + Math.max(1, d.to - d.from) : sum,
      0,
    )
    if (this.#d.count - end < BODY * end || other > 0.2 * (this.#d.count - end)) return
    const where = (this.#where ??= positions(this.#k))
    let words = 0
    let known = 0
    for (let i = 0; i < end; i++) {
      const text = unitText(this.#d, i)
      const stands = where.has(this.#d.keys[i]) || this.#formStands(i, text)
      if (this.#d.kinds[i] === NUMBER && !stands) return
      if (this.#isNegation(this.#d, i) && !stands) return
      if (GLUE.has(text)) continue
      words++
      if (stands) known++
    }
    if (known < HEADLINE_SHARE * words) return
    for (const i of inside)
      if (!('content' in verdicts[i]! && verdicts[i].content === 'negation'))
        verdicts[i] = { explained: 'headline' }
  }

  /** Whether the keeper has another form of a word, or another notation of a number. */
  #formStands(i: number, text: string): boolean {
    for (let j = 0; j < this.#k.count; j++) {
      if (sameUnit(this.#d, i, this.#k, j)) return true
      if (
        this.#d.kinds[i] === WORD &&
        this.#k.kinds[j] === WORD &&
        wordFor(text, unitText(this.#k, j)) !== undefined
      )
        return true
    }
    return false
  }

  /** Bylines, datelines and tags before the first sentence that both have, or after the last. */
  #edges(found: readonly Slot[], verdicts: (Verdict | undefined)[]): void {
    const headline = headlineEnd(this.#d)
    for (let i = 0; i < found.length; i++) {
      if (!isContent(verdicts[i]) || found[i].document.from === found[i].document.to) continue
      if (!this.#isByline(found[i], headline)) continue
      verdicts[i] = { explained: 'byline' }
    }
  }

  #isByline({ document: d, keeper: k }: Slot, headline: number): boolean {
    const units = this.#d
    const head = this.#headLines(d, headline)
    const tail = !head && d.to === units.count && (d.from === 0 || endsSentence(units, d.from - 1))
    if (!head && !tail) return false
    if (d.from === 0 && d.to === units.count) return false
    if (d.to - d.from > BYLINE) return false
    if (head && d.from === 0 && (k.from < k.to || d.to - d.from > TAG) && !this.#dateline(d)) return false
    let from = d.from
    for (let i = d.from; i < d.to; i++) {
      if (this.#isNegation(units, i)) return false
      const number = units.numbers.get(i)
      if (number !== undefined && !isDate(number)) return false
      if (i < d.to - 1 && !endsSentence(units, i)) continue
      if (!this.#noSentence(from, i + 1, tail)) return false
      from = i + 1
    }
    return true
  }

  /** Whether a range stands before the first sentence of the report: in its head, at the beginning of a line or of all. */
  #headLines({ from, to }: UnitRange, headline: number): boolean {
    if (to > headline + BYLINE * 2) return false
    if (from !== 0 && from !== headline && !endsSentence(this.#d, from - 1)) return false
    return to < this.#d.count && (endsSentence(this.#d, to - 1) || dash(this.#d, to))
  }

  #dateline({ to }: UnitRange): boolean {
    return dash(this.#d, to)
  }

  /** Three words at most, or no full stop, or a line that speaks to its reader or of its rights. */
  #noSentence(from: number, to: number, tail: boolean): boolean {
    const units = this.#d
    if (to - from <= 3 && !tail) return true
    let addresses = false
    for (let i = from; i < to; i++) {
      const text = unitText(units, i)
      if (ADDRESS.has(text) || COPYRIGHT.has(text)) addresses = true
    }
    const { source } = units.text
    const range = sourceRange(units, from, to)
    if (source.slice(Math.max(0, range.from - 3), range.from).includes('©')) addresses = true
    if (addresses) return tail
    return (
      !/^["”’')\]]*[.!?。！？]/.test(source.slice(range.to, range.to + 4)) ||
      to - from <= 1 ||
      abbreviated(units, to - 1)
    )
  }

  /** Signs that say something: other emoji, other operators. */
  #symbols(): AccountItem[] {
    const items: AccountItem[] = []
    if (this.#lexicon !== undefined) return items
    for (const { a, b } of this.#pair.edits) {
      if (a.from === a.to || b.from === b.to) continue
      const own = this.#d.text.source.slice(a.from, a.to).match(SYMBOL)
      const other = this.#k.text.source.slice(b.from, b.to).match(SYMBOL)
      if (own === null || other === null || own.join('') === other.join('')) continue
      items.push({ document: a, keeper: b, content: 'symbol' })
    }
    return items
  }

  /** The document is the keeper's beginning and stops before a sentence does. */
  #brokenOff(): boolean {
    const { passages } = this.#pair
    if (passages.length !== 1 || this.#d.count === 0) return false
    const [{ a, b }] = passages
    const { text } = this.#d
    if (text.ends[text.length - 1] - a.to > STUB || this.#k.text.source.length - b.to <= STUB) return false
    if (endsSentence(this.#d, this.#d.count - 1)) return false
    return a.from <= text.starts[0] + STUB * 4 && b.from <= this.#k.text.starts[0] + STUB * 4
  }
}

const SYMBOL = /[\p{Extended_Pictographic}\p{Sc}<>=≤≥≠±×÷]/gu
/** From so many letters on look-alikes excuse a word of a clean pair. */
const LONG_WORD = 6

function isContent(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && 'content' in verdict
}

/** Why one word stands for another. */
function wordFor(word: string, other: string): Explanation | undefined {
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

const FIGURES = /^\p{Nd}+$/u

/** Digits of so many that noise may excuse in the places of others: as many times as it changes letters. */
const DIGITS_LIKE_LETTERS = 1

/** How many single digits of short numbers may be misread in a noisy pair: no greater a share than of the words. */
function digitBudget(units: ContentUnits, { slips, breaks }: PairNoise): number {
  return Math.floor((DIGITS_LIKE_LETTERS * units.numbers.size * (slips + breaks)) / Math.max(1, units.count))
}

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

const END = /^["”’'»)\]]*[.!?。！？؟।…]["”’'»)\]]*(?:\s|$)|\n\s*\n|[。！？।]/u
const STOP = /^["”’'»)\]]*\.\s/

/** Whether a sentence or a line ends behind a unit. */
function endsSentence(units: ContentUnits, i: number): boolean {
  const { text, to, count } = units
  const gap =
    i + 1 < count
      ? text.source.slice(text.ends[to[i] - 1], text.starts[to[i]])
      : text.source.slice(text.ends[text.length - 1])
  if (i + 1 >= count) return END.test(`${gap} `) && gap.trim() !== ''
  if (/\n\s*\n/.test(gap)) return true
  if (!END.test(gap)) return gap.includes('\n') && !wraps(units, i)
  return !(STOP.test(gap) && !gap.includes('\n') && abbreviated(units, i))
}

/** A newline inside a sentence: the lines are long, and the next begins small or this one ends without a stop. */
function wraps(units: ContentUnits, i: number): boolean {
  const { text, to } = units
  const end = text.ends[to[i] - 1]
  const line = end - (text.source.lastIndexOf('\n', end - 1) + 1)
  return line >= WRAPPED
}

/** A line of so many characters may be filled and go on in the next. */
const WRAPPED = 45

/** U.S., a.m., J. */
function abbreviated(units: ContentUnits, i: number): boolean {
  return units.kinds[i] === WORD && units.to[i] - units.from[i] <= 2
}

function dash(units: ContentUnits, i: number): boolean {
  if (i >= units.count) return false
  const { text, from } = units
  const gap = text.source.slice(i === 0 ? 0 : text.ends[from[i] - 1], text.starts[from[i]])
  return /[-–—―:]\s|[-–—―]{2}|[—―]|\)\s*$/.test(gap)
}

/** A day, a year or a time of day. */
function isDate(number: { kind: string; value: number; unit: string }): boolean {
  if (number.unit !== '') return false
  return (
    number.kind === 'time' ||
    (Number.isInteger(number.value) &&
      ((number.value >= 1 && number.value <= 31) || (number.value >= 1800 && number.value < 2100)))
  )
}

/** Units of the first line, if it is a headline: no sentence, and followed by more. */
function headlineEnd(units: ContentUnits): number {
  const { text, count } = units
  const limit = Math.min(count - 1, HEADLINE)
  for (let i = 0; i < limit; i++) {
    const gap = text.source.slice(text.ends[units.to[i] - 1], text.starts[units.to[i]])
    if (!gap.includes('\n')) continue
    if (/^["”’']*[.!?。！？]\s/.test(gap) && !abbreviated(units, i)) return 0
    if (!/\n\s*\n/.test(gap) && wraps(units, i)) continue
    return i + 1
  }
  return 0
}

function positions(units: ContentUnits): Map<number, number[]> {
  const where = new Map<number, number[]>()
  for (let i = 0; i < units.count; i++) {
    const list = where.get(units.keys[i])
    if (list === undefined) where.set(units.keys[i], [i])
    else list.push(i)
  }
  return where
}
