import { once } from 'node:events'
import { OffprintError } from '../kernel/errors.js'

/** What a worker does with lines: text for each of them, and at the end of all. */
export interface LineWork {
  line(line: string): string
  end(): string
}

/** Lines from somewhere. */
export interface LineInput {
  /** As messages call it: `stdin`, or the path of a file. */
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Characters that wait to be written together: a write costs as much as several short lines. */
const MOST_WAITING = 2 ** 16

const LINE_FEED = 10

/**
 * Reads lines, does the work, and writes what comes of it. A line ends at a line feed and nowhere else: JSON leaves U+2028 and
 * U+0085 as they are. It waits while the reader of the output does, and holds one line and 64 KB of output.
 * @returns lines read.
 * @throws OffprintError `ERR_RECORD` that names the input and the line; what the streams throw.
 */
export async function workThroughLines(
  inputs: Iterable<LineInput>,
  output: NodeJS.WritableStream,
  work: LineWork,
): Promise<number> {
  let waiting = ''
  let lines = 0
  let failure: Error | undefined
  const fail = (error: Error) => (failure ??= error)
  output.on('error', fail)
  const flush = async (): Promise<void> => {
    const text = waiting
    waiting = ''
    if (text !== '' && !output.write(text) && failure === undefined) await once(output, 'drain')
    if (failure !== undefined) throw failure
  }
  try {
    for (const { name, bytes } of inputs) {
      let number = 0
      for await (const line of linesOf(bytes)) {
        number++
        try {
          waiting += work.line(decoder.decode(line))
        } catch (cause) {
          throw atLine(cause, name, number)
        }
        if (waiting.length > MOST_WAITING) await flush()
      }
      lines += number
    }
    waiting += work.end()
    await flush()
  } finally {
    output.off('error', fail)
  }
  return lines
}

/** Bytes cut at line feeds; the last line may lack its own. A long line is put together once, when its end has come. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  for await (const chunk of bytes) {
    let from = 0
    for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
      const piece = chunk.subarray(from, to)
      from = to + 1
      yield parts.length === 0 ? piece : Buffer.concat([...parts, piece])
      parts = []
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  }
  if (parts.length > 0) yield Buffer.concat(parts)
}

/** Bytes that are no UTF-8 are no JSON: a character put in their place would be another text. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function atLine(cause: unknown, name: string, number: number): unknown {
  const where = `${name}, line ${number}`
  if (cause instanceof OffprintError) {
    return new OffprintError(cause.code, `${where}: ${cause.message}`, { cause })
  }
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new OffprintError('ERR_RECORD', `${where}: its bytes are no UTF-8`, { cause })
  }
  if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_STRING_TOO_LONG') {
    return new OffprintError('ERR_RECORD', `${where}: it is longer than a string can be`, { cause })
  }
  return cause
}
