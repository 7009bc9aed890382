/**
 * The account of a removal: what a document says that its keeper does not. Each difference between the two is either
 * *explained* (the keeper says the same in another form, or it is no part of the report) or *content*; a document whose
 * account has no content can go, and a reader of the keeper misses nothing.
 */
import type { SourceRange } from '../../align/edit.js'
import type { FoldedText } from '../../text/fold.js'
import { ADDRESS, AUXILIARIES, COPYRIGHT, GLUE, HAN_NEGATIONS, NEGATIONS, UNITS } from './closed-classes.js'
import { inflected, misread, mistyped, difference } from './likeness.js'
import { joined, NEAR, pairNoise, STAIN, type PairNoise } from './noise.js'
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
/** Folded units that a broken-off document may be short of the passage's end. */
const STUB = 24

class Accountant {
  readonly #d: ContentUnits
  readonly #k: ContentUnits
  readonly #pair: AlignedPair
  #where: Map<number, number[]> | undefined

  constructor(document: ContentUnits, keeper: ContentUnits, pair: AlignedPair) {
    this.#d = document
    this.#k = keeper
    this.#pair = pair
  }

  run(): Account {
    const found = slots(this.#d, this.#k, this.#pair)
    const noise = pairNoise(this.#d, this.#k, found)
    const verdicts = found.map((slot) => this.#verdict(slot, noise.noisy))
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
  #verdict(slot: Slot, noisy: boolean): Verdict | undefined {
    const { document: d, keeper: k } = slot
    const n = d.to - d.from
    const m = k.to - k.from
    if (n === 0) return this.#onlyKeeper(slot, noisy)
    const a = joined(this.#d, d)
    const b = joined(this.#k, k)
    const denied = this.#deniesOtherwise(d, k)
    if (denied && a !== b && !(noisy && n === 1 && m === 1 && a.length > 1 && misread(a, b))) {
      return { content: 'negation' }
    }
    const numbers = this.#numbers(slot, noisy, a, b)
    if (numbers !== undefined && 'content' in numbers) {
      if (m === 0 && this.#elsewhere(d)) return { explained: 'elsewhere' }
      return numbers
    }
    if (a === b) return numbers ?? { explained: 'form' }
    if (numbers !== undefined && this.#onlyNumbers(d)) return numbers
    const words = this.#words(slot, a, b)
    if (words !== undefined) return words
    if (noisy) {
      const excused = this.#noise(slot, a, b)
      if (excused !== undefined) return excused
    }
    if (this.#elsewhere(d)) return { explained: 'elsewhere' }
    return { content: m === 0 ? 'missing' : 'word' }
  }

  /** A negation that only the keeper has turns the document's statement round, unless it stands in a clause of its own. */
  #onlyKeeper({ keeper: k, aligned }: Slot, noisy: boolean): Verdict | undefined {
    if (!aligned || k.to - k.from > OWN_CLAUSE) return undefined
    if (noisy && k.to - k.from === 1 && this.#k.kinds[k.from] === SINGLE) return undefined
    for (let i = k.from; i < k.to; i++) {
      if (isNegation(this.#k, i) && !this.#wholeSentences(this.#k, k)) return { content: 'negation' }
    }
    return undefined
  }

  #deniesOtherwise(d: UnitRange, k: UnitRange): boolean {
    const count = (units: ContentUnits, range: UnitRange) => {
      let negations = 0
      for (let i = range.from; i < range.to; i++) if (isNegation(units, i)) negations++
      return negations
    }
    const own = count(this.#d, d)
    const other = count(this.#k, k)
    if (own === other) return false
    // A clause that only one side has denies its own matter: that it is lost is found out without its negation.
    return !(own === 0 && k.to - k.from > OWN_CLAUSE + d.to - d.from)
  }

  #onlyNumbers(d: UnitRange): boolean {
    for (let i = d.from; i < d.to; i++)
      if (this.#d.kinds[i] !== NUMBER && !GLUE.has(unitText(this.#d, i))) return false
    return true
  }

  /** Content where a number of the slot is another in the keeper; undefined where the slot has none. */
  #numbers({ document: d, keeper: k }: Slot, noisy: boolean, a: string, b: string): Verdict | undefined {
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
      if (explained === undefined && lettersAroundDigits(a, b)) explained = 'misread'
      if (explained === undefined && noisy && digitsMisread(a, b)) explained = 'noise'
      if (explained === undefined) return { content: 'number' }
      verdict = { explained }
    }
    // A figure of the keeper in the place of a word of the document: one / 1 are read, any other is another statement.
    if (verdict === undefined && this.#anyNumber(this.#k, k) && !noisy && !lettersAroundDigits(a, b)) {
      if (this.#d.kinds[d.from] === SINGLE && this.#weakNumbers(k)) return undefined
      return this.#onlyGlue(d) ? undefined : undefined
    }
    return verdict
  }

  #anyNumber(units: ContentUnits, range: UnitRange): boolean {
    for (let i = range.from; i < range.to; i++) if (units.kinds[i] === NUMBER) return true
    return false
  }

  #weakNumbers(range: UnitRange): boolean {
    for (let i = range.from; i < range.to; i++) {
      const number = this.#k.numbers.get(i)
      if (number !== undefined && !(number.kind === 'han' && number.written.length === 1)) return false
    }
    return true
  }

  #onlyGlue(d: UnitRange): boolean {
    for (let i = d.from; i < d.to; i++) if (!GLUE.has(unitText(this.#d, i))) return false
    return true
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
    if (lettersAroundDigits(a, b) || (a.length >= LONG_WORD && misread(a, b))) return { explained: 'misread' }
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

  /** In a pair that was measured to be noisy: near misses, and stains that no word is lost with. */
  #noise({ document: d, keeper: k, aligned }: Slot, a: string, b: string): Verdict | undefined {
    if (!aligned) return undefined
    if (b === '')
      return a.length <= STAIN || (d.to - d.from === 1 && noWord(this.#d, d.from))
        ? { explained: 'noise' }
        : undefined
    if (this.#d.kinds[d.from] === SINGLE) {
      return a.length <= 2 && b.length <= 2 ? { explained: 'noise' } : undefined
    }
    if (a.length <= 60 && b.length <= 60 && difference(a, b) <= NEAR) return { explained: 'noise' }
    return undefined
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
      if (isNegation(this.#d, i) && !stands) return
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
      if (isNegation(units, i)) return false
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

const SYMBOL = /[\p{Extended_Pictographic}\p{Sm}\p{Sc}]/gu
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
  return word.length >= LONG_WORD && other.length >= LONG_WORD && misread(word, other) ? 'misread' : undefined
}

const MIXED = /\p{L}.*\p{Nd}|\p{Nd}.*\p{L}/u

/** 1ine / line, l9OO / 1900: one side mixes letters and digits where the other has one of the two, and all look alike. */
function lettersAroundDigits(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 3 || a.length > 24) return false
  const mixedA = MIXED.test(a)
  const mixedB = MIXED.test(b)
  return mixedA !== mixedB && misread(a, b)
}

/** A number opposite a number, or a mix of digits and letters, of the same length, in which one digit of four differs. */
function digitsMisread(a: string, b: string): boolean {
  if (a.length !== b.length || a.length === 0) return false
  let differ = 0
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differ++
  if (!/^\p{Nd}+$/u.test(a) || !/^\p{Nd}+$/u.test(b)) {
    return /\p{Nd}/u.test(a) && /\p{Nd}/u.test(b)
      ? misread(a, b) || differ * DIGITS_A_SLIP <= a.length
      : misread(a, b)
  }
  return differ * DIGITS_A_SLIP <= a.length
}

function isNegation(units: ContentUnits, i: number): boolean {
  const text = unitText(units, i)
  if (units.kinds[i] === SINGLE) return HAN_NEGATIONS.has(text)
  if (units.kinds[i] === NUMBER) return false
  if (NEGATIONS.has(text)) return true
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

/** For a noisy pair: letters that make no word, by their form alone. */
function noWord(units: ContentUnits, i: number): boolean {
  const { from, to } = sourceRange(units, i, i + 1)
  const text = units.text.source.slice(from, to)
  return text.length <= 3 || /\p{Ll}\p{Lu}|\p{L}\p{Nd}|\p{Nd}\p{L}/u.test(text)
}
