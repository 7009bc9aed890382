import { fmix32 } from './hash.js'
import { unitWriter } from './unit-writer.js'
import type { Kernel } from './kernel.js'
import { completeRounds, EMPTY, SPREAD } from './rounds.js'
import { unitWeights } from './weights.js'

/**
 * The kernel in plain TypeScript: the same operations on the same chunks as `assembly/index.ts`, byte for byte. Serves
 * where WebAssembly or SIMD is missing or refused, and is what the compiled kernel is tested against.
 *
 * Every loop names its arrays anew: read through the closure, they would be loaded again at each step.
 */
export function twinKernel(): Kernel {
  const table = new Uint16Array(1 << 16)
  const input = new Uint16Array(CHUNK + 16)
  const folded = new Uint16Array(CHUNK + 64)
  const hashes = new Uint32Array(CHUNK + 64)
  const signed = new Int32Array(hashes.buffer)
  const slots = new Uint32Array(MAX_SLOTS)
  const rounds = new Uint16Array(MAX_SLOTS)
  const prefix = new Int32Array(CHUNK + 64)
  const weights = unitWeights()
  /** The same, but no run goes on over a surrogate pair. */
  const runs = weights.slice().fill(0, 0xd800, 0xe000)
  const sorted = new Uint32Array(3 * MAX_SLOTS + 4)
  let reached = 0
  let open = 0
  let distinct = -1
  let largest = 0

  /** Of the last units of a text, places from which a shingle can be made. */
  function lastPlace(units: number): number {
    let sum = 0
    let at = units
    while (at > 0) {
      sum += weights[folded[at - 1]]
      if (sum >= TARGET) break
      at--
    }
    return at
  }

  function shingle(units: number, last: boolean): number {
    const places = last ? lastPlace(units) : units - REACH
    return places <= 0 ? 0 : hashPlaces(folded, runs, weights, prefix, signed, units, places)
  }

  function scatter(count: number, k: number, salt: number): void {
    if (k > 1 && (k & (k - 1)) === 0) scatterByShift(hashes, slots, count, Math.clz32(k) + 1, salt)
    else scatterByScale(hashes, slots, count, k, salt)
    open = 0
    for (let i = 0; i < k; i++) if (slots[i] === EMPTY) open++
  }

  return {
    compiled: false,
    table,
    input,
    folded,
    hashes,
    slots,
    rounds,
    sorted,
    reached: () => reached,
    open: () => open,

    write: unitWriter(input),

    fold(from, to, at) {
      const values = table
      const source = input
      const target = folded
      let out = at
      let i = from
      let value = values[source[i]]
      if ((value - HARD) >>> 0 >= HARD_RANGE) {
        for (; i < to; i++) {
          // A hard unit may change the one before it, so both are left to the exact path.
          const next = values[source[i + 1]]
          if ((next - HARD) >>> 0 < HARD_RANGE) break
          target[out] = value
          out += -value >>> 31 // 0 for a dropped unit; a branch would guess wrong at every space
          value = next
        }
      }
      reached = i
      return out
    },

    shingle,

    sign(units, last, k, salt) {
      const count = shingle(units, last)
      scatter(count, k, salt)
      return count
    },

    clear(k) {
      slots.fill(EMPTY, 0, k)
      distinct = -1
    },

    scatter,

    gather(count, k, salt) {
      if (distinct > k) return distinct
      if (distinct < 0 && open === 0) {
        const scale = k / 2 ** 32
        for (let i = 0; i < count; i++) {
          const value = Math.imul(hashes[i] ^ salt, SPREAD) >>> 0
          if (slots[(value * scale) | 0] !== value) return (distinct = k + 1)
        }
      }
      const bits = 33 - Math.clz32(k)
      if (distinct < 0) {
        const places = 2 ** bits + k + 2
        sorted.fill(EMPTY, 0, places)
        distinct = 0
        largest = 0
      }
      for (let i = 0; i < count && distinct <= k; i++) {
        let hash = hashes[i]
        if (hash === EMPTY) {
          distinct += 1 - largest
          largest = 1
          continue
        }
        let at = hash >>> (32 - bits)
        while (sorted[at] < hash) at++
        if (sorted[at] === hash) continue
        distinct++
        for (; sorted[at] !== EMPTY; at++) {
          const held = sorted[at]
          sorted[at] = hash
          hash = held
        }
        sorted[at] = hash
      }
      return distinct
    },

    collect() {
      const n = distinct - largest
      for (let at = 0, out = 0; out < n; at++) {
        const hash = sorted[at]
        sorted[out] = hash
        if (hash !== EMPTY) out++
      }
      if (largest === 1) sorted[n] = EMPTY
    },

    complete(count, k, seed) {
      completeRounds(slots, rounds, hashes, count, k, seed)
    },
  }
}

/**
 * Hashes the shingles that begin at the first `places` units, and returns how many they are. Runs of one weight, which
 * most of any text is, are hashed with a rolling polynomial; its chain of operations leaves time to look out for their
 * end.
 */
function hashPlaces(
  folded: Uint16Array,
  runs: Uint8Array,
  weights: Uint8Array,
  prefix: Int32Array,
  hashes: Int32Array,
  units: number,
  places: number,
): number {
  const factor = P1
  let count = 0
  let done = 0 // places below are hashed
  for (let start = 0; start < places;) {
    const weight = runs[folded[start]]
    if (weight === 0) {
      start++
      continue
    }
    const ahead = Math.ceil(TARGET / weight) - 1
    const head = Math.min(start + ahead, units)
    let next = start
    let h = 0
    for (; next < head && runs[folded[next]] === weight; next++) h = (Math.imul(h, factor) + folded[next]) | 0
    if (next < start + ahead) {
      start = next
      continue
    }
    count = hashBetween(folded, weights, prefix, hashes, count, done, start, units)
    const power = POWERS[ahead]
    const end = Math.min(places, units - ahead)
    const shift = count - start
    let from = start
    for (; from < end; from++) {
      const unit = folded[from + ahead]
      if (runs[unit] !== weight) break
      h = (Math.imul(h, factor) + unit) | 0
      hashes[from + shift] = fmix32(h)
      h = (h - Math.imul(folded[from], power)) | 0
    }
    count += from - start
    done = from
    start = from + ahead
  }
  return hashBetween(folded, weights, prefix, hashes, count, done, places, units)
}

/**
 * Shingles of any lengths that begin in [from, end). Prefix polynomials: the hash of a run is a difference of two, whatever
 * its length.
 */
function hashBetween(
  folded: Uint16Array,
  weights: Uint8Array,
  prefix: Int32Array,
  hashes: Int32Array,
  count: number,
  from: number,
  end: number,
  units: number,
): number {
  if (from >= end) return count
  const powers = POWERS
  const first = from
  let h = 0
  let sum = 0
  prefix[0] = 0
  for (let to = first + 1; to <= units; to++) {
    const unit = folded[to - 1]
    h = (Math.imul(h, P1) + unit) | 0
    prefix[to - first] = h
    sum += weights[unit]
    // A run does not end inside a surrogate pair; the second half weighs nothing and rides along.
    if (sum < TARGET || (unit & 0xfc00) === 0xd800) continue
    do {
      if (from === end) return count
      const own = weights[folded[from]]
      hashes[count] = fmix32((h - Math.imul(prefix[from - first], powers[to - from])) | 0)
      if (own > 0) count++
      sum -= own
      from++
    } while (sum >= TARGET)
  }
  return count
}

/** Round 0 of Fast Similarity Sketching where k is a power of two: the slot is the value's first bits. */
function scatterByShift(
  hashes: Uint32Array,
  slots: Uint32Array,
  count: number,
  shift: number,
  salt: number,
): void {
  for (let i = 0; i < count; i++) {
    const value = Math.imul(hashes[i] ^ salt, SPREAD) >>> 0
    const slot = value >>> shift
    const held = slots[slot]
    // Branchless: a text's first shingles hit, its last ones miss, and a wrong guess costs more than a store.
    slots[slot] = held ^ ((held ^ value) & -(value < held))
  }
}

/** The same for any k: value · k < 2^47 is exact in a double. */
function scatterByScale(
  hashes: Uint32Array,
  slots: Uint32Array,
  count: number,
  k: number,
  salt: number,
): void {
  const scale = k / 2 ** 32
  for (let i = 0; i < count; i++) {
    const value = Math.imul(hashes[i] ^ salt, SPREAD) >>> 0
    const slot = (value * scale) | 0
    const held = slots[slot]
    slots[slot] = held ^ ((held ^ value) & -(value < held))
  }
}

/** Units of a chunk, and hashes. */
export const CHUNK = 16384
/** Slots that a kernel has room for. */
export const MAX_SLOTS = 32768
/** Units that a shingle may need from its first on: eight, each with the second half of its pair. */
export const REACH = 16

/** Values of the table from here on, other than folded units, ask for the exact path. */
export const HARD = 0xd800
/** Where these values end (half-open): folded units begin again. */
export const HARD_END = 0xf900
const HARD_RANGE = HARD_END - HARD

/** Weight of a shingle, in fifths of a letter. */
const TARGET = 40

/** The low lane's multiplier (see src/shingles/local.ts), and its powers up to a run of eight pairs. */
const P1 = 0x524b56d3
const POWERS = Int32Array.from({ length: REACH + 1 }, (_, n) => {
  let power = 1
  for (let i = 0; i < n; i++) power = Math.imul(power, P1)
  return power
})
