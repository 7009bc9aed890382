/** A stream of bytes that arrives in chunks of any size. */
export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** The iterator of a stream, whichever of the two protocols the stream speaks. */
export function iteratorOf(chunks: ByteChunks): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
}

/** Joins chunks into one array; a single chunk is returned as it is. O(bytes). */
export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/**
 * Reads a stream to its end and joins its chunks; `null` for a stream of more than `limit` bytes, of which no more is read
 * than the chunk that exceeds the limit. O(bytes); holds at most `limit` bytes and one chunk.
 */
export async function wholeOf(chunks: ByteChunks, limit: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    length += chunk.length
    if (length > limit) return null
  }
  return concat(parts)
}
