import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../kernel/errors.js'
import type { Io } from './io.js'
import type { Output } from './output.js'
import { FileOutput, findTarget, partial, type Target } from './file-output.js'
import { StreamOutput } from './stream-output.js'

/** The outputs of one run: checked together, opened together, and finished or given up together. */
export class Outputs {
  /** Standard output; open in every run. */
  readonly stdout: StreamOutput
  readonly #files = new Map<string, FileOutput>()
  /** The option that sends its output to `-`. */
  readonly #toStdout: string | undefined

  private constructor(stdout: StreamOutput, toStdout: string | undefined) {
    this.stdout = stdout
    this.#toStdout = toStdout
  }

  /**
   * Opens what the options name: `[option, path]`, with `-` for standard output; undefined paths are passed over.
   * Nothing is touched before every check has passed.
   * @throws OffprintError `ERR_OUTPUT_EXISTS`, or `ERR_USAGE` for outputs that are inputs or each other.
   */
  static async open(
    named: readonly (readonly [option: string, path: string | undefined])[],
    inputs: readonly string[],
    force: boolean,
    io: Io,
  ): Promise<Outputs> {
    const targets: Target[] = []
    let toStdout: string | undefined
    for (const [option, given] of named) {
      if (given === undefined) continue
      if (given === '-') {
        if (toStdout !== undefined)
          throw usage(`${toStdout} and ${option} cannot both write to standard output`)
        toStdout = option
        continue
      }
      const target = await findTarget(option, given, force)
      const same = targets.find((other) => other.real === target.real && !target.device)
      if (same) throw usage(`${same.option} and ${option} name the same file, ${given}`)
      targets.push(target)
    }
    for (const target of targets) await refuseInput(target, inputs)

    const outputs = new Outputs(new StreamOutput(io.stdout), toStdout)
    try {
      for (const target of targets) outputs.#files.set(target.option, await FileOutput.open(target))
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

  /** Whether an option sends its output to standard output, so that nothing else may go there. */
  get stdoutTaken(): boolean {
    return this.#toStdout !== undefined
  }

  /** Whether standard output has lost its reader and nothing else is being written: the work has no purpose left. */
  get unread(): boolean {
    return this.stdout.closed && this.#files.size === 0
  }

  async commit(): Promise<void> {
    for (const output of this.#all()) await output.commit()
  }

  /** Gives up; names the files that stay where `keep`. */
  async abandon(keep: boolean): Promise<string[]> {
    for (const output of this.#all()) await output.abandon(keep)
    const files = [...this.#files.values()].filter(({ target }) => !target.device)
    return keep ? files.map(({ target }) => partial(target.path)) : []
  }

  #all(): Output[] {
    return [...this.#files.values(), this.stdout]
  }
}

/** An output that is read as well would grow under the reader, or replace what was read. */
async function refuseInput(target: Target, inputs: readonly string[]): Promise<void> {
  if (target.device) return
  for (const input of inputs) {
    if (input === '-') continue
    const real = await realpath(input)
    if (real === target.real)
      throw usage(`${target.option} ${target.path} is also an input; name another file`)
    const below = path.relative(real, target.real)
    const inside = below !== '' && !below.startsWith('..') && !path.isAbsolute(below)
    if (inside && (await stat(real)).isDirectory()) {
      throw usage(`${target.option} ${target.path} lies inside the input folder ${input}; write it elsewhere`)
    }
  }
}

function usage(message: string): OffprintError {
  return new OffprintError('ERR_USAGE', message)
}
