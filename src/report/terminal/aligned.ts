import type { Audit, UncoveredStretch } from '../../audit/audit.js'
import type { Witness } from '../../audit/witness.js'
import type { NamedEdit } from '../../compare/compare.js'
import { requireInteger, requireKnownKeys } from '../../kernel/errors.js'
import { hasNewline, isBlank } from '../../text/layout.js'
import { placeAt } from '../../audit/region.js'
import type { SourcePassage } from '../../compare/verify.js'
import { EDIT_WIDTH, shown } from '../edit-in-context.js'
import { noDifference, roleOf, type ShownEdit } from './edit-list.js'
import { counted } from '../figures.js'
import { plain, requirePaint, type Paint } from './paint.js'
import { placeText, LineNumbers, type PlacedText } from '../line-numbers.js'
import { EDITS, object, optional, PASSAGES, requireShape, UNCOVERED, WITNESS } from '../shapes.js'
import { uncoveredLines } from './uncovered.js'
import { columns, shorten, visible } from '../visible.js'

/** Options of `alignedText`. */
export interface AlignedOptions {
  /** Columns of a line. Default 80, at least 40. */
  readonly width?: number
  /** Lines without an edit shown around those with one. Default 1. */
  readonly context?: number
}

/** A stretch that takes the same columns on both lines. */
interface AlignedCell {
  /** Safe to print. */
  readonly a: string
  readonly b: string
  readonly width: number
  /** Offsets at which the cell begins. */
  readonly atA: number
  readonly atB: number
  /** What differs here; null between edits. */
  readonly edit: ShownEdit | null
  /** Whether only white space stands here, so that the line may end. */
  readonly blank: boolean
  /** Whether A begins a new line behind it. */
  readonly ends: boolean
}

/** Least width of a line: room for a gutter, some words, and a label. */
const MIN_WIDTH = 40
/** Most columns of the place before a line; a longer one is cut. */
const MAX_GUTTER = 12
/** Most of a line that may stay empty so that no word is cut, as a share. */
const RAGGED = 1 / 3
/** Most of a line that one edit may take, as a share; a longer edit shows its ends. */
const EDIT_SHARE = 0.6

/**
 * Both texts under one another, with equal text in the same columns. Each line of A that holds an edit is followed by
 * the reading of B, and that by the classes of the edits, with ? after the text that is likelier wrong. Edits stand in
 * brackets; a space inside one shows as ␣, a line break as ⏎. White space that differs only in kind or length shows as
 * one space. Lines wrap at `width`. What no passage covers is listed below, where `found` has it. Ends in a line feed. O(length + edits).
 *
 * @throws OffprintError `ERR_ARGUMENT` for arguments of another kind, and for unknown or impossible options.
 */
export function alignedText(
  found: {
    readonly passages: readonly SourcePassage[]
    readonly edits: readonly ShownEdit[]
    readonly uncovered?: readonly UncoveredStretch[]
  },
  a: Witness,
  b: Witness,
  paint: Paint = plain,
  options: AlignedOptions = {},
): string {
  requireShape(
    'found',
    found,
    object<Partial<Audit>>({ passages: PASSAGES, edits: EDITS, uncovered: optional(UNCOVERED) }),
  )
  requireShape('a', a, WITNESS)
  requireShape('b', b, WITNESS)
  requirePaint(paint)
  requireKnownKeys('options', options, ['width', 'context'])
  const { width = 80, context = 1 } = options
  requireInteger('options.width', width, MIN_WIDTH, Infinity)
  requireInteger('options.context', context, 0, Infinity)
  const { passages, edits } = found
  const outside = uncoveredLines(found.uncovered ?? [], linesIn(a), linesIn(b), paint)
  const end = outside.length === 0 ? '' : `${outside.join('\n')}\n`
  if (passages.length === 0) return `no passage is shared\n${end}`
  if (edits.length === 0) return `${noDifference(a.text, b.text)}\n${end}`

  const gutter = gutterOf(a, b)
  const room = width - gutter.width
  const widest = Math.min(EDIT_WIDTH, Math.floor(room * EDIT_SHARE))
  const lines: string[] = []
  let next = 0
  passages.forEach((passage, i) => {
    const from = next
    while (next < edits.length && isWithin(edits[next]!, passage)) next++
    if (next === from) return
    if (lines.length > 0) lines.push('')
    if (passages.length > 1) {
      const moved = passage.moved ? ', moved' : ''
      const title = `passage ${i + 1} of ${passages.length}${moved}: ${counted(next - from, 'edit')}`
      lines.push(paint('strong', title), '')
    }
    const cells = cellsOf(passage, edits.slice(from, next), a.text, b.text, widest)
    lines.push(...shownRows(rowsOf(cells, room), context, gutter, room, paint))
  })
  return `${lines.join('\n')}\n${end}`
}

function linesIn({ name = '', text }: Witness): PlacedText {
  return { name, text, places: new LineNumbers(text) }
}

function isWithin({ a, b }: NamedEdit, passage: SourcePassage): boolean {
  return a.from >= passage.a.from && a.to <= passage.a.to && b.from >= passage.b.from && b.to <= passage.b.to
}

/** A passage as cells: its edits, and between them one for each character. */
function* cellsOf(
  passage: SourcePassage,
  edits: readonly ShownEdit[],
  a: string,
  b: string,
  widest: number,
): Generator<AlignedCell> {
  let atA = passage.a.from
  let atB = passage.b.from
  for (const edit of edits) {
    yield* equalCells(a, atA, edit.a.from, b, atB, edit.b.from, widest)
    yield bracketed(edit.a.text, edit.b.text, edit.a.from, edit.b.from, edit, widest)
    atA = edit.a.to
    atB = edit.b.to
  }
  yield* equalCells(a, atA, passage.a.to, b, atB, passage.b.to, widest)
}

/** Two stretches that are equal but for white space. */
function* equalCells(
  a: string,
  fromA: number,
  toA: number,
  b: string,
  fromB: number,
  toB: number,
  widest: number,
): Generator<AlignedCell> {
  let i = fromA
  let j = fromB
  while (i < toA || j < toB) {
    const endA = blankEnd(a, i, toA)
    const endB = blankEnd(b, j, toB)
    if (endA > i || endB > j) {
      yield blankCell(a.slice(i, endA), b.slice(j, endB), i, j)
      i = endA
      j = endB
      continue
    }
    const end = characterEnd(a, i, toA)
    const text = a.slice(i, end)
    if (i >= toA || j + text.length > toB || !b.startsWith(text, j)) break
    const safe = visible(text)
    yield {
      a: safe,
      b: safe,
      width: columns(safe),
      atA: i,
      atB: j,
      edit: null,
      blank: false,
      ends: false,
    }
    i = end
    j += text.length
  }
  // Text that differs without being named as an edit is shown too.
  if (i < toA || j < toB) yield bracketed(a.slice(i, toA), b.slice(j, toB), i, j, null, widest)
}

function blankEnd(text: string, from: number, to: number): number {
  let end = from
  while (end < to && isBlank(text.charCodeAt(end))) end++
  return end
}

const MARK = /^\p{M}$/u

/** The end of a character with its combining marks. */
function characterEnd(text: string, from: number, to: number): number {
  let end = from
  while (end < to) {
    const c = String.fromCodePoint(text.codePointAt(end)!)
    if (end > from && (isBlank(c.charCodeAt(0)) || !MARK.test(c))) break
    end += c.length
  }
  return Math.min(end, to)
}

/** Joiners and other format characters stand as they are; white space of any kind and length becomes one space. */
function blankCell(a: string, b: string, atA: number, atB: number): AlignedCell {
  const place = { atA, atB, edit: null }
  if (!/\s/.test(a) && !/\s/.test(b)) {
    const [safeA, safeB] = [visible(a), visible(b)]
    const width = Math.max(columns(safeA), columns(safeB))
    return { ...place, a: safeA, b: safeB, width, blank: false, ends: false }
  }
  const space = a === b && (a === ' ' || a === '\u3000') ? a : ' '
  return { ...place, a: space, b: space, width: columns(space), blank: true, ends: hasNewline(a) }
}

/** Spaces of every kind, which nobody would see between brackets. */
const SPACES = /\p{Zs}/gu

function bracketed(
  a: string,
  b: string,
  atA: number,
  atB: number,
  edit: ShownEdit | null,
  widest: number,
): AlignedCell {
  const [insideA, insideB] = [a, b].map((text) => shown(text, widest).replace(SPACES, '␣')) as [
    string,
    string,
  ]
  const width = Math.max(columns(insideA), columns(insideB)) + 2
  return { a: insideA, b: insideB, width, atA, atB, edit, blank: false, ends: hasNewline(a) }
}

/** Cells in rows of at most `room` columns, white space at their ends not counted. A row ends with its line in A. */
function* rowsOf(cells: Iterable<AlignedCell>, room: number): Generator<AlignedCell[]> {
  let row: AlignedCell[] = []
  let width = 0
  for (const cell of cells) {
    if (!cell.blank && width + cell.width > room) {
      const rest = row.splice(wrapAt(row, cell, room))
      yield row
      row = rest
      width = rest.reduce((sum, each) => sum + each.width, 0)
    }
    // White space at the start of a row belongs to the break before it.
    if (cell.blank && row.length === 0) continue
    row.push(cell)
    width += cell.width
    if (cell.ends) {
      yield row
      row = []
      width = 0
    }
  }
  if (row.length > 0) yield row
}

/** Marks that do not begin a line (CLREQ 3.1.6, line start prohibition): closing brackets and quotes, stops, commas. */
const CLOSING = /^[\p{Pe}\p{Pf}、，。．；：！？…,.;:!?]/u
/** Most characters moved to the next line so that it does not begin with such a mark. */
const TAKEN_ALONG = 3

/**
 * Where a full row breaks before `next`: behind its last white space, unless that leaves more than `RAGGED` of the line
 * empty; else at its end, or a little earlier if the next line would begin with a closing mark.
 */
function wrapAt(row: readonly AlignedCell[], next: AlignedCell, room: number): number {
  let after = row.length
  let width = row.reduce((sum, cell) => sum + cell.width, 0)
  while (after > 0 && width > room * (1 - RAGGED)) {
    after--
    if (row[after]!.blank) return after + 1
    width -= row[after]!.width
  }
  const earliest = Math.max(1, row.length - TAKEN_ALONG)
  for (let at = row.length; at >= earliest; at--) {
    if (!CLOSING.test((row[at] ?? next).a)) return at
  }
  return row.length
}

/** What stands before a line: the letter of the text, and the place in it. */
interface Gutter {
  readonly width: number
  readonly a: (offset: number) => string
  readonly b: (offset: number) => string
}

function gutterOf(a: Witness, b: Witness): Gutter {
  const sides = [a, b].map(({ text, regions = [] }) => {
    const places = new LineNumbers(text)
    const labels = regions.map(({ page, line }) => placeText({ page, line }))
    const width = [...labels, String(places.lines)].reduce((most, label) => Math.max(most, columns(label)), 0)
    const label = (offset: number) => {
      const { page, line } = placeAt(regions, offset) ?? {}
      return shorten(placeText({ page, line }) || String(places.line(offset)), MAX_GUTTER)
    }
    return { width: Math.min(width, MAX_GUTTER), label }
  }) as [{ width: number; label: Gutter['a'] }, { width: number; label: Gutter['a'] }]
  const width = Math.max(sides[0].width, sides[1].width)
  const padded = (label: Gutter['a']) => (offset: number) => {
    const text = label(offset)
    return `${' '.repeat(width - columns(text))}${text}`
  }
  return { width: width + 4, a: padded(sides[0].label), b: padded(sides[1].label) }
}

/** The rows that hold an edit and `context` rows around each, as lines. */
function* shownRows(
  rows: Iterable<readonly AlignedCell[]>,
  context: number,
  gutter: Gutter,
  room: number,
  paint: Paint,
): Generator<string> {
  const differs = (row: readonly AlignedCell[]) => row.some(({ a, b }) => a !== b)
  let before: (readonly AlignedCell[])[] = []
  let after = 0
  let skipped = false
  for (const row of rows) {
    if (differs(row)) {
      if (skipped) yield paint('dim', '⋯')
      for (const each of before) yield equalLine(each, gutter, paint)
      yield* pairLines(row, gutter, room, paint)
      before = []
      skipped = false
      after = context
    } else if (after > 0) {
      yield equalLine(row, gutter, paint)
      after--
    } else {
      before.push(row)
      if (before.length > context) {
        before.shift()
        skipped = true
      }
    }
  }
}

function equalLine(row: readonly AlignedCell[], gutter: Gutter, paint: Paint): string {
  const text = row
    .map((cell) => cell.a)
    .join('')
    .trimEnd()
  return paint('dim', `= ${gutter.a(row[0]!.atA)}  ${text}`)
}

/** A's line, B's line, and the labels of their edits. */
function pairLines(row: readonly AlignedCell[], gutter: Gutter, room: number, paint: Paint): string[] {
  const first = row[0]!
  const line = (side: 'a' | 'b', label: string) => {
    const text = row
      .map((cell) => {
        const padding = ' '.repeat(cell.width - columns(cell[side]) - (isBracketed(cell) ? 2 : 0))
        return isBracketed(cell) ? `[${paint(side, cell[side])}${padding}]` : cell[side] + padding
      })
      .join('')
      .trimEnd()
    return `${paint(side, side.toUpperCase())} ${label}  ${text}`
  }
  return [
    line('a', gutter.a(first.atA)),
    line('b', gutter.b(first.atB)),
    ...labelLines(row, room, paint).map((labels) => ' '.repeat(gutter.width) + labels),
  ]
}

function isBracketed(cell: AlignedCell): boolean {
  return cell.edit !== null || (cell.a !== cell.b && !cell.blank)
}

/** Class names below their edits, on as many lines as keep them apart. */
function labelLines(row: readonly AlignedCell[], room: number, paint: Paint): string[] {
  const lines: { text: string; width: number }[] = []
  let column = 0
  for (const cell of row) {
    if (cell.edit !== null) {
      const label = shorten(labelOf(cell.edit), room)
      const width = columns(label)
      const start = Math.max(0, Math.min(column, room - width))
      let line = lines.find((each) => each.width === 0 || each.width < start)
      if (line === undefined) lines.push((line = { text: '', width: 0 }))
      line.text += ' '.repeat(start - line.width) + paint(roleOf(cell.edit.class), label)
      line.width = start + width
    }
    column += cell.width
  }
  return lines.map(({ text }) => text)
}

function labelOf({ class: name, suspect, a, b }: ShownEdit): string {
  const boxes = [a, b].map(({ place }, i) =>
    place?.box === undefined ? '' : `${i === 0 ? 'A' : 'B'} ${placeText({ box: place.box })}`,
  )
  return [name, suspect == null ? '' : `${suspect.toUpperCase()}?`, ...boxes].filter(Boolean).join(' ')
}
