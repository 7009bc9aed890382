import { access, constants, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../kernel/errors.js'
import { inputError, isSystemError } from './failure.js'
import { walkFolder } from './folder.node.js'
import { expandGlob } from './glob.node.js'
import { slashed } from './slashed.node.js'

/** One file, folder or stream that a command line names. */
export interface Input {
  readonly path: string
  /** A `stream` is standard input or a pipe. */
  readonly kind: 'file' | 'folder' | 'stream'
  /** Whether a pattern matched it, and not its own name. */
  readonly found: boolean
}

/**
 * Says what each path is, and which paths a pattern such as `crawl/*.jsonl` matches; a file whose name is the pattern itself
 * comes first. Call it before any work, so that a misspelt path ends a run before it begins.
 *
 * @throws OffprintError `ERR_INPUT` for a path that does not exist or must not be read, and for a pattern without a match.
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
      if (names.length === 0)
        throw new OffprintError('ERR_INPUT', `no file matches ${given}; correct the pattern`)
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

/** One file or stream to be read, or a place in a folder that cannot be read. */
export interface InputFile {
  /** The path by which it is opened. */
  readonly location: string
  /** The path with `/` between names: what the refs of its documents, and messages, call it. */
  readonly file: string
  /** The id of its document, if it is one: its path, in a folder the path relative to the folder. */
  readonly id: string
  readonly isStream: boolean
  readonly error?: unknown
}

/**
 * The files of inputs: each file and stream itself, of a folder every file below it, sorted (`walkFolder`).
 *
 * @param exclude real paths of files that folders and patterns leave out; a file given by its name is never left out
 */
export async function* filesOf(
  inputs: readonly Input[],
  exclude: ReadonlySet<string> = new Set(),
): AsyncGenerator<InputFile> {
  for (const input of inputs) {
    if (input.kind === 'folder') {
      for await (const { name, error } of walkFolder(input.path)) {
        const location = path.join(input.path, name)
        const file = { location, file: slashed(location), id: name, isStream: false }
        if (error !== undefined) yield { ...file, error }
        else if (!(await isExcluded(location, exclude))) yield file
      }
    } else if (!input.found || !(await isExcluded(input.path, exclude))) {
      const file = slashed(input.path)
      yield { location: input.path, file, id: file, isStream: input.kind === 'stream' }
    }
  }
}

async function isExcluded(location: string, exclude: ReadonlySet<string>): Promise<boolean> {
  if (exclude.size === 0) return false
  // A file that has disappeared in the meantime fails where it is read.
  return exclude.has(await realpath(location).catch(() => location))
}
