import type { Comparison } from '../../compare/compare.js'
import { editLines } from './edit-list.js'
import { changedPhrase, counted, percent } from '../figures.js'
import { plain, requirePaint, type Paint } from './paint.js'
import { LineNumbers, type PlacedText } from '../line-numbers.js'
import { INDENT, rowsAligned, type TerminalCell } from './rows.js'
import { COMPARISON, NAMED_TEXT, requireShape } from '../shapes.js'
import { linesOf } from './uncovered.js'
import { visible } from '../visible.js'

/** A text with the name people know it by. */
export interface NamedText {
  /** How people call it. */
  readonly name: string
  /** The text itself. */
  readonly text: string
}

/**
 * A comparison for people: the verdict, the figures, where the passages are, and every edit in context. Ends in a line
 * feed. Document text is made safe to print; see `visible`. O(length + edits).
 *
 * @throws OffprintError `ERR_ARGUMENT` for arguments of another kind.
 */
export function comparisonToText(
  comparison: Comparison,
  a: NamedText,
  b: NamedText,
  paint: Paint = plain,
): string {
  requireShape('comparison', comparison, COMPARISON)
  requireShape('a', a, NAMED_TEXT)
  requireShape('b', b, NAMED_TEXT)
  requirePaint(paint)
  const [placedA, placedB] = [placed(a), placed(b)]
  const lines = headLines(comparison, placedA, placedB, paint)
  if (comparison.passages.length > 0) {
    lines.push('', ...passageLines(comparison, placedA.places, placedB.places, paint))
    lines.push('', ...editLines(comparison.edits, placedA, placedB, paint))
  }
  lines.push(...cutLines(comparison, paint))
  return `${lines.join('\n')}\n`
}

/** The text with its lines found. O(length). */
export function placed({ name, text }: NamedText): PlacedText {
  return { name, text, places: new LineNumbers(text) }
}

/** The verdict, both texts, and the figures of a pair. */
export function headLines(
  comparison: Omit<Comparison, 'edits'>,
  a: PlacedText,
  b: PlacedText,
  paint: Paint,
): string[] {
  const lines = [
    paint('strong', verdict(comparison, a, b)) + paint('bad', reservation(comparison)),
    '',
    ...sides(comparison, a, b, paint),
  ]
  if (comparison.passages.length > 0) {
    const { identity, jaccard, changed } = comparison
    lines.push(`   identity ${percent(identity)} · jaccard ${jaccard.toFixed(3)} · ${changedPhrase(changed)}`)
  }
  return lines
}

/** The last lines of a comparison that a budget cut short; none for an exact one. */
export function cutLines({ exact }: Pick<Comparison, 'exact'>, paint: Paint): string[] {
  const notice = 'A budget cut the comparison short: more may be shared than is shown.'
  return exact ? [] : ['', paint('warn', notice)]
}

function verdict({ relation, passages }: Omit<Comparison, 'edits'>, a: NamedText, b: NamedText): string {
  if (a.text === b.text) return 'A and B are identical'
  switch (relation) {
    case 'duplicate':
      return 'A and B are duplicates'
    case 'contains':
      return 'A contains B'
    case 'contained':
      return 'A is contained in B'
    case 'overlaps':
      return `A and B overlap: they share ${counted(passages.length, 'passage')}`
    case 'unrelated':
      return 'A and B are unrelated: they share no passage'
  }
}

/** A warning where numbers changed: two bulletins of one form may differ in nothing else. */
function reservation({ changed }: Pick<Comparison, 'changed'>): string {
  return changed.numbers === 0 ? '' : `, but ${counted(changed.numbers, 'number')} changed`
}

function sides(
  { coverage, passages }: Omit<Comparison, 'edits'>,
  a: PlacedText,
  b: PlacedText,
  paint: Paint,
): string[] {
  const row = (side: 'a' | 'b', { name, text, places }: PlacedText): TerminalCell[] => {
    const here = side.toUpperCase()
    const cells: TerminalCell[] = [[side, here], visible(name), size(text), counted(places.lines, 'line')]
    if (passages.length > 0) cells.push(`${percent(coverage[side])} in ${side === 'a' ? 'B' : 'A'}`)
    return cells
  }
  return rowsAligned([row('a', a), row('b', b)], ['left', 'left', 'right', 'right', 'right'], paint)
}

function size(text: string): string {
  return counted(text.length, 'character')
}

/** Where the passages stand in both texts. */
export function passageLines(
  { passages }: Pick<Comparison, 'passages'>,
  placesA: LineNumbers,
  placesB: LineNumbers,
  paint: Paint,
): string[] {
  const head: TerminalCell[] = [INDENT, ['a', 'A'], ['b', 'B'], ['dim', 'lines, identity']]
  const rows = passages.map(({ a, b, identity, moved }): TerminalCell[] => [
    INDENT,
    linesOf(a, placesA),
    linesOf(b, placesB),
    percent(identity),
    ['warn', moved ? 'moved' : ''],
  ])
  return [
    paint('strong', counted(passages.length, 'passage')),
    ...rowsAligned([head, ...rows], ['left', 'right', 'right'], paint),
  ]
}
