import { fastSimilaritySketch } from '../src/sketch/fss.js'
import type { FullSignature } from '../src/sketch/index.js'

/** Number of shared items that brings two sets of n nearest to a similarity, and what they then have. */
export function overlap(n: number, near: number): { shared: number; similarity: number } {
  const similarityOf = (shared: number) => shared / (2 * n - shared)
  const below = Math.floor((2 * n * near) / (1 + near))
  const distance = (shared: number) => Math.abs(similarityOf(shared) - near)
  const shared = below < n && distance(below + 1) < distance(below) ? below + 1 : below
  return { shared, similarity: similarityOf(shared) }
}

/**
 * Signatures, slots and no set, of two sets of n random hashes with `shared` in common. The family is one and the items
 * are random: the same as one pair under random families, and quicker.
 */
export function randomPair(
  n: number,
  shared: number,
  k: number,
  next: () => number,
): [FullSignature, FullSignature] {
  const items = new Uint32Array(2 * n - shared)
  for (let i = 0; i < items.length; i++) items[i] = next()
  return [signatureOf(items.subarray(0, n), k), signatureOf(items.subarray(n - shared), k)]
}

function signatureOf(items: Uint32Array, k: number): FullSignature {
  const header = { scheme: 'fss', k, seed: 1, slotBits: 48, shingles: 'tokens', foldVersion: 0 } as const
  return { ...header, script: false, wordsVersion: 0, set: null, slots: fastSimilaritySketch(items, k, 1) }
}

/** Mean, variance and z of the mean (its distance from 0 in standard errors) of what trials give. */
export function moments(trials: number, trial: () => number): { mean: number; variance: number; z: number } {
  let sum = 0
  let squares = 0
  for (let i = 0; i < trials; i++) {
    const value = trial()
    sum += value
    squares += value * value
  }
  const mean = sum / trials
  const variance = squares / trials - mean * mean
  return { mean, variance, z: mean / Math.sqrt(variance / trials) }
}
