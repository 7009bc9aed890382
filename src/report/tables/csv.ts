import type { AuditSummary } from '../../audit/summary.js'
import { argumentError, requireKnownKeys } from '../../kernel/errors.js'
import { AUDITED_PAIRS, requireShape, SUMMARY } from '../shapes.js'
import { SHEET_NAMES, sheetOf, type AuditedPair, type SheetCell, type SheetName } from './sheets.js'

/** Options of `auditsToCsv`. */
export interface AuditCsvOptions {
  /** What stands between cells: `,` `;` `|` or a tab. Default `,`; spreadsheets in German or French expect `;`. */
  readonly separator?: string
}

const SEPARATORS: readonly string[] = [',', ';', '\t', '|']

/** Tells Excel that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff'

/**
 * One table of audits as CSV: byte order mark, quotes where RFC 4180 asks for them, lines that end in CR LF. An
 * apostrophe stands before text that a spreadsheet would take for a formula. Shares are numbers from 0 to 1 with a
 * decimal point. O(cells).
 *
 * @throws OffprintError `ERR_ARGUMENT` for an unknown table or separator, and for arguments of another kind.
 */
export function auditsToCsv(
  which: SheetName,
  audits: readonly AuditedPair[],
  summary: AuditSummary,
  options: AuditCsvOptions = {},
): string {
  requireShape('audits', audits, AUDITED_PAIRS)
  requireShape('summary', summary, SUMMARY)
  requireKnownKeys('options', options, ['separator'])
  const { separator = ',' } = options
  if (!SHEET_NAMES.includes(which)) throw argumentError('which', which, `one of ${SHEET_NAMES.join(', ')}`)
  if (!SEPARATORS.includes(separator))
    throw argumentError('options.separator', separator, 'a comma, a semicolon, a tab or |')
  const { columns, rows } = sheetOf(which, audits, summary)
  const titles = columns.map(({ title }) => title)
  const lines = [csvRow(titles, separator)]
  for (const row of rows()) lines.push(csvRow(row, separator))
  return BYTE_ORDER_MARK + lines.join('')
}

/** One row with its line end, quoted and safe to open in a spreadsheet. */
export function csvRow(row: readonly SheetCell[], separator: string): string {
  return `${row.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`
}

/**
 * Text that a spreadsheet takes for a formula (OWASP, "CSV Injection"), full-width forms included; also behind blanks,
 * which some spreadsheets strip.
 */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/

function csvCell(cell: SheetCell, separator: string): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = FORMULA.test(cell) ? `'${cell}` : cell
  const quoted = /["\r\n]|^\s|\s$/.test(safe) || safe.includes(separator)
  return quoted ? `"${safe.replaceAll('"', '""')}"` : safe
}
