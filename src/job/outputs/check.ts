import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { withoutCompression } from '../../read/bytes/compression.js'
import { usageError } from '../errors.js'
import { canCompress, type Compression } from './compressor.js'

/** An option that names an output. */
export interface OutputOption {
  /** As it is written on the command line: `-o`, `--ledger`. */
  readonly option: string
  /** Its value: a path, or `-` for standard output; undefined where the option was not given. */
  readonly path: string | undefined
  /**
   * `file`, the default; `folder`; or `either`: a folder where the path ends in a slash or is a folder, else a file.
   */
  readonly kind?: 'file' | 'folder' | 'either'
  /** Whether JSON Lines are written, so that a name of another format is a mistake. */
  readonly isJsonLines?: boolean
}

/** A file or a folder that an option names, checked but not yet opened. */
export interface CheckedOutput {
  readonly option: string
  /** As given; of a folder without the slash at its end. */
  readonly path: string
  /** Absolute, links resolved. */
  readonly realPath: string
  /** A device or pipe: it is written directly, because it cannot be renamed. */
  readonly isDevice: boolean
  /** How a file is compressed, as its name says. */
  readonly compression?: Compression | undefined
}

/** All outputs of a run, checked but not yet opened. */
export interface CheckedOutputs {
  readonly files: readonly CheckedOutput[]
  readonly folders: readonly CheckedOutput[]
  /** The option whose output goes to standard output. */
  readonly stdoutOption: string | undefined
}

/** The name of an output under construction: an interrupted run never looks like a finished one. */
export function partialName(name: string): string {
  return `${name}.partial`
}

/**
 * Checks what the options name, and touches nothing.
 * @param inputs paths that the run reads.
 * @param force whether existing outputs may be overwritten.
 * @throws OffprintError `ERR_OUTPUT_EXISTS`, or `ERR_USAGE` for an output that is an input or another output, that lies
 * in a missing folder or in a folder of inputs, that is a folder where a file belongs, or whose name says another format
 * than is written.
 */
export async function checkOutputs(
  options: readonly OutputOption[],
  inputs: readonly string[],
  force: boolean,
): Promise<CheckedOutputs> {
  const files: CheckedOutput[] = []
  const folders: CheckedOutput[] = []
  let stdoutOption: string | undefined
  for (const { option, path: given, kind = 'file' } of options) {
    if (given === undefined) continue
    if (kind === 'folder' || (kind === 'either' && (await namesFolder(given)))) {
      folders.push(await checkFolder(option, given, force))
    } else if (given === '-') {
      if (stdoutOption !== undefined) {
        const both = `${stdoutOption} and ${option} cannot both write to standard output`
        throw usageError(`${both}; name a file for one of them`)
      }
      stdoutOption = option
    } else {
      files.push(await checkFile(option, given, force))
    }
  }
  const all = [...files, ...folders]
  requireApart(all.filter(({ isDevice }) => !isDevice))
  for (const output of all) await requireNoInput(output, inputs)
  for (const { option, isJsonLines } of options) {
    const file = isJsonLines ? files.find((output) => output.option === option) : undefined
    if (file !== undefined && !file.isDevice) requireJsonLines(file)
  }
  return { files, folders, stdoutOption }
}

async function namesFolder(given: string): Promise<boolean> {
  if (given.endsWith('/') || given.endsWith(path.sep)) return true
  return (await stat(given).catch(() => undefined))?.isDirectory() === true
}

async function checkFile(option: string, given: string, force: boolean): Promise<CheckedOutput> {
  if (given === '') throw usageError(`the name after ${option} is empty; name a file`)
  const stats = await stat(given).catch(() => undefined)
  if (stats?.isDirectory()) throw usageError(`${option} ${given} is a folder; name a file`)
  if (/[\\/]$/.test(given)) throw usageError(`${option} ${given} names a folder; name a file`)
  if (stats !== undefined && !stats.isFile()) {
    return { option, path: given, realPath: path.resolve(given), isDevice: true }
  }
  const realPath = stats === undefined ? await newPath(option, given) : await realpath(given)
  for (const taken of [realPath, partialName(realPath)]) {
    if (!force && (await exists(taken)))
      throw alreadyThere(option, taken === realPath ? given : partialName(given))
  }
  return { option, path: given, realPath, isDevice: false, compression: compressionOf(option, given) }
}

/** Names that are not those of JSON Lines but of something else; any other name is free. */
const OTHER_FORMATS =
  /\.(arc|avro|br|bz2|csv|docx?|feather|html?|json|lz4|md|ods|parquet|pdf|sqlite|tab|tar|tsv|txt|warc|wat|wet|xlsx?|xml|xz|ya?ml|zip|7z)$/i

/** Whether a path, `.gz` or not, has the name of a file of a known format. */
export function namesOtherFormat(given: string): boolean {
  return OTHER_FORMATS.test(withoutCompression(given))
}

/** @throws OffprintError `ERR_USAGE` for records in a file whose name says that it is no JSON Lines. */
function requireJsonLines({ option, path: given }: CheckedOutput): void {
  const plain = withoutCompression(given)
  const [, format] = OTHER_FORMATS.exec(plain) ?? []
  if (format === undefined) return
  const name = `${plain.slice(0, -format.length)}jsonl`
  const instead =
    option === '-o' ? `, or a folder (DIR/), which gets a file for each input file in its format` : ''
  throw usageError(
    `${option} ${given} would hold JSON Lines, not ${format.toUpperCase()}; name it ${name} or ${name}.gz${instead}`,
  )
}

/** How the name of a file says that it is compressed. @throws OffprintError `ERR_USAGE` where this Node cannot. */
function compressionOf(option: string, given: string): Compression | undefined {
  const [, extension] = /\.(gz|zst|zstd)$/i.exec(given) ?? []
  if (extension === undefined) return undefined
  const compression = extension.toLowerCase() === 'gz' ? 'gzip' : 'zstd'
  if (canCompress(compression)) return compression
  throw usageError(
    `${option} ${given} needs Node 22.15 or later, which writes Zstandard; name a file that ends in .gz`,
  )
}

/** A folder that is new or empty; under `force` files of the same names are overwritten and others stay. */
async function checkFolder(option: string, given: string, force: boolean): Promise<CheckedOutput> {
  const name = withoutSlash(given)
  const stats = await stat(path.resolve(given)).catch(() => undefined)
  if (stats === undefined) {
    const realPath = await newPath(option, given)
    if (!force && (await exists(partialName(realPath)))) throw alreadyThere(option, partialName(name))
    return { option, path: name, realPath, isDevice: false }
  }
  if (!stats.isDirectory()) throw usageError(`${option} ${given} is a file; name a folder`)
  if (!force && (await readdir(given)).length > 0) {
    const message = `${option} ${given} is a folder with files in it; choose another name or pass --force`
    throw new OffprintError('ERR_OUTPUT_EXISTS', message)
  }
  return { option, path: name, realPath: await realpath(given), isDevice: false }
}

/** A path without the slashes at its end, but for the root. */
export function withoutSlash(given: string): string {
  return given.replace(/(?<=.)[\\/]+$/, '')
}

/** The real path of a file or folder that does not exist yet; its parent has to. */
async function newPath(option: string, given: string): Promise<string> {
  const absolute = path.resolve(given)
  const parent = await realpath(path.dirname(absolute)).catch(() => {
    const folder = path.dirname(given)
    throw usageError(`${option} ${given}: the folder ${folder} does not exist; create it first`)
  })
  return path.join(parent, path.basename(absolute))
}

async function exists(location: string): Promise<boolean> {
  return (await stat(location).catch(() => undefined)) !== undefined
}

function alreadyThere(option: string, name: string): OffprintError {
  const message = `${option} ${name} exists; choose another name or pass --force`
  return new OffprintError('ERR_OUTPUT_EXISTS', message)
}

/** Two outputs must have two names, and neither may be the `.partial` name of the other. */
function requireApart(outputs: readonly CheckedOutput[]): void {
  outputs.forEach((one, i) => {
    for (const other of outputs.slice(0, i)) {
      const both = `${other.option} and ${one.option}`
      if (one.realPath === other.realPath) {
        throw usageError(`${both} name the same file, ${one.path}; choose another name`)
      }
      const [x, y] = [one.realPath, other.realPath]
      if (x === partialName(y) || y === partialName(x)) {
        throw usageError(`${both}: one is the .partial name of the other; choose another name`)
      }
    }
  })
}

/** An output that is also read would grow under its reader, or replace what was read. */
async function requireNoInput(output: CheckedOutput, inputs: readonly string[]): Promise<void> {
  if (output.isDevice) return
  const named = `${output.option} ${output.path}`
  const construction = partialName(output.realPath)
  const constructions = [construction, await realpath(construction).catch(() => construction)]
  for (const input of inputs) {
    if (input === '-') continue
    // A pipe behind /dev/stdin or /dev/fd has no path, so no output can collide with it.
    const real = await realpath(input).catch(() => undefined)
    if (real === undefined) continue
    if (constructions.includes(real)) {
      const what = `${named} is written as ${partialName(output.path)}, which is also an input`
      throw usageError(`${what}; rename the input or name another file`)
    }
    if (real === output.realPath) throw usageError(`${named} is also an input; name another file`)
    const below = path.relative(real, output.realPath)
    const isInside = below !== '' && !below.startsWith('..') && !path.isAbsolute(below)
    if (isInside && (await stat(real)).isDirectory()) {
      throw usageError(`${named} lies inside the input folder ${input}; write it elsewhere`)
    }
  }
}
