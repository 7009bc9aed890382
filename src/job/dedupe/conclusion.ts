import type { Io } from '../io.js'
import { jsonLine } from '../json-line.js'
import type { Outputs } from '../outputs/outputs.js'
import { printsCounts, type DedupeJob } from './options.js'
import { summaryText, type Summary } from './summary.js'

/** What a run can tell only at its end. */
export interface Conclusion {
  readonly summary: Summary
  /** The lines of the list of clusters, as CSV or as JSON Lines. */
  readonly clusters: (csv: boolean) => Iterable<string>
  /** What is said for people only. */
  readonly notes: string
}

/** Writes the list of clusters, and the counts: to `--summary`, and as JSON or for people where `--json` and `--quiet` say. */
export async function writeConclusion(
  job: DedupeJob,
  io: Io,
  outputs: Outputs,
  conclusion: Conclusion,
): Promise<void> {
  const { summary, notes } = conclusion
  const list = outputs.of('--clusters')
  if (list !== undefined) {
    for (const line of conclusion.clusters(/\.csv$/i.test(job.clusters!))) await list.write(line)
  }
  const counts = jsonLine(summary)
  await outputs.of('--summary')?.write(counts)
  const isJson = printsCounts(job)
  if (isJson && !outputs.stdoutTaken) await outputs.stdout.write(counts)
  else if (!job.quiet) io.stderr.write(isJson ? counts : `${summaryText(summary)}${notes}`)
}
