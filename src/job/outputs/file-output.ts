import { open, rename, rm, unlink, type FileHandle } from 'node:fs/promises'
import { isSystemError } from '../../read/failure.js'
import { partialName, type CheckedOutput } from './check.js'
import { WRITE_BYTES, type Output } from './output.js'

/** A file that takes its name only when it is complete. Until then it has its `.partial` name. */
export class FileOutput implements Output {
  readonly #output: CheckedOutput
  readonly #handle: FileHandle
  #parts: (string | Uint8Array)[] = []
  #length = 0

  private constructor(output: CheckedOutput, handle: FileHandle) {
    this.#output = output
    this.#handle = handle
  }

  /** Creates the file under its `.partial` name; a device is opened itself. */
  static async open(output: CheckedOutput): Promise<FileOutput> {
    const { realPath, isDevice } = output
    if (isDevice) return new FileOutput(output, await open(realPath, 'w'))
    // What an earlier run left may be a link to a file that is still wanted: opening it would empty that file.
    await unlink(partialName(realPath)).catch(() => {})
    return new FileOutput(output, await open(partialName(realPath), 'w'))
  }

  async write(lines: string | Uint8Array): Promise<void> {
    this.#parts.push(lines)
    this.#length += lines.length
    if (this.#length >= WRITE_BYTES) await this.#flush()
  }

  async commit(): Promise<void> {
    const { realPath, isDevice } = this.#output
    await this.#flush()
    // Otherwise a power cut might leave the name and lose what it stands for.
    if (!isDevice) await this.#handle.sync()
    await this.#handle.close()
    if (!isDevice) await rename(partialName(realPath), realPath)
  }

  async abandon(keep: boolean): Promise<void> {
    const { realPath, isDevice } = this.#output
    try {
      if (keep) await this.#flush()
    } finally {
      await this.#handle.close().catch(() => {})
      if (!keep && !isDevice) await rm(partialName(realPath), { force: true })
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
      // The error of a failed write does not name the file.
      throw isSystemError(error) ? Object.assign(error, { path: this.#output.path }) : error
    }
  }
}
