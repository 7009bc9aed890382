import { audit, type Audit, type AuditOptions } from '../../audit/audit.js'
import type { Witness } from '../../audit/witness.js'
import { sumAudits } from '../../audit/summary.js'
import { stringifyAudit } from '../../report/audit-json.js'
import { auditToText } from '../../report/terminal/audit.js'
import { alignedText } from '../../report/terminal/aligned.js'
import { paintFor, type Io } from '../io.js'
import type { Outputs } from '../outputs/outputs.js'
import { openHtmlFolder } from './html-output.js'
import type { AuditJob } from './options.js'
import type { AuditPairs } from './pair.js'
import { writeTables } from './tables.js'

/** Columns of aligned text where the terminal does not tell its width, and the fewest that show more than a few words. */
const WIDTH = { unknown: 100, least: 40 }

/** Audits one pair: its text or JSON, its page of HTML and its tables. Returns the number of pairs, which is 1. */
export async function auditOnePair(
  pairs: AuditPairs,
  job: AuditJob,
  options: AuditOptions,
  io: Io,
  outputs: Outputs,
): Promise<number> {
  let audited = 0
  for await (const { name, a, b } of pairs.open()) {
    const found = audit(a, b, options)
    await (outputs.of('-o') ?? outputs.stdout).write(textOf(found, a, b, job, io))
    const sum = sumAudits()
    sum.add(found, name)
    const folder = await openHtmlFolder(job, outputs)
    if (folder !== undefined) {
      await folder.add(name, found, a, b)
      await folder.finish(sum.summary())
    } else if (job.html !== undefined) {
      const { auditToHtml } = await import('../../report/html/audit/pair-page.js')
      const { reportLang: reportLanguage = 'en' } = job
      await outputs.of('--html')!.write(auditToHtml(found, a, b, { reportLanguage }))
    }
    await writeTables([{ name, audit: found, a, b }], sum.summary(), job, outputs)
    audited++
  }
  return audited
}

function textOf(found: Audit, a: Witness, b: Witness, job: AuditJob, io: Io): string {
  if (job.json) return stringifyAudit(found)
  const paint = paintFor(job.output, io)
  if (!job.aligned) return auditToText(found, a, b, paint)
  const { columns = 0 } = io.stdout
  return alignedText(found, a, b, paint, { width: columns >= WIDTH.least ? columns : WIDTH.unknown })
}
