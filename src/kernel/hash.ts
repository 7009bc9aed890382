/**
 * Integer mixers shared by shingles, sketches and tables.
 * All work on 32-bit lanes with `Math.imul`, so that every runtime gives the same bits.
 */

/** Finaliser with full avalanche on 32 bits (MurmurHash3 fmix32, Appleby, public domain). Returns an int32. */
export function fmix32(h: number): number {
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** A second, independent 32-bit mixer ("lowbias32", Wellons 2018). Returns an int32. */
export function lowbias32(h: number): number {
  h ^= h >>> 16
  h = Math.imul(h, 0x7feb352d)
  h ^= h >>> 15
  h = Math.imul(h, 0x846ca68b)
  return h ^ (h >>> 16)
}

/** A seeded stream of 32-bit integers (splitmix32): the same seed gives the same stream on every runtime. */
export function splitmix32(seed: number): () => number {
  let index = 0
  return () => splitmixAt(seed, index++)
}

/** The integer at one place of that stream, from 0. */
export function splitmixAt(seed: number, index: number): number {
  const state = (seed + Math.imul(index + 1, 0x9e3779b9)) | 0
  let z = state ^ (state >>> 16)
  z = Math.imul(z, 0x21f0aaad)
  z ^= z >>> 15
  z = Math.imul(z, 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}
