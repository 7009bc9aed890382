import type { OnWarning } from '../../read/warning.js'
import { usageError } from '../errors.js'
import type { Io } from '../io.js'
import { checkOutputs } from '../outputs/check.js'
import { Outputs } from '../outputs/outputs.js'
import { Rejects } from '../rejects.js'
import { auditCorpus } from './corpus.js'
import { htmlKind } from './html-kind.js'
import { auditOnePair } from './one-pair.js'
import { auditOptionsOf, type AuditJob } from './options.js'
import { findPairs } from './pairs.js'

/** What a finished audit found, as far as an exit code depends on it. */
export interface AuditOutcome {
  /** Texts that were skipped because they could not be read or have no partner. */
  readonly rejected: number
  /** Pairs that were audited. Of none there is no rate. */
  readonly audited: number
}

/**
 * Audits one pair of texts, the pairs of two folders or of a file of records, or a page and its articles, and writes what
 * the options ask for.
 * @throws OffprintError `ERR_USAGE`, `ERR_INPUT` or `ERR_OUTPUT_EXISTS` before any work is done; a text of a corpus that
 * cannot be read is skipped.
 */
export async function runAudit(job: AuditJob, io: Io): Promise<AuditOutcome> {
  const { paths, encoding, level } = job
  if (job.reportLang !== undefined && job.html === undefined) {
    throw usageError('--report-lang is the language of --html PATH; name that path too, or leave it out')
  }
  const options = await auditOptionsOf(job)
  const warnings = new Map<string, Parameters<OnWarning>>()
  const pairs = await findPairs(paths, job, {
    stdin: io.stdin,
    signal: io.signal,
    // Some texts are read twice.
    onWarning: (warning, ref) => void warnings.set(warning.message, [warning, ref]),
    ...(encoding !== undefined && { encoding }),
    ...(level !== undefined && { level }),
  })
  const isCorpus = pairs.kind !== 'pair'
  if (isCorpus && job.aligned) throw usageError('--aligned shows one pair; name one text and its truth')
  const named = [
    { option: '-o', path: job.output },
    { option: '--html', path: job.html, kind: await htmlKind(job.html, isCorpus) },
    { option: '--xlsx', path: job.xlsx },
    { option: '--csv', path: job.csv, kind: 'either' },
    { option: '--rejects', path: job.rejects },
  ] as const
  // Before the work, not at its end: the package may be missing.
  if (job.xlsx !== undefined) await (await import('../../report/tables/xlsx.js')).loadWorkbookWriter()
  const outputs = await Outputs.open(await checkOutputs(named, paths, job.force === true), io)
  try {
    const rejects = new Rejects(outputs.of('--rejects'), (line) => io.stderr.write(line))
    for (const { error, ref } of pairs.rejected) rejects.add(error, ref)
    const audited = isCorpus
      ? await auditCorpus(pairs, job, options, io, outputs, rejects.add.bind(rejects))
      : await auditOnePair(pairs, job, options, io, outputs)
    for (const warning of warnings.values()) rejects.warn(...warning)
    await rejects.finish()
    await outputs.stdout.drain()
    await outputs.commit()
    return { rejected: rejects.count, audited }
  } catch (error) {
    await outputs.abandon(false)
    throw error
  }
}
