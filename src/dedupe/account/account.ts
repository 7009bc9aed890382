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
  RANGE_WORDS,
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
import { isGarbled, isMisprinted, joined, pairNoise, printed, PairLexicon, type PairNoise } from './noise.js'
import { roundsTo, sameNumber, type NumberReading } from './numbers.js'
import { sameUnit, slots, type AlignedPair, type Slot, type UnitRange } from './slots.js'
import { NUMBER, SINGLE, WORD } from './tokens.js'
import { contentUnits, sourceRange, unitText, type ContentUnits } from './units.js'

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
export function accountOf(
  document: FoldedText,
  keeper: FoldedText,
  pair: AlignedPair,
  options: AccountOptions = {},
): Account {
  return new Accountant(contentUnits(document), contentUnits(keeper), pair, options).run()
}

export interface AccountOptions {
  /**
   * Whether a word, folded, is known from other documents of the corpus. In a noisy pair a known word excuses an unknown
   * one in its place, and two known words in one place are content. Default: the pair alone must tell.
   */
  readonly known?: (word: string) => boolean
}

type Verdict = { readonly explained: Explanation } | { readonly content: Content }

/** Units of a headline at most; a longer first line is a paragraph. */
const HEADLINE = 30
/** Share of the words of a headline that the keeper must have. */
const HEADLINE_SHARE = 0.55
/** Times as many units as the headline that follow it, and must be the same: a headline alone is the report. */
const BODY = 1.25
/** Units that differ on both sides together from which a headline is another one, not the same with a negation. */
const REPHRASED = 4
/** The longest run of equal words that a reworded copy must have: 98 of 131 copies have it, 3 of 340 other reports. */
const EQUAL_RUN = 25
/** Places that an editor must have reworded before a word in the place of another is taken for rewording. */
const REWORDED = 2
/** Words of one such place, and share of all that they may be together. */
const REWORDED_WORDS = 6
const REWORDED_SHARE = 0.1
/** Words of a byline, dateline, tag or copyright line at most. */
const BYLINE = 12
/** Words of a copyright notice at most. */
const NOTICE = 48
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
/** A negation of so many letters is one letter away from no other word (without). */
const LONG_NEGATION = 7
/** Folded units that a broken-off document may be short of the passage's end. */
const STUB = 24

class Accountant {
  readonly #d: ContentUnits
  readonly #k: ContentUnits
  readonly #pair: AlignedPair
  readonly #known: AccountOptions['known']
  #where: Map<number, number[]> | undefined
  #noise: PairNoise | undefined
  #lexicon: PairLexicon | undefined
  /** Digits that may still be excused as misread. */
  #digits = 0

  constructor(document: ContentUnits, keeper: ContentUnits, pair: AlignedPair, options: AccountOptions) {
    this.#known = options.known
    this.#d = document
    this.#k = keeper
    this.#pair = pair
  }

  run(): Account {
    const headline = headlineEnd(this.#d)
    const found = slots(this.#d, this.#k, this.#pair).flatMap((slot) => cutAt(slot, headline))
    const noise = pairNoise(this.#d, this.#k, found)
    this.#noise = noise
    if (noise.noisy) {
      this.#lexicon = new PairLexicon(this.#d, this.#k, found, noise.slips, this.#known)
      this.#digits = digitBudget(this.#d, noise)
    }
    const verdicts = found.map((slot) => this.#verdict(slot))
    this.#otherTense(found, verdicts)
    this.#headline(found, verdicts)
    this.#edges(found, verdicts)
    this.#reworded(found, verdicts)
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
    if (misread(a, b) || misread(printed(this.#d, d), printed(this.#k, k))) return true
    // keinne / keine, but not keine / seine.
    if (a.length !== b.length || word.length >= LONG_NEGATION) return difference(a, b) <= NEGATION_NEAR
    return difference(a, b) <= NEGATION_NEAR && this.#lexicon.strangePairs(other) > 0
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
        if (sameNumber(number, other) || this.#sameButUnit(number, other)) explained = 'number'
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

  /** 5 mln dlrs / 5 mln, where the keeper has written the unit with other figures. */
  #sameButUnit(number: NumberReading, other: NumberReading): boolean {
    if (number.value !== other.value || other.unit !== '' || number.kind !== other.kind) return false
    for (const one of this.#k.numbers.values()) if (one.unit === number.unit) return true
    return false
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
    if (k.from === k.to && this.#isTicker(d)) return { explained: 'byline' }
    if (this.#isRange(slot)) return { explained: 'number' }
    if (this.#isKnownWord(slot, a, b)) return { explained: 'slip' }
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
      // cooperated / will continue to cooperate
      if (reason === 'inflection' && k.to - k.from > d.to - d.from) return undefined
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

  /** <ABC.N>: a code in angle brackets after a name. */
  #isTicker({ from, to }: UnitRange): boolean {
    const { source } = this.#d.text
    const range = sourceRange(this.#d, from, to)
    return (
      source[range.from - 1] === '<' &&
      source[range.to] === '>' &&
      /^[\p{Lu}\d.]{1,8}$/u.test(source.slice(range.from, range.to))
    )
  }

  /** 11 to 20 / 11-20. */
  #isRange({ document: d, keeper: k }: Slot): boolean {
    if (d.to - d.from !== 1 || k.from !== k.to || k.from === 0 || k.from >= this.#k.count) return false
    if (!RANGE_WORDS.has(unitText(this.#d, d.from))) return false
    if (this.#k.kinds[k.from - 1] !== NUMBER || this.#k.kinds[k.from] !== NUMBER) return false
    const { text, from, to } = this.#k
    return /^\s?[-–—]\s?$/.test(text.source.slice(text.ends[to[k.from - 1] - 1], text.starts[from[k.from]]))
  }

  /** A word that stands nowhere else, for one that both texts have elsewhere: trction / transaction. */
  #isKnownWord({ document: d, keeper: k }: Slot, a: string, b: string): boolean {
    if (d.to - d.from !== 1 || k.to - k.from !== 1 || a.length < LONG_WORD || b.length < LONG_WORD)
      return false
    if (this.#d.kinds[d.from] !== WORD || this.#k.kinds[k.from] !== WORD) return false
    if (isCapital(this.#d, d.from) && isCapital(this.#k, k.from)) return false
    if (difference(a, b) > MISTYPED_SHARE) return false
    const count = (units: ContentUnits, key: number) => {
      let times = 0
      for (let i = 0; i < units.count; i++) if (units.keys[i] === key) times++
      return times
    }
    const own = this.#d.keys[d.from]
    const other = this.#k.keys[k.from]
    const typo = count(this.#d, own) === 1 && count(this.#k, own) === 0 && count(this.#d, other) > 0
    return typo || (count(this.#k, other) === 1 && count(this.#d, other) === 0 && count(this.#k, own) > 0)
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

  /** cooperated / will continue to cooperate: an inflection beside words that only the keeper has. */
  #otherTense(found: readonly Slot[], verdicts: (Verdict | undefined)[]): void {
    for (let i = 1; i < found.length; i++) {
      const verdict = verdicts[i]
      if (verdict === undefined || !('explained' in verdict) || verdict.explained !== 'inflection') continue
      const before = found[i - 1]
      const touches = before.keeper.to === found[i].keeper.from && before.keeper.from < before.keeper.to
      if (touches && before.document.from === before.document.to) verdicts[i] = { content: 'word' }
    }
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
      if (GLUE.has(text)) continue
      words++
      if (stands) known++
    }
    if (known < HEADLINE_SHARE * words) return
    for (const i of inside) {
      const verdict = verdicts[i]!
      // A negation alone turns the headline round; among other words that differ it is one of them.
      const { document: d, keeper: k } = found[i]
      if ('content' in verdict && verdict.content === 'negation' && d.to - d.from + k.to - k.from < REPHRASED)
        continue
      verdicts[i] = { explained: 'headline' }
    }
  }

  /**
   * Words in the place of others, in a text that an editor went over. Rewording is measured before it excuses anything:
   * there must be a long run of equal words, no other number, negation or name, and other places where words were added,
   * dropped or inflected; a report in which single words stand in the places of others is another report.
   */
  #reworded(found: readonly Slot[], verdicts: (Verdict | undefined)[]): void {
    if (this.#lexicon !== undefined) return
    const body = headlineEnd(this.#d)
    let run = 0
    let at = 0
    let evidence = 0
    let swaps = 0
    let words = 0
    for (let i = 0; i < found.length; i++) {
      const { document: d, keeper: k, aligned } = found[i]
      run = Math.max(run, d.from - at)
      at = Math.max(at, d.to)
      const verdict = verdicts[i]
      const n = d.to - d.from
      const m = k.to - k.from
      const content = verdict !== undefined && 'content' in verdict
      if (content) {
        if (!aligned || n > REWORDED_WORDS || m > 2 * REWORDED_WORDS) return
        if (verdict.content !== 'word' && verdict.content !== 'missing') return
        if (this.#hasName(d) || this.#besideNumber(d)) return
        words += n
      }
      if (d.from < body || !aligned || n > REWORDED_WORDS || m > REWORDED_WORDS) continue
      if (n === 1 && m === 1 && content) swaps++
      else if (n !== m || (verdict !== undefined && 'explained' in verdict && EDITED.has(verdict.explained)))
        evidence++
    }
    run = Math.max(run, this.#d.count - at)
    if (run < EQUAL_RUN || evidence < REWORDED || evidence < swaps || words > REWORDED_SHARE * this.#d.count)
      return
    for (let i = 0; i < found.length; i++) if (isContent(verdicts[i])) verdicts[i] = { explained: 'reworded' }
  }

  /** about 5, up 5, 5 short tons: what stands beside a figure belongs to it. */
  #besideNumber({ from, to }: UnitRange): boolean {
    return this.#d.kinds[from - 1] === NUMBER || (to < this.#d.count && this.#d.kinds[to] === NUMBER)
  }

  /** Whether a range holds a name that the keeper has nowhere. */
  #hasName({ from, to }: UnitRange): boolean {
    const where = (this.#where ??= positions(this.#k))
    for (let i = from; i < to; i++) {
      if (this.#d.kinds[i] === SINGLE) return true
      if (!isCapital(this.#d, i) || (i > 0 && endsSentence(this.#d, i - 1))) continue
      if (!where.has(this.#d.keys[i])) return true
    }
    return false
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
    if (tail && d.to - d.from <= NOTICE && this.#isNotice(d)) return true
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

  /** A paragraph that begins with the sign or the word for copyright. */
  #isNotice({ from, to }: UnitRange): boolean {
    const units = this.#d
    const { source } = units.text
    const range = sourceRange(units, from, to)
    const sign = /(?:©|\(c\))[^\p{L}\p{N}]*$/iu.test(source.slice(Math.max(0, range.from - 6), range.from))
    if (!sign && !COPYRIGHT.has(unitText(units, from))) return false
    for (let i = from; i < to; i++) {
      const number = units.numbers.get(i)
      if (number !== undefined && !isDate(number)) return false
    }
    return true
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

/** What an editor does besides. */
const EDITED: ReadonlySet<Explanation> = new Set(['inflection', 'glue', 'slip', 'number', 'rounded'])
const SYMBOL = /[\p{Extended_Pictographic}\p{Sc}<>=≤≥≠±×÷]/gu
/** From so many letters on look-alikes excuse a word of a clean pair. */
const LONG_WORD = 6
/** What may differ of a word and its misprint. */
const MISTYPED_SHARE = 0.4

function isCapital({ text, from }: ContentUnits, i: number): boolean {
  return /\p{Lu}/u.test(text.source[text.starts[from[i]]])
}

/** The headline and what follows it are two matters, also where neither is in the keeper. */
function cutAt(slot: Slot, headline: number): Slot[] {
  const { document: d, keeper: k } = slot
  if (d.from >= headline || d.to <= headline) return [slot]
  // One word divided at the end of the line.
  if (d.to - d.from <= 3 && k.from < k.to) return [slot]
  return [
    { ...slot, document: { from: d.from, to: headline } },
    { ...slot, document: { from: headline, to: d.to }, keeper: { from: k.to, to: k.to } },
  ]
}

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

const END = /^["”’'»)\]/|]*[.!?。！？؟।…]["”’'»)\]/|]*(?:\s|$)|\n\s*\n|[。！？।]/u
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
const WRAPPED = 60

/** U.S., a.m., J. */
function abbreviated(units: ContentUnits, i: number): boolean {
  if (units.numbers.get(i)?.kind === 'time') return true
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
    if (!/\n\s*\n/.test(gap) && wraps(units, i) && !isCapital(units, i + 1)) continue
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
