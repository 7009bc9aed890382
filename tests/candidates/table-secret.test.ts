import { describe, expect, test } from 'vitest'
import { bandKeys, DEFAULT_BANDING } from '../../src/candidates/bands.js'
import { featuresOf } from '../../src/candidates/features.js'
import { fingerprints, RATE } from '../../src/candidates/fingerprints.js'
import { tableSecret } from '../../src/candidates/table-secret.js'
import { splitmix32 } from '../../src/kernel/hash.js'
import { fold } from '../../src/text/fold.js'
import { SEEDS } from '../seeds.js'

const K = 128
const secret = tableSecret('h7Qp-29xW_kk41.zR', K)!
const other = tableSecret('h7Qp-29xW_kk41.zS', K)!
const settings = (secret: typeof other | null) => ({
  passages: true,
  slots: K,
  banding: DEFAULT_BANDING,
  secret,
})

test('orders all slots, each secret in its own way', () => {
  expect(Array.from(secret.slotOrder).sort((x, y) => x - y)).toEqual(Array.from({ length: K }, (_, i) => i))
  expect(Array.from(secret.slotOrder)).not.toEqual(Array.from(other.slotOrder))
  expect(secret.check).toMatch(/^[0-9a-f]{16}$/)
  expect(secret.check).not.toBe(other.check)
})

test.each([[''], ['fifteen letters'], [17], [null]])('%j is no secret, and is not shown', (given) => {
  const message = 'options.secret must be a string of 16 or more characters, got '
  expect(() => tableSecret(given, K)).toThrow(message)
  if (typeof given === 'string') expect(() => tableSecret(given, K)).toThrow(`one of ${given.length}`)
})

describe('under a secret', () => {
  const text = fold(SEEDS[0])
  const places = (one: typeof other | null) => Array.from(fingerprints(text, one).positions)
  const shared = (x: readonly number[], y: readonly number[]) => x.filter((place) => y.includes(place)).length

  test('one shingle in 16 is sampled, as without one, but another', () => {
    const [none, one, two] = [null, secret, other].map(places)
    for (const sample of [none, one, two]) {
      expect(sample.length / text.length).toBeGreaterThan(0.8 / RATE)
      expect(sample.length / text.length).toBeLessThan(1.2 / RATE)
    }
    // By chance one in 16 of each.
    expect(shared(none, one)).toBeLessThan(none.length / 4)
    expect(shared(one, two)).toBeLessThan(none.length / 4)
  })

  test('equal stretches of two texts are sampled alike', () => {
    const part = fold(SEEDS[0].slice(1000, 2000))
    const own = fingerprints(part, secret)
    const whole = fingerprints(text, secret)
    const keys = new Set(Array.from(whole.low, (low, i) => `${low} ${whole.high[i]}`))
    const found = Array.from(own.low, (low, i) => keys.has(`${low} ${own.high[i]}`)).filter(Boolean)
    expect(found.length).toBeGreaterThan(0.9 * own.count)
  })

  test('a signature is the same, its bands and the digest are others', () => {
    const [none, one] = [null, secret].map((one) => featuresOf(SEEDS[0], settings(one)))
    expect(one.signature).toEqual(none.signature)
    expect(one.digest).not.toEqual(none.digest)
    expect(Array.from(one.bands).some((key) => none.bands.includes(key))).toBe(false)
  })

  test('each half of the key that bands take changes all keys, in the same order of slots', () => {
    const slots = Uint8Array.from({ length: K }, (_, slot) => slot)
    const [a, b, c, d] = secret.key
    const keys = [secret.key, [a ^ 1, b, c, d] as const, [a, b ^ 1, c, d] as const].map((key) =>
      bandKeys(slots, DEFAULT_BANDING, 0, { ...secret, key }),
    )
    expect(new Set(keys.flatMap((one) => [...one])).size).toBe(3 * DEFAULT_BANDING.bands)
  })

  test('who copies all the slots of a public band shares no band', () => {
    const next = splitmix32(3)
    const slots = () => Uint8Array.from({ length: K }, () => next() & 255)
    const { rows, bands } = DEFAULT_BANDING
    const victim = slots()
    for (let band = 0; band < bands; band++) {
      const crafted = slots()
      crafted.set(victim.subarray(band * rows, (band + 1) * rows), band * rows)
      const [x, y] = [victim, crafted].map((one) => bandKeys(one, DEFAULT_BANDING))
      expect(x.filter((key, i) => key === y[i]).length).toBe(1)
      const [v, w] = [victim, crafted].map((one) => bandKeys(one, DEFAULT_BANDING, 0, secret))
      expect(v.filter((key, i) => key === w[i]).length).toBe(0)
    }
  })
})
