import { OffprintError } from '../../kernel/errors.js'
import { ByteReader } from './byte-reader.js'
import type { ByteChunks } from './chunks.js'
import { isZstd, isZstdFrame, uint32 } from './compression.js'

const CUT_OFF = 'is cut off; what came before was read; get the whole file'

/** Largest window, in bytes: `zstd --long` and `--ultra -22` ask for 128 MiB. A decoder holds all of it. */
const MAX_WINDOW = 128 * 2 ** 20

/** Decompresses one frame. */
export interface FrameDecoder {
  /** What the next part of the frame adds: its header, a block, or its checksum. @throws for a part that is broken. */
  push(part: Uint8Array, isLast: boolean): readonly Uint8Array[] | Promise<readonly Uint8Array[]>
  /** Frees what the decoder holds. */
  close(): void
}

/** Decoders of fzstd, which runs everywhere, does not verify checksums, and is loaded when the first frame comes. */
async function fzstdFrame(): Promise<FrameDecoder> {
  const { Decompress } = await import('fzstd')
  let output: Uint8Array[] = []
  const frame = new Decompress((bytes) => void output.push(bytes))
  return {
    push(part, isLast) {
      output = []
      frame.push(part, isLast)
      return output
    },
    close() {},
  }
}

/**
 * Decompresses a stream of Zstandard frames (RFC 8878) block by block, so that the output grows by at most 128 KiB at a time,
 * whatever the stream says.
 *
 * @param name what messages begin with
 * @param openFrame makes the decoder of a frame. Default: that of fzstd
 * @throws OffprintError `ERR_INPUT` for a stream that is broken, cut off, or asks for a window of more than 128 MiB.
 */
export async function* unzstd(
  chunks: ByteChunks,
  name: string,
  openFrame: () => FrameDecoder | Promise<FrameDecoder> = fzstdFrame,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(chunks)
  for (;;) {
    const magic = await reader.read(4)
    if (magic.length === 0) return
    if (!isZstd(magic))
      throw wrong(magic.length < 4 ? CUT_OFF : 'has bytes after its compressed data; decompress it first')
    if (!isZstdFrame(magic)) {
      const size = uint32(await take(4))
      if ((await reader.skip(size)) < size) throw wrong(CUT_OFF)
      continue
    }
    const [descriptor] = (await take(1)) as unknown as [number]
    const head = await take(headLength(descriptor) - 1)
    if (windowSize(descriptor, head) > MAX_WINDOW) {
      throw wrong('needs a window of more than 128 MiB; compress it without --long, or decompress it first')
    }
    const frame = await openFrame()
    try {
      let parts: Uint8Array[] = [magic, Uint8Array.of(descriptor), head]
      for (let last = false; !last;) {
        const header = await take(3)
        const bits = header[0]! | (header[1]! << 8) | (header[2]! << 16)
        last = (bits & 1) === 1
        const type = (bits >> 1) & 3
        const size = bits >> 3
        // A block of one repeated byte (type 1) stores the byte once.
        parts.push(header, await take(type === 1 ? 1 : size))
        if (last && descriptor & 4) parts.push(await take(4))
        for (const bytes of await pushed(frame, parts, last)) if (bytes.length > 0) yield bytes
        parts = []
      }
    } finally {
      frame.close()
    }
  }

  async function pushed(
    frame: FrameDecoder,
    parts: readonly Uint8Array[],
    last: boolean,
  ): Promise<Uint8Array[]> {
    const output: Uint8Array[] = []
    try {
      for (const [i, part] of parts.entries())
        output.push(...(await frame.push(part, last && i === parts.length - 1)))
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause)
      throw wrong(`is no whole Zstandard stream (${why}); compress it anew`, cause)
    }
    return output
  }

  async function take(count: number): Promise<Uint8Array> {
    const bytes = await reader.read(count)
    if (bytes.length < count) throw wrong(CUT_OFF)
    return bytes
  }

  function wrong(what: string, cause?: unknown): OffprintError {
    return new OffprintError('ERR_INPUT', `${name} ${what}`, { cause })
  }
}

/** Number of bytes of a frame header after its magic number, by its descriptor (RFC 8878, 3.1.1.1). */
function headLength(descriptor: number): number {
  const single = (descriptor >> 5) & 1
  const content = [single, 2, 4, 8][descriptor >> 6]!
  const dictionary = [0, 1, 2, 4][descriptor & 3]!
  return 1 + (1 - single) + dictionary + content
}

/** Bytes that a decoder must hold for a frame (RFC 8878, 3.1.1.1.2). */
function windowSize(descriptor: number, head: Uint8Array): number {
  const single = (descriptor >> 5) & 1
  if (single === 0) {
    const base = 2 ** (10 + (head[0]! >> 3))
    return base + (base / 8) * (head[0]! & 7)
  }
  // A single segment: the window is the whole content.
  const at = [0, 1, 2, 4][descriptor & 3]!
  return head.subarray(at).reduceRight((size, byte) => size * 256 + byte, 0)
}
