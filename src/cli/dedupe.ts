import { OffprintError } from '../kernel/errors.js'
import { dedupe, type Remove } from '../pipeline/dedupe.js'
import type { Ref } from '../read/document.js'
import { findInputs, readFiles } from '../read/files.node.js'
import { jsonLineOf } from '../read/json-line.js'
import { matchJson } from '../report/json.js'
import { ledgerEntry, ledgerHead } from '../report/ledger.js'
import { verdictLine } from '../report/verdict.js'
import type { Match } from '../store/match.js'
import { relateFrom, type RelateArguments } from './arguments.js'
import { EXIT, errorLine } from './exit.js'
import { paintFor, type Io } from './io.js'
import { Outputs } from './outputs.js'
import { Progress } from './progress.js'
import { arrivalOf, Keepers, type Arrival } from './seen.js'
import { Summary } from './summary.js'
import { VERSION } from './version.js'

export interface DedupeArguments extends RelateArguments {
  output?: string
  ledger?: string
  rejects?: string
  summary?: string
  json?: true
  remove: Remove['relations']
  coverage: number
  lost: number
  identity: number
  text?: string
  id?: string
  carry?: string[]
  failOnDuplicates?: true
  strict?: true
  force?: true
  quiet?: true
}

/** `offprint dedupe INPUT…`: everything is checked before any work; outputs take their names when all went well. */
export async function dedupeCommand(
  inputs: readonly string[],
  options: DedupeArguments,
  io: Io,
): Promise<number> {
  if (inputs.filter((input) => input === '-').length > 1) {
    throw new OffprintError('ERR_USAGE', 'standard input (-) can be read only once')
  }
  await findInputs(inputs)
  const outputs = await Outputs.open(
    [
      ['-o', options.output],
      ['--ledger', options.ledger],
      ['--rejects', options.rejects],
      ['--summary', options.summary],
    ],
    inputs,
    options.force === true,
    io,
  )
  try {
    const run = new DedupeRun(inputs, options, io, outputs)
    const code = await run.work()
    await outputs.commit()
    return code
  } catch (error) {
    const interrupted = io.signal.aborted
    const left = await outputs.abandon(interrupted)
    if (interrupted) {
      const where = left.length === 0 ? '' : `; complete lines so far are in ${left.join(', ')}`
      io.stderr.write(`offprint: interrupted${where}\n`)
    }
    throw error
  }
}

/** One pass over the inputs. */
class DedupeRun {
  readonly #inputs: readonly string[]
  readonly #options: DedupeArguments
  readonly #io: Io
  readonly #outputs: Outputs
  readonly #remove: Remove
  readonly #keepers: Keepers
  readonly #progress: Progress
  readonly #summary = new Summary()
  /** Rejects on their way to the file: readers report them without waiting. */
  #rejects: Promise<void> = Promise.resolve()

  constructor(inputs: readonly string[], options: DedupeArguments, io: Io, outputs: Outputs) {
    this.#inputs = inputs
    this.#options = options
    this.#io = io
    this.#outputs = outputs
    const { remove: relations, coverage, lost, identity } = options
    this.#remove = { relations, coverage, lost, identity }
    this.#keepers = new Keepers(options.ledger !== undefined)
    this.#progress = new Progress(io.stderr, options.quiet === true)
  }

  async work(): Promise<number> {
    try {
      return await this.#work()
    } finally {
      this.#progress.clear()
    }
  }

  async #work(): Promise<number> {
    const { ledger, carry = [], text = 'text', id = 'id', failOnDuplicates } = this.#options
    const relate = relateFrom(this.#options)
    const settings = { relate, remove: this.#remove, text, id, carry }
    await this.#outputs.of('--ledger')?.write(jsonLine(ledgerHead(VERSION, settings)))

    const verdicts = dedupe<Arrival, number>(this.#arrivals(carry), {
      id: (arrival) => arrival.place,
      text: (arrival) => arrival.text,
      relate,
      remove: this.#remove,
      edits: ledger !== undefined,
      signal: this.#io.signal,
    })
    for await (const verdict of verdicts) {
      const { document, kept } = verdict
      const matches = verdict.kept ? verdict.tied : [verdict.match]
      this.#summary.add(kept, matches)
      if (kept) this.#keepers.add(document)
      await this.#write(document, kept, matches)
      if (this.#outputs.unread) break
      this.#progress.update(this.#summary.documents, this.#summary.removed)
    }
    this.#io.signal.throwIfAborted()
    await this.#rejects
    // The counts on standard error come after the last verdict.
    await this.#outputs.stdout.drain()
    // Whoever closed standard output early does not wait for counts of half a run either.
    if (!this.#outputs.unread) await this.#conclude()

    const { removed, rejected, relations } = this.#summary
    if (failOnDuplicates && (removed > 0 || relations.duplicate > 0)) return EXIT.duplicates
    return rejected > 0 ? EXIT.skipped : EXIT.done
  }

  async *#arrivals(carry: readonly string[]): AsyncGenerator<Arrival> {
    let place = 0
    const { text, id, strict } = this.#options
    const documents = readFiles(this.#inputs, {
      ...(text !== undefined && { text }),
      ...(id !== undefined && { id }),
      stdin: this.#io.stdin,
      signal: this.#io.signal,
      exclude: this.#outputs.written,
      ...(!strict && { onError: (error, ref) => this.#reject(error, ref) }),
    })
    for await (const document of documents) yield arrivalOf(document, place++, carry)
  }

  #reject(error: OffprintError, ref: Ref): void {
    this.#summary.rejected++
    this.#progress.clear()
    this.#io.stderr.write(errorLine(error))
    const line = jsonLine({ ref, code: error.code, message: error.message })
    const output = this.#outputs.of('--rejects')
    if (output === undefined) return
    this.#rejects = this.#rejects.then(() => output.write(line))
    // A failure is thrown where the promise is awaited, at the end; until then it must not count as unhandled.
    this.#rejects.catch(() => {})
  }

  async #write(document: Arrival, kept: boolean, matches: readonly Match<number>[]): Promise<void> {
    const ledger = this.#outputs.of('--ledger')
    if (ledger !== undefined) {
      for (const match of matches) {
        const entry = ledgerEntry(document, this.#keepers.at(match.id), match, !kept, this.#remove)
        await ledger.write(jsonLine(entry))
      }
    }
    const output = this.#outputs.of('-o')
    if (output !== undefined) {
      if (kept) await output.write(recordLine(document))
    } else if (!this.#outputs.stdoutTaken) {
      this.#progress.clear()
      await this.#outputs.stdout.write(
        this.#options.json
          ? this.#verdictJson(document, kept, matches)
          : this.#verdictText(document, kept, matches),
      )
    }
  }

  #verdictText({ id }: Arrival, kept: boolean, matches: readonly Match<number>[]): string {
    const named = matches.map((match) => ({ keeper: this.#keepers.at(match.id).id, match }))
    return `${verdictLine({ id, kept, matches: named }, paintFor(this.#io.stdout, this.#io.env))}\n`
  }

  #verdictJson({ id, ref }: Arrival, kept: boolean, matches: readonly Match<number>[]): string {
    const named = matches.map((match) => {
      const keeper = this.#keepers.at(match.id)
      return { keeper: keeper.id, keeperRef: keeper.ref, ...matchJson(match) }
    })
    return jsonLine(kept ? { id, ref, kept, tied: named } : { id, ref, kept, ...named[0] })
  }

  /** The counts: JSON where asked for, a line for people on standard error. */
  async #conclude(): Promise<void> {
    this.#progress.clear()
    const { json, output, quiet } = this.#options
    await this.#outputs.of('--summary')?.write(jsonLine(this.#summary))
    const counts = json === true && output !== undefined
    if (counts && !this.#outputs.stdoutTaken) await this.#outputs.stdout.write(jsonLine(this.#summary))
    else if (counts && !quiet) this.#io.stderr.write(jsonLine(this.#summary))
    else if (!quiet) this.#io.stderr.write(`${this.#summary}\n`)
  }
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

function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
