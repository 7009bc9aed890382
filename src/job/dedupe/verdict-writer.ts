import type { OffprintError } from '../../kernel/errors.js'
import type { Ref } from '../../read/document.js'
import { findInputs } from '../../read/inputs.node.js'
import type { DedupePage } from '../../report/html/dedupe/page.js'
import { paintFor, type Io } from '../io.js'
import { Mirror } from '../outputs/mirror.js'
import type { Outputs } from '../outputs/outputs.js'
import { relateFrom } from '../relate.js'
import { openLedger, type LedgerWriter } from './ledger-writer.js'
import { removeOf, shownIn, SHOWN, type DedupeJob } from './options.js'
import type { StatusLine } from './progress.js'
import type { ResolvedVerdict } from './resolved-verdict.js'
import { idLine, pageVerdict, recordLine, verdictJson, verdictText } from './verdict-lines.js'

/** Writes what the options ask for on each verdict, in the order of the verdicts. */
export class VerdictWriter {
  readonly #job: DedupeJob
  readonly #io: Io
  readonly #outputs: Outputs
  readonly #status: StatusLine
  readonly #page: DedupePage | undefined
  readonly #ledger: LedgerWriter | undefined
  readonly #mirror: Mirror | undefined

  private constructor(
    job: DedupeJob,
    { io, outputs, status }: WriterSurroundings,
    page: DedupePage | undefined,
    ledger: LedgerWriter | undefined,
    mirror: Mirror | undefined,
  ) {
    this.#job = job
    this.#io = io
    this.#outputs = outputs
    this.#status = status
    this.#page = page
    this.#ledger = ledger
    this.#mirror = mirror
  }

  /** Prepares the page and the mirror, where the options ask for them. */
  static async open(job: DedupeJob, surroundings: WriterSurroundings): Promise<VerdictWriter> {
    const folder = surroundings.outputs.folder('-o')
    const mirror = folder === undefined ? undefined : new Mirror(folder, await findInputs(job.inputs))
    const ledger = surroundings.outputs.of('--ledger')
    const ledgerWriter = ledger === undefined ? undefined : await openLedger(job, ledger)
    return new VerdictWriter(job, surroundings, await openPage(job), ledgerWriter, mirror)
  }

  /** Parquet files that the mirror has made JSON Lines of. */
  get parquetFiles(): number {
    return this.#mirror?.parquetFiles ?? 0
  }

  /** Writes the head of the ledger. */
  async begin(): Promise<void> {
    await this.#ledger?.begin()
  }

  /** Writes one verdict. */
  async write(verdict: ResolvedVerdict): Promise<void> {
    const { document, kept } = verdict
    await this.#ledger?.add(verdict)
    this.#page?.add(pageVerdict(verdict))
    if (kept) {
      await this.#mirror?.add(document.document)
      await this.#outputs.of('--ids')?.write(idLine(document.id))
      await this.#outputs.of('-o')?.write(recordLine(document))
    }
    if (this.#job.output === undefined && !this.#outputs.stdoutTaken) await this.#list(verdict)
  }

  /** Notes on the page what could not be read. */
  reject(error: OffprintError, ref: Ref): void {
    this.#page?.reject({ ref, message: error.message })
  }

  /** Ends the mirror and the ledger, and writes the page. */
  async finish(): Promise<void> {
    await this.#mirror?.finish()
    await this.#ledger?.finish()
    if (this.#page !== undefined) await this.#outputs.of('--report')!.write(this.#page.finish())
  }

  /** Leaves the mirror as far as it is; after `finish` it does nothing. */
  async abandon(): Promise<void> {
    await this.#mirror?.abandon()
  }

  /** Without `-o` standard output lists the verdicts. */
  async #list(verdict: ResolvedVerdict): Promise<void> {
    const what = !verdict.kept ? 'removed' : verdict.matches.length > 0 ? 'tied' : 'kept'
    if (SHOWN.indexOf(what) > SHOWN.indexOf(shownIn(this.#job))) return
    const line = this.#job.json ? verdictJson(verdict) : verdictText(verdict, paintFor(undefined, this.#io))
    this.#status.clear()
    await this.#outputs.stdout.write(line)
  }
}

/** What a writer writes to. */
export interface WriterSurroundings {
  readonly io: Io
  readonly outputs: Outputs
  readonly status: StatusLine
}

/** Loaded where `--report` asks for it: the page brings its styles and words along. */
async function openPage(job: DedupeJob): Promise<DedupePage | undefined> {
  if (job.report === undefined) return undefined
  const { createDedupePage } = await import('../../report/html/dedupe/page.js')
  return createDedupePage({
    ...(job.reportLang !== undefined && { reportLanguage: job.reportLang }),
    remove: removeOf(job),
    relate: relateFrom(job),
  })
}
