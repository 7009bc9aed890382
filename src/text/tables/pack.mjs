/**
 * The writing half of `../../kernel/range-decoder.ts`: an adaptive binary range coder in the manner of the LZMA specification
 * (Pavlov 2015), but in digits of six bits, which are written as base64 characters. 12-bit probabilities move by
 * 1/16. gzip of the text comes to what the digits hold, 6 bits each: against varints in base64 it saves a third.
 */
const PROBABILITY_BITS = 12
const ADAPTATION = 4
const DIGIT = 64
const TOP = 2 ** 24
const WINDOW = 2 ** 30

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export class RangeEncoder {
  #low = 0
  #range = WINDOW - 1
  #cache = 0
  #pending = 1
  #digits = []

  /** One bit under the adaptive probability `models[at]`. */
  bit(models, at, bit) {
    const p = models[at]
    const bound = (this.#range >>> PROBABILITY_BITS) * p
    if (bit === 0) {
      this.#range = bound
      models[at] = p + ((2 ** PROBABILITY_BITS - p) >> ADAPTATION)
    } else {
      this.#low += bound
      this.#range -= bound
      models[at] = p - (p >> ADAPTATION)
    }
    this.#normalise()
  }

  /** `bits` bits of `value`, highest first, each under the path taken so far: 2 ** bits models from `at`. */
  tree(models, at, bits, value) {
    let node = 1
    for (let i = bits - 1; i >= 0; i--) {
      const bit = (value >> i) & 1
      this.bit(models, at + node, bit)
      node = node * 2 + bit
    }
  }

  /** `count` ≤ 6 bits that no model would predict. */
  raw(count, value) {
    this.#range = Math.floor(this.#range / 2 ** count)
    this.#low += this.#range * value
    this.#normalise()
  }

  /** A whole number below 2 ** 31: its length by tree, the two bits under the leading one by tree, the rest raw. */
  number(models, value) {
    const length = 32 - Math.clz32(value)
    this.tree(models, 0, 5, length)
    const under = Math.max(length - 1, 0)
    const modelled = Math.min(under, 2)
    this.tree(models, 32 + length * 4, modelled, (value >> (under - modelled)) & (2 ** modelled - 1))
    for (let left = under - modelled; left > 0;) {
      const count = Math.min(left, 6)
      left -= count
      this.raw(count, (value >> left) & (2 ** count - 1))
    }
  }

  /** The digits as text. */
  finish() {
    for (let i = 0; i < 5; i++) this.#shift()
    const digits = this.#digits.slice(1) // the first digit is the coder's empty cache
    while (digits.at(-1) === 0) digits.pop() // the decoder reads zeros past the end
    return digits.map((digit) => ALPHABET[digit]).join('')
  }

  #normalise() {
    while (this.#range < TOP) {
      this.#range *= DIGIT
      this.#shift()
    }
  }

  #shift() {
    if (this.#low < WINDOW - TOP || this.#low >= WINDOW) {
      const carry = this.#low >= WINDOW ? 1 : 0
      let digit = this.#cache
      do {
        this.#digits.push((digit + carry) % DIGIT)
        digit = DIGIT - 1
      } while (--this.#pending > 0)
      this.#cache = Math.floor(this.#low / TOP) % DIGIT
    }
    this.#pending++
    this.#low = (this.#low % TOP) * DIGIT
  }
}

/** One stream of numbers: 32 models for the length, then 4 for each length. */
const NUMBER_MODELS = 32 + 32 * 4

export function freshModels(count = NUMBER_MODELS) {
  return new Uint16Array(count).fill(2 ** (PROBABILITY_BITS - 1))
}
