import { describe, expect, test } from 'vitest'
import { fingerprints } from '../../src/candidates/fingerprints.js'
import { dedupe } from '../../src/dedupe/dedupe.js'
import { DuplicateIndex, type DuplicateIndexOptions } from '../../src/store/duplicate-index.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { PROSE } from '../prose.js'
import { SEEDS } from '../seeds.js'

/** As many as a list takes. */
const CRAFTED = 1000
const COPIES = 40
const NOISE = 0.08
const SECRET = 'h7Qp-29xW_kk41.zR'
const OTHER = 'h7Qp-29xW_kk41.zS'

const letters = (count: number, next: () => number) =>
  Array.from({ length: count }, () => 'bcdfghjklmnpqrstvwxyz'[Math.floor(next() * 21)]).join('')

/**
 * What someone writes who knows a text beforehand: documents that have all its public fingerprints, in any order and with
 * letters of their own between them, so that none is a copy of it or of another.
 */
function craftedAgainst(text: string): string[] {
  const next = random(7)
  const { positions } = fingerprints(fold(text))
  return Array.from({ length: CRAFTED }, () => {
    const places = Array.from(positions, (from) => ({ from, rank: next() }))
    places.sort((x, y) => x.rank - y.rank)
    return places.map(({ from }) => text.slice(from, from + 8) + letters(8, next)).join('')
  })
}

/** How many noisy copies find the text in an index that the attacker wrote to before it came. */
function foundUnderAttack(text: string, crafted: readonly string[], options: DuplicateIndexOptions): number {
  const index = new DuplicateIndex<string | number>(options)
  for (const [i, one] of crafted.entries()) index.add(i, one, { limit: 1 })
  expect(index.query(text).matches).toEqual([])
  index.add('victim', text)
  const next = random(11)
  let found = 0
  for (let i = 0; i < COPIES; i++) {
    const { matches } = index.query(noisy(text, NOISE, next).copy)
    if (matches.some(({ id }) => id === 'victim')) found++
  }
  return found
}

describe.each([PROSE[1], PROSE[2]])('a text that an attacker knows, $language', ({ article }) => {
  const crafted = craftedAgainst(article)

  test('is lost to its copies where public constants decide what is sampled', () => {
    expect(foundUnderAttack(article, crafted, {})).toBeLessThan(COPIES / 4)
  })

  test('is found by all its copies under a secret', () => {
    expect(foundUnderAttack(article, crafted, { secret: SECRET })).toBe(COPIES)
  })
})

describe.each(['passages', 'resemblance'] as const)('an index of %s under a secret', (mode) => {
  const made = (secret?: string) => {
    const index = new DuplicateIndex<number>({ mode, ...(secret !== undefined && { secret }) })
    for (const [i, text] of SEEDS.entries()) index.add(i, text)
    // More than the first segment holds: its bands are made anew from signatures.
    for (let i = 0; i < 60; i++) index.add(100 + i, letters(300, random(i)))
    return index
  }
  const queries = [...SEEDS, noisy(SEEDS[1], 0.03, random(1)).copy]
  const answers = (index: DuplicateIndex<number>) => queries.map((text) => index.query(text).matches)

  test('says what one without says', () => {
    expect(answers(made(SECRET))).toEqual(answers(made()))
  })

  test('is stored without the secret, and opens with it only', () => {
    const index = made(SECRET)
    const bytes = index.toBytes()
    expect(Buffer.from(bytes).includes(SECRET)).toBe(false)
    const again = DuplicateIndex.fromBytes<number>(bytes, { secret: SECRET })
    expect(answers(again)).toEqual(answers(index))
    again.add(1000, SEEDS[0] + '后记')
    expect(again.query(SEEDS[0]).matches.map(({ id }) => id)).toContain(1000)
    const refused = (open: () => unknown, message: string) => {
      expect(open).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }))
      expect(open).toThrow(message)
      expect(open).not.toThrow(SECRET)
      expect(open).not.toThrow(OTHER)
    }
    refused(() => DuplicateIndex.fromBytes(bytes), 'options.secret: the stored index was made with a secret')
    refused(() => DuplicateIndex.fromBytes(bytes, { secret: OTHER }), 'was made with another secret')
    const without = made().toBytes()
    refused(() => DuplicateIndex.fromBytes(without, { secret: SECRET }), 'the stored index has no secret')
  })

  test('has a manifest that versions before refuse', () => {
    const [bytes] = made(SECRET).parts().at(-1)!.bytes()
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint16(4, true)).toBe(3)
    const [without] = made().parts().at(-1)!.bytes()
    expect(new DataView(without.buffer, without.byteOffset).getUint16(4, true)).toBe(1)
  })
})

describe('dedupe under a secret', () => {
  const texts = [...SEEDS, SEEDS[1].replaceAll('，', ','), noisy(SEEDS[2], 0.01, random(3)).copy]
  const documents = texts.map((text, id) => ({ id, text }))

  async function verdicts(options: Parameters<typeof dedupe>[1]): Promise<unknown[]> {
    const all: unknown[] = []
    for await (const verdict of dedupe(() => documents, options as object)) all.push(verdict)
    return all
  }

  test.each(['stream', 'batch'] as const)('decides as without, %s', async (mode) => {
    expect(await verdicts({ mode, secret: SECRET })).toEqual(await verdicts({ mode }))
  })

  test.each([
    ['the same', SECRET],
    ['another', OTHER],
    ['none', undefined],
  ])('asks an index of a secret: %s', async (_, secret) => {
    const against = new DuplicateIndex<number>(secret === undefined ? {} : { secret })
    against.add(77, SEEDS[1])
    const told = await verdicts({ against: against as never, secret: SECRET })
    expect(told[5]).toMatchObject({ kept: false, keeper: 77, against: true })
  })

  test('refuses a short one, before it reads', () => {
    expect(() => dedupe([], { secret: 'short' })).toThrow('options.secret must be a string of 16 or more')
  })
})
