import { closeSync, openSync, readSync } from 'node:fs'
import { open, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import type { Decided, Verdict } from '../../dedupe/dedupe.js'
import { refName, type Ref } from '../../read/document.js'
import type { Inventory } from './inventory.js'
import type { Arrival } from './document-table.js'
import { WRITE_BYTES } from '../outputs/output.js'

/** Version of the file's lines. */
const VERSION = 1
/** Milliseconds of work that a kill may cost, and that a power cut may. */
const FLUSH = 250
const SYNC = 5000

/** Line one: what a run that goes on must have in common with the one that was cut short. */
export interface CheckpointHead {
  /** Version of the package. */
  readonly offprint: string
  readonly folding: number
  /** Options that decide, or that name outputs. */
  readonly options: Readonly<Record<string, unknown>>
  readonly inputs: Inventory
  /** What was seen before. */
  readonly against: Inventory
}

/**
 * The verdicts of a run, a line each, in a file beside its first output, from before the outputs are opened until they have
 * their names. A run that goes on takes these verdicts as they are and writes the outputs anew from its inputs: nothing is
 * searched or aligned again, and the same code writes the same bytes. What a kill leaves is a prefix of the lines.
 */
export class Checkpoint {
  readonly path: string
  #reader: LineReader | null
  #handle: FileHandle | null = null
  #lines: string[] = []
  #length = 0
  #flushed = 0
  #synced = 0
  /** Documents whose verdicts were taken. */
  #taken = 0

  private constructor(file: string, reader: LineReader | null) {
    this.path = file
    this.#reader = reader
  }

  /** Begins a checkpoint. It has its name only when its first line is whole. */
  static async create(file: string, head: CheckpointHead): Promise<Checkpoint> {
    const under = `${file}.new`
    const handle = await open(under, 'w')
    try {
      await handle.appendFile(`${JSON.stringify({ checkpoint: VERSION, ...head })}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(under, file)
    return new Checkpoint(file, null)
  }

  /**
   * Opens a checkpoint to go on from.
   * @throws OffprintError `ERR_FORMAT` for a file that is none; `ERR_USAGE` where options or inputs are others.
   */
  static resume(file: string, head: CheckpointHead): Checkpoint {
    const reader = new LineReader(file)
    try {
      const first = reader.next() as ({ checkpoint?: unknown } & CheckpointHead) | null
      if (first?.checkpoint !== VERSION) {
        throw new OffprintError(
          'ERR_FORMAT',
          `${file} is no checkpoint of this version; begin anew with --force, without --resume`,
        )
      }
      const other = difference(first, head)
      if (other !== null) {
        throw new OffprintError(
          'ERR_USAGE',
          `${file} belongs to another run: ${other}; run as before, or begin anew with --force, without --resume`,
        )
      }
    } catch (error) {
      reader.close()
      throw error
    }
    return new Checkpoint(file, reader)
  }

  /** Documents that were decided before. */
  get taken(): number {
    return this.#taken
  }

  /** Whether verdicts of an earlier run may still come. */
  get replays(): boolean {
    return this.#reader !== null
  }

  /**
   * The verdict that was given on the next document; undefined from the first new one on.
   * @throws OffprintError `ERR_INPUT` for another document than the one it was given on.
   */
  next({
    text,
    ref,
  }: Pick<Arrival, 'text'> & { readonly ref: Pick<Ref, 'file'> & Partial<Ref> }):
    Decided<number> | undefined {
    const line = this.#reader?.next() as Line | null | undefined
    if (line === null || line === undefined) return undefined
    if (line.length !== text.length) {
      const place = refName({ line: 1, ...ref })
      throw new OffprintError(
        'ERR_INPUT',
        `${place} is another document than before; begin anew with --force, without --resume`,
      )
    }
    this.#taken++
    const { length: _, ...decided } = line
    return decided.kept ? { kept: true, tied: decided.tied ?? [] } : decided
  }

  /** Goes over to new verdicts; what a kill left of a line is cut off. */
  async goOn(): Promise<void> {
    const reader = this.#reader
    this.#reader = null
    if (reader === null) return
    reader.close()
    await truncate(this.path, reader.end)
  }

  /** Adds a new verdict. */
  async add(verdict: Verdict<Arrival, number>): Promise<void> {
    if (this.#reader !== null) await this.goOn()
    const { document, ...decided } = verdict
    const line: Line = { length: document.text.length, ...decided }
    if (line.kept && line.tied?.length === 0) delete line.tied
    const text = `${JSON.stringify(line)}\n`
    this.#lines.push(text)
    this.#length += text.length
    const now = performance.now()
    if (this.#length >= WRITE_BYTES || now - this.#flushed >= FLUSH) await this.flush(now)
  }

  /** Writes what is known so far. */
  async flush(now: number = performance.now()): Promise<void> {
    this.#flushed = now
    if (this.#lines.length === 0) return
    this.#handle ??= await open(this.path, 'a')
    const lines = this.#lines.join('')
    this.#lines = []
    this.#length = 0
    await this.#handle.appendFile(lines)
    if (now - this.#synced < SYNC) return
    this.#synced = now
    await this.#handle.datasync()
  }

  /** Whether a verdict is left that no document came for. */
  get isLeft(): boolean {
    return this.#reader !== null && this.#reader.next() !== null
  }

  /** Closes the file, and removes it unless a run may go on from it. */
  async close(keep: boolean): Promise<void> {
    this.#reader?.close()
    this.#reader = null
    try {
      if (keep) await this.flush()
    } finally {
      await this.#handle?.close()
      this.#handle = null
      if (!keep) await rm(this.path, { force: true })
    }
  }
}

/** One verdict: of a kept document without ties only its length. */
type Line = { readonly length: number } & (
  | { readonly kept: true; tied?: Extract<Decided<number>, { kept: true }>['tied'] }
  | Extract<Decided<number>, { kept: false }>
)

/** The checkpoint of an output, where it has one: a device or a pipe has none. */
export async function checkpointOf(output: string): Promise<string | null> {
  if (output === '-' || output === '') return null
  const stats = await stat(output).catch(() => undefined)
  if (stats !== undefined && !stats.isFile() && !stats.isDirectory()) return null
  return `${output.replace(/(?<=.)[\\/]+$/, '')}.checkpoint`
}

/** What tells two runs apart, for people. */
function difference(before: CheckpointHead, now: CheckpointHead): string | null {
  for (const name of ['offprint', 'folding'] as const) {
    if (before[name] !== now[name]) return `it was made by ${name} ${before[name]}, this is ${now[name]}`
  }
  const names = [...new Set([...Object.keys(before.options), ...Object.keys(now.options)])]
  for (const name of names) {
    const [was, is] = [before.options[name], now.options[name]].map(
      (value) => JSON.stringify(value) ?? 'not given',
    )
    if (was !== is) return `${name} was ${was}, now it is ${is}`
  }
  for (const name of ['inputs', 'against'] as const) {
    if (before[name].digest === now[name].digest) continue
    const [was, is] = [before[name], now[name]].map(({ files, bytes }) => `${files} files of ${bytes} bytes`)
    return was === is ? `${name} were written to since` : `${name} were ${was}, now they are ${is}`
  }
  return null
}

/** JSON values line by line, up to the first line that is not whole. Synchronous, as verdicts are taken one by one. */
class LineReader {
  readonly #file: number
  readonly #chunk = Buffer.alloc(64 * 1024)
  #pending = Buffer.alloc(0)
  #isOpen = true
  /** Bytes of whole lines read. */
  end = 0

  constructor(file: string) {
    this.#file = openSync(path.resolve(file), 'r')
  }

  next(): unknown {
    while (this.#isOpen) {
      const feed = this.#pending.indexOf(10)
      if (feed >= 0) {
        const line = this.#pending.toString('utf8', 0, feed)
        this.#pending = this.#pending.subarray(feed + 1)
        try {
          const value: unknown = JSON.parse(line)
          this.end += feed + 1
          return value
        } catch {
          // After a power cut a file may end in anything.
          this.close()
          return null
        }
      }
      const read = readSync(this.#file, this.#chunk)
      if (read === 0) return null
      this.#pending = Buffer.concat([this.#pending, this.#chunk.subarray(0, read)])
    }
    return null
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#file)
    this.#isOpen = false
  }
}
