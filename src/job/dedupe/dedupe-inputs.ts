import { dedupe, type DedupeProgress, type Verdict } from '../../dedupe/dedupe.js'
import { OffprintError } from '../../kernel/errors.js'
import { counted } from '../../report/figures.js'
import { ClusterTable } from '../../report/tables/cluster-table.js'
import { warningLine } from '../errors.js'
import type { Io } from '../io.js'
import type { Outputs } from '../outputs/outputs.js'
import { Rejects, type OnReject } from '../rejects.js'
import type { Arrival } from './arrival.js'
import type { Checkpoint } from './checkpoint.js'
import { writeConclusion } from './conclusion.js'
import type { engineVerdicts } from './engine.js'
import { estimateNote, parquetNote, resumedNote, tellsPeople, tiesNote, timingNote } from './notes.js'
import { openInputs, type OpenedInputs } from './opened-inputs.js'
import { dedupeOptionsOf, hasEngine, isBatch, type DedupeJob } from './options.js'
import type { DedupePlan } from './plan.js'
import { ProgressTracker, StatusLine } from './progress.js'
import { resolveVerdict, type ResolvedVerdict } from './resolved-verdict.js'
import { VerdictCounts } from './summary.js'
import { VerdictWriter } from './verdict-writer.js'

/** What a finished run found, as far as an exit code depends on it. */
export interface DedupeOutcome {
  /** Documents that were removed: copies of which the keeper lacks nothing. */
  readonly duplicates: number
  /** Records that were skipped because they could not be read. */
  readonly rejected: number
}

/** What a run has checked and opened. */
export interface OpenedRun {
  readonly plan: DedupePlan
  readonly outputs: Outputs
  readonly checkpoint: Checkpoint | null
}

/** Clusters named in the summary. */
const LARGEST = 5

/**
 * Reads the inputs, and writes what the options ask for: on each verdict, and at the end.
 * @throws OffprintError as `runDedupe` does once a run has begun.
 */
export async function dedupeInputs(
  job: DedupeJob,
  io: Io,
  { plan, outputs, checkpoint }: OpenedRun,
): Promise<DedupeOutcome> {
  const started = performance.now()
  const status = new StatusLine(io.stderr, tellsPeople(job, io, outputs.stdoutTaken))
  const writer = await VerdictWriter.open(job, { io, outputs, status })
  const rejects = new Rejects(outputs.of('--rejects'), (line) => status.write(line))
  const onReject: OnReject = (error, ref) => {
    rejects.add(error, ref)
    writer.reject(error, ref)
  }
  let inputs: OpenedInputs | undefined
  try {
    const onWarning = rejects.warn.bind(rejects)
    inputs = await openInputs(job, io, plan, job.strict ? undefined : onReject, onWarning, (message) =>
      status.write(warningLine({ code: 'WARN_FIELD', message })),
    )
    const { source, remember, find } = inputs
    const { bytes, streams } = plan.inventory
    const bytesRead = () => source.bytesRead
    const tracker = new ProgressTracker({ isBatch: isBatch(job), bytes, streams, bytesRead })
    const counts = new VerdictCounts()
    const clusters = new ClusterTable(job.clusters !== undefined)

    // A batch decides when all is read, so no verdict is stored before all are known.
    const stored = isBatch(job) ? null : checkpoint
    await writer.begin()
    for await (const verdict of openVerdicts(job, io, { plan, inputs, stored, status, tracker })) {
      await store(verdict, stored, status)
      remember(verdict.document, verdict.kept)
      const resolved = resolveVerdict(verdict, find)
      counts.add(resolved)
      addToClusters(clusters, resolved)
      await writer.write(resolved)
      if (outputs.unread) break
    }
    io.signal.throwIfAborted()
    requireNoVerdictLeft(stored, counts.documents)
    await rejects.finish()
    // The counts on standard error come after the last verdict on standard output.
    await outputs.stdout.drain()

    const at = (ordinal: number) => find(ordinal, false)
    const largest = clusters.largest(LARGEST, at)
    const summary = counts.summary(rejects.count, { count: clusters.count, largest })
    // A reader that closed standard output early does not wait for the counts of half a run.
    if (!outputs.unread) {
      status.clear()
      await writer.finish()
      const seconds = (performance.now() - started) / 1000
      const isTerminal = io.stderr.isTTY === true
      const notes =
        tiesNote(job, summary) +
        parquetNote(writer.parquetFiles) +
        timingNote(summary, seconds, tracker.peakBytes, isTerminal)
      await writeConclusion(job, io, outputs, { summary, clusters: (csv) => clusters.lines(csv, at), notes })
    }
    return { duplicates: summary.removed, rejected: rejects.count }
  } catch (error) {
    throw inOptionNames(error)
  } finally {
    status.clear()
    // The failure that came before is worth telling; that a full disk fails once more is not.
    await writer.abandon().catch(() => {})
    await inputs?.close()
  }
}

/** The verdicts of a run, first those that an earlier run stored. */
function openVerdicts(
  job: DedupeJob,
  io: Io,
  {
    plan,
    inputs: { source, reference, shared },
    stored,
    status,
    tracker,
  }: {
    readonly plan: DedupePlan
    readonly inputs: OpenedInputs
    readonly stored: Checkpoint | null
    readonly status: StatusLine
    readonly tracker: ProgressTracker
  },
): AsyncIterable<Verdict<Arrival, number>> {
  const onProgress = (progress: DedupeProgress): void => {
    tracker.update(progress)
    status.update(progress.stage, () => tracker.shown(progress))
  }
  if (shared !== undefined) return withProgress(shared.of(source.open()), onProgress)
  if (hasEngine(job)) return loadedVerdicts(job, source, plan, onProgress, io.signal)
  const { secret } = plan
  return dedupe<Arrival, number>(() => source.open(), {
    ...dedupeOptionsOf(job),
    ...(secret !== undefined && { secret: secret.text }),
    ...(reference !== undefined && { against: reference.documents }),
    ...(stored?.replays && { decided: (arrival) => stored.next(arrival) }),
    signal: io.signal,
    onEstimate: (estimate) => status.say(estimateNote(estimate, job.tmp)),
    onProgress,
  })
}

/** The verdicts of an engine, whose code is loaded when it is asked for. */
async function* loadedVerdicts(
  ...given: Parameters<typeof engineVerdicts>
): AsyncGenerator<Verdict<Arrival, number>> {
  const engine = await import('./engine.js')
  yield* engine.engineVerdicts(...given)
}

/** Tells how far the verdicts of a shared index are; its tables are not in the memory of the run. */
async function* withProgress(
  verdicts: AsyncIterable<Verdict<Arrival, number>>,
  onProgress: (progress: DedupeProgress) => void,
): AsyncGenerator<Verdict<Arrival, number>> {
  let documents = 0
  let removed = 0
  for await (const verdict of verdicts) {
    documents++
    if (!verdict.kept) removed++
    onProgress({ stage: 'giving', documents, removed, skipped: 0, bytes: 0 })
    yield verdict
  }
}

/** Stores a new verdict, so that a later run can go on from it. */
async function store(
  verdict: Verdict<Arrival, number>,
  stored: Checkpoint | null,
  status: StatusLine,
): Promise<void> {
  if (stored === null || verdict.document.ordinal < stored.taken) return
  if (stored.replays) status.say(resumedNote(stored.taken))
  await stored.add(verdict)
}

/** Adds a removed document to the cluster of its keeper. */
function addToClusters(clusters: ClusterTable, { document, kept, matches }: ResolvedVerdict): void {
  const [decisive] = matches
  if (kept || decisive === undefined) return
  const { keeper, keeperId, match, isReference } = decisive
  clusters.add(document.ordinal, keeperId, match.relation, isReference ? keeper : undefined)
}

/** @throws OffprintError `ERR_INPUT` where the checkpoint holds verdicts on documents that the inputs lack. */
function requireNoVerdictLeft(checkpoint: Checkpoint | null, documents: number): void {
  if (checkpoint?.isLeft !== true) return
  const what = `the inputs hold ${counted(documents, 'document')}, and held more before`
  throw new OffprintError('ERR_INPUT', `${what}; begin anew with --force, without --resume`)
}

/** An error of the library with the names of the command's options. */
function inOptionNames(error: unknown): unknown {
  if (!(error instanceof OffprintError)) return error
  const message = error.message
    .replace('options.memory', '--memory')
    .replace('options.secret', '--secret-file')
  return message === error.message ? error : new OffprintError(error.code, message, { cause: error })
}
