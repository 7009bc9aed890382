import { open, rename, rm, truncate, type FileHandle } from 'node:fs/promises'
import type { Decided, Verdict } from '../../dedupe/dedupe.js'
import { OffprintError } from '../../kernel/errors.js'
import { refName } from '../../read/document.js'
import { jsonLine } from '../json-line.js'
import { WRITE_BYTES } from '../outputs/output.js'
import type { Arrival } from './arrival.js'
import type { Inventory } from './inventory.js'
import { JsonLineReader } from './line-reader.js'

/** Version of the file's lines. */
const CHECKPOINT_VERSION = 2
/** Milliseconds of work that a kill may cost. */
const FLUSH_INTERVAL = 250
/** Milliseconds of work that a power cut may cost. */
const SYNC_INTERVAL = 5000

/** Line one: what a run that goes on must have in common with the one that was cut short. */
export interface CheckpointHead {
  /** Version of the package. */
  readonly offprint: string
  /** Version of the folding. */
  readonly folding: number
  /** Options that change a verdict or an output, by their names in camel case. */
  readonly options: Readonly<Record<string, unknown>>
  readonly inputs: Inventory
  /** The files of the reference set. */
  readonly against: Inventory
}

type DecidedKept = Extract<Decided<number>, { kept: true }>

/** Every further line: a verdict, and the length of its document in code units. Of a kept document ties may be absent. */
type CheckpointLine = { readonly length: number } & (
  | (Omit<DecidedKept, 'tied'> & Partial<Pick<DecidedKept, 'tied'>>)
  | Extract<Decided<number>, { kept: false }>
)

/**
 * The verdicts of a run, one on each line, in a file beside its first output. The file exists from before the outputs are
 * opened until they have their names. A run that goes on reads its inputs again, takes these verdicts as they are and
 * writes the outputs anew: it searches and aligns nothing again, and the same code writes the same bytes. A kill may cut
 * the last lines off; the lines before them stay valid.
 */
export class Checkpoint {
  readonly #path: string
  /** Reads the verdicts of an earlier run; null once new ones are added. */
  #reader: JsonLineReader | null
  #handle: FileHandle | null = null
  #lines: string[] = []
  #length = 0
  #flushed = 0
  #synced = 0
  #taken = 0

  private constructor(path: string, reader: JsonLineReader | null) {
    this.#path = path
    this.#reader = reader
  }

  /** Begins a checkpoint. The file has its name only when its first line is whole. */
  static async create(path: string, head: CheckpointHead): Promise<Checkpoint> {
    const construction = `${path}.new`
    const handle = await open(construction, 'w')
    try {
      await handle.appendFile(jsonLine({ checkpoint: CHECKPOINT_VERSION, ...head }))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(construction, path)
    return new Checkpoint(path, null)
  }

  /**
   * Opens a checkpoint to go on from.
   * @throws OffprintError `ERR_FORMAT` for a file that is none; `ERR_USAGE` where options or inputs are others.
   */
  static resume(path: string, head: CheckpointHead): Checkpoint {
    const reader = new JsonLineReader(path)
    try {
      const first = reader.next() as ({ checkpoint?: unknown } & CheckpointHead) | null
      if (first?.checkpoint !== CHECKPOINT_VERSION) {
        const what = `${path} is no checkpoint of this version`
        throw new OffprintError('ERR_FORMAT', `${what}; begin anew with --force, without --resume`)
      }
      const other = differenceOf(first, head)
      if (other !== null) {
        const remedy = 'run as before, or begin anew with --force, without --resume'
        throw new OffprintError('ERR_USAGE', `${path} belongs to another run: ${other}; ${remedy}`)
      }
    } catch (error) {
      reader.close()
      throw error
    }
    return new Checkpoint(path, reader)
  }

  /** How many verdicts of an earlier run were taken. */
  get taken(): number {
    return this.#taken
  }

  /** Whether verdicts of an earlier run may still come. */
  get replays(): boolean {
    return this.#reader !== null
  }

  /** Whether a verdict of an earlier run is left, on a document that did not come. */
  get isLeft(): boolean {
    return this.#reader !== null && this.#reader.next() !== null
  }

  /**
   * The verdict that an earlier run gave on the next document; undefined from the first new document on.
   * @throws OffprintError `ERR_INPUT` for another document than the one it was given on.
   */
  next({ text, ref }: Pick<Arrival, 'text' | 'ref'>): Decided<number> | undefined {
    const line = this.#reader?.next() as CheckpointLine | null | undefined
    if (line === null || line === undefined) return undefined
    if (line.length !== text.length) {
      const place = refName({ line: 1, ...ref })
      const message = `${place} is another document than before; begin anew with --force, without --resume`
      throw new OffprintError('ERR_INPUT', message)
    }
    this.#taken++
    const { length: _, ...decided } = line
    return decided.kept ? { ...decided, tied: decided.tied ?? [] } : decided
  }

  /** Adds a new verdict. The first one comes after those that were taken; the rest of the file is cut off. */
  async add({ document, ...decided }: Verdict<Arrival, number>): Promise<void> {
    await this.#endReplay()
    const line: CheckpointLine = { length: document.text.length, ...withoutNoTies(decided) }
    const text = jsonLine(line)
    this.#lines.push(text)
    this.#length += text.length
    const now = performance.now()
    if (this.#length >= WRITE_BYTES || now - this.#flushed >= FLUSH_INTERVAL) await this.#flush(now)
  }

  /** Closes the file, and removes it unless `keep`, so that a run can go on from it. */
  async close(keep: boolean): Promise<void> {
    this.#reader?.close()
    this.#reader = null
    try {
      if (keep) await this.#flush(performance.now())
    } finally {
      await this.#handle?.close()
      this.#handle = null
      if (!keep) await rm(this.#path, { force: true })
    }
  }

  async #endReplay(): Promise<void> {
    const reader = this.#reader
    if (reader === null) return
    this.#reader = null
    reader.close()
    await truncate(this.#path, reader.end)
  }

  async #flush(now: number): Promise<void> {
    this.#flushed = now
    if (this.#lines.length === 0) return
    this.#handle ??= await open(this.#path, 'a')
    const lines = this.#lines.join('')
    this.#lines = []
    this.#length = 0
    await this.#handle.appendFile(lines)
    if (now - this.#synced < SYNC_INTERVAL) return
    this.#synced = now
    await this.#handle.datasync()
  }
}

/** The first thing in which two runs differ, in words; null where they agree. */
function differenceOf(before: CheckpointHead, now: CheckpointHead): string | null {
  for (const name of ['offprint', 'folding'] as const) {
    if (before[name] !== now[name]) return `it was made by ${name} ${before[name]}, this is ${now[name]}`
  }
  const names = [...new Set([...Object.keys(before.options), ...Object.keys(now.options)])]
  for (const name of names) {
    const [was, is] = [before.options[name], now.options[name]].map(
      (value) => JSON.stringify(value) ?? 'not given',
    )
    if (was !== is) return `${optionName(name)} was ${was}, now it is ${is}`
  }
  for (const name of ['inputs', 'against'] as const) {
    if (before[name].digest === now[name].digest) continue
    const [was, is] = [before[name], now[name]].map(({ files, bytes }) => `${files} files of ${bytes} bytes`)
    const what = name === 'inputs' ? 'inputs' : 'files of --against'
    return was === is ? `${what} were written to since` : `${what} were ${was}, now they are ${is}`
  }
  return null
}

/** `reportLang` → `--report-lang`. */
function optionName(name: string): string {
  if (name === 'inputs') return 'the list of inputs'
  return `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`
}

/** A verdict without an empty list of ties, which most documents have. */
function withoutNoTies(decided: Decided<number>): Omit<DecidedKept, 'tied'> | Decided<number> {
  if (!decided.kept || decided.tied.length > 0) return decided
  const { tied: _, ...rest } = decided
  return rest
}
