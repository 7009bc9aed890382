import { open, realpath, rename, rm, stat, unlink, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { isSystemError } from '../../read/failure.js'
import { usageError } from '../errors.js'
import { BATCH } from './stream-output.js'
import type { Output } from './output.js'

/** A file an option names, checked but not yet opened. */
export interface Target {
  readonly option: string
  /** As given. */
  readonly path: string
  /** Absolute, links resolved. */
  readonly real: string
  /** A device or pipe: written as it is, for there is nothing to rename. */
  readonly device: boolean
}

/**
 * Checks one output: its folder exists, and nothing of that name is overwritten unless `force`.
 * @throws OffprintError `ERR_OUTPUT_EXISTS`, or `ERR_USAGE` for a folder that is missing or in the way.
 */
export async function findTarget(option: string, given: string, force: boolean): Promise<Target> {
  if (given === '') throw usageError(`the name after ${option} is empty; name a file`)
  const stats = await stat(given).catch(() => undefined)
  if (stats?.isDirectory()) throw usageError(`${option} ${given} is a folder; name a file`)
  if (stats !== undefined && !stats.isFile())
    return { option, path: given, real: path.resolve(given), device: true }
  const folder = path.dirname(given)
  const realFolder = await realpath(folder).catch(() => {
    throw usageError(`${option} ${given}: the folder ${folder} does not exist; create it first`)
  })
  const real = stats === undefined ? path.join(realFolder, path.basename(given)) : await realpath(given)
  for (const taken of [real, partial(real)]) {
    if (force || (await stat(taken).catch(() => undefined)) === undefined) continue
    const name = taken === real ? given : partial(given)
    throw new OffprintError(
      'ERR_OUTPUT_EXISTS',
      `${option} ${name} exists; choose another name or pass --force`,
    )
  }
  return { option, path: given, real, device: false }
}

/** The name under construction: an interrupted run never looks like a finished one. */
export function partial(name: string): string {
  return `${name}.partial`
}

/** A file that takes its name only when it is complete. */
export class FileOutput implements Output {
  readonly target: Target
  readonly #handle: FileHandle
  #parts: (string | Uint8Array)[] = []
  #length = 0

  private constructor(target: Target, handle: FileHandle) {
    this.target = target
    this.#handle = handle
  }

  static async open(target: Target): Promise<FileOutput> {
    if (target.device) return new FileOutput(target, await open(target.real, 'w'))
    // What is left of an earlier run may be a link to a file that is still wanted: opening it would empty that.
    await unlink(partial(target.real)).catch(() => {})
    return new FileOutput(target, await open(partial(target.real), 'w'))
  }

  async write(lines: string | Uint8Array): Promise<void> {
    this.#parts.push(lines)
    this.#length += lines.length
    if (this.#length >= BATCH) await this.#flush()
  }

  async commit(): Promise<void> {
    await this.#flush()
    // Or a name might survive a power cut, and what it stands for not.
    if (!this.target.device) await this.#handle.sync()
    await this.#handle.close()
    if (!this.target.device) await rename(partial(this.target.real), this.target.real)
  }

  async abandon(keep: boolean): Promise<void> {
    try {
      if (keep) await this.#flush()
    } finally {
      await this.#handle.close().catch(() => {})
      if (!keep && !this.target.device) await rm(partial(this.target.real), { force: true })
    }
  }

  async #flush(): Promise<void> {
    const parts = this.#parts
    this.#parts = []
    this.#length = 0
    if (parts.length === 0) return
    const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)))
    try {
      await this.#handle.appendFile(bytes)
    } catch (error) {
      // Failed writes do not say where to.
      throw isSystemError(error) ? Object.assign(error, { path: this.target.path }) : error
    }
  }
}
