import { spawnSync } from 'node:child_process'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_RECORD } from '../../../src/read/document.js'
import { decompressed, MAX_RATIO } from '../../../src/read/bytes/decompress.node.js'
import { encode, inChunks, NEWS } from '../samples.js'

async function* stream(chunks: Iterable<Uint8Array>) {
  yield* chunks
}

async function decompress(...chunks: Uint8Array[]) {
  const parts: Uint8Array[] = []
  let error: unknown
  try {
    for await (const chunk of decompressed(stream(chunks), 'a.gz')) parts.push(chunk)
  } catch (caught) {
    error = caught
  }
  return {
    text: Buffer.concat(parts).toString(),
    error: error as { code?: string; message?: string } | undefined,
  }
}

const TEXT = Array.from(
  { length: 20_000 },
  (_, i) => `${NEWS['utf-8']} ${(i * 2654435761) % 1_000_003}\n`,
).join('')

const SHORT = TEXT.slice(0, 300_000)

/** `zstd -19` of "Hello, offprint! 你好 " ten times: one compressed block, with a checksum. */
const ZSTD = Uint8Array.from(
  Buffer.from('KLUv/QRo/QAAwEhlbGxvLCBvZmZwcmludCEg5L2g5aW9IAEAVJeaY8r+duM=', 'base64'),
)

/** A frame of blocks as they are and of blocks of one byte repeated. */
function frame(blocks: (Uint8Array | [byte: number, times: number])[], window = 0x58): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, window)]
  blocks.forEach((block, i) => {
    const last = i === blocks.length - 1 ? 1 : 0
    const repeated = Array.isArray(block)
    const size = repeated ? block[1] : block.length
    const header = (size << 3) | (repeated ? 2 : 0) | last
    parts.push(Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16))
    parts.push(repeated ? Uint8Array.of(block[0]) : block)
  })
  return Buffer.concat(parts)
}

describe('gzip', () => {
  test('of several members, in any chunks; what is not compressed passes', async () => {
    const bytes = Buffer.concat([gzipSync(TEXT), gzipSync(''), gzipSync('end')])
    for (const size of [7, 20_000, bytes.length]) {
      expect((await decompress(...inChunks(bytes, size))).text === `${TEXT}end`).toBe(true)
    }
    expect(await decompress(encode('plain'))).toEqual({ text: 'plain', error: undefined })
    expect(await decompress(encode('x'))).toEqual({ text: 'x', error: undefined })
    expect(await decompress()).toEqual({ text: '', error: undefined })
  })

  test('padding of zeros passes, other bytes at the end are an error', async () => {
    const bytes = gzipSync('text')
    expect(await decompress(bytes, new Uint8Array(512))).toEqual({ text: 'text', error: undefined })
    for (const more of ['plain', '\0\0plain']) {
      const { text, error } = await decompress(bytes, encode(more))
      expect(text).toBe('text')
      expect(error).toMatchObject({ code: 'ERR_INPUT' })
    }
    expect((await decompress(bytes, encode('\0\0plain'))).error).toMatchObject({
      message: 'a.gz has bytes after its compressed data; decompress it first',
    })
  })

  test('cut off: everything before stays', async () => {
    const bytes = gzipSync(TEXT)
    const { text, error } = await decompress(...inChunks(bytes.subarray(0, -1000), 5000))
    expect(TEXT.startsWith(text)).toBe(true)
    expect(text.length).toBeGreaterThan(TEXT.length * 0.9)
    expect(error).toMatchObject({
      code: 'ERR_INPUT',
      message: 'a.gz is cut off; what came before was read; get the whole file',
    })
  })

  test('broken in the middle', async () => {
    const bytes = gzipSync(TEXT)
    const middle = bytes.length >> 1
    bytes.fill(0xff, middle, middle + 100)
    const { text, error } = await decompress(...inChunks(bytes, 5000))
    expect(TEXT.startsWith(text)).toBe(true)
    expect(error).toMatchObject({
      code: 'ERR_INPUT',
      message: expect.stringContaining('is no whole gzip stream'),
    })
  })

  test('a bomb stops', async () => {
    const bomb = gzipSync(new Uint8Array(MAX_RECORD + 2 ** 24))
    expect(bomb.length * MAX_RATIO).toBeLessThan(MAX_RECORD + 2 ** 24)
    const { error } = await decompress(...inChunks(bomb, 4096))
    expect(error).toMatchObject({
      code: 'ERR_INPUT',
      message: `a.gz grows to more than ${MAX_RATIO} times its size; decompress it first if that is meant`,
    })
  })
})

describe('zstd', () => {
  test('blocks of every type, several frames, frames to be passed over, any chunks', async () => {
    const skipped = Uint8Array.of(0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3)
    const bytes = Buffer.concat([skipped, ZSTD, frame([encode('ab'), [0x63, 5], encode('')]), skipped, ZSTD])
    const greeting = 'Hello, offprint! 你好 '.repeat(10)
    for (const size of [1, 5, bytes.length]) {
      expect(await decompress(...inChunks(bytes, size))).toEqual({
        text: `${greeting}abccccc${greeting}`,
        error: undefined,
      })
    }
  })

  test('cut off anywhere, what came before stays', async () => {
    const bytes = Buffer.concat([ZSTD, frame([encode('ab'), encode('cd')])])
    for (let at = 5; at < bytes.length; at++) {
      if (at === ZSTD.length) continue
      const { text, error } = await decompress(bytes.subarray(0, at))
      expect(`${'Hello, offprint! 你好 '.repeat(10)}abcd`.startsWith(text)).toBe(true)
      expect(error).toMatchObject({
        code: 'ERR_INPUT',
        message: 'a.gz is cut off; what came before was read; get the whole file',
      })
    }
  })

  test.each([
    ['other bytes at the end', Buffer.concat([ZSTD, encode('plain')]), 'has bytes after its compressed data'],
    ['a window of 2 GiB', frame([encode('ab')], 0xa8), 'needs a window of more than 128 MiB'],
    [
      'a block of a type that is none',
      frame([encode('ab')]).fill(0x07, 6, 7),
      'is no whole Zstandard stream',
    ],
  ])('%s', async (_, bytes, message) => {
    const { error } = await decompress(bytes)
    expect(error).toMatchObject({ code: 'ERR_INPUT', message: expect.stringContaining(message) })
  })

  test('a bomb stops', async () => {
    const blocks = Array.from({ length: 700 }, (): [number, number] => [0x20, 128 * 1024])
    const { error } = await decompress(frame(blocks))
    expect(error).toMatchObject({ code: 'ERR_INPUT', message: expect.stringContaining('grows to more than') })
  })
})

test('broken bytes throw nothing but our own errors', async () => {
  const sources = [
    gzipSync(TEXT.slice(0, 3000)),
    Buffer.concat([ZSTD, ZSTD]),
    frame([encode('ab'), [0x63, 5]]),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...sources),
      fc.array(fc.tuple(fc.nat(3000), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 200 }),
      async (source, changes, size) => {
        const bytes = Uint8Array.from(source)
        for (const [at, value] of changes) bytes[4 + (at % (bytes.length - 4))] = value
        const { error } = await decompress(...inChunks(bytes, size))
        if (error !== undefined) expect(error).toMatchObject({ name: 'OffprintError', code: 'ERR_INPUT' })
      },
    ),
    { seed: 4, numRuns: 300 },
  )
})

test.skipIf(spawnSync('zstd', ['--version']).status !== 0)('what the zstd command writes', async () => {
  for (const level of ['-1', '-19', '--long=27']) {
    const { stdout } = spawnSync('zstd', ['-q', '-c', level], { input: SHORT, maxBuffer: 2 ** 26 })
    expect((await decompress(...inChunks(stdout, 60_000))).text === SHORT).toBe(true)
  }
})
