import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { usageError } from '../errors.js'
import type { Io } from '../io.js'
import type { Output } from './output.js'
import { findFolder, FolderOutput, namesFolder } from './folder-output.js'
import { FileOutput, findTarget, partial, type Target } from './file-output.js'
import { StreamOutput } from './stream-output.js'

/**
 * `[option, path, kind]`, with `-` for standard output; undefined paths are passed over. An option of kind `folder` names
 * a folder, of kind `either` a folder where the path ends in a slash or is one; else a file.
 */
export type Named = readonly (readonly [
  option: string,
  path: string | undefined,
  kind?: 'folder' | 'either',
])[]

/** What the options name, checked. */
interface Checked {
  readonly targets: Target[]
  readonly folders: Target[]
  readonly toStdout: string | undefined
}

/** The outputs of one run: checked together, opened together, and finished or given up together. */
export class Outputs {
  /** Standard output; open in every run. */
  readonly stdout: StreamOutput
  readonly #files = new Map<string, FileOutput>()
  readonly #folders = new Map<string, FolderOutput>()
  /** The option that sends its output to `-`. */
  readonly #toStdout: string | undefined

  private constructor(stdout: StreamOutput, toStdout: string | undefined) {
    this.stdout = stdout
    this.#toStdout = toStdout
  }

  /**
   * Checks what the options name and touches nothing.
   * @throws OffprintError `ERR_OUTPUT_EXISTS`, or `ERR_USAGE` for outputs that are inputs or each other.
   */
  static async check(named: Named, inputs: readonly string[], force: boolean): Promise<Checked> {
    const targets: Target[] = []
    const folders: Target[] = []
    let toStdout: string | undefined
    for (const [option, given, kind] of named) {
      if (given === undefined) continue
      if (kind === 'folder' || (kind === 'either' && (await namesFolder(given)))) {
        const folder = await findFolder(option, given, force)
        const other = folders.find(({ real }) => real === folder.real)
        if (other) throw usageError(`${other.option} and ${option} name the same folder, ${given}`)
        folders.push(folder)
        continue
      }
      if (given === '-') {
        if (toStdout !== undefined)
          throw usageError(`${toStdout} and ${option} cannot both write to standard output`)
        toStdout = option
        continue
      }
      const target = await findTarget(option, given, force)
      const same = targets.find((other) => other.real === target.real && !target.device)
      if (same) throw usageError(`${same.option} and ${option} name the same file, ${given}`)
      const clash = targets.find((other) => inTheWay(other, target) || inTheWay(target, other))
      if (clash)
        throw usageError(
          `${clash.option} and ${option}: one is the .partial name of the other; choose another name`,
        )
      targets.push(target)
    }
    for (const target of [...targets, ...folders]) await refuseInput(target, inputs)
    return { targets, folders, toStdout }
  }

  /** Opens what the options name, once every check has passed. */
  static async open(named: Named, inputs: readonly string[], force: boolean, io: Io): Promise<Outputs> {
    const { targets, folders, toStdout } = await Outputs.check(named, inputs, force)
    const outputs = new Outputs(new StreamOutput(io.stdout), toStdout)
    try {
      for (const target of targets) outputs.#files.set(target.option, await FileOutput.open(target))
      for (const folder of folders) outputs.#folders.set(folder.option, await FolderOutput.open(folder))
    } catch (error) {
      await outputs.abandon(false)
      throw error
    }
    return outputs
  }

  /** Where an option's lines go; undefined where the option was not given. */
  of(option: string): Output | undefined {
    return option === this.#toStdout ? this.stdout : this.#files.get(option)
  }

  /** The folder an option names; undefined where it names a file or was not given. */
  folder(option: string): FolderOutput | undefined {
    return this.#folders.get(option)
  }

  /** Whether an option sends its output to standard output, so that nothing else may go there. */
  get stdoutTaken(): boolean {
    return this.#toStdout !== undefined
  }

  /** Whether standard output has lost its reader and nothing else is being written: the work has no purpose left. */
  get unread(): boolean {
    return this.stdout.closed && this.#files.size === 0 && this.#folders.size === 0
  }

  /** Real paths of all files the run writes, finished and under construction. */
  get written(): ReadonlySet<string> {
    const files = [...this.#files.values()].filter(({ target }) => !target.device)
    return new Set(files.flatMap(({ target: { real } }) => [real, partial(real)]))
  }

  async commit(): Promise<void> {
    for (const folder of this.#folders.values()) await folder.commit()
    for (const output of this.#all()) await output.commit()
  }

  /** Gives up; names the files that stay where `keep`. */
  async abandon(keep: boolean): Promise<string[]> {
    for (const output of [...this.#folders.values(), ...this.#all()]) await output.abandon(keep)
    const files = [...this.#files.values(), ...this.#folders.values()].filter(({ target }) => !target.device)
    return keep ? files.map(({ target }) => partial(target.path)) : []
  }

  #all(): Output[] {
    return [...this.#files.values(), this.stdout]
  }
}

function inTheWay(a: Target, b: Target): boolean {
  return !a.device && !b.device && a.real === partial(b.real)
}

/** An output that is read as well would grow under the reader, or replace what was read. */
async function refuseInput(target: Target, inputs: readonly string[]): Promise<void> {
  if (target.device) return
  const construction = partial(target.real)
  const taken = [construction, await realpath(construction).catch(() => construction)]
  for (const input of inputs) {
    if (input === '-') continue
    // A pipe behind /dev/stdin or /dev/fd has no path, and no output can be in its way.
    const real = await realpath(input).catch(() => undefined)
    if (real === undefined) continue
    if (taken.includes(real)) {
      const name = partial(target.path)
      throw usageError(
        `${target.option} ${target.path} is written as ${name}, which is also an input; rename the input or name another file`,
      )
    }
    if (real === target.real)
      throw usageError(`${target.option} ${target.path} is also an input; name another file`)
    const below = path.relative(real, target.real)
    const inside = below !== '' && !below.startsWith('..') && !path.isAbsolute(below)
    if (inside && (await stat(real)).isDirectory()) {
      throw usageError(
        `${target.option} ${target.path} lies inside the input folder ${input}; write it elsewhere`,
      )
    }
  }
}
