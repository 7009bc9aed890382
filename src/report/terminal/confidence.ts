import type { Audit } from '../../audit/audit.js'
import type { ConfidenceBucket } from '../../audit/confidence.js'
import { inContext } from '../edit-in-context.js'
import { counted, grouped, ratePercent } from '../figures.js'
import { roleOf } from './edit-list.js'
import type { Paint } from './paint.js'
import { INDENT, rowsAligned, type TerminalCell } from './rows.js'

/** How often words are wrong, by how sure the engine was of them. */
export function confidenceLines(buckets: readonly ConfidenceBucket[], paint: Paint): string[] {
  const rows = buckets.map(({ from, to, words, wrong, mean }): TerminalCell[] => [
    INDENT,
    `${from.toFixed(1)}–${to.toFixed(1)}`,
    counted(words, 'word'),
    `${grouped(wrong)} wrong`,
    ratePercent(wrong / words),
    ['dim', `of ${ratePercent(1 - mean)} expected`],
  ])
  return [
    '',
    paint('strong', 'confidence of the engine'),
    ...rowsAligned(rows, ['left', 'left', 'right', 'right', 'right'], paint),
  ]
}

/** The errors of which the engine was sure, the surest first. @param limit of lines. */
export function sureLines(
  { edits, confidence }: Pick<Audit, 'edits' | 'confidence'>,
  sourceA: string,
  limit: number,
  paint: Paint,
): string[] {
  const sure = confidence?.sure ?? []
  if (sure.length === 0 || limit === 0) return []
  const rows = sure.slice(0, limit).map((at): TerminalCell[] => {
    const edit = edits[at]!
    const { confidence: here } = edit.a.place ?? {}
    return [
      INDENT,
      here === undefined ? '' : here.toFixed(2),
      [roleOf(edit.class), edit.class],
      inContext(edit, sourceA, paint),
    ]
  })
  const rest = sure.length - rows.length
  const lines = ['', paint('strong', 'sure and wrong'), ...rowsAligned(rows, ['left', 'right'], paint)]
  if (rest > 0) lines.push(`   ${paint('dim', `and ${grouped(rest)} more`)}`)
  return lines
}
