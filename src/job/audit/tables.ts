import type { AuditSummary } from '../../audit/summary.js'
import { auditsToCsv } from '../../report/tables/csv.js'
import { SHEET_NAMES, type AuditedPair, type SheetName } from '../../report/tables/sheets.js'
import type { Outputs } from '../outputs/outputs.js'
import type { AuditJob } from './options.js'

/** Writes the tables of `--xlsx` and `--csv`; a file of CSV holds the edits, a folder all tables. */
export async function writeTables(
  pairs: readonly AuditedPair[],
  summary: AuditSummary,
  { xlsx, csv, csvSeparator }: Pick<AuditJob, 'xlsx' | 'csv' | 'csvSeparator'>,
  outputs: Outputs,
): Promise<void> {
  if (xlsx !== undefined) {
    const { auditsToWorkbook } = await import('../../report/tables/xlsx.js')
    await outputs.of('--xlsx')!.write(await auditsToWorkbook(pairs, summary))
  }
  if (csv === undefined) return
  const table = (name: SheetName) => auditsToCsv(name, pairs, summary, { separator: csvSeparator })
  const folder = outputs.folder('--csv')
  if (folder === undefined) await outputs.of('--csv')!.write(table('edits'))
  else for (const name of SHEET_NAMES) await folder.write(`${name}.csv`, table(name))
}
