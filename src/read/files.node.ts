import { createReadStream } from 'node:fs'
import { access, constants, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { OffprintError } from '../kernel/errors.js'
import { fileName, MAX_RECORD, sizeName, type InputDocument, type Ref } from './document.js'
import { failureReason, isSystemError } from './failure.js'
import { walkFolder } from './folder.node.js'
import { readJsonl } from './jsonl.js'
import { reject, type RecordOptions } from './record.js'
import { decodeUtf8, hasMark } from './utf8.js'

export interface ReadOptions extends RecordOptions {
  /** What `-` reads. Default: standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Stops the reading with the signal's reason. */
  readonly signal?: AbortSignal
  /** Real paths of files that folders leave out, such as those being written meanwhile. */
  readonly exclude?: ReadonlySet<string>
}

/** One file or stream of a command line. */
export interface Input {
  /** As given. */
  readonly path: string
  readonly kind: 'text' | 'jsonl' | 'folder'
}

/** Files of records; everything else is one text. */
const JSONL = /\.(jsonl|ndjson|jsonlines|json)$/i

/**
 * Says what each path is: a folder, JSON Lines (by its extension; also `-` and pipes), or else one text. Call it before
 * any work, so that a misspelt path ends a run before it begins.
 *
 * @throws OffprintError `ERR_INPUT` for a path that does not exist or must not be read.
 */
export async function findInputs(paths: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = []
  for (const given of paths) {
    if (given === '-') {
      inputs.push({ path: given, kind: 'jsonl' })
      continue
    }
    try {
      const stats = await stat(given)
      await access(given, constants.R_OK)
      const kind = stats.isDirectory() ? 'folder' : !stats.isFile() || JSONL.test(given) ? 'jsonl' : 'text'
      inputs.push({ path: given, kind })
    } catch (error) {
      throw inputError(given, error)
    }
  }
  return inputs
}

/**
 * Documents from text files (the whole file is one), folders (every file below, sorted; a text's id is its relative
 * path with `/`) and JSON Lines. UTF-8 only. Records stream; a text is held whole.
 *
 * What cannot be read goes to `onError` and the rest goes on.
 * @throws OffprintError `ERR_INPUT` for a missing path, at once; where there is no `onError`, also `ERR_INPUT` for a file
 * that is no text and `ERR_RECORD` for a broken record.
 */
export async function* readFiles(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<InputDocument> {
  for (const input of await findInputs(paths)) {
    if (input.kind !== 'folder') {
      yield* readFile(input.path, input.kind, slashed(input.path), slashed(input.path), options)
      continue
    }
    for await (const { name, error } of walkFolder(input.path)) {
      options.signal?.throwIfAborted()
      const location = path.join(input.path, name)
      const file = slashed(location)
      if (error !== undefined) reject(inputError(file, error), start(file), options)
      else if (await isExcluded(location, options)) continue
      else yield* readFile(location, JSONL.test(name) ? 'jsonl' : 'text', file, name, options)
    }
  }
}

async function isExcluded(location: string, { exclude }: ReadOptions): Promise<boolean> {
  if (exclude === undefined || exclude.size === 0) return false
  // A file that has gone meanwhile fails where it is read.
  return exclude.has(await realpath(location).catch(() => location))
}

/**
 * The text of one file, or of standard input for `-`; without its byte order mark, unless `keepMark`.
 * @throws OffprintError `ERR_INPUT` for a file that cannot be opened, is larger than 64 MiB or is not UTF-8 text.
 */
export async function readText(
  location: string,
  options: Omit<ReadOptions, 'text' | 'id' | 'exclude'> & { readonly keepMark?: boolean } = {},
): Promise<string> {
  const name = fileName(location)
  const limit = options.limit ?? MAX_RECORD
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of openBytes(location, options)) {
    chunks.push(chunk)
    length += chunk.length
    if (length > limit) {
      throw new OffprintError(
        'ERR_INPUT',
        `${name} is larger than ${sizeName(limit)}, the most a text may have; split it`,
      )
    }
  }
  const bytes = Buffer.concat(chunks, length)
  const text = decodeUtf8(bytes, name)
  return options.keepMark && hasMark(bytes) ? `\ufeff${text}` : text
}

async function* readFile(
  location: string,
  kind: 'text' | 'jsonl',
  file: string,
  id: string,
  options: ReadOptions,
): AsyncGenerator<InputDocument> {
  if (kind === 'jsonl') {
    try {
      yield* readJsonl(openBytes(location, options), file, options)
    } catch (error) {
      // Opened, then failed: one file of many.
      if (!(error instanceof OffprintError) || !isSystemError(error.cause)) throw error
      reject(error, start(file), options)
    }
    return
  }
  const ref = start(file)
  let text: string
  try {
    text = await readText(location, options)
  } catch (error) {
    reject(error, ref, options)
    return
  }
  yield { id, text, ref }
}

async function* openBytes(location: string, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const { signal, stdin = process.stdin as AsyncIterable<Uint8Array> } = options
  const stream = location === '-' ? stdin : createReadStream(location, { signal })
  // Otherwise an interrupt would wait for the next bytes, which may never come.
  if (stream === stdin && stream instanceof Readable && signal) addAbortSignal(signal, stream)
  try {
    yield* stream
  } catch (error) {
    signal?.throwIfAborted()
    if (!isSystemError(error)) throw error
    throw inputError(fileName(location), error)
  }
}

function inputError(location: string, cause: unknown): OffprintError {
  return new OffprintError('ERR_INPUT', `cannot read ${location}: ${failureReason(cause)}`, { cause })
}

function start(file: string): Ref {
  return { file, record: 1, line: 1, offset: 0 }
}

/** A path with `/` between its names; on POSIX systems a backslash is part of a name. */
function slashed(location: string): string {
  return path.sep === '/' ? location : location.split(path.sep).join('/')
}
