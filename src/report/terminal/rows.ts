import { plain, type Paint, type Role } from './paint.js'
import { columns } from '../visible.js'

/** One cell of a table in a terminal: safe text, or safe text with its role. */
export type TerminalCell = string | readonly [role: Role, text: string]

/** On which side of its column a text stands. */
export type ColumnSide = 'left' | 'right'

/** The first cell of rows below a title. */
export const INDENT = ' '
/** What stands between two columns of a table. */
const GUTTER = '  '

/**
 * Rows as lines whose columns stand under one another; a wide character counts as two columns. A text without a stated
 * side stands left. No blanks follow the last text of a line. O(cells).
 */
export function rowsAligned(
  rows: readonly (readonly TerminalCell[])[],
  sides: readonly ColumnSide[],
  paint: Paint = plain,
): string[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, columns(textOf(cell)))))
  return rows.map((row) => {
    let last = row.length - 1
    while (last > 0 && textOf(row[last]!) === '') last--
    return row
      .slice(0, last + 1)
      .map((cell, i) => {
        const text = textOf(cell)
        const padding = ' '.repeat(widths[i]! - columns(text))
        const painted = typeof cell === 'string' ? text : paint(cell[0], text)
        if (sides[i] === 'right') return padding + painted
        return i === last ? painted : painted + padding
      })
      .join(GUTTER)
  })
}

function textOf(cell: TerminalCell): string {
  return typeof cell === 'string' ? cell : cell[1]
}
