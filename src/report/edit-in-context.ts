import type { NamedEdit } from '../compare/compare.js'
import { plain, type Paint } from './terminal/paint.js'
import { head, middleCut, tail, visible } from './visible.js'

/** Columns of text on each side of an edit: eleven Han characters, three or four words. */
const CONTEXT = 22
/** Columns one side of an edit may take. */
export const EDIT_WIDTH = 60
/** UTF-16 units read for each column: enough even where three of four are combining marks. */
const UNITS_PER_COLUMN = 4
const REACH = UNITS_PER_COLUMN * EDIT_WIDTH

/**
 * One edit on one line, with the text around it in A: 飞[鸟→马]创 substitutes, 记[−者] deletes, 记[+者] inserts.
 * O(columns), however long the text.
 */
export function inContext(edit: NamedEdit, sourceA: string, paint: Paint = plain, context = CONTEXT): string {
  const { from, to } = edit.a
  const before = tail(visible(window(sourceA, from - REACH, from)), context)
  const after = head(visible(window(sourceA, to, to + REACH)), context)
  return paint('dim', before) + bracket(edit, paint) + paint('dim', after)
}

/** An edit alone: [鸟→马], [−者], [+者]. */
export function bracket(
  { kind, a, b }: Pick<NamedEdit, 'kind'> & Record<'a' | 'b', Pick<NamedEdit['a'], 'text'>>,
  paint: Paint = plain,
): string {
  const shownA = paint('a', shown(a.text))
  const shownB = paint('b', shown(b.text))
  if (kind === 'insert') return `[${paint('b', '+')}${shownB}]`
  if (kind === 'delete') return `[${paint('a', '−')}${shownA}]`
  return `[${shownA}→${shownB}]`
}

/** Start and end of a text, safe to print, in at most `width` columns. O(width), however long the text. */
export function shown(text: string, width = EDIT_WIDTH): string {
  const reach = UNITS_PER_COLUMN * Math.max(width, EDIT_WIDTH)
  if (text.length <= reach) return middleCut(visible(text), width)
  const ends = visible(`${window(text, 0, reach)}…${window(text, text.length - reach, text.length)}`)
  return middleCut(ends, width)
}

/** A slice of a text, cut to its bounds, that divides no surrogate pair. */
export function window(source: string, from: number, to: number): string {
  let start = Math.max(0, from)
  let end = Math.min(source.length, to)
  if (splitsPair(source, start)) start++
  if (end > start && splitsPair(source, end)) end--
  return source.slice(start, end)
}

function splitsPair(source: string, at: number): boolean {
  if (at <= 0 || at >= source.length) return false
  const before = source.charCodeAt(at - 1)
  const after = source.charCodeAt(at)
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff
}
