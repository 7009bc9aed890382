import { OffprintError } from '../../kernel/errors.js'
import { dedupe, type DedupeEstimate, type DedupeProgress, type Verdict } from '../../dedupe/dedupe.js'
import type { Ref } from '../../read/document.js'
import { findInputs } from '../../read/inputs.node.js'
import { jsonLineOf } from '../../read/records/json-line.js'
import { counted } from '../../report/figures.js'
import type { DedupePage, PageDocument } from '../../report/html/dedupe/page.js'
import { matchJson } from '../../report/comparison-json.js'
import { ledgerEntry, ledgerHead, type LedgerDocument } from '../../report/tables/ledger.js'
import { verdictLine } from '../../report/terminal/verdict.js'
import type { Match } from '../../store/match.js'
import { fileSpool } from '../../store/spool.node.js'
import { openAgainst, type Against } from './reference-source.js'
import { relateFrom } from '../relate.js'
import type { Checkpoint } from './checkpoint.js'
import { ClusterList } from '../../report/tables/cluster-table.js'
import { decidingFrom, isBatch, readingFrom, removeFrom, type DedupeArguments } from './options.js'
import { openSource, type DedupeSource } from './source.js'
import { errorLine } from '../errors.js'
import { paintFor, type Io } from '../io.js'
import { Mirror } from '../outputs/mirror.js'
import type { Inventory } from './inventory.js'
import type { Outputs } from '../outputs/outputs.js'
import { megabytes, Progress, timeName } from './progress.js'
import { Seen, type Arrival } from './document-table.js'
import { Summary } from './summary.js'
import { VERSION } from '../version.js'

/** Clusters named in the summary. */
const LARGEST = 5
/** Seconds from which a run says how long it took, on a terminal and in a file; of shorter ones a rate says nothing. */
const WORTH_TIMING = { terminal: 2, file: 10 }

/** What a finished run found, as far as an exit code depends on it. */
export interface DedupeOutcome {
  /** Documents that were removed, and kept ones that are a duplicate of another. */
  readonly duplicates: number
  /** Records that were skipped because they could not be read. */
  readonly rejected: number
}

/** What a run works with. */
export interface RunPlan {
  readonly outputs: Outputs
  /** Null where nothing could go on. */
  readonly checkpoint: Checkpoint | null
  readonly inventory: Inventory
  /** Real paths of files that folders of inputs leave out. */
  readonly written: ReadonlySet<string>
}

/** A match with the documents people know. */
interface Related {
  readonly match: Match<number>
  /** What it was compared with. */
  readonly other: LedgerDocument
  /** What it went for, or is tied to. */
  readonly keeper: LedgerDocument
  readonly keeperId: number
  readonly against: boolean
}

/** One run over the inputs, from verdicts to outputs. */
export class DedupeRun {
  readonly #inputs: readonly string[]
  readonly #options: DedupeArguments
  readonly #io: Io
  readonly #outputs: Outputs
  readonly #plan: RunPlan
  readonly #seen: Seen
  readonly #progress: Progress
  readonly #clusters: ClusterList
  readonly #summary = new Summary()
  readonly #started = performance.now()
  #against: Against | undefined
  #mirror: Mirror | undefined
  #page: DedupePage | undefined
  /** Documents that a batch has read. */
  #read = 0
  /** Most bytes of tables and texts. */
  #bytes = 0
  /** Rejects on their way to the file: readers report them without waiting. */
  #rejects: Promise<void> = Promise.resolve()

  constructor(inputs: readonly string[], options: DedupeArguments, io: Io, plan: RunPlan) {
    this.#inputs = inputs
    this.#options = options
    this.#io = io
    this.#outputs = plan.outputs
    this.#plan = plan
    this.#seen = new Seen(this.#withTexts, this.#spool())
    // Where the counts go to standard error as JSON, nothing else does.
    const machine = options.json === true && this.#outputs.stdoutTaken && io.stderr.isTTY !== true
    this.#progress = new Progress(io.stderr, options.quiet === true || machine)
    this.#clusters = new ClusterList(options.clusters !== undefined)
  }

  async work(): Promise<DedupeOutcome> {
    let source: DedupeSource | undefined
    try {
      if (this.#options.report !== undefined) this.#page = await this.#openPage()
      const { carry = [], strict } = this.#options
      const report = strict ? undefined : (error: OffprintError, ref: Ref) => this.#reject(error, ref)
      const reading = {
        ...readingFrom(this.#options),
        stdin: this.#io.stdin,
        signal: this.#io.signal,
        exclude: this.#plan.written,
      }
      if (this.#options.against !== undefined) {
        this.#against = await openAgainst(this.#options.against, reading, {
          carry,
          report,
          withTexts: this.#withTexts,
          spool: this.#spool(),
        })
      }
      const batch = isBatch(this.#options)
      source = await openSource(this.#inputs, reading, {
        again: batch,
        tmp: this.#options.tmp,
        carry,
        report,
        // Of a batch any document may prove to be a keeper.
        onFirst: (arrival) => batch && this.#seen.add(arrival),
      })
      return await this.#work(source, batch)
    } catch (error) {
      throw inOptionsOf(error)
    } finally {
      this.#progress.clear()
      // What went wrong before is worth telling, a full disk once more is not.
      await this.#mirror?.abandon().catch(() => {})
      await source?.close()
      this.#against?.close()
      this.#seen.close()
    }
  }

  get #withTexts(): boolean {
    return this.#options.ledger !== undefined || this.#options.report !== undefined
  }

  #spool() {
    const { memory, tmp } = this.#options
    return memory === undefined ? null : fileSpool(tmp)()
  }

  async #work(source: DedupeSource, batch: boolean): Promise<DedupeOutcome> {
    await this.#outputs.of('--ledger')?.write(jsonLine(ledgerHead(VERSION, this.#settings())))
    const folder = this.#outputs.folder('-o')
    if (folder !== undefined) this.#mirror = new Mirror(folder, await findInputs(this.#inputs))

    const { checkpoint } = this.#plan
    const verdicts = dedupe<Arrival, number>(() => source.open(), {
      ...decidingFrom(this.#options),
      ...(this.#against && { against: this.#against.source }),
      ...(!batch && checkpoint?.replays && { decided: (arrival) => checkpoint.next(arrival) }),
      signal: this.#io.signal,
      onEstimate: (estimate) => this.#estimate(estimate),
      onProgress: (progress) => this.#tell(progress, source, batch),
    })
    for await (const verdict of verdicts) {
      const { document, kept } = verdict
      if (checkpoint !== null && !batch && document.place >= checkpoint.taken) {
        if (checkpoint.replays) {
          await checkpoint.goOn()
          this.#say(`${counted(checkpoint.taken, 'document')} decided before; going on`)
        }
        await checkpoint.add(verdict)
      }
      if (!batch) {
        if (kept) this.#seen.add(document)
        else if (this.#options.clusters !== undefined) this.#seen.add(document, true)
      }
      const related = this.#related(verdict)
      const matches = related.map(({ match }) => match)
      this.#summary.add(kept, document.text.length, matches)
      if (!verdict.kept) {
        const [{ keeper, against, match }] = related as [Related]
        if (against) this.#summary.known++
        this.#clusters.add(document.place, verdict.keeper, match.relation, against ? keeper : undefined)
      }
      await this.#write(document, kept, related)
      if (this.#outputs.unread) break
    }
    this.#io.signal.throwIfAborted()
    if (!batch && checkpoint?.isLeft === true) {
      const what = `the inputs hold ${counted(this.#summary.documents, 'document')}, and held more before`
      throw new OffprintError('ERR_INPUT', `${what}; begin anew with --force, without --resume`)
    }
    await this.#rejects
    // The counts on standard error come after the last verdict.
    await this.#outputs.stdout.drain()
    // Whoever closed standard output early does not wait for counts of half a run either.
    if (!this.#outputs.unread) await this.#conclude()

    const { removed, rejected, relations, removals } = this.#summary
    return { duplicates: removed + relations.duplicate - removals.duplicate, rejected }
  }

  /** The page is loaded where it is asked for: it brings its styles and words along. */
  async #openPage(): Promise<DedupePage> {
    const { createDedupePage } = await import('../../report/html/dedupe/page.js')
    return createDedupePage({
      reportLanguage: this.#options.reportLang,
      remove: removeFrom(this.#options),
      relate: relateFrom(this.#options),
    })
  }

  /** What decides, for line one of the ledger. */
  #settings() {
    const { text = 'text', id = 'id', carry = [], keep, cluster, keepSiblings } = this.#options
    return {
      relate: relateFrom(this.#options),
      remove: removeFrom(this.#options),
      keepIfNumbersDiffer: this.#options.keepIfNumbersDiffer === true,
      keepSiblings,
      mode: isBatch(this.#options) ? ('batch' as const) : ('stream' as const),
      keep,
      cluster,
      text,
      id,
      carry,
    }
  }

  #related(verdict: Verdict<Arrival, number>): Related[] {
    if (verdict.kept) {
      return verdict.tied.map((match) => {
        const against = match.against === true
        const other = this.#at(match.id, against)
        return { match, other, keeper: other, keeperId: match.id, against }
      })
    }
    const { match, keeper } = verdict
    const against = verdict.against === true
    const other = this.#at(match.id, against)
    const kept = match.id === keeper ? other : this.#at(keeper, against)
    return [{ match, other, keeper: kept, keeperId: keeper, against }]
  }

  #at(id: number, against: boolean): LedgerDocument {
    return against ? this.#against!.at(id) : this.#seen.at(id)
  }

  #reject(error: OffprintError, ref: Ref): void {
    this.#summary.rejected++
    this.#progress.clear()
    this.#io.stderr.write(errorLine(error))
    this.#page?.reject({ ref, message: error.message })
    const line = jsonLine({ ref, code: error.code, message: error.message })
    const output = this.#outputs.of('--rejects')
    if (output === undefined) return
    this.#rejects = this.#rejects.then(() => output.write(line))
    // A failure is thrown where the promise is awaited, at the end; until then it must not count as unhandled.
    this.#rejects.catch(() => {})
  }

  /** Says something to people. */
  #say(what: string): void {
    if (this.#options.quiet) return
    this.#progress.clear()
    this.#io.stderr.write(`offprint: ${what}\n`)
  }

  #estimate({ documents, bytes, memory, spills }: DedupeEstimate): void {
    const { tmp = 'the temporary folder' } = this.#options
    const where = spills
      ? `what is beyond --memory, ${megabytes(memory)}, goes to ${tmp}`
      : 'no more than --memory'
    this.#say(`${documents} documents take about ${megabytes(bytes)} of tables and texts; ${where}`)
  }

  #tell(progress: DedupeProgress, source: DedupeSource, batch: boolean): void {
    if (progress.bytes > this.#bytes) this.#bytes = progress.bytes
    if (progress.stage === 'reading') this.#read = progress.documents
    this.#progress.update(progress.stage, () => ({ ...progress, ...this.#shareOf(progress, source, batch) }))
  }

  /** How much of a stage is done: of what is read by bytes, where all of it is files, of what was read by documents. */
  #shareOf({ stage, documents }: DedupeProgress, source: DedupeSource, batch: boolean): { share?: number } {
    if (stage === 'against') return {}
    if (batch && stage !== 'reading') return { share: documents / Math.max(1, this.#read) }
    const { bytes, streams } = this.#plan.inventory
    return streams || bytes === 0 ? {} : { share: source.done / bytes }
  }

  async #write(document: Arrival, kept: boolean, related: readonly Related[]): Promise<void> {
    const ledger = this.#outputs.of('--ledger')
    if (ledger !== undefined) {
      const remove = removeFrom(this.#options)
      for (const { match, other, keeper, against } of related) {
        const via = other === keeper ? {} : { via: other }
        await ledger.write(jsonLine(ledgerEntry(document, keeper, match, !kept, remove, { ...via, against })))
      }
    }
    this.#page?.add({
      document: pageDocument(document, document.place),
      text: document.text,
      kept,
      matches: related.map(({ match, other, keeper, keeperId, against }) => ({
        keeper: pageDocument(keeper, against ? `known ${keeperId}` : keeperId),
        ...(other !== keeper && { via: pageDocument(other, match.id) }),
        against,
        match,
        // A saved index does not give its texts.
        ...(other.text !== '' && { text: () => other.text }),
      })),
    })
    if (kept) {
      await this.#mirror?.add(document.document)
      await this.#outputs.of('--ids')?.write(idLine(document.id))
      await this.#outputs.of('-o')?.write(recordLine(document))
    }
    if (this.#options.output !== undefined || this.#outputs.stdoutTaken) return
    this.#progress.clear()
    await this.#outputs.stdout.write(
      this.#options.json ? verdictJson(document, kept, related) : this.#verdictText(document, kept, related),
    )
  }

  #verdictText({ id }: Arrival, kept: boolean, related: readonly Related[]): string {
    const matches = related.map(({ keeper, match }) => ({ keeper: keeper.id, match }))
    return `${verdictLine({ id, kept, matches }, paintFor(undefined, this.#io))}\n`
  }

  /** What can be told only at the end: clusters, and the counts. */
  async #conclude(): Promise<void> {
    this.#progress.clear()
    const { json, output, quiet, clusters } = this.#options
    const at = (place: number) => this.#seen.at(place)
    await this.#mirror?.finish()
    const list = this.#outputs.of('--clusters')
    if (list !== undefined) {
      for (const line of this.#clusters.lines(/\.csv$/i.test(clusters!), at)) await list.write(line)
    }
    if (this.#page !== undefined) await this.#outputs.of('--report')!.write(this.#page.finish())
    this.#summary.clusters = { count: this.#clusters.count, largest: this.#clusters.largest(LARGEST, at) }
    await this.#outputs.of('--summary')?.write(jsonLine(this.#summary))
    const counts = json === true && output !== undefined
    if (counts && !this.#outputs.stdoutTaken) await this.#outputs.stdout.write(jsonLine(this.#summary))
    else if (counts && !quiet) this.#io.stderr.write(jsonLine(this.#summary))
    else if (!quiet) this.#io.stderr.write(`${this.#summary}\n${this.#notes()}`)
  }

  /** What is said for people only: how files changed, and how long it took. */
  #notes(): string {
    const converted = this.#mirror?.parquetFiles ?? 0
    const parquet = converted === 0 ? '' : `offprint: ${converted} of Parquet, written as JSON Lines\n`
    const seconds = (performance.now() - this.#started) / 1000
    if (seconds < WORTH_TIMING[this.#io.stderr.isTTY === true ? 'terminal' : 'file']) return parquet
    const { documents, characters } = this.#summary
    const rates = [
      timeName(seconds),
      `${Math.round(documents / seconds)} documents a second`,
      `${(characters.read / seconds / 1e6).toFixed(1)} million characters a second`,
      `${megabytes(this.#bytes)} of tables and texts in memory`,
    ]
    return `${parquet}${rates.join(' · ')}\n`
  }
}

/** An error of the library in the words of the command. */
function inOptionsOf(error: unknown): unknown {
  if (!(error instanceof OffprintError) || error.code !== 'ERR_INDEX_FULL') return error
  return new OffprintError(error.code, error.message.replace('options.memory', '--memory'), { cause: error })
}

function pageDocument({ id, ref }: LedgerDocument, key: string | number): PageDocument {
  const { file, line } = ref
  return { id, key, ...(line !== undefined && { ref: { file, line } }) }
}

function verdictJson({ id, ref }: Arrival, kept: boolean, related: readonly Related[]): string {
  const named = related.map(({ match, keeper, other, against }) => ({
    keeper: keeper.id,
    keeperRef: keeper.ref,
    ...(against && { against }),
    ...(other !== keeper && { via: { id: other.id, ref: other.ref } }),
    ...matchJson(match),
  }))
  return jsonLine(kept ? { id, ref, kept, tied: named } : { id, ref, kept, ...named[0] })
}

/** A record as a line of JSON Lines. */
function recordLine({ document }: Arrival): string | Uint8Array {
  const line = jsonLineOf(document)
  if (typeof line === 'string') return `${line}\n`
  const ended = new Uint8Array(line.length + 1)
  ended.set(line)
  ended[line.length] = 10
  return ended
}

/** An id on a line of its own: as it is, or as a JSON string where it holds a line break. */
function idLine(id: string | number): string {
  const plain = String(id)
  return `${/[\r\n]/.test(plain) ? JSON.stringify(plain) : plain}\n`
}

function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
