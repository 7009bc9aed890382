import { dedupe, type Decided, type Tie, type Verdict } from '../../dedupe/dedupe.js'
import type { SharedDecision } from '../../fleet/shared-index.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'
import { batchesOf } from '../batches.js'
import { relateFrom } from '../relate.js'
import type { OnReject } from '../rejects.js'
import {
  giveBatch,
  openStoreIndex,
  storedDocument,
  storeName,
  STORE_BATCH,
  type CommandIndex,
} from '../shared-store.js'
import type { Arrival } from './arrival.js'
import { dedupeOptionsOf, quotesTexts, removeOf, type DedupeJob } from './options.js'
import type { RunSecret } from './secret.js'

type Id = string | number

/** The verdicts of a run over the index of a store, `--index`: it decides, and holds what is kept. */
export interface SharedVerdicts {
  /** Decides about documents, in their order, in batches. */
  of(documents: AsyncIterable<Arrival>): AsyncGenerator<Verdict<Arrival, number>>
  /** A document that the index knows and this run has not seen, by the number that a verdict names. */
  at(id: number): LedgerDocument
  close(): Promise<void>
}

/** What such a run reports to. */
export interface SharedReporting {
  /** Receives a document whose id is held with another text; without it the first one ends the run. */
  readonly onReject: OnReject | undefined
  readonly signal: AbortSignal
}

/**
 * Opens the index of `--index`. A document that was decided before, by this run or another, is told as before.
 * @throws OffprintError what `openStoreIndex` throws; in the course of a run `ERR_STORE`, with the place of what was not decided.
 */
export async function openSharedVerdicts(
  job: DedupeJob,
  secret: RunSecret | undefined,
  { onReject, signal }: SharedReporting,
): Promise<SharedVerdicts> {
  const store = job.index!
  const index = await openStoreIndex('--index', store, { relate: relateFrom(job), secret })
  const known = new KnownDocuments(index, store, quotesTexts(job))
  /** Ordinals of the documents that this run was told are kept, by their ids. */
  const own = new Map<Id, number>()
  const options = { remove: removeOf(job), edits: quotesTexts(job) }
  const decide = (arrivals: readonly Arrival[]) =>
    index.decideMany(
      arrivals.map((arrival) => storedDocument(arrival, job.date)),
      options,
    )

  /** A tie by the number of its document: the ordinal of one of this run, or that of a known one. */
  const numbered = async (tie: Tie<Id>): Promise<Tie<number>> => {
    const ordinal = own.get(tie.id)
    if (ordinal !== undefined) return { ...tie, id: ordinal }
    return { ...tie, id: await known.numberOf(tie.id), against: true }
  }

  const verdictOn = async (
    document: Arrival,
    decision: SharedDecision<Id>,
  ): Promise<Verdict<Arrival, number>> => {
    if (!decision.kept) {
      const match = await numbered(decision.match)
      const { id: keeper, against } = match
      return { document, kept: false, keeper, match, ...(against && { against }) }
    }
    const before = own.get(document.id)
    if (before !== undefined) {
      const first = (await index.get(document.id))?.text ?? document.text
      return { document, ...(await repeated(job, before, first, document)) }
    }
    own.set(document.id, document.ordinal)
    const tied = await Promise.all(decision.tied.map(numbered))
    return { document, kept: true, tied, ...(decision.truncated && { truncated: true }) }
  }

  return {
    async *of(documents) {
      for await (const batch of batchesOf(documents, STORE_BATCH)) {
        signal.throwIfAborted()
        const decisions = await giveBatch(batch, decide, onReject)
        for (const [i, decision] of decisions.entries()) {
          if (decision !== null) yield await verdictOn(batch[i], decision)
        }
      }
    },
    at: (id) => known.at(id),
    close: () => index.close(),
  }
}

/**
 * What becomes of a document whose id and text came before in the same run. For the index both are one document, which is kept;
 * the second record goes for the first, as in a run without an index.
 */
async function repeated(
  job: DedupeJob,
  ordinal: number,
  text: string,
  document: Arrival,
): Promise<Decided<number>> {
  const first = { ...document, ordinal, text }
  let last: Verdict<Arrival, number> | undefined
  for await (const verdict of dedupe<Arrival, number>([first, document], dedupeOptionsOf(job))) last = verdict
  const { document: _, ...decided } = last!
  return decided
}

/** The documents of an index that verdicts of a run name, numbered as they come. */
class KnownDocuments {
  readonly #index: CommandIndex
  readonly #file: string
  readonly #quotes: boolean
  readonly #numbers = new Map<Id, number>()
  readonly #documents: LedgerDocument[] = []

  constructor(index: CommandIndex, store: string, quotes: boolean) {
    this.#index = index
    this.#file = storeName(store)
    this.#quotes = quotes
  }

  /** The number of a document, whose text is fetched if something quotes it. */
  async numberOf(id: Id): Promise<number> {
    const held = this.#numbers.get(id)
    if (held !== undefined) return held
    const text = this.#quotes ? ((await this.#index.get(id))?.text ?? '') : ''
    const number = this.#documents.push({ id, ref: { file: this.#file }, text, fields: {} }) - 1
    this.#numbers.set(id, number)
    return number
  }

  at(number: number): LedgerDocument {
    return this.#documents[number]
  }
}
