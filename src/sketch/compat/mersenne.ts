const N = 624
const M = 397

/**
 * MT19937 as NumPy's `RandomState(seed)` runs it (Matsumoto, Nishimura 1998; seeding by `init_genrand` of the 2002
 * version). NumPy froze this stream in 2019 (NEP 19), so permutations drawn from it stay what they are.
 *
 * Only families of permutations are drawn from it, 2k numbers each: 64-bit draws are bigints, for clarity.
 */
export class MersenneTwister {
  readonly #state = new Int32Array(N)
  #next = N

  /** @param seed 0 to 2^32 − 1. */
  constructor(seed: number) {
    const state = this.#state
    state[0] = seed
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1]
      state[i] = Math.imul(previous ^ (previous >>> 30), 1812433253) + i
    }
  }

  /** The next 32 bits, unsigned. */
  draw32(): number {
    if (this.#next === N) this.#twist()
    let y = this.#state[this.#next++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /** The next 64 bits: two draws, the high half first. */
  draw64(): bigint {
    const high = this.draw32()
    return (BigInt(high) << 32n) | BigInt(this.draw32())
  }

  /**
   * A whole number from 0 to `greatest` as `randint(…, dtype=uint64)` finds it: 64 bits are cut to the length of
   * `greatest`, and drawn again if above. Less than two draws expected.
   * @param greatest at least 2^32; below, NumPy spends 32 bits a draw.
   */
  draw64UpTo(greatest: bigint): bigint {
    const length = greatest.toString(2).length
    for (;;) {
      const value = BigInt.asUintN(length, this.draw64())
      if (value <= greatest) return value
    }
  }

  #twist(): void {
    const state = this.#state
    for (let i = 0; i < N; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff)
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#next = 0
  }
}
