import type { UncoveredStretch } from '../../audit/audit.js'
import type { SourceRange } from '../../align/edit.js'
import { shown } from '../edit-in-context.js'
import { counted, grouped } from '../figures.js'
import type { LineNumbers, PlacedText } from '../line-numbers.js'
import type { Paint } from './paint.js'
import { INDENT, rowsAligned, type TerminalCell } from './rows.js'

/**
 * What no passage covers, a line for each stretch: its lines in both texts, what became of it, how long it is, and how it begins
 * and ends. Empty where passages cover all. O(stretches).
 */
export function uncoveredLines(
  uncovered: readonly UncoveredStretch[],
  a: PlacedText,
  b: PlacedText,
  paint: Paint,
): string[] {
  if (uncovered.length === 0) return []
  const rows = uncovered.map((stretch): TerminalCell[] => {
    const longer = stretch.a.text.length >= stretch.b.text.length ? 'a' : 'b'
    const { text } = stretch[longer]
    return [
      INDENT,
      linesOf(stretch.a, a.places),
      linesOf(stretch.b, b.places),
      [stretch.class === 'layout' ? 'dim' : 'warn', stretch.class],
      counted(text.length, 'character'),
      [longer, shown(text)],
    ]
  })
  const counts = new Map<string, number>()
  for (const { class: name } of uncovered) counts.set(name, (counts.get(name) ?? 0) + 1)
  const tally = [...counts].map(([name, count]) => `${grouped(count)} ${name}`).join(' · ')
  return [
    '',
    `${paint('strong', 'outside passages')}  ${paint('dim', tally)}`,
    ...rowsAligned(
      [[INDENT, ['a', 'A'], ['b', 'B']], ...rows],
      ['left', 'right', 'right', 'left', 'right'],
      paint,
    ),
  ]
}

/** The lines that a range touches; – where the text has nothing there. */
export function linesOf({ from, to }: SourceRange, places: LineNumbers): string {
  if (from === to) return '–'
  const first = places.line(from)
  const last = places.line(to - 1)
  return first === last ? String(first) : `${first}–${last}`
}
