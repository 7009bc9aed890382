import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { concat } from './chunks.js'
import type { FrameDecoder } from './zstd.js'

/** Node has it since 22.15 and 23.8; its types here are those of Node 20. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform }

/**
 * Makes the decoder of one frame that Node has, which verifies checksums; `undefined` in a Node without one. It gets frame by
 * frame: given a whole stream, that of Node 22 ends in silence at a frame to be skipped, at an empty one, and where the
 * stream is cut off.
 */
export const nativeFrame: (() => FrameDecoder) | undefined =
  createZstdDecompress === undefined ? undefined : () => openFrame(createZstdDecompress())

function openFrame(decoder: Transform): FrameDecoder {
  let output: Uint8Array[] = []
  let failure: Error | undefined
  let held: Uint8Array[] = []
  let wake = () => {}
  decoder.on('data', (bytes: Uint8Array) => void output.push(bytes))
  decoder.on('error', (error) => {
    failure = error
    wake()
  })
  return {
    async push(part, isLast) {
      held.push(part)
      // The head of a frame and of a block are a few bytes; a call for each would cost more than what it does.
      if (part.length < 16 && !isLast) return []
      const bytes = concat(held)
      held = []
      output = []
      await new Promise<void>((resolve) => {
        wake = resolve
        decoder.write(bytes, () => resolve())
      })
      // The events that bring the output come before this.
      await new Promise(setImmediate)
      if (failure !== undefined) throw failure
      return output
    },
    close() {
      decoder.destroy()
    },
  }
}
