import { createReadStream } from 'node:fs'
import { access, constants, open, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { OffprintError } from '../kernel/errors.js'
import { concat } from './bytes/bytes.js'
import { readCsv } from './records/csv.js'
import { encodingOf } from './bytes/detect.js'
import { fileName, MAX_RECORD, sizeName, type Format, type InputDocument, type Ref } from './document.js'
import { decodeText } from './bytes/encoding.js'
import { inputError, isSystemError } from './failure.js'
import { walkFolder } from './folder.node.js'
import { formatOf, sniffFormat } from './format.js'
import { expandGlob } from './glob.node.js'
import type { Extract } from './web/html.js'
import { decompressBody, inflated } from './bytes/inflate.node.js'
import { readJson } from './records/json.js'
import { readJsonl } from './records/jsonl.js'
import { readParquet, type RandomAccess } from './records/parquet.js'
import { givenEncoding, reject, type RecordOptions } from './records/record.js'
import { readHtml, readTextFile } from './records/single.js'
import { hasMark } from './bytes/utf8.js'
import { readWarc } from './web/warc.js'

export interface ReadOptions extends RecordOptions {
  /** Format of all files, instead of what their names suggest. */
  readonly format?: Format
  /** Takes the main text out of an HTML page, instead of the default. */
  readonly extract?: Extract
  /** One character between the fields of CSV. Default: what the header row suggests. */
  readonly delimiter?: string
  /** What `-` reads. Default: standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Stops the reading with the signal's reason. */
  readonly signal?: AbortSignal
  /** Real paths of files that folders and patterns leave out, such as those being written meanwhile. */
  readonly exclude?: ReadonlySet<string>
}

/** One file, folder or stream of a command line. */
export interface Input {
  readonly path: string
  /** A `stream` is standard input or a pipe, whose format its first bytes tell. */
  readonly kind: 'file' | 'folder' | 'stream'
  /** Whether a pattern found it, and not its name. */
  readonly found: boolean
}

/** Most bytes of a Parquet file that cannot be read in parts: a compressed one, or a stream. */
const MAX_HELD = 512 * 2 ** 20

/**
 * Says what each path is, and which paths a pattern such as `crawl/*.jsonl` means; a file of that very name comes first.
 * Call it before any work, so that a misspelt path ends a run before it begins.
 *
 * @throws OffprintError `ERR_INPUT` for a path that does not exist or must not be read, and a pattern without a match.
 */
export async function findInputs(paths: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = []
  for (const given of paths) {
    if (given === '-') {
      inputs.push({ path: given, kind: 'stream', found: false })
      continue
    }
    try {
      inputs.push(await inputAt(given, false))
    } catch (error) {
      const isMissing = isSystemError(error) && /^(ENOENT|EINVAL|ENOTDIR)$/.test(error.code)
      const names = isMissing ? await expandGlob(given) : null
      if (names === null) throw inputError(given, error)
      if (names.length === 0) throw new OffprintError('ERR_INPUT', `no file matches ${given}`)
      for (const name of names) {
        inputs.push(
          await inputAt(name, true).catch((cause: unknown) => Promise.reject(inputError(name, cause))),
        )
      }
    }
  }
  return inputs
}

async function inputAt(location: string, found: boolean): Promise<Input> {
  const stats = await stat(location)
  await access(location, constants.R_OK)
  return { path: location, kind: stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'stream', found }
}

/**
 * Documents from files, folders (every file below, sorted), patterns and streams. What a file holds its extension says:
 * JSON Lines (`.jsonl`, `.ndjson`), JSON (`.json`), CSV (`.csv`, `.tsv`), Parquet, WARC and WET, HTML, or else one text; `.gz`
 * and `.zst` may follow, and compressed files are known by their first bytes anyway. The id of a text or page is its
 * path, in a folder relative to it, with `/` between names. Encodings are detected, or given by `encoding`.
 *
 * Records stream; a text, a page and a row group of Parquet are held whole. What cannot be read goes to `onError` and the
 * rest goes on.
 * @throws OffprintError `ERR_INPUT` for a missing path, at once; where there is no `onError`, also `ERR_INPUT` for a file
 * that cannot be read and `ERR_RECORD` for a broken record.
 */
export async function* readFiles(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<InputDocument> {
  givenEncoding(options)
  for (const input of await findInputs(paths)) {
    options.signal?.throwIfAborted()
    if (input.kind !== 'folder') {
      if (input.found && (await isExcluded(input.path, options))) continue
      const name = slashed(input.path)
      yield* readOne(
        { location: input.path, file: name, id: name, isStream: input.kind === 'stream' },
        options,
      )
      continue
    }
    for await (const { name, error } of walkFolder(input.path)) {
      options.signal?.throwIfAborted()
      const location = path.join(input.path, name)
      const file = slashed(location)
      if (error !== undefined) reject(inputError(file, error), start(file), options)
      else if (!(await isExcluded(location, options))) {
        yield* readOne({ location, file, id: name, isStream: false }, options)
      }
    }
  }
}

async function isExcluded(location: string, { exclude }: ReadOptions): Promise<boolean> {
  if (exclude === undefined || exclude.size === 0) return false
  // A file that has gone meanwhile fails where it is read.
  return exclude.has(await realpath(location).catch(() => location))
}

/**
 * The text of one file, or of standard input for `-`, decompressed and decoded; without its byte order mark, unless
 * `keepMark`.
 * @throws OffprintError `ERR_INPUT` for a file that cannot be opened, is larger than 64 MiB or is no text.
 */
export async function readText(
  location: string,
  options: Pick<ReadOptions, 'stdin' | 'signal' | 'limit' | 'encoding'> & {
    readonly keepMark?: boolean
  } = {},
): Promise<string> {
  const name = fileName(location)
  const limit = options.limit ?? MAX_RECORD
  const bytes = await readWhole(openBytes(location, options), limit, () => tooLarge(name, limit))
  const text = decodeText(bytes, givenEncoding(options) ?? (await encodingOf(bytes)), name)
  return options.keepMark && hasMark(bytes) ? `\ufeff${text}` : text
}

function tooLarge(name: string, limit: number): OffprintError {
  return new OffprintError(
    'ERR_INPUT',
    `${name} is larger than ${sizeName(limit)}, the most a text may have; split it`,
  )
}

interface OneFile {
  readonly location: string
  /** As its documents' refs name it. */
  readonly file: string
  readonly id: string
  readonly isStream: boolean
}

/** The documents of one file. One that fails on the way costs what is left of it. */
async function* readOne(one: OneFile, options: ReadOptions): AsyncGenerator<InputDocument> {
  const { location, file, isStream } = one
  let failure: unknown
  const bytes = noting(openBytes(location, options), (error) => (failure = error))
  try {
    const sniffed = isStream && options.format === undefined ? await sniff(bytes) : { format: null, bytes }
    const format = options.format ?? sniffed.format ?? formatOf(location)
    yield* readAs(format, sniffed.bytes, one, options)
  } catch (error) {
    // Errors of records are dealt with where they arise; those of the caller's own code are the caller's.
    if (error !== failure) throw error
    reject(error, start(file), options)
  }
}

/** The place where formats meet their readers. */
function readAs(
  format: Format,
  bytes: AsyncGenerator<Uint8Array>,
  { location, file, id, isStream }: OneFile,
  options: ReadOptions,
): AsyncGenerator<InputDocument> {
  switch (format) {
    case 'jsonl':
      return readJsonl(bytes, file, options)
    case 'json':
      return readJson(bytes, file, options)
    case 'csv':
      return readCsv(bytes, file, options)
    case 'tsv':
      return readCsv(bytes, file, { delimiter: '\t', ...options })
    case 'warc':
      return readWarc(bytes, file, { decompress: decompressBody, ...options })
    case 'parquet':
      return readParquetFile(bytes, location, file, isStream, options)
    case 'html':
      return readHtml(bytes, file, id, options)
    case 'text':
      return readTextFile(bytes, file, id, options)
  }
}

async function* readParquetFile(
  bytes: AsyncGenerator<Uint8Array>,
  location: string,
  file: string,
  isStream: boolean,
  options: ReadOptions,
): AsyncGenerator<InputDocument> {
  if (isStream || /\.(gz|zst|zstd)$/i.test(location)) {
    const whole = await readWhole(bytes, MAX_HELD, () => {
      const what = `holds more than ${sizeName(MAX_HELD)} of Parquet, which is read from its end`
      return new OffprintError('ERR_INPUT', `${fileName(file)} ${what}; store it decompressed`)
    }).catch((error: unknown) => {
      reject(error, start(file), options)
      return null
    })
    if (whole === null) return
    // A Buffer's slice would share its memory.
    const held = new Uint8Array(whole.buffer, whole.byteOffset, whole.length)
    const read = (from: number, to: number) => Promise.resolve(held.slice(from, to).buffer as ArrayBuffer)
    yield* readParquet({ size: whole.length, read }, file, options)
    return
  }
  const handle = await open(location).catch((error: unknown) => {
    reject(inputError(file, error), start(file), options)
    return null
  })
  if (handle === null) return
  try {
    const source: RandomAccess = {
      size: (await handle.stat()).size,
      async read(from, to) {
        const buffer = new ArrayBuffer(Math.max(0, to - from))
        let at = 0
        while (at < buffer.byteLength) {
          const { bytesRead } = await handle.read(
            new Uint8Array(buffer),
            at,
            buffer.byteLength - at,
            from + at,
          )
          if (bytesRead === 0) throw new Error('it ends too early')
          at += bytesRead
        }
        return buffer
      },
    }
    yield* readParquet(source, file, options)
  } finally {
    await handle.close()
  }
}

async function readWhole(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
  error: () => OffprintError,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > limit) throw error()
  }
  return concat(parts)
}

/** The format of a stream by its first bytes, and the stream with those bytes again. */
async function sniff(
  bytes: AsyncGenerator<Uint8Array>,
): Promise<{ format: Format; bytes: AsyncGenerator<Uint8Array> }> {
  const first = await bytes.next()
  const head = first.done ? new Uint8Array(0) : first.value
  return { format: sniffFormat(head), bytes: resumed() }

  async function* resumed(): AsyncGenerator<Uint8Array> {
    if (!first.done) yield head
    yield* bytes
  }
}

/** Reports what a stream throws, so that it can be told from what its reader's consumer throws. */
async function* noting(
  chunks: AsyncIterable<Uint8Array>,
  note: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { value, done } = await iterator.next()
      if (done) return
      yield value
    }
  } catch (error) {
    note(error)
    throw error
  } finally {
    await iterator.return?.()
  }
}

async function* openBytes(
  location: string,
  options: Pick<ReadOptions, 'stdin' | 'signal'>,
): AsyncGenerator<Uint8Array> {
  const { signal, stdin = process.stdin as AsyncIterable<Uint8Array> } = options
  const stream = location === '-' ? stdin : createReadStream(location, { signal })
  // Otherwise an interrupt would wait for the next bytes, which may never come.
  if (stream === stdin && stream instanceof Readable && signal) addAbortSignal(signal, stream)
  const name = fileName(location)
  try {
    yield* inflated(stream, name)
  } catch (error) {
    signal?.throwIfAborted()
    if (!isSystemError(error)) throw error
    throw inputError(name, error)
  }
}

function start(file: string): Ref {
  return { file, record: 1, line: 1, offset: 0 }
}

/** A path with `/` between its names; on POSIX systems a backslash is part of a name. */
export function slashed(location: string, separator: string = path.sep): string {
  return separator === '/' ? location : location.split(separator).join('/')
}
