import type { SourceRange } from '../../../align/edit.js'
import type { EditClass } from '../../../compare/classes.js'
import type { NamedEdit } from '../../../compare/compare.js'
import { isBlank, isNewline } from '../../../text/layout.js'
import type { SourcePassage } from '../../../compare/verify.js'
import { window } from '../../edit-in-context.js'

/** A stretch of one side: text that both sides have, one half of an edit, or a number of characters that are not shown. */
export interface RowPiece {
  readonly text: string
  readonly class?: EditClass
  readonly left?: number
}

/** Stretches that stand beside each other: `same` but for white space, `differs`, or `outside` all passages. */
export interface ParallelRow {
  readonly kind: 'same' | 'differs' | 'outside'
  readonly a: readonly RowPiece[]
  readonly b: readonly RowPiece[]
  /** The passage that begins here, by its index. */
  readonly passage?: number
}

/** Rows without a difference that are folded away. In a long pair only their length is kept. */
export interface FoldedRows {
  readonly kind: 'fold'
  readonly rows: readonly ParallelRow[]
  /** UTF-16 units of A. */
  readonly length: number
}

/** Two texts side by side. */
export interface Parallel {
  readonly rows: readonly (ParallelRow | FoldedRows)[]
  /** UTF-16 units of both texts after the last row, which are not shown. */
  readonly left: number
}

/** Most UTF-16 units of both texts shown of a pair: some eight printed pages. The page says how many more there are. */
const LIMIT = 24_000
/** UTF-16 units that a piece keeps at each end, in a longer pair and outside passages. */
const END = 400
/** UTF-16 units from which a row ends with its line; with its sentence; at the next blank; anywhere. */
const LINE = 60
const SENTENCE = 280
const WORD = 600
const ANYWHERE = 900
/** Least UTF-16 units of A in rows without a difference that are folded away; one row at each end stays in sight. */
const FOLD = 400

/**
 * Two texts as rows that stand beside each other. The passages come in the order of A; their rows end after lines and
 * sentences that end on both sides. Between the passages stands the text that only one side has. Every character of
 * both texts is in one row, in one fold, or counted as not shown, except blanks between passages. `edits` may leave out
 * `layout`, since blanks that differ divide no row. O(length + edits).
 */
export function parallel(
  a: string,
  b: string,
  passages: readonly SourcePassage[],
  edits: readonly NamedEdit[],
): Parallel {
  const rows: ParallelRow[] = []
  const outside = { a: gapsBefore(a, passages, 'a'), b: gapsBefore(b, passages, 'b') }
  const pushOutside = (index: number) => {
    const [left, right] = [outside.a[index], outside.b[index]]
    if (left.text.trim() === '' && right.text.trim() === '') return
    rows.push({ kind: 'outside', a: shortened(left), b: shortened(right) })
  }
  let next = 0
  passages.forEach((passage, index) => {
    pushOutside(index)
    const inside: NamedEdit[] = []
    while (next < edits.length && edits[next].a.to < passage.a.from) next++
    for (let k = next; k < edits.length && edits[k].a.from <= passage.a.to; k++) {
      if (within(edits[k].a, passage.a) && within(edits[k].b, passage.b)) inside.push(edits[k])
    }
    rows.push(...passageRows(a, b, passage, inside, index))
  })
  pushOutside(passages.length)
  return bounded(folded(rows))
}

function within(range: SourceRange, passage: SourceRange): boolean {
  return range.from >= passage.from && range.to <= passage.to
}

/** The text of one side before each passage, in the order of that side, and after the last. */
function gapsBefore(text: string, passages: readonly SourcePassage[], key: 'a' | 'b'): RowPiece[] {
  const order = passages
    .map((_, index) => index)
    .sort((x, y) => passages[x][key].from - passages[y][key].from)
  const gaps: RowPiece[] = []
  let at = 0
  for (const index of order) {
    gaps[index] = { text: text.slice(at, passages[index][key].from) }
    at = passages[index][key].to
  }
  gaps[passages.length] = { text: text.slice(at) }
  return gaps
}

function passageRows(
  a: string,
  b: string,
  passage: SourcePassage,
  edits: readonly NamedEdit[],
  index: number,
): ParallelRow[] {
  const rows: ParallelRow[] = []
  let [i, j] = [passage.a.from, passage.b.from]
  let pieces: { a: RowPiece[]; b: RowPiece[] } = { a: [], b: [] }
  let differs = false
  let length = 0
  const take = (toA: number, toB: number) => {
    if (toA > i) pieces.a.push({ text: a.slice(i, toA) })
    if (toB > j) pieces.b.push({ text: b.slice(j, toB) })
    length += toA - i
    i = toA
    j = toB
  }
  const close = () => {
    if (pieces.a.length + pieces.b.length === 0) return
    rows.push({
      kind: differs ? 'differs' : 'same',
      ...pieces,
      ...(rows.length === 0 && { passage: index }),
    })
    pieces = { a: [], b: [] }
    differs = false
    length = 0
  }
  /** Takes both sides up to the next edit. They are equal but for blanks, so rows can end on both sides at once. */
  const takeSame = (toA: number, toB: number) => {
    let [x, y] = [i, j]
    while (x < toA && y < toB) {
      const [from, start] = [x, y]
      while (x < toA && isBlank(a.charCodeAt(x))) x++
      while (y < toB && isBlank(b.charCodeAt(y))) y++
      const size = length + x - i
      if (x > from || y > start) {
        const ends = size >= WORD || (size >= SENTENCE && endsSentence(a, from))
        const [lineA, lineB] = [lineEnd(a, from, x), lineEnd(b, start, y)]
        if (size >= LINE && lineA + lineB > 0) {
          // What indents the next line stays with it.
          take(lineA || x, lineB || y)
          close()
        } else if (ends) {
          take(x, y)
          close()
        }
        continue
      }
      if (a.charCodeAt(x) !== b.charCodeAt(y)) break
      x++
      y++
      const code = a.charCodeAt(x - 1)
      if ((size >= SENTENCE && isWideStop(code) && !isClosing(a.charCodeAt(x))) || size >= ANYWHERE) {
        if (splitsCharacter(a, x)) continue
        take(x, y)
        close()
      }
    }
    take(toA, toB)
  }
  for (const edit of edits) {
    if (edit.a.from < i || edit.b.from < j) continue
    takeSame(edit.a.from, edit.b.from)
    if (edit.class === 'layout') {
      take(edit.a.to, edit.b.to)
      continue
    }
    pieces.a.push({ text: edit.a.text, class: edit.class })
    pieces.b.push({ text: edit.b.text, class: edit.class })
    length += edit.a.text.length
    differs = true
    i = edit.a.to
    j = edit.b.to
  }
  takeSame(passage.a.to, passage.b.to)
  close()
  return rows
}

/** Just after the last line end among blanks; 0 if there is none. */
function lineEnd(text: string, from: number, to: number): number {
  for (let i = to; i > from; i--) if (isNewline(text.charCodeAt(i - 1))) return i
  return 0
}

/** Whether a sentence ends before a blank. */
function endsSentence(text: string, at: number): boolean {
  return /[.!?;:。！？；…]["'”’»」』)）\]]?$/.test(text.slice(Math.max(0, at - 2), at))
}

/** 。！？；, which need no blank after them. */
function isWideStop(code: number): boolean {
  return code === 0x3002 || code === 0xff01 || code === 0xff1f || code === 0xff1b
}

/** Closing marks, which belong to the sentence before them. */
function isClosing(code: number): boolean {
  return '”’」』）)"\''.includes(String.fromCharCode(code))
}

const CONTINUES = /^(?:[\udc00-\udfff]|\p{M}|\u200d)/u

function splitsCharacter(text: string, at: number): boolean {
  return CONTINUES.test(text.slice(at, at + 2)) || text.charCodeAt(at - 1) === 0x200d
}

/** Folds away runs of equal rows, except the first and last row, which show the reader where the run stands. */
function folded(rows: readonly ParallelRow[]): (ParallelRow | FoldedRows)[] {
  const shown: (ParallelRow | FoldedRows)[] = []
  for (let i = 0; i < rows.length; i++) {
    let end = i
    while (end < rows.length && rows[end].kind === 'same' && (end === i || rows[end].passage === undefined))
      end++
    const inner = rows.slice(i + 1, Math.max(i + 1, end - 1))
    const length = inner.reduce((sum, row) => sum + lengthOf(row.a), 0)
    if (length < FOLD) {
      shown.push(rows[i])
      continue
    }
    shown.push(rows[i], { kind: 'fold', rows: inner, length }, rows[end - 1])
    i = end - 1
  }
  return shown
}

/** Keeps what is shown within `LIMIT`: empties the folds, shortens long pieces, and leaves out rows at the end. */
function bounded(rows: readonly (ParallelRow | FoldedRows)[]): Parallel {
  const size = (row: ParallelRow) => lengthOf(row.a) + lengthOf(row.b)
  const whole = (row: ParallelRow | FoldedRows) =>
    row.kind === 'fold' ? row.rows.reduce((sum, each) => sum + size(each), 0) : size(row)
  if (rows.reduce((sum, row) => sum + whole(row), 0) <= LIMIT) return { rows, left: 0 }
  const kept: (ParallelRow | FoldedRows)[] = []
  let spent = 0
  let left = 0
  for (const row of rows) {
    if (row.kind === 'fold') {
      if (spent < LIMIT) kept.push({ ...row, rows: [] })
      else left += whole(row)
      continue
    }
    const short: ParallelRow = { ...row, a: row.a.flatMap(shortened), b: row.b.flatMap(shortened) }
    if (spent >= LIMIT) left += whole(row)
    else {
      kept.push(short)
      spent += [...short.a, ...short.b].reduce((sum, piece) => sum + piece.text.length, 0)
    }
  }
  return { rows: kept, left }
}

/** Start and end of a long piece. */
function shortened(piece: RowPiece): RowPiece[] {
  const { text } = piece
  if (text === '' && piece.class === undefined) return piece.left === undefined ? [] : [piece]
  if (text.length <= 3 * END) return [piece]
  const start = window(text, 0, END)
  const end = window(text, text.length - END, text.length)
  return [
    { ...piece, text: start },
    { text: '', left: text.length - start.length - end.length },
    { ...piece, text: end },
  ]
}

/** UTF-16 units of pieces, including those that are not shown. O(pieces). */
export function lengthOf(pieces: readonly RowPiece[]): number {
  return pieces.reduce((sum, { text, left = 0 }) => sum + text.length + left, 0)
}
