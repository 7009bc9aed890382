import type { AuditEdit } from '../../audit/audit.js'
import type { SuspectReason } from '../../audit/suspicion.js'
import { EDIT_CLASSES, type EditClass } from '../../compare/classes.js'
import type { NamedEdit } from '../../compare/compare.js'
import { inContext } from '../edit-in-context.js'
import { counted, grouped } from '../figures.js'
import type { Paint } from './paint.js'
import type { PlacedText } from '../line-numbers.js'
import { INDENT, rowsAligned, type TerminalCell } from './rows.js'

/** An edit of a comparison, or one of an audit, which also says which side is suspect. */
export type ShownEdit = NamedEdit &
  Partial<Pick<AuditEdit, 'suspect' | 'reason'>> &
  Pick<AuditEdit, 'a' | 'b'>

/**
 * Every edit on a line of its own: where it stands in both texts, its class, the text around it, and which text is
 * likelier wrong. O(edits).
 */
export function editLines(edits: readonly ShownEdit[], a: PlacedText, b: PlacedText, paint: Paint): string[] {
  if (edits.length === 0) return [noDifference(a.text, b.text)]
  const rows = edits.map((edit): TerminalCell[] => [
    INDENT,
    a.places.where(edit.a),
    b.places.where(edit.b),
    [roleOf(edit.class), edit.class],
    inContext(edit, a.text, paint) + suspicion(edit, paint),
  ])
  return [
    `${paint('strong', counted(edits.length, 'edit'))}  ${paint('dim', tally(edits))}`,
    ...rowsAligned([[INDENT, ['a', 'A'], ['b', 'B']], ...rows], ['left', 'right', 'right'], paint),
  ]
}

/** The line that stands where there is no edit. */
export function noDifference(textA: string, textB: string): string {
  return textA === textB ? 'no difference' : 'no difference but layout inside what they share'
}

/** Why a text is suspect, in the words of a report. */
export const REASONS: Readonly<Record<SuspectReason, string>> = {
  repetition: 'written twice',
  hyphenation: 'broken word',
  'mixed-script': 'foreign sign in a word',
  'stray-mark': 'stray mark in a word',
  'unknown-word': 'word seen nowhere else',
  'rare-character': 'rarer character',
}

function suspicion({ suspect, reason }: ShownEdit, paint: Paint): string {
  if (suspect == null) return ''
  const because = reason == null ? '' : `: ${REASONS[reason]}`
  return `  ${paint('warn', `${suspect.toUpperCase()} suspect${because}`)}`
}

/** The number of edits of each class, most frequent first. O(edits). */
function tally(edits: readonly NamedEdit[]): string {
  const counts = new Map<EditClass, number>()
  for (const { class: name } of edits) counts.set(name, (counts.get(name) ?? 0) + 1)
  const found = EDIT_CLASSES.filter((name) => counts.has(name)).sort(
    (x, y) => counts.get(y)! - counts.get(x)!,
  )
  return found.map((name) => `${grouped(counts.get(name)!)} ${name}`).join(' · ')
}

/** The role of a class: a changed number may be the whole message, a line break never is. */
export function roleOf(name: EditClass): 'bad' | 'dim' | 'warn' {
  if (name === 'number') return 'bad'
  return QUIET.has(name) ? 'dim' : 'warn'
}

const QUIET: ReadonlySet<EditClass> = new Set<EditClass>([
  'layout',
  'linebreak',
  'hyphenation',
  'spacing',
  'width',
  'case',
  'punctuation',
])
