import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OffprintError } from '../../kernel/errors.js'
import type { InputDocument, Ref } from '../../read/document.js'
import { readFiles } from '../../read/files.node.js'
import { findInputs } from '../../read/inputs.node.js'
import type { ReadOptions } from '../../read/read-options.js'
import { usageError } from '../errors.js'
import { arrivalOf, type Arrival } from './document-table.js'

/** What a run reads, again if it has to. */
export interface DedupeSource {
  /** The documents in order; what cannot be read is reported the first time only. */
  open(): AsyncGenerator<Arrival>
  /** Bytes of files that are done, of those that held documents; what is compressed counts when its file is done. */
  readonly done: number
  /** Removes what was set aside. */
  close(): Promise<void>
}

type Report = (error: OffprintError, ref: Ref) => void

/**
 * Documents of files, folders and streams. Where they are read again, standard input is set aside first.
 * @param onFirst is shown each document the first time.
 * @throws OffprintError `ERR_SOURCE_ONCE` for a pipe with a name that would be read again; `ERR_INPUT` where `tmp` does
 * not take standard input.
 */
export async function openSource(
  inputs: readonly string[],
  options: ReadOptions,
  {
    again,
    tmp,
    carry,
    report,
    onFirst,
  }: {
    again: boolean
    tmp: string | undefined
    carry: readonly string[]
    /** Without it the first record that cannot be read ends the run. */
    report: Report | undefined
    onFirst: (arrival: Arrival) => void
  },
): Promise<DedupeSource> {
  let aside: string | undefined
  if (again) {
    const pipe = (await findInputs(inputs)).find(({ kind, path }) => kind === 'stream' && path !== '-')
    if (pipe !== undefined) {
      const what = `${pipe.path} is a pipe, and a batch reads its inputs more than once`
      throw new OffprintError('ERR_SOURCE_ONCE', `${what}; pass it as standard input (-), or a file`)
    }
    if (inputs.includes('-')) aside = await setAside(options.stdin!, tmp, options.signal)
  }
  let first = true
  const position = new Position()
  return {
    get done() {
      return position.bytes
    },
    async *open() {
      const isFirst = first
      first = false
      const tell = isFirst ? report : report && (() => {})
      const documents = readFiles(inputs, {
        ...options,
        ...(aside !== undefined && { stdin: createReadStream(aside) }),
        ...(tell !== undefined && { onError: tell }),
      })
      let place = 0
      position.restart()
      for await (const document of documents) {
        if (position.isNew(document)) await position.enter(document)
        else position.move(document)
        const arrival = arrivalOf(document, place++, carry)
        if (isFirst) onFirst(arrival)
        yield arrival
      }
    },
    async close() {
      if (aside !== undefined) await rm(path.dirname(aside), { recursive: true, force: true })
    },
  }
}

/** How far the reading of files is. */
class Position {
  #file: string | undefined
  #before = 0
  #size = 0
  #offset = 0

  get bytes(): number {
    return this.#before + Math.min(this.#offset, this.#size)
  }

  restart(): void {
    this.#file = undefined
    this.#before = this.#size = this.#offset = 0
  }

  isNew({ ref }: InputDocument): boolean {
    return ref.file !== this.#file
  }

  async enter(document: InputDocument): Promise<void> {
    this.#before += this.#size
    this.#file = document.ref.file
    const { form, bytes } = document
    const isWhole = form?.format === 'text' || form?.format === 'html'
    // A file that is one document need not be asked for its size.
    this.#size = isWhole ? bytes!.length : ((await stat(this.#file).catch(() => undefined))?.size ?? 0)
    this.#offset = 0
    this.move(document)
  }

  move({ ref, bytes }: InputDocument): void {
    this.#offset = COMPRESSED.test(ref.file) ? 0 : ref.offset + (bytes?.length ?? 0)
  }
}

const COMPRESSED = /\.(gz|zst|zstd)$/i

/** Copies a stream into a temporary file, which only its owner can read. */
async function setAside(
  stream: AsyncIterable<Uint8Array>,
  tmp: string = tmpdir(),
  signal?: AbortSignal,
): Promise<string> {
  let own: string | undefined
  try {
    own = await mkdtemp(path.join(tmp, 'offprint-'))
    const file = path.join(own, 'stdin')
    await pipeline(stream, createWriteStream(file, { mode: 0o600 }), { signal })
    return file
  } catch (cause) {
    if (own !== undefined) await rm(own, { recursive: true, force: true })
    signal?.throwIfAborted()
    throw new OffprintError(
      'ERR_INPUT',
      `${tmp} does not take standard input, which a batch reads more than once; name another folder with --tmp`,
      { cause },
    )
  }
}

/** @throws OffprintError `ERR_USAGE` unless it is a folder. */
export async function requireFolder(option: string, given: string): Promise<void> {
  const stats = await stat(given).catch(() => undefined)
  if (stats?.isDirectory() !== true) {
    throw usageError(`${option} ${given} is no folder; name one that exists`)
  }
}
