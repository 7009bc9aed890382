import type { Comparison, NamedEdit } from '../audit/compare.js'
import { EDIT_CLASSES } from '../audit/classes.js'
import type { SourceRange } from '../align/edit.js'
import { inContext } from './context.js'
import { changedPhrase, counted, grouped, percent } from './figures.js'
import { plain, type Paint } from './paint.js'
import { Places } from './places.js'
import { columns, visible } from './visible.js'

/** A text with the name people know it by. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

/**
 * A comparison for people: the verdict, the figures, where the passages are, and every edit in context. Ends in a line
 * feed. Document text is made safe to print; see `visible`. O(length + edits).
 */
export function toText(comparison: Comparison, a: NamedText, b: NamedText, paint: Paint = plain): string {
  const placesA = new Places(a.text)
  const placesB = new Places(b.text)
  const lines = [
    paint('strong', verdict(comparison, a, b)) + paint('bad', reservation(comparison)),
    '',
    ...sides(comparison, a, b, placesA, placesB, paint),
  ]
  if (comparison.passages.length > 0) {
    const { identity, jaccard, changed } = comparison
    lines.push(`   identity ${percent(identity)} · jaccard ${jaccard.toFixed(3)} · ${changedPhrase(changed)}`)
    lines.push('', ...passageLines(comparison, placesA, placesB, paint))
    lines.push('', ...editLines(comparison.edits, a, b, placesA, placesB, paint))
  }
  if (!comparison.exact) {
    lines.push('', paint('warn', 'A budget cut the comparison short: more may be shared than is shown.'))
  }
  return `${lines.join('\n')}\n`
}

function verdict({ relation, passages }: Comparison, a: NamedText, b: NamedText): string {
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

/** Two bulletins of one form are alike in everything but what they say. */
function reservation({ changed }: Comparison): string {
  return changed.numbers === 0 ? '' : `, but ${counted(changed.numbers, 'number')} changed`
}

function sides(
  { coverage, passages }: Comparison,
  a: NamedText,
  b: NamedText,
  placesA: Places,
  placesB: Places,
  paint: Paint,
): string[] {
  const cells = [
    [
      paint('a', 'A'),
      visible(a.name),
      size(a.text),
      counted(placesA.lines, 'line'),
      `${percent(coverage.a)} in B`,
    ],
    [
      paint('b', 'B'),
      visible(b.name),
      size(b.text),
      counted(placesB.lines, 'line'),
      `${percent(coverage.b)} in A`,
    ],
  ]
  if (passages.length === 0) for (const row of cells) row.pop()
  const widths = cells[0]!.map((_, i) => (i === 0 ? 1 : Math.max(...cells.map((row) => columns(row[i]!)))))
  return cells.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell : i === 1 ? padEnd(cell, widths[i]!) : padStart(cell, widths[i]!)))
      .join('  '),
  )
}

function size(text: string): string {
  return counted(text.length, 'character')
}

function passageLines({ passages }: Comparison, placesA: Places, placesB: Places, paint: Paint): string[] {
  const rows = passages.map(({ a, b, identity, moved }) => [
    lineRange(a, placesA),
    lineRange(b, placesB),
    percent(identity),
    moved ? 'moved' : '',
  ])
  const widths = ['A', 'B', ''].map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  )
  const table = rows.map(
    ([a, b, identity, moved]) =>
      `   ${a!.padStart(widths[0]!)}  ${b!.padStart(widths[1]!)}  ${identity!.padStart(widths[2]!)}  ${paint('warn', moved!)}`,
  )
  return [
    paint('strong', counted(passages.length, 'passage')),
    `   ${paint('a', 'A'.padStart(widths[0]!))}  ${paint('b', 'B'.padStart(widths[1]!))}  ${paint('dim', 'lines, identity')}`,
    ...table.map((line) => line.trimEnd()),
  ]
}

function editLines(
  edits: readonly NamedEdit[],
  a: NamedText,
  b: NamedText,
  placesA: Places,
  placesB: Places,
  paint: Paint,
): string[] {
  if (edits.length === 0) {
    return [a.text === b.text ? 'no difference' : 'no difference but layout inside what they share']
  }
  const rows = edits.map((edit) => ({
    a: String(placesA.line(edit.a.from)),
    b: String(placesB.line(edit.b.from)),
    edit,
  }))
  const widthA = Math.max(...rows.map((row) => row.a.length))
  const widthB = Math.max(...rows.map((row) => row.b.length))
  const widthClass = Math.max(...edits.map((edit) => edit.class.length))
  return [
    `${paint('strong', counted(edits.length, 'edit'))}  ${paint('dim', tally(edits))}`,
    `   ${paint('a', 'A'.padStart(widthA))}  ${paint('b', 'B'.padStart(widthB))}`,
    ...rows.map(({ a: lineA, b: lineB, edit }) => {
      const name = edit.class.padEnd(widthClass)
      return `   ${lineA.padStart(widthA)}  ${lineB.padStart(widthB)}  ${paint(roleOf(edit), name)}  ${inContext(edit, a.text, paint)}`
    }),
  ]
}

/** How many edits of each class, most frequent first. */
function tally(edits: readonly NamedEdit[]): string {
  const counts = EDIT_CLASSES.map((name) => ({
    name,
    count: edits.filter((edit) => edit.class === name).length,
  }))
  const found = counts.filter(({ count }) => count > 0).sort((x, y) => y.count - x.count)
  return found.map(({ name, count }) => `${grouped(count)} ${name}`).join(' · ')
}

/** A changed number may be the whole message; a line break never is. */
function roleOf(edit: NamedEdit): 'bad' | 'dim' | 'warn' {
  if (edit.class === 'number') return 'bad'
  return QUIET.has(edit.class) ? 'dim' : 'warn'
}

const QUIET: ReadonlySet<string> = new Set([
  'layout',
  'linebreak',
  'hyphenation',
  'spacing',
  'width',
  'case',
  'punctuation',
])

function lineRange({ from, to }: SourceRange, places: Places): string {
  const first = places.line(from)
  const last = places.line(Math.max(from, to - 1))
  return first === last ? String(first) : `${first}–${last}`
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text
}
