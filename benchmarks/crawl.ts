import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { random, TELLING } from '../tests/noise.js'

/** What a document of the crawl is to one that came before it. */
export type Kind = 'original' | 'exact' | 'near' | 'contained' | 'noisy' | 'reordered' | 'sibling'

export const COPIES = ['exact', 'near', 'contained', 'noisy', 'reordered'] as const
/** Shares of the crawl: six parts in a hundred of each copy, ten of siblings. */
const COPY_SHARE = 0.06
const SIBLING_SHARE = 0.1

export interface Planted {
  readonly kind: Kind
  /** Place of the original; its own for an original. */
  readonly of: number
}

export interface Crawl {
  readonly planted: readonly Planted[]
  readonly characters: number
  /** 16-grams of text that is nobody's copy: each was seen for the first time, or its word was drawn again. */
  readonly grams: number
  readonly drawnAgain: number
}

const SYLLABLES = (
  'ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo fu ga ge gi go gu ha he hi ho hu ja jo ka ke ki ko la le li lo ' +
  'lu ma me mi mo mu na ne ni no nu pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo wa we wi za zo ' +
  'an ar el en er in is on or un'
).split(' ')
const SMALL =
  'the of and to in a is was that for on with as by at from were had be it his are this which'.split(' ')
/** The 16-grams of the crawl, as bits: 2^32 of them, so that a tenth are taken by 400 million. */
const GRAM = 16

/**
 * Writes a crawl of `count` news-like documents, half English in form, half Chinese, as JSON Lines with id, url, date and
 * text: 30 % are copies of an earlier one (headlines say again what stands in the text, and misread is neither a figure nor a negation), 10 % siblings: the same report with other figures, other names or a negation.
 *
 * Words are made of syllables or of two Han, some small words between them. A word that would complete a 16-gram (letters
 * and digits only) that any text before has is drawn again: no two documents share one unless it was planted. The gram
 * table can only err on the side of drawing again.
 */
export function writeCrawl(
  file: string,
  count: number,
  seed: number,
  natural?: (next: () => number) => string,
): Crawl {
  const next = random(seed)
  const below = (n: number) => Math.floor(next() * n)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!
  const han = [
    ...new Set(
      readFileSync('fixtures/seeds/texts/000.txt', 'utf8') +
        readFileSync('fixtures/seeds/texts/002.txt', 'utf8'),
    ),
  ].filter((c) => /\p{Script=Han}/u.test(c))
  const bits = Math.min(32, Math.max(24, Math.ceil(Math.log2(count * 20_000))))
  const taken = new Uint32Array(2 ** (bits - 5))
  let grams = 0
  let drawnAgain = 0
  let tail = ''

  /** Takes a piece of new text if all its 16-grams are new. */
  const take = (piece: string): boolean => {
    if (natural !== undefined) return true
    const letters = tail + piece.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
    const slots: number[] = []
    for (let at = 0; at + GRAM <= letters.length; at++) {
      let low = 0x9747b28c
      for (let k = at; k < at + GRAM; k++) {
        low = Math.imul(low ^ letters.charCodeAt(k), 0x5bd1e995)
        low ^= low >>> 15
      }
      low = Math.imul(low ^ (low >>> 13), 0x85ebca6b)
      const slot = (low ^ (low >>> 16)) >>> (32 - bits)
      if ((taken[slot >>> 5] & (1 << (slot & 31))) !== 0) return false
      slots.push(slot)
    }
    for (const slot of slots) taken[slot >>> 5] |= 1 << (slot & 31)
    grams += slots.length
    tail = letters.slice(-(GRAM - 1))
    return true
  }
  const word = (chinese: boolean) =>
    chinese ? pick(han) + pick(han) : Array.from({ length: 2 + below(3) }, () => pick(SYLLABLES)).join('')
  /** A piece that completes no gram seen before. */
  const fresh = (make: () => string): string => {
    for (;;) {
      const piece = make()
      if (take(piece)) return piece
      drawnAgain++
    }
  }

  const name = () => word(false).replace(/^./, (c) => c.toUpperCase())
  const figure = () => String(10 + below(9990))
  const sentence = (chinese: boolean): string => {
    const words: string[] = []
    const length = 8 + below(14)
    for (let i = 0; i < length; i++) {
      const chance = next()
      if (chinese) {
        words.push(fresh(() => (chance < 0.06 ? figure() : word(true))))
        if (i % 6 === 5) words.push('，')
      } else if (chance < 0.06) words.push(fresh(() => `${figure()} ${word(false)}`))
      else if (chance < 0.12) words.push(fresh(() => `${name()} ${name()}`))
      else words.push(fresh(() => (next() < 0.4 ? `${pick(SMALL)} ` : '') + word(false)))
    }
    if (chinese) return `${words.join('')}。`
    const text = words.join(' ')
    return `${text[0]!.toUpperCase()}${text.slice(1)}.`
  }
  const article = (chinese: boolean): string => {
    tail = ''
    // 300 to 5,000 characters, most near a thousand.
    const size = Math.round(300 + 700 * -Math.log(1 - next() * 0.998)) * (chinese ? 0.5 : 1)
    const paragraphs: string[] = []
    let length = 0
    while (length < size) {
      const paragraph: string[] = []
      for (let s = 2 + below(3); s > 0; s--) paragraph.push(sentence(chinese))
      paragraphs.push(paragraph.join(chinese ? '' : ' '))
      length += paragraphs.at(-1)!.length
    }
    return paragraphs.join('\n\n')
  }

  /** No name is a numeral. */
  const nameHan = han.filter((c) => !TELLING.test(c))
  /** A few words of a text, as a headline says them again. */
  const headline = (text: string, chinese: boolean): string => {
    const clauses = text.split(chinese ? /[，。\n]+/ : /[.\n]+/).filter((clause) => clause.trim() !== '')
    const clause = pick(clauses).trim()
    // No figure is cut in two.
    return chinese ? clause.slice(0, 12).replace(/\d+$/, '') : clause.split(' ').slice(0, 7).join(' ')
  }
  /** An editor's hand: another headline and credit, marks and capitals, a sentence more or less; no word changed. */
  const near = (text: string): string => {
    const chinese = /\p{Script=Han}/u.test(text)
    tail = ''
    let copy = text.replace(/, |，/g, () => (next() < 0.3 ? (chinese ? '、' : '; ') : chinese ? '，' : ', '))
    // A point before a digit ends no sentence: 1. 25 is another number than 1.25.
    const sentences = copy.split(/(?<=。)\s*|(?<=\.)(?!\d)\s*/)
    if (sentences.length > 12) sentences.splice(1 + below(sentences.length - 2), 1)
    copy = sentences.join(chinese ? '' : ' ')
    const credit = chinese
      ? `本报记者 ${fresh(() => pick(nameHan) + pick(nameHan))}\n`
      : `By ${fresh(name)}\n`
    return `${headline(text, chinese)}\n${credit}${next() < 0.3 ? copy.toUpperCase() : copy}`
  }
  const isDigit = (character: string | undefined) => character !== undefined && /\d/.test(character)
  /** A run of characters, a third to two thirds of the text, and never a snippet; no figure is cut. */
  const part = (text: string): string => {
    const length = Math.max(Math.min(text.length, 160), Math.round(text.length * (1 / 3 + next() / 3)))
    let from = below(text.length - length + 1)
    let to = from + length
    // Half a figure is another figure.
    while (from > 0 && isDigit(text[from]) && isDigit(text[from - 1])) from--
    while (to < text.length && isDigit(text[to]) && isDigit(text[to - 1])) to++
    return text.slice(from, to)
  }
  const wrongHan = [...'的是了我人在他有这个上们来到时大地为']
  const ocr = (text: string): string => {
    const rate = 0.02 + 0.1 * next()
    const wrong = /\p{Script=Han}/u.test(text) ? wrongHan : [...'etaoinshrdlcum']
    return Array.from(text, (c) => {
      const chance = next()
      if (chance > rate || c === '\n' || TELLING.test(c)) return c
      return chance < rate * 0.6 ? pick(wrong) : chance < rate * 0.8 ? '' : c + pick(wrong)
    }).join('')
  }
  const reordered = (text: string): string => {
    const paragraphs = text.split('\n\n')
    const at = 1 + below(paragraphs.length - 1)
    return [...paragraphs.slice(at), ...paragraphs.slice(0, at)].join('\n\n')
  }
  /** Another report in the same words: other figures, other names, or the opposite. */
  const sibling = (text: string): string => {
    const chinese = /\p{Script=Han}/u.test(text)
    const way = below(3)
    if (way === 0 && /\d/.test(text)) return text.replace(/\d+/g, figure)
    if (way === 1 && !chinese) {
      const changed = text.replace(/(?<=[a-z0-9] )[A-Z][a-z]+ [A-Z][a-z]+/g, () => `${name()} ${name()}`)
      if (changed !== text) return changed
    }
    if (chinese)
      return text.includes('，') ? text.replace(/，/, '，没有') : text.replace(/。/, '，并未如此。')
    return / (was|were|had|is|are|be) (?!not)/.test(text)
      ? text.replace(/ (was|were|had|is|are|be) /, ' $1 not ')
      : text.replace(/^(\S+ \S+)/, '$1 not')
  }

  const planted: Planted[] = []
  const texts: string[] = []
  /** Originals that may be copied, and those that may have siblings: never both, so that each removal has one reading. */
  const copied: number[] = []
  const described: number[] = []
  let characters = 0
  const handle = openSync(file, 'w')
  let lines: string[] = []
  for (let i = 0; i < count; i++) {
    const chance = next()
    let kind: Kind = 'original'
    let of = i
    if (chance < COPY_SHARE * COPIES.length && copied.length > 0) {
      kind = COPIES[Math.floor(chance / COPY_SHARE)]!
      of = pick(copied)
      if (kind === 'reordered' && !texts[of]!.includes('\n\n')) kind = 'exact'
    } else if (chance > 1 - SIBLING_SHARE && described.length > 0) {
      // One of each at most: two negations of one report would be copies of each other.
      kind = 'sibling'
      of = described.splice(below(described.length), 1)[0]!
    }
    const source = texts[of] ?? ''
    const text = {
      original: () => natural?.(next) ?? article(next() < 0.5),
      exact: () => source,
      near: () => near(source),
      contained: () => part(source),
      noisy: () => ocr(source),
      reordered: () => reordered(source),
      sibling: () => sibling(source),
    }[kind]()
    if (kind === 'sibling' && text === source) kind = 'original'
    planted.push({ kind, of })
    // Only what may be copied is kept.
    texts.push(kind === 'original' ? text : '')
    if (kind === 'original') (next() < 0.5 ? copied : described).push(i)
    characters += text.length
    const date = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString()
    lines.push(JSON.stringify({ id: i, url: `https://news.example/${i}`, date, text }))
    if (lines.length === 1000 || i === count - 1) {
      writeSync(handle, `${lines.join('\n')}\n`)
      lines = []
    }
  }
  closeSync(handle)
  return { planted, characters, grams, drawnAgain }
}
