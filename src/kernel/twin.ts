import { fmix32 } from './hash.js'
import type { Kernel } from './kernel.js'
import { unitWeights } from './weights.js'

/**
 * The kernel in plain TypeScript: the same operations on the same chunks as `assembly/index.ts`, byte for byte. Serves
 * where WebAssembly or SIMD is missing or refused, and is what the compiled kernel is tested against.
 */
export function twinKernel(): Kernel {
  const table = new Uint16Array(1 << 16)
  const input = new Uint16Array(CHUNK + 16)
  const folded = new Uint16Array(CHUNK + 64)
  const hashes = new Uint32Array(BLOCK + 32)
  const slots = new Int32Array(MAX_SLOTS)
  const unsigned = new Uint32Array(slots.buffer)
  const weights = unitWeights()
  const prefix = new Int32Array(BLOCK + 16)
  let reached = 0
  const weightOf = (from: number, to: number) => {
    let sum = 0
    for (let i = from; i < to && sum < TARGET; i++) sum += weights[folded[i]]
    return sum
  }

  return {
    compiled: false,
    table,
    input,
    folded,
    hashes,
    slots: unsigned,
    reached: () => reached,

    write(source, from, to) {
      for (let i = from; i < to; i++) input[i - from] = source.charCodeAt(i)
      input[to - from] = to < source.length ? source.charCodeAt(to) : 0
    },

    fold(from, to, at) {
      let out = at
      let i = from
      let value = table[input[i]]
      for (; i < to; i++) {
        // A hard unit may change the one before it, so both are left to the exact path.
        const next = table[input[i + 1]]
        if ((next >= HARD && next < HARD_END) || (value >= HARD && value < HARD_END)) break
        folded[out] = value
        if (value !== 0) out++
        value = next
      }
      reached = i
      return out
    },

    shingle(at, count) {
      // Prefix polynomials: the hash of a run is a difference of two, whatever its length.
      let h = 0
      prefix[0] = 0
      for (let i = 0; i < count + 8; i++) {
        h = (Math.imul(h, P1) + folded[at + i]) | 0
        prefix[i + 1] = h
      }
      const powers = POWERS
      let to = 0
      let sum = 0
      for (let from = 0; from < count; from++) {
        while (sum < TARGET) sum += weights[folded[at + to++]]
        hashes[from] = fmix32((prefix[to] - Math.imul(prefix[from], powers[to - from])) | 0)
        sum -= weights[folded[at + from]]
      }
    },

    shingleEnd(at, length) {
      // Zeros weigh as letters do; a shingle that takes one in is none.
      folded.fill(0, at + length, at + length + 16)
      this.shingle(at, length)
      let count = length
      while (count > 0 && weightOf(at + count - 1, at + length) < TARGET) count--
      return count
    },

    clear(k) {
      unsigned.fill(0xffffffff, 0, k)
    },

    scatter(count, k, salt) {
      // k is exact in a double and so is value · k < 2^47.
      const scale = k / 2 ** 32
      for (let i = 0; i < count; i++) {
        const value = Math.imul(hashes[i] ^ salt, SPREAD) >>> 0
        const slot = (value * scale) | 0
        if (value < unsigned[slot]) unsigned[slot] = value
      }
    },

    join(k) {
      let open = 0
      for (let i = 0; i < k; i++) if (slots[i] === -1) open++
      return open
    },
  }
}

/** Sizes of the chunk and block buffers, in units and hashes. */
export const CHUNK = 16384
export const BLOCK = 2048
export const MAX_SLOTS = 32768

/** Values of the table from here on, other than folded units, ask for the exact path. */
export const HARD = 0xd800
export const HARD_END = 0xf900

/** Weight of a shingle, in fifths of a letter. */
const TARGET = 40

/** Spreads a hash over slots and values in round 0 (see src/sketch/fss.ts). */
const SPREAD = 0x9e3779b1 | 0

/** The low lane's multiplier (see src/shingles/local.ts), and its powers up to a run of eight. */
const P1 = 0x524b56d3
const POWERS = Int32Array.from({ length: 9 }, (_, n) => {
  let power = 1
  for (let i = 0; i < n; i++) power = Math.imul(power, P1)
  return power
})
