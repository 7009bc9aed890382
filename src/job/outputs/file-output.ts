import { open, rename, rm, unlink, type FileHandle } from 'node:fs/promises'
import { isSystemError } from '../../read/failure.js'
import { partialName, type CheckedOutput } from './check.js'
import { Compressor } from './compressor.js'
import { WRITE_BYTES, type Output } from './output.js'

/**
 * A file that takes its name only when it is complete. Until then it has its `.partial` name. It is compressed where its name
 * says so.
 */
export class FileOutput implements Output {
  readonly #output: CheckedOutput
  readonly #handle: FileHandle
  readonly #compressor: Compressor | undefined
  #parts: (string | Uint8Array)[] = []
  #length = 0

  private constructor(output: CheckedOutput, handle: FileHandle) {
    this.#output = output
    this.#handle = handle
    this.#compressor = output.compression === undefined ? undefined : new Compressor(output.compression)
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
    await this.#finish()
    // Otherwise a power cut might leave the name and lose what it stands for.
    if (!isDevice) await this.#handle.sync()
    await this.#handle.close()
    if (!isDevice) await rename(partialName(realPath), realPath)
  }

  async abandon(keep: boolean): Promise<void> {
    const { realPath, isDevice } = this.#output
    try {
      if (keep) await this.#finish()
    } finally {
      this.#compressor?.close()
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
    await this.#append(this.#compressor === undefined ? bytes : await this.#compressor.add(bytes))
  }

  /** Writes all that is left, and the end of the compressed stream. */
  async #finish(): Promise<void> {
    await this.#flush()
    if (this.#compressor !== undefined) await this.#append(await this.#compressor.end())
  }

  async #append(bytes: Uint8Array): Promise<void> {
    try {
      await this.#handle.appendFile(bytes)
    } catch (error) {
      // The error of a failed write does not name the file.
      throw isSystemError(error) ? Object.assign(error, { path: this.#output.path }) : error
    }
  }
}
