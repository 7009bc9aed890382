import { mkdir, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { usageError } from '../errors.js'
import { partial, type Target } from './file-output.js'

/** Whether a path is meant as a folder: it ends in a slash, or is one. */
export async function namesFolder(given: string): Promise<boolean> {
  if (given.endsWith('/') || given.endsWith(path.sep)) return true
  const stats = await stat(given).catch(() => undefined)
  return stats?.isDirectory() === true
}

/**
 * Checks a folder to write to: it is new or empty, unless `force`, which overwrites files of the same names and leaves
 * others alone.
 * @throws OffprintError `ERR_OUTPUT_EXISTS`, or `ERR_USAGE` where something else is in the way.
 */
export async function findFolder(option: string, given: string, force: boolean): Promise<Target> {
  const absolute = path.resolve(given)
  const name = given.replace(/(?<=.)[\\/]+$/, '')
  const stats = await stat(absolute).catch(() => undefined)
  if (stats !== undefined && !stats.isDirectory()) {
    throw usageError(`${option} ${given} is a file; name a folder`)
  }
  if (stats === undefined) {
    const parent = path.dirname(absolute)
    const realParent = await realpath(parent).catch(() => {
      throw usageError(
        `${option} ${given}: the folder ${path.dirname(given)} does not exist; create it first`,
      )
    })
    const real = path.join(realParent, path.basename(absolute))
    if (!force && (await stat(partial(real)).catch(() => undefined)) !== undefined) {
      throw new OffprintError(
        'ERR_OUTPUT_EXISTS',
        `${option} ${partial(name)} exists; choose another name or pass --force`,
      )
    }
    return { option, path: name, real, device: false }
  }
  if (!force && (await readdir(absolute)).length > 0) {
    throw new OffprintError(
      'ERR_OUTPUT_EXISTS',
      `${option} ${given} is a folder with files in it; choose another name or pass --force`,
    )
  }
  return { option, path: name, real: await realpath(absolute), device: false }
}

/** A folder of files that take their names only when all are complete. */
export class FolderOutput {
  readonly target: Target
  readonly #names = new Set<string>()

  private constructor(target: Target) {
    this.target = target
  }

  static async open(target: Target): Promise<FolderOutput> {
    await rm(partial(target.real), { recursive: true, force: true })
    await mkdir(partial(target.real))
    return new FolderOutput(target)
  }

  /** Where a file lies while it is under construction, for whoever writes it in pieces. Its folders are made. */
  async place(name: string): Promise<string> {
    const location = path.join(partial(this.target.real), name)
    if (!this.#names.has(name)) {
      await mkdir(path.dirname(location), { recursive: true })
      this.#names.add(name)
    }
    return location
  }

  /** Writes one file, whole. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeFile(await this.place(name), content)
  }

  async commit(): Promise<void> {
    const { real } = this.target
    if ((await stat(real).catch(() => undefined)) === undefined) {
      await rename(partial(real), real)
      return
    }
    for (const name of this.#names) {
      const final = path.join(real, name)
      await mkdir(path.dirname(final), { recursive: true })
      await rename(path.join(partial(real), name), final)
    }
    await rm(partial(real), { recursive: true, force: true })
  }

  async abandon(keep: boolean): Promise<void> {
    if (!keep) await rm(partial(this.target.real), { recursive: true, force: true })
  }
}
