import { naiveFmix32, naiveSplitmix32 } from './hash.js'

/** Round and value of a slot; the paper's i + v with v in [0, 1). */
export type NaiveSlot = readonly [round: number, value: number]

/**
 * Algorithm 1 of the paper (arXiv 1704.04370), without its early end: in round i < k each item falls into a random slot
 * with a random value, in round k + j into slot j, and a slot keeps the least (round, value).
 */
export function naiveFastSimilaritySketch(items: Iterable<number>, k: number, seed: number): NaiveSlot[] {
  const slots: NaiveSlot[] = Array.from({ length: k }, () => [Infinity, Infinity])
  const salts = naiveSplitmix32(seed, 2 * k)
  for (let round = 0; round < 2 * k; round++) {
    for (const item of items) {
      const salted = BigInt(item >>> 0) ^ salts[round]
      const value = round === 0 ? (salted * 0x9e3779b1n) & 0xffffffffn : naiveFmix32(salted)
      const slot = round < k ? Number((value * BigInt(k)) >> 32n) : round - k
      slots[slot] = lesser(slots[slot], [round, Number(value)])
    }
  }
  return slots
}

export function lesser(x: NaiveSlot, y: NaiveSlot): NaiveSlot {
  return x[0] < y[0] || (x[0] === y[0] && x[1] <= y[1]) ? x : y
}
