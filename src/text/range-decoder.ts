/*
 * An adaptive binary range coder in the manner of the LZMA specification (Pavlov 2015), but in digits of six bits, so that
 * base64 characters are its bytes and a window of five of them stays within the 31 bits that V8 keeps unboxed. 12-bit
 * probabilities move by 1/16.
 */
const PROBABILITY_BITS = 12
const ADAPTATION = 4
const EVEN = 2 ** (PROBABILITY_BITS - 1)
const TOP = 2 ** 24
const WINDOW = 2 ** 30

/** One stream of numbers: 32 models for the length, then 4 for each length. */
const NUMBER_MODELS = 32 + 32 * 4

/** Adaptive probabilities, one for each context in which a bit may stand. */
export type Models = Uint16Array

/** Untrained models; without a count, as many as one stream of numbers takes. */
export function freshModels(count = NUMBER_MODELS): Models {
  return new Uint16Array(count).fill(EVEN)
}

/** Reads what `tables/pack.mjs` wrote: numbers and bits, in the order in which they were written. */
export class RangeDecoder {
  readonly #digits: Uint8Array
  #at = 0
  #range = WINDOW - 1
  #code = 0

  constructor(text: string) {
    this.#digits = digitsOf(text)
    for (let i = 0; i < 5; i++) this.#code = this.#code * 64 + this.#digits[this.#at++]
  }

  /** One bit under the adaptive probability `models[at]`. */
  bit(models: Models, at: number): number {
    return this.tree(models, 1, at - 1)
  }

  /** `bits` bits, highest first, each under the path taken so far: 2 ** bits models from `at`, the first unused. */
  tree(models: Models, bits: number, at = 0): number {
    const digits = this.#digits
    let range = this.#range
    let code = this.#code
    let node = 1
    for (let i = 0; i < bits; i++) {
      const p = models[at + node]
      const bound = (range >>> PROBABILITY_BITS) * p
      if (code < bound) {
        models[at + node] = p + ((2 ** PROBABILITY_BITS - p) >> ADAPTATION)
        range = bound
        node = node << 1
      } else {
        models[at + node] = p - (p >> ADAPTATION)
        range -= bound
        code -= bound
        node = (node << 1) | 1
      }
      while (range < TOP) {
        range <<= 6
        code = (code << 6) | digits[this.#at++]
      }
    }
    this.#range = range
    this.#code = code
    return node - (1 << bits)
  }

  /** `count` ≤ 6 bits that no model would predict. */
  #raw(count: number): number {
    let range = this.#range >>> count
    const value = (this.#code / range) | 0
    let code = this.#code - value * range
    while (range < TOP) {
      range <<= 6
      code = (code << 6) | this.#digits[this.#at++]
    }
    this.#range = range
    this.#code = code
    return value
  }

  /** A whole number below 2 ** 31: its length by tree, the two bits under the leading one by tree, the rest raw. */
  number(models: Models): number {
    const length = this.tree(models, 5)
    if (length < 2) return length
    const modelled = length === 2 ? 1 : 2
    let value = (1 << modelled) | this.tree(models, modelled, 32 + length * 4)
    for (let left = length - 1 - modelled; left > 0; left -= 6) {
      const count = left < 6 ? left : 6
      value = (value << count) | this.#raw(count)
    }
    return value
  }

  /** A whole number of either sign, zigzag. */
  signed(models: Models): number {
    const n = this.number(models)
    return n & 1 ? -(n + 1) >> 1 : n >> 1
  }
}

function digitsOf(text: string): Uint8Array {
  // The writer cuts trailing zeros off; the decoder looks at most five digits past what it needs.
  const digits = new Uint8Array(text.length + 8)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    // A–Z, a–z, 0–9, +, /
    digits[i] =
      code >= 97 ? code - 71 : code >= 65 ? code - 65 : code >= 48 ? code + 4 : code === 43 ? 62 : 63
  }
  return digits
}
