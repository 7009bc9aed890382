import type { SourceRange } from '../../../align/edit.js'
import type { AuditEdit } from '../../../audit/audit.js'
import type { SourcePassage } from '../../../compare/verify.js'
import { classOf } from '../edit-mark.js'
import { html, documentTextWithSigns, documentText, type Markup } from '../markup.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** One of the two texts, with the passages and edits to show in it. */
export interface PaneText {
  readonly key: 'a' | 'b'
  readonly text: string
  readonly language: string
  readonly passages: readonly SourcePassage[]
  readonly edits: readonly AuditEdit[]
}

/** Most source lines of a block: every fifth line shows its number, as in critical editions. */
const BLOCK_LINES = 5
/** UTF-16 units after which a block ends with its line, or in a long line at the end of a sentence or word. */
const BLOCK_LENGTH = 1200
/** UTF-16 units that are searched for such an end. */
const SEARCH = 400

/**
 * Edits that the page holds written out, with their entries. The others are underlined in the texts, and the script
 * writes them when they come into view: 10,000 edits written out took 7.4 MB and opened in 3.6 s.
 */
export const WRITTEN_EDITS = 40

/** Some whole lines, or a part of one long line. A browser lays out each block by itself. */
interface Block extends SourceRange {
  /** Number of its first line, from 1; 0 where it continues a line. */
  readonly line: number
}

/** The range of a passage or an edit in this text, with its index. */
export interface IndexedRange extends SourceRange {
  readonly index: number
}

/** A stretch of the text: outside all passages, inside one, an edit, or the sign where a passage begins. */
interface PanePiece extends IndexedRange {
  readonly kind: 'out' | 'in' | 'edit' | 'passage'
}

/** The markup of a text, and the line ends that HTML does not keep. */
export interface SideBlocks {
  readonly markup: Markup
  /** Runs of line ends, two numbers each: 0 for \n, 1 for \r\n, 2 for \r, and how many. Empty where all are \n. */
  readonly ends: readonly number[]
}

/** The words that a mark in a text needs. */
export type MarkWords = Pick<Vocabulary, 'edit'> & {
  readonly classes: Readonly<Record<string, { readonly name: string; readonly short: string }>>
}

/**
 * A text as blocks. Each edit is a link to its other half, each passage has a number where it begins, and text outside
 * passages is greyed. Without the signs, the text of the blocks is the source. O(length + edits · log edits).
 */
export function sideBlocks(side: PaneText, words: Vocabulary): SideBlocks {
  const pieces = piecesOf(side)
  const ends = new LineEnds()
  let next = 0
  const blocks = blocksOf(side.text).map((block, number, all) => {
    const last = number === all.length - 1
    const parts: Markup[] = []
    while (next < pieces.length) {
      const piece = pieces[next]
      if (piece.from >= block.to && !last) break
      const from = Math.max(piece.from, block.from)
      const text = side.text.slice(from, Math.min(piece.to, block.to))
      ends.add(text)
      parts.push(written(piece, text, from === piece.from, side, words))
      if (piece.to > block.to) break
      next++
    }
    const line = block.line === 0 ? '' : block.line
    return html`<div class="block" dir="auto" data-n="${line}">${parts}</div> `
  })
  return { markup: html`${blocks}`, ends: ends.runs() }
}

/** The kinds of line ends of a text that comes in pieces. */
class LineEnds {
  readonly #runs: number[] = []

  /** O(length). */
  add(text: string): void {
    for (const [end] of text.matchAll(/\r\n?|\n/g)) {
      const kind = end === '\n' ? 0 : end === '\r' ? 2 : 1
      if (this.#runs.at(-2) === kind) this.#runs[this.#runs.length - 1]++
      else this.#runs.push(kind, 1)
    }
  }

  runs(): readonly number[] {
    return this.#runs.length <= 2 && this.#runs[0] !== 1 && this.#runs[0] !== 2 ? [] : this.#runs
  }
}

function written(piece: PanePiece, text: string, first: boolean, side: PaneText, words: Vocabulary): Markup {
  switch (piece.kind) {
    case 'out':
      return html`<span class="out">${documentText(text)}</span>`
    case 'in':
      return documentText(text)
    case 'passage':
      return passageMark(piece.index, side, words)
    case 'edit':
      if (piece.index < WRITTEN_EDITS)
        return editMark(piece.index, side.edits[piece.index], text, side.key, words, first)
      return html`<u${!first && html` class="more"`}>${documentText(text)}</u>`
  }
}

/** The whole text as pieces that follow each other. */
function piecesOf({ key, text, ...side }: PaneText): PanePiece[] {
  const passages = placed(side.passages, key)
  const pieces: PanePiece[] = []
  let at = 0
  let passage = 0
  let entered = 0
  const push = (kind: PanePiece['kind'], to: number, index = 0) => {
    pieces.push({ kind, from: at, to, index })
    at = to
  }
  const enter = () => {
    while (entered <= passage) push('passage', at, passages[entered++].index)
  }
  const leave = () => {
    while (passage < passages.length && passages[passage].to <= at) {
      enter()
      passage++
    }
  }
  const plain = (to: number) => {
    while (at < to) {
      leave()
      const { from, to: end } = passages[passage] ?? { from: Infinity, to: Infinity }
      if (at < from) push('out', Math.min(to, from))
      else {
        enter()
        push('in', Math.min(to, end))
      }
    }
  }
  for (const edit of placed(side.edits, key)) {
    plain(edit.from)
    if (passage < passages.length && passages[passage].from <= at) enter()
    push('edit', Math.max(at, edit.to), edit.index)
  }
  plain(text.length)
  return pieces
}

/** The ranges of one side in the order in which they are marked there. O(n log n). */
export function placed(
  items: readonly { readonly a: SourceRange; readonly b: SourceRange }[],
  key: 'a' | 'b',
): IndexedRange[] {
  return items
    .map((item, index) => ({ from: item[key].from, to: item[key].to, index }))
    .sort((x, y) => x.from - y.from || x.to - y.to || x.index - y.index)
}

function passageMark(index: number, { key, passages }: PaneText, words: Vocabulary): Markup {
  const other = key === 'a' ? 'b' : 'a'
  const { moved } = passages[index]
  const label = words.passageMark(index + 1, moved)
  return html`<a
    class="${moved ? 'passage moved' : 'passage'}"
    id="p${key}${index + 1}"
    href="#p${other}${index + 1}"
    lang="${words.tag}"
    title="${label}"
    aria-label="${label}"
    >§${index + 1}</a
  >`
}

/** What a mark shows of its edit. */
export type MarkedEdit = Pick<AuditEdit, 'class' | 'suspect'>

/**
 * The mark of an edit in a text: a link to its other half. An edit that two blocks share has a mark in each.
 * @param piece the text of the mark. @param first whether the edit begins with it.
 */
export function editMark(
  index: number,
  edit: MarkedEdit,
  piece: string,
  key: 'a' | 'b',
  words: MarkWords,
  first: boolean,
): Markup {
  const other = key === 'a' ? 'b' : 'a'
  const { name, short } = words.classes[edit.class]
  const id = first && html` id="${key}${index + 1}"`
  const href = `#${other}${index + 1}`
  // Where there is nothing to read out, the link is named.
  const label = piece.trim() === '' && html` aria-label="${words.edit} ${index + 1}, ${name}"`
  const gap = piece === '' && ' gap'
  const suspect = edit.suspect === key && ' sus'
  // A label after the line end would stand on a line of its own.
  const ends = /[\n\r]$/.test(piece) && ' ends'
  return html`<a
    class="e ${classOf(edit.class)}${suspect}${gap}${ends}"
    ${id}
    href="${href}"
    data-k="${short}"
    ${label}
    >${documentTextWithSigns(piece)}</a
  >`
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let from = 0
  let line = 1
  let first = 1
  let lines = 0
  let at = 0
  const close = (to: number, next: number) => {
    blocks.push({ from, to, line: first })
    from = to
    first = next
    lines = 0
  }
  while (at < text.length) {
    const end = lineEnd(text, at)
    while (end - from > BLOCK_LENGTH + SEARCH && lines === 0) close(softEnd(text, from + BLOCK_LENGTH), 0)
    line++
    lines++
    at = end
    if (lines === BLOCK_LINES || at - from >= BLOCK_LENGTH) close(at, line)
  }
  if (from < text.length || blocks.length === 0) close(text.length, 0)
  return blocks
}

/** Just after the next line end, \n, \r\n or \r. */
function lineEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 10) return i + 1
    if (unit === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1
  }
  return text.length
}

const SENTENCE_END = /[。！？；.!?;]["'”’»」』)）]*\s*(?=\S)/g
const WORD_END = /\s+(?=\S)/g
const CHARACTER = /^(?:[\udc00-\udfff]|\p{M}|\u200d.?)/u

/** Where to cut a line that is too long for a block, at `at` or later: after a sentence, a word, or any character. */
function softEnd(text: string, at: number): number {
  const window = text.slice(at, at + SEARCH)
  for (const pattern of [SENTENCE_END, WORD_END]) {
    pattern.lastIndex = 0
    const found = pattern.exec(window)
    if (found !== null && found.index + found[0].length < window.length)
      return at + found.index + found[0].length
  }
  let cut = at
  while (cut < at + SEARCH - 1 && CHARACTER.test(text.slice(cut, cut + 2))) cut++
  return cut
}
