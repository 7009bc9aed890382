import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { OffprintError } from '../../kernel/errors.js'
import { isCompressedName } from '../../read/bytes/compression.js'
import type { InputDocument } from '../../read/document.js'
import { readFiles } from '../../read/files.node.js'
import { findInputs } from '../../read/inputs.node.js'
import type { ReadOptions } from '../../read/read-options.js'
import type { OnReject } from '../rejects.js'
import { watchingFields, type NamedField } from './field-watch.js'
import { arrivalOf, type Arrival } from './arrival.js'

/** The documents of files, folders and streams, which can be read again where a run has to. */
export interface DedupeSource {
  /** Opens the documents, in order. What cannot be read, or only in doubt, is reported the first time only. */
  open(): AsyncGenerator<Arrival>
  /** Bytes that were read of the files so far; a compressed file counts when it is done. */
  readonly bytesRead: number
  /** Removes what was set aside. */
  close(): Promise<void>
}

/** How a run reads its documents. */
export interface SourceReading {
  /** Whether the documents are read more than once; standard input is then set aside first. */
  readonly again: boolean
  /** Folder for what is set aside; undefined for that of the system. */
  readonly tmp: string | undefined
  /** Fields that the ledger copies. */
  readonly carry: readonly string[]
  /** Receives what cannot be read; without it the first such record ends the run. */
  readonly onReject: OnReject | undefined
  /** Fields that options name; that some record has each of them is watched the first time. */
  readonly fields: readonly NamedField[]
  /** Receives a sentence on a field that no record has, and that decides nothing. */
  readonly onUnseen: (sentence: string) => void
  /** Receives each document the first time it is read. */
  readonly onFirst: (arrival: Arrival) => void
}

/**
 * Opens the documents of files, folders and streams.
 * @throws OffprintError `ERR_SOURCE_ONCE` for a pipe with a name that would be read again; `ERR_INPUT` where `tmp` does
 * not take standard input.
 */
export async function openSource(
  inputs: readonly string[],
  options: ReadOptions,
  { again, tmp, carry, onReject, fields, onUnseen, onFirst }: SourceReading,
): Promise<DedupeSource> {
  if (again) await requireNoPipe(inputs)
  const aside =
    again && inputs.includes('-') ? await setAside(options.stdin!, tmp, options.signal) : undefined
  const position = new ReadingPosition()
  let isFirst = true
  const read = async function* (shows: boolean): AsyncGenerator<Arrival> {
    const onError = shows ? onReject : onReject && (() => {})
    const documents = readFiles(inputs, {
      ...options,
      ...(aside !== undefined && { stdin: createReadStream(aside) }),
      ...(onError !== undefined && { onError }),
      ...(!shows && { onWarning: () => {} }),
    })
    let ordinal = 0
    position.restart()
    for await (const document of documents) {
      if (position.isIn(document)) position.move(document)
      else await position.enter(document)
      const arrival = arrivalOf(document, ordinal++, carry)
      if (shows) onFirst(arrival)
      yield arrival
    }
  }
  return {
    get bytesRead() {
      return position.bytes
    },
    open() {
      const shows = isFirst
      isFirst = false
      return shows && fields.length > 0 ? watchingFields(read(true), fields, onUnseen) : read(shows)
    },
    async close() {
      if (aside !== undefined) await rm(path.dirname(aside), { recursive: true, force: true })
    },
  }
}

async function requireNoPipe(inputs: readonly string[]): Promise<void> {
  const pipe = (await findInputs(inputs)).find(({ kind, path }) => kind === 'stream' && path !== '-')
  if (pipe === undefined) return
  const what = `${pipe.path} is a pipe, and a batch reads its inputs more than once`
  throw new OffprintError('ERR_SOURCE_ONCE', `${what}; pass it as standard input (-), or a file`)
}

/** How far the files are read, in bytes. */
class ReadingPosition {
  #file: string | undefined
  /** Bytes of the files before this one. */
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

  /** Whether a document belongs to the file that is being read. */
  isIn({ ref }: InputDocument): boolean {
    return ref.file === this.#file
  }

  /** Goes on to the file of a document. */
  async enter(document: InputDocument): Promise<void> {
    this.#before += this.#size
    this.#file = document.ref.file
    const { form, bytes } = document
    const isWhole = form?.format === 'text' || form?.format === 'html'
    // The document of such a file is as long as the file, which saves asking the file system.
    this.#size = isWhole ? bytes!.length : ((await stat(this.#file).catch(() => undefined))?.size ?? 0)
    this.move(document)
  }

  /** Goes on to the end of a document. */
  move({ ref, bytes }: InputDocument): void {
    this.#offset = isCompressedName(ref.file) ? 0 : ref.offset + (bytes?.length ?? 0)
  }
}

/** Copies a stream into a temporary file that only its owner can read. @returns the path of the file. */
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
    const what = `${tmp} does not take standard input, which a batch reads more than once`
    throw new OffprintError('ERR_INPUT', `${what}; name another folder with --tmp`, { cause })
  }
}
