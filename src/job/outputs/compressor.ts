import type { Transform } from 'node:stream'
import zlib from 'node:zlib'

/** How an output is compressed. */
export type Compression = 'gzip' | 'zstd'

/** Node has it since 22.15 and 23.8; its types here are those of Node 20. */
const { createZstdCompress } = zlib as { createZstdCompress?: () => Transform }

/** Whether this Node compresses so. */
export function canCompress(compression: Compression): boolean {
  return compression === 'gzip' || createZstdCompress !== undefined
}

/** Compresses a stream of bytes as one member of gzip, or one frame of Zstandard. */
export class Compressor {
  readonly #stream: Transform
  #output: Uint8Array[] = []
  #failure: Error | undefined

  constructor(compression: Compression) {
    this.#stream = compression === 'gzip' ? zlib.createGzip() : createZstdCompress!()
    this.#stream.on('data', (bytes: Uint8Array) => void this.#output.push(bytes))
    this.#stream.on('error', (error: Error) => (this.#failure = error))
  }

  /** Adds bytes; returns what can be written so far. */
  async add(bytes: Uint8Array): Promise<Uint8Array> {
    await new Promise<void>((resolve) => this.#stream.write(bytes, () => resolve()))
    return this.#taken()
  }

  /** Ends the stream; returns what is left to be written. */
  async end(): Promise<Uint8Array> {
    await new Promise<void>((resolve) => {
      this.#stream.on('end', resolve).on('close', resolve)
      this.#stream.end()
    })
    return this.#taken()
  }

  /** Frees what the compressor holds. */
  close(): void {
    this.#stream.destroy()
  }

  #taken(): Uint8Array {
    if (this.#failure !== undefined) throw this.#failure
    const bytes = Buffer.concat(this.#output)
    this.#output = []
    return bytes
  }
}
