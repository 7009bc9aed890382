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

/** Some whole lines, or a part of one long line. A browser lays out each block by itself. */
interface Block extends SourceRange {
  /** Number of its first line, from 1; 0 where it continues a line. */
  readonly line: number
}

/** The range of a passage or an edit in this text, with its index. */
interface IndexedRange extends SourceRange {
  readonly index: number
}

/** A stretch of the text: outside all passages, inside one, an edit, or the sign where a passage begins. */
interface PanePiece extends IndexedRange {
  readonly kind: 'out' | 'in' | 'edit' | 'passage'
}

/**
 * A text as blocks. Each edit is a link to its other half, each passage has a number where it begins, and text outside
 * passages is greyed. Without the signs, the text of the blocks is the source. O(length + edits · log edits).
 */
export function sideBlocks(side: PaneText, words: Vocabulary): Markup {
  const pieces = piecesOf(side)
  let next = 0
  const blocks = blocksOf(side.text).map((block, number, all) => {
    const last = number === all.length - 1
    const parts: Markup[] = []
    while (next < pieces.length) {
      const piece = pieces[next]
      if (piece.from >= block.to && !last) break
      const from = Math.max(piece.from, block.from)
      parts.push(written(piece, side.text.slice(from, Math.min(piece.to, block.to)), from, side, words))
      if (piece.to > block.to) break
      next++
    }
    const line = block.line === 0 ? '' : block.line
    return html`<div class="block" dir="auto" data-o="${block.from}" data-n="${line}">${parts}</div> `
  })
  return html`${blocks}`
}

function written(piece: PanePiece, text: string, from: number, side: PaneText, words: Vocabulary): Markup {
  switch (piece.kind) {
    case 'out':
      return html`<span class="out">${documentText(text)}</span>`
    case 'in':
      return documentText(text)
    case 'passage':
      return passageMark(piece.index, side, words)
    case 'edit':
      return editMark(piece.index, text, side, words, from === piece.from)
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

function placed(
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

function editMark(index: number, piece: string, side: PaneText, words: Vocabulary, first: boolean): Markup {
  const edit = side.edits[index]
  const other = side.key === 'a' ? 'b' : 'a'
  const { short } = words.classes[edit.class]
  const name = `e ${classOf(edit.class)}${edit.suspect === side.key ? ' sus' : ''}`
  const id = first && html` id="${side.key}${index + 1}"`
  const href = `#${other}${index + 1}`
  // Where there is nothing to read out, the link is named.
  const label =
    piece.trim() === '' && html` aria-label="${words.edit} ${index + 1}, ${words.classes[edit.class].name}"`
  const gap = piece === '' && ' gap'
  // A label after the line end would stand on a line of its own.
  const ends = /[\n\r]$/.test(piece) && ' ends'
  return html`<a class="${name}${gap}${ends}" ${id} href="${href}" data-k="${short}" ${label}
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
