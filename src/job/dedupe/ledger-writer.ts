import { BYTE_ORDER_MARK, csvRow } from '../../report/tables/csv.js'
import { ledgerHead } from '../../report/tables/ledger.js'
import { ledgerColumns } from '../../report/tables/ledger-table.js'
import type { SheetCell } from '../../report/tables/sheets.js'
import { jsonLine } from '../json-line.js'
import type { Output } from '../outputs/output.js'
import { VERSION } from '../version.js'
import { ledgerForm, ledgerOptionsOf, type DedupeJob } from './options.js'
import type { ResolvedVerdict } from './resolved-verdict.js'
import { ledgerLines, ledgerRows } from './verdict-lines.js'

/** Writes the ledger of a run, in the form that its name says. */
export interface LedgerWriter {
  begin(): Promise<void>
  /** Adds a verdict, if it rests on a match. */
  add(verdict: ResolvedVerdict): Promise<void>
  finish(): Promise<void>
}

/**
 * Opens the ledger: JSON Lines for programs, and for editors a table, as CSV row by row, or as a workbook, whose rows are held
 * until the end.
 * @throws OffprintError `ERR_PACKAGE` where a workbook is asked for and its package is not installed.
 */
export async function openLedger(job: DedupeJob, output: Output): Promise<LedgerWriter> {
  const { carry = [] } = job
  switch (ledgerForm(job)) {
    case 'jsonl':
      return {
        begin: () => output.write(jsonLine(ledgerHead(VERSION, ledgerOptionsOf(job)))),
        async add(verdict) {
          if (verdict.matches.length > 0) await output.write(ledgerLines(verdict))
        },
        finish: async () => {},
      }
    case 'csv':
      return {
        begin: () =>
          output.write(
            BYTE_ORDER_MARK +
              csvRow(
                ledgerColumns(carry).map(({ title }) => title),
                ',',
              ),
          ),
        async add(verdict) {
          for (const row of ledgerRows(verdict, carry)) await output.write(csvRow(row, ','))
        },
        finish: async () => {},
      }
    case 'xlsx': {
      const { loadWorkbookWriter } = await import('../../report/tables/xlsx.js')
      const write = await loadWorkbookWriter()
      const rows: SheetCell[][] = []
      return {
        begin: async () => {},
        async add(verdict) {
          rows.push(...ledgerRows(verdict, carry))
        },
        async finish() {
          await output.write(
            await write([{ name: 'ledger', columns: ledgerColumns(carry), rows: () => rows }]),
          )
        },
      }
    }
  }
}
