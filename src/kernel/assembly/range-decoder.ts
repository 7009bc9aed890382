/**
 * The reader of baked tables, in AssemblyScript; `src/kernel/range-decoder.ts` has the same in plain TypeScript. A module
 * of its own: its memory holds the characters of one text, then the models, and goes when the table is read.
 */
const PROBABILITY_BITS: u32 = 12
const ADAPTATION: u32 = 4
const EVEN: u32 = 0x0800
const TOP: u32 = 0x1000000
const WINDOW: u32 = 0x40000000

let at: usize = 0
let end: usize = 0
let range: u32 = 0
let code: u32 = 0

/** Begins to read the text that stands at the start of the memory, as ASCII. */
export function start(length: i32): void {
  at = 0
  // The writer cuts trailing zeros off.
  end = length
  range = WINDOW - 1
  code = 0
  for (let i = 0; i < 5; i++) code = (code << 6) | digit()
  models = (length + 1) & ~1
}

/** Where the next models go. */
let models: usize = 0

/** Untrained models; returns their place, counted in models. */
export function fresh(count: i32): i32 {
  const from = models
  models += count << 1
  const missing = (<i32>models + 0xffff) / 0x10000 - memory.size()
  if (missing > 0) memory.grow(missing)
  for (let place = from; place < models; place += 2) store<u16>(place, EVEN)
  return from >> 1
}

/** A–Z, a–z, 0–9, +, /; zero beyond the end. */
function digit(): u32 {
  if (at >= end) return 0
  const c: u32 = load<u8>(at++)
  return c >= 97 ? c - 71 : c >= 65 ? c - 65 : c >= 48 ? c + 4 : c == 43 ? 62 : 63
}

/** `bits` bits, highest first, each under the path taken so far. */
export function tree(first: i32, bits: i32): i32 {
  let node: u32 = 1
  let wide = range
  let value = code
  for (let i = 0; i < bits; i++) {
    const place = (<usize>first + node) << 1
    const p: u32 = load<u16>(place)
    const bound = (wide >> PROBABILITY_BITS) * p
    if (value < bound) {
      store<u16>(place, p + (((1 << PROBABILITY_BITS) - p) >> ADAPTATION))
      wide = bound
      node = node << 1
    } else {
      store<u16>(place, p - (p >> ADAPTATION))
      wide -= bound
      value -= bound
      node = (node << 1) | 1
    }
    while (wide < TOP) {
      wide <<= 6
      value = (value << 6) | digit()
    }
  }
  range = wide
  code = value
  return node - (1 << bits)
}

/** `count` ≤ 6 bits that no model would predict. */
function raw(count: i32): u32 {
  range >>= count
  const value = code / range
  code -= value * range
  while (range < TOP) {
    range <<= 6
    code = (code << 6) | digit()
  }
  return value
}

/** A whole number: its length by tree, the two bits under the leading one by tree, the rest raw. */
export function number(first: i32): i32 {
  const length = tree(first, 5)
  if (length < 2) return length
  const modelled = length == 2 ? 1 : 2
  let value: u32 = (1 << modelled) | tree(first + 32 + length * 4, modelled)
  for (let left = length - 1 - modelled; left > 0; left -= 6) {
    const count = left < 6 ? left : 6
    value = (value << count) | raw(count)
  }
  return value
}
