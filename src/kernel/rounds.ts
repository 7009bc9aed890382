import { fmix32, splitmixAt } from './hash.js'

/** What a slot holds before anything reached it. A value that is EMPTY by chance (2^-32) counts as none. */
export const EMPTY = 0xffffffff

/** The round of a slot that nothing reached. */
export const UNSETTLED = 0xffff

/** Spreads a hash over slots and values in round 0: 2^32 divided by the golden ratio, odd (Knuth, TAOCP 3, §6.4). */
export const SPREAD = 0x9e3779b1 | 0

/**
 * The rounds of Fast Similarity Sketching after the first, for slots that it left EMPTY (see src/sketch/fss.ts). `values`
 * holds round 0 and is completed in place; `rounds` receives the round in which each slot was settled.
 * @param hashes at least one; the first `count` are taken.
 * O(count) for each round: a few rounds for a text of more than k shingles, all k for a handful.
 */
export function completeRounds(
  values: Uint32Array,
  rounds: Uint16Array,
  hashes: Uint32Array,
  count: number,
  k: number,
  seed: number,
): void {
  const scale = k / 2 ** 32
  let open = 0
  for (let slot = 0; slot < k; slot++) {
    const empty = values[slot] === EMPTY
    rounds[slot] = empty ? UNSETTLED : 0
    if (empty) open++
  }
  for (let round = 1; round < k && open > 0; round++) {
    const salt = splitmixAt(seed, round)
    for (let i = 0; i < count; i++) {
      const value = fmix32(hashes[i] ^ salt) >>> 0
      const slot = (value * scale) | 0
      const settled = rounds[slot]
      // A slot that was settled in an earlier round is shut. One of this round may still fall.
      if (settled < round) continue
      if (settled > round) {
        rounds[slot] = round
        values[slot] = value
        open--
      } else if (value < values[slot]) {
        values[slot] = value
      }
    }
  }
  for (let slot = 0; slot < k && open > 0; slot++) {
    if (rounds[slot] !== UNSETTLED) continue
    const salt = splitmixAt(seed, k + slot)
    let least = EMPTY
    for (let i = 0; i < count; i++) {
      const value = fmix32(hashes[i] ^ salt) >>> 0
      if (value < least) least = value
    }
    values[slot] = least
    rounds[slot] = k + slot
    open--
  }
}
