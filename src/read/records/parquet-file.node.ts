import { open } from 'node:fs/promises'
import { startOf, type InputDocument } from '../document.js'
import { inputError } from '../failure.js'
import { readParquet } from './parquet.js'
import { reject, type RecordOptions } from './record-options.js'

/**
 * Reads a Parquet file in parts, as its description at the end says where they lie. Memory is one row group.
 *
 * @param file what the refs of its documents, and messages, call it
 * @throws OffprintError what `readParquet` throws, and `ERR_INPUT` for a file that cannot be opened, where there is no
 * `onError`
 */
export async function* readParquetFile(
  location: string,
  file: string,
  options: RecordOptions,
): AsyncGenerator<InputDocument> {
  const handle = await open(location).catch((error: unknown) => {
    reject(inputError(file, error), startOf(file), options)
    return null
  })
  if (handle === null) return
  try {
    const { size } = await handle.stat()
    for await (const document of readParquet({ size, read }, file, options)) yield document
  } finally {
    await handle.close()
  }

  async function read(from: number, to: number): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, to - from))
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await handle!.read(bytes, at, bytes.length - at, from + at)
      if (bytesRead === 0) throw new Error('it ends too early')
      at += bytesRead
    }
    return bytes.buffer
  }
}
