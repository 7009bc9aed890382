import { fromHex } from './bytes.js'
import { RANGE_DECODER } from './range-decoder.data.js'

/*
 * An adaptive binary range coder in the manner of the LZMA specification (Pavlov 2015), but in digits of six bits, so that
 * base64 characters are its bytes and a window of five of them stays within the 31 bits that V8 keeps unboxed. 12-bit
 * probabilities move by 1/16.
 *
 * A baked table is read once, when the engine has not compiled the code yet: in WebAssembly the shapes of Han take a third of
 * the processor time, and the table of folding, which every command reads, a fifth.
 */
const PROBABILITY_BITS = 12
const ADAPTATION = 4
const EVEN = 2 ** (PROBABILITY_BITS - 1)
const TOP = 2 ** 24
const WINDOW = 2 ** 30

/** One stream of numbers: 32 models for the length, then 4 for each length. */
const NUMBER_MODELS = 32 + 32 * 4

/** Adaptive probabilities, one for each context in which a bit may stand: where those of one stream begin. */
export type Models = number

/** Reads what `text/tables/pack.mjs` wrote: numbers and bits, in the order in which they were written. */
export interface RangeDecoder {
  /** Untrained models; without a count, as many as one stream of numbers takes. */
  models(count?: number): Models
  /** One bit under the adaptive probability `models + at`. */
  bit(models: Models, at: number): number
  /** `bits` bits, highest first, each under the path taken so far: 2 ** bits models from `at`, the first unused. */
  tree(models: Models, bits: number, at?: number): number
  /** A whole number below 2 ** 31: its length by tree, the two bits under the leading one by tree, the rest raw. */
  number(models: Models): number
  /** A whole number of either sign, zigzag. */
  signed(models: Models): number
}

/** A decoder of a text: compiled, or the twin where WebAssembly is missing or refused. O(length). */
export function rangeDecoder(text: string): RangeDecoder {
  return compiledRangeDecoder(text) ?? new RangeDecoderTwin(text)
}

interface Exports {
  readonly memory: WebAssembly.Memory
  start(length: number): void
  fresh(count: number): number
  tree(first: number, bits: number): number
  number(first: number): number
}

/** The compiled module; null where it cannot be compiled. */
let module: WebAssembly.Module | null | undefined

/** The WebAssembly decoder, or null where it cannot be compiled. */
export function compiledRangeDecoder(text: string): RangeDecoder | null {
  if (module === null) return null
  let exports: Exports
  try {
    module ??= new WebAssembly.Module(fromHex(RANGE_DECODER))
    exports = new WebAssembly.Instance(module).exports as unknown as Exports
  } catch {
    module = null
    return null
  }
  new TextEncoder().encodeInto(text, new Uint8Array(exports.memory.buffer))
  exports.start(text.length)
  const { tree, number } = exports
  return {
    models: (count = NUMBER_MODELS) => exports.fresh(count),
    bit: (models, at) => tree(models + at - 1, 1),
    tree: (models, bits, at = 0) => tree(models + at, bits),
    number,
    signed(models) {
      const n = number(models)
      return n & 1 ? -(n + 1) >> 1 : n >> 1
    },
  }
}

/** The same in TypeScript. */
export class RangeDecoderTwin implements RangeDecoder {
  readonly #digits: Uint8Array
  #models = new Uint16Array(0)
  #at = 0
  #range = WINDOW - 1
  #code = 0

  constructor(text: string) {
    this.#digits = digitsOf(text)
    for (let i = 0; i < 5; i++) this.#code = this.#code * 64 + this.#digits[this.#at++]
  }

  models(count = NUMBER_MODELS): Models {
    const from = this.#models.length
    const more = new Uint16Array(from + count).fill(EVEN, from)
    more.set(this.#models)
    this.#models = more
    return from
  }

  bit(models: Models, at: number): number {
    return this.tree(models, 1, at - 1)
  }

  tree(first: Models, bits: number, at = 0): number {
    const models = this.#models
    const digits = this.#digits
    let range = this.#range
    let code = this.#code
    let node = 1
    for (let i = 0; i < bits; i++) {
      const place = first + at + node
      const p = models[place]
      const bound = (range >>> PROBABILITY_BITS) * p
      if (code < bound) {
        models[place] = p + ((2 ** PROBABILITY_BITS - p) >> ADAPTATION)
        range = bound
        node = node << 1
      } else {
        models[place] = p - (p >> ADAPTATION)
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
