import type { Transform } from 'node:stream'

/** A decoder of `node:zlib` that is fed portion by portion and not piped: when it fails, Node drops what it has made so far. */
export interface StreamDecoder {
  /** Whether the compressed data have ended. What is pushed behind them is dropped. */
  readonly isOver: boolean
  /** Why the decoder has failed; what it made before that was handed out. */
  readonly failure: Error | undefined
  /** What a portion adds. */
  push(portion: Uint8Array): Promise<readonly Uint8Array[]>
  /** What the end of the compressed bytes adds. */
  end(): Promise<readonly Uint8Array[]>
  /** Frees what the decoder holds. */
  close(): void
}

/** Feeds a decoder that nobody has written to yet. */
export function openStreamDecoder(stream: Transform): StreamDecoder {
  let output: Uint8Array[] = []
  let failure: Error | undefined
  let isOver = false
  // A decoder that fails, or meets other bytes after its data, may end without calling back whoever wrote them.
  let wake = () => {}
  const over = () => {
    isOver = true
    wake()
  }
  stream.on('data', (bytes: Uint8Array) => void output.push(bytes))
  stream.on('error', (error: Error) => {
    failure = error
    wake()
  })
  stream.on('end', over).on('close', over)

  const settle = async (act: (done: () => void) => void): Promise<readonly Uint8Array[]> => {
    if (isOver) return []
    await new Promise<void>((resolve) => {
      wake = resolve
      act(resolve)
    })
    // The events that bring the output come before this.
    await new Promise(setImmediate)
    const made = output
    output = []
    return made
  }
  return {
    get isOver() {
      return isOver
    },
    get failure() {
      return failure
    },
    push: (portion) => settle((done) => stream.write(portion, () => done())),
    end: () => settle(() => stream.end()),
    close: () => void stream.destroy(),
  }
}
