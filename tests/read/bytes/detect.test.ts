import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { chooseEncoding, SAMPLE } from '../../../src/read/bytes/detect.js'
import { encodedChunks } from '../../../src/read/bytes/encoded-chunks.js'
import { encodingNamed, type Encoding } from '../../../src/read/bytes/encoding.js'
import { encode, inChunks, NEWS } from '../samples.js'

async function detect(chunks: Uint8Array[], given?: Encoding, asciiFirst = true) {
  const bytes: number[] = []
  let name: string | undefined
  for await (const chunk of encodedChunks(chunks, given, asciiFirst)) {
    for (const byte of chunk.bytes) bytes.push(byte)
    name = chunk.encoding.name
  }
  return { name, bytes }
}

const line = (text: string) => `{"id":"https://example.org/2024/7.html","text":"${text}"}\n`

describe.each(Object.keys(NEWS))('%s', (name) => {
  const bytes = encode(NEWS[name]!, name)

  test('as a whole text', async () => {
    const [prefix] = name.split('18030')
    expect((await chooseEncoding(bytes)).encoding.name).toMatch(prefix!)
  })

  test('in JSON Lines, after ASCII, in chunks of any size; not a byte is lost', async () => {
    const stored = encode(line('plain').repeat(50) + line(NEWS[name]!), name)
    const whole = await detect([stored])
    expect(whole.name).toBe(name)
    expect(whole.bytes).toEqual([...stored])
    for (const size of [1, 3, 64, 1000]) expect(await detect(inChunks(stored, size))).toEqual(whole)
  })
})

test.each([
  ['utf-16le', line('plain')],
  ['utf-16be', line('plain')],
  ['utf-16le', line(NEWS.gb18030!)],
  ['utf-16be', NEWS.gb18030! + '\n' + NEWS.big5! + '\n'],
  ['utf-16le', '标题,正文\n' + NEWS.gb18030!.repeat(10)],
])('%s without a byte order mark: %j', async (name, text) => {
  const bytes = encode(text, name)
  expect((await chooseEncoding(bytes)).encoding.name).toBe(name)
  expect((await detect([bytes], undefined, false)).name).toBe(name)
})

test.each([
  ['a NUL among ASCII', '{"text":"a\0b"}\n{"text":"c"}\n'],
  ['NULs of a binary file', '\u0001\0\u0002\0\u0003\0\u0004\0'],
])('%s is not UTF-16', async (_, text) => {
  expect((await chooseEncoding(encode(text))).encoding.name).toBe('utf-8')
})

test('too little to tell stays UTF-8, and so do a few broken bytes among much UTF-8', async () => {
  expect((await chooseEncoding(encode('学校', 'gbk'))).encoding.name).toBe('utf-8')
  const bytes = encode(NEWS['utf-8']!.repeat(5))
  bytes.set([0xff, 0xff, 0xff], 30)
  expect((await chooseEncoding(bytes)).encoding.name).toBe('utf-8')
})

test('what is given ends the guessing, but for the mark of the other UTF-16', async () => {
  const bytes = encode(line(NEWS.big5!), 'big5')
  expect((await detect([bytes], encodingNamed('gbk'))).name).toBe('gbk')
  const marked = Uint8Array.of(0xfe, 0xff, ...encode(line('x'), 'utf-16be'))
  expect((await detect([marked], encodingNamed('utf-16'))).name).toBe('utf-16be')
})

test('a live pipe gets its ASCII at once and its UTF-8 soon', async () => {
  let asked = 0
  async function* pipe() {
    for (;;) {
      asked++
      yield encode(asked < 3 ? line('plain') : line(NEWS['utf-8']!))
    }
  }
  const chunks = encodedChunks(pipe(), undefined, true)
  await chunks.next()
  expect(asked).toBe(1)
  for (let i = 0; i < 3; i++) await chunks.next()
  expect(asked).toBeLessThanOrEqual(5)
  await chunks.return(undefined)
})

test('one byte at a time: each byte is copied a few times, not once for every byte', async () => {
  const bytes = encode(NEWS.gb18030!.repeat(800), 'gb18030')
  expect(bytes.length).toBeGreaterThan(SAMPLE)
  let copied = 0
  const { set } = Uint8Array.prototype
  const spy = vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (
    this: Uint8Array,
    source,
    at,
  ) {
    copied += source.length
    set.call(this, source, at)
  })
  try {
    expect((await detect(inChunks(bytes, 1))).bytes.length).toBe(bytes.length)
  } finally {
    spy.mockRestore()
  }
  expect(copied).toBeGreaterThan(SAMPLE)
  expect(copied).toBeLessThan(4 * SAMPLE)
})

test('chunks make no difference, whatever the bytes', async () => {
  const parts = fc.oneof(
    fc.constantFrom(...Object.entries(NEWS)).map(([name, text]) => encode(text, name)),
    fc.uint8Array({ maxLength: 40 }),
    fc.string().map((text) => encode(text)),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(parts, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (list, sizes, asciiFirst) => {
        const bytes = Uint8Array.from(list.flatMap((part) => [...part]))
        const whole = await detect([bytes], undefined, asciiFirst)
        expect(whole.bytes).toEqual([...bytes])
        expect(await detect(inChunks(bytes, ...sizes), undefined, asciiFirst)).toEqual(whole)
      },
    ),
    { seed: 7, numRuns: 300 },
  )
})
