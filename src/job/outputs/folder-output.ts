import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { partialName, type CheckedOutput } from './check.js'

/** A folder of files that take their names only when all are complete. */
export class FolderOutput {
  readonly #realPath: string
  readonly #names = new Set<string>()

  private constructor(realPath: string) {
    this.#realPath = realPath
  }

  /** Creates the folder under its `.partial` name, empty. */
  static async open({ realPath }: CheckedOutput): Promise<FolderOutput> {
    await rm(partialName(realPath), { recursive: true, force: true })
    await mkdir(partialName(realPath))
    return new FolderOutput(realPath)
  }

  /**
   * Where a file lies while it is under construction, for a caller that writes it in pieces. Creates the folders above it.
   * @param name relative to the folder, with `/` between names.
   */
  async pathFor(name: string): Promise<string> {
    const location = path.join(partialName(this.#realPath), name)
    if (!this.#names.has(name)) {
      await mkdir(path.dirname(location), { recursive: true })
      this.#names.add(name)
    }
    return location
  }

  /** Writes one file, whole. @param name relative to the folder, with `/` between names. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeFile(await this.pathFor(name), content)
  }

  /** All files are complete: they take their names. */
  async commit(): Promise<void> {
    const real = this.#realPath
    if ((await stat(real).catch(() => undefined)) === undefined) {
      await rename(partialName(real), real)
      return
    }
    for (const name of this.#names) {
      const final = path.join(real, name)
      await mkdir(path.dirname(final), { recursive: true })
      await rename(path.join(partialName(real), name), final)
    }
    await rm(partialName(real), { recursive: true, force: true })
  }

  /** The run failed; `keep` leaves what was written so far under the `.partial` name. */
  async abandon(keep: boolean): Promise<void> {
    if (!keep) await rm(partialName(this.#realPath), { recursive: true, force: true })
  }
}
