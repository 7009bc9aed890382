import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { splitmix32 } from '../../src/kernel/hash.js'
import { DuplicateIndex, type DuplicateIndexOptions } from '../../src/store/duplicate-index.js'
import { SEEDS } from '../seeds.js'

/** The index that is checked in, for every later version to open. */
function made(
  mode: 'passages' | 'resemblance' = 'passages',
  options: DuplicateIndexOptions = {},
): DuplicateIndex<string | number> {
  const index = new DuplicateIndex<string | number>({ mode, ...options })
  SEEDS.forEach((text, seed) => index.add(seed, text, { at: seed, limit: 4 }))
  index.add('article, again', SEEDS[1], { at: 5 })
  index.add('short \ud800', '中国地震台网正式测定：西藏那曲市发生5.2级地震。', { at: 6 })
  index.add(-Infinity, 'Plain ASCII, one byte a character.')
  index.add(0.5, '')
  index.remove(3)
  return index
}

/** Each format as it was first written; the file of a new format is made by the test, once. */
const CHECKED_IN = [
  { format: 1, options: {} },
  { format: 2, options: {} },
  { format: 3, options: { secret: 'not secret at all' } },
].map(({ format, options }) => ({
  format,
  options,
  file: new URL(`../vectors/index-v${format}.bin`, import.meta.url),
}))

/** Everything an index says. */
function answers(index: DuplicateIndex<string | number>): unknown {
  return [
    [...SEEDS, '中国地震台网正式测定：西藏那曲市发生5.3级地震。', 'plain ascii one byte a character', ''].map(
      (text) => [
        index.query(text, { edits: true }).matches,
        index.query(text, { since: 1, limit: 2 }).matches,
        index.candidates(text).candidates,
      ],
    ),
    index.size,
    ['short \ud800', -Infinity, 0.5, 3, 0].map((id) => index.has(id)),
  ]
}

describe.each(['passages', 'resemblance'] as const)('%s', (mode) => {
  test('from its bytes an index says the same, and goes on', () => {
    const index = made(mode)
    const bytes = index.toBytes()
    const again = DuplicateIndex.fromBytes<string | number>(bytes)
    expect(answers(again)).toEqual(answers(index))
    expect(Buffer.compare(again.toBytes(), bytes)).toBe(0)
    const { candidates: _, verified: __, ...before } = index.stats()
    expect(again.stats()).toMatchObject({ ...before, textBytes: again.stats().textBytes })
    for (const one of [index, again]) {
      one.add('new', SEEDS[1] + '后记', { at: 9 })
      one.remove(1)
      one.add(3, SEEDS[3])
      one.expire(1)
    }
    expect(answers(again)).toEqual(answers(index))
  })
})

test('over many segments, with dead rows, saved and opened again and again', () => {
  let index = new DuplicateIndex<number>()
  const own = (id: number) => {
    const next = splitmix32(id + 1)
    return Array.from({ length: 60 }, () => String.fromCharCode(0x4e00 + (next() % 20_000))).join('')
  }
  for (let id = 0; id < 2000; id++) {
    index.add(id, own(id), { at: id, limit: 1 })
    if (id % 10 === 3) index.remove(id)
    if (id % 400 === 0) index = DuplicateIndex.fromBytes<number>(index.toBytes())
  }
  expect(index.size).toBe(1800)
  for (let id = 0; id < 2000; id += 11) {
    expect(index.query(own(id)).matches.map((match) => match.id)).toEqual(id % 10 === 3 ? [] : [id])
  }
})

test('sealed segments survive any number of round trips', () => {
  const index = new DuplicateIndex<string>()
  const texts = Array.from({ length: 20 }, (_, i) => String.fromCharCode(97 + i).repeat(1161))
  texts.forEach((text, i) => index.add(`r${i}`, text))
  const next = splitmix32(2)
  const letters = (count: number) =>
    Array.from({ length: count }, () => String.fromCharCode(97 + (next() % 26))).join('')
  while (index.stats().segments < 2) index.add(`f${index.size}`, letters(90))
  let again = index
  for (let trip = 0; trip < 3; trip++) {
    const bytes = again.toBytes()
    again = DuplicateIndex.fromBytes<string>(bytes)
    expect(Buffer.compare(again.toBytes(), bytes)).toBe(0)
    texts.forEach((text, i) => expect(again.query(text).matches[0]?.id).toBe(`r${i}`))
  }
})

test('an index does not write into the bytes it was made from', () => {
  const bytes = made().toBytes()
  const before = bytes.slice()
  const [one, other] = [0, 1].map(() => DuplicateIndex.fromBytes<string | number>(bytes))
  for (let id = 100; id < 160; id++) one.add(id, SEEDS[id % 5].slice(id, id + 300))
  one.remove(1)
  expect(Buffer.compare(bytes, before)).toBe(0)
  expect(answers(other)).toEqual(answers(made()))
})

test('what came at −Infinity expires after a round trip too', () => {
  const index = new DuplicateIndex<number>()
  index.add(1, SEEDS[1], { at: -Infinity })
  index.add(2, SEEDS[2], { at: 5 })
  const again = DuplicateIndex.fromBytes<number>(index.toBytes())
  expect([again.expire(0), again.size]).toEqual([1, 1])
})

test('a sealed segment is written once: its part keeps its name and bytes', () => {
  const index = new DuplicateIndex<number>()
  const text = (id: number) => `${id} `.repeat(30) + String.fromCharCode(0x4e00 + (id % 9000)).repeat(3)
  for (let id = 0; id < 700; id++) index.add(id, text(id), { limit: 1 })
  const before = index.parts().map(({ name }) => name)
  index.add(1000, SEEDS[0])
  index.remove(5)
  const after = index.parts().map(({ name }) => name)
  expect(before.at(-1)).toBe('manifest')
  expect(before.length).toBeGreaterThan(2)
  expect(after.slice(0, before.length - 2)).toEqual(before.slice(0, -2))
  expect(before).not.toContain(after.at(-2))
  const parts = new Map(index.parts().map(({ name, bytes }) => [name, Buffer.concat([...bytes()])]))
  const again = DuplicateIndex.fromParts<number>((name) => parts.get(name)!)
  expect(again.query(SEEDS[1]).matches.map(({ id }) => id)).toEqual([1000])
  expect(again.has(5)).toBe(false)
})

test.each(CHECKED_IN)('an index of format $format is read, and written the same', ({ options, file }) => {
  if (!existsSync(file)) writeFileSync(file, made('passages', options).toBytes())
  const bytes = readFileSync(file)
  const index = DuplicateIndex.fromBytes<string | number>(bytes, options)
  expect(answers(index)).toEqual(answers(made('passages', options)))
  expect(Buffer.compare(index.toBytes(), bytes)).toBe(0)
})

describe('an index of folding 1', () => {
  const stored = (name: string) => readFileSync(new URL(`../vectors/${name}.bin`, import.meta.url))

  test('is folded anew from the texts it keeps', () => {
    const index = DuplicateIndex.fromBytes<string | number>(stored('index-fold1'))
    expect(answers(index)).toEqual(answers(made()))
    expect(index.query('中国地震台网正式测定：西藏那曲市发生５.２级地震。').matches[0]?.id).toBe(
      'short \ud800',
    )
    // From then on it is an index of this folding.
    expect(answers(DuplicateIndex.fromBytes(index.toBytes()))).toEqual(answers(index))
    index.add('new', 'Ещё одна заметка о ремонте подъёмников на горе.')
    expect(index.query('Еще одна заметка о ремонте подъемников на горе.').matches[0]?.relation).toBe(
      'duplicate',
    )
  })

  test('without texts is refused, by the name of the version that reads it', () => {
    expect(() => DuplicateIndex.fromBytes(stored('index-resemblance-fold1'))).toThrow(
      'manifest: the index was made with folding 1 and keeps no texts that could be folded anew; it needs offprint 0.1',
    )
  })
})

describe('bytes that are not what was written', () => {
  const bytes = made().toBytes()
  const refused = expect.objectContaining({ code: 'ERR_FORMAT' }) as unknown

  test('with a byte changed anywhere are refused', () => {
    const next = splitmix32(9)
    const changed = bytes.slice()
    for (let trial = 0; trial < 400; trial++) {
      const at = trial < 200 ? trial : next() % bytes.length
      const bit = 1 << (next() % 8)
      changed[at] ^= bit
      expect(() => DuplicateIndex.fromBytes(changed), `byte ${at}`).toThrow(refused)
      changed[at] ^= bit
    }
  })

  test('cut short, doubled or foreign are refused', () => {
    for (const length of [0, 1, 15, 23, 24, 100, bytes.length - 8, bytes.length - 1]) {
      expect(() => DuplicateIndex.fromBytes(bytes.subarray(0, length)), `${length} bytes`).toThrow(refused)
    }
    expect(() => DuplicateIndex.fromBytes(Buffer.concat([bytes, bytes]))).toThrow(refused)
    expect(() => DuplicateIndex.fromBytes(new Uint8Array(1000).fill(7))).toThrow(/no stored index/)
    expect(() => DuplicateIndex.fromBytes('text' as never)).toThrow(refused)
  })

  test('of a later version say so', () => {
    const later = bytes.slice()
    later[4] = 4
    expect(() => DuplicateIndex.fromBytes(later)).toThrow(/index format 4 .* update offprint/)
  })

  test('other options than it was made with are refused', () => {
    expect(() => DuplicateIndex.fromBytes(bytes, { mode: 'resemblance' })).toThrow(
      expect.objectContaining({
        code: 'ERR_ARGUMENT',
        message: expect.stringContaining('options.mode') as string,
      }),
    )
    expect(() => DuplicateIndex.fromBytes(bytes, { load: () => '' })).toThrow(/leave it out/)
    const resembling = made('resemblance').toBytes()
    expect(() => DuplicateIndex.fromBytes(resembling, { mode: 'resemblance', threshold: 0.8 })).toThrow(
      /threshold/,
    )
    expect(DuplicateIndex.fromBytes(resembling, { mode: 'resemblance', threshold: 0.7 }).size).toBe(8)
  })
})
