import { argumentError, OffprintError, requireInteger, requireNumber } from '../kernel/errors.js'

/** A split of a signature into bands of rows; slots beyond bands × rows stay unused. */
export interface Banding {
  readonly bands: number
  readonly rows: number
}

/**
 * n nodes integrate a polynomial of degree 2n − 1 exactly, and the one here has degree bands·rows ≤ k: up to k = 799 the
 * integrals are exact but for rounding. Above, 400 nodes resolve the curve all the same.
 */
const MAX_NODES = 400

/** Work grows as k log k; 32767 slots are the most that a signature has. */
const MAX_K = 32767

/**
 * The banding that datasketch picks for a threshold: of all with bands × rows ≤ k the one with the least
 *
 *     w₀ ∫₀ᵗ p(s) ds + w₁ ∫ₜ¹ (1 − p(s)) ds,   p(s) = 1 − (1 − s^rows)^bands,
 *
 * p being the probability that a pair of similarity s meets in a band. Of equals the one with fewer bands wins, then with
 * fewer rows.
 * @param threshold similarity from which pairs should meet, 0 to 1.
 * @param k number of slots, 2 to 32767.
 * @param weights of false positives and of false negatives, each 0 to 1, together 1.
 * O(k log k · min(k, 800)): 2 ms for k = 256, 3 s for 32767. @throws OffprintError `ERR_ARGUMENT`, also where a single
 * band would be best, as datasketch does: all its rows would have to agree, and one slot could part two near copies.
 */
export function optimalBands(
  threshold: number,
  k: number,
  weights: readonly [falsePositives: number, falseNegatives: number] = [0.5, 0.5],
): Banding {
  requireNumber('threshold', threshold, 0, 1)
  requireInteger('k', k, 2, MAX_K)
  if (!Array.isArray(weights) || weights.length !== 2) {
    throw argumentError('weights', weights, 'an array of two numbers')
  }
  requireNumber('weights[0]', weights[0], 0, 1)
  requireNumber('weights[1]', weights[1], 0, 1)
  if (Math.abs(weights[0] + weights[1] - 1) > 1e-9) {
    throw argumentError('weights', weights[0] + weights[1], 'two numbers whose sum is 1')
  }

  const { nodes, masses } = gaussLegendre(Math.min((k >> 1) + 1, MAX_NODES))
  const n = nodes.length
  // Nodes of [0, t], then of [t, 1]. There the cost is Σ mass − Σ mass·miss, here Σ mass·miss.
  const similarity = new Float64Array(2 * n)
  const mass = new Float64Array(2 * n)
  for (let i = 0; i < n; i++) {
    similarity[i] = threshold * nodes[i]
    mass[i] = -weights[0] * threshold * masses[i]
    similarity[n + i] = threshold + (1 - threshold) * nodes[i]
    mass[n + i] = weights[1] * (1 - threshold) * masses[i]
  }

  const power = new Float64Array(2 * n).fill(1)
  const miss = new Float64Array(2 * n)
  let least = Infinity
  let best = { bands: 0, rows: 0 }
  for (let rows = 1; rows <= k; rows++) {
    for (let i = 0; i < 2 * n; i++) power[i] *= similarity[i]
    miss.fill(1)
    for (let bands = 1; bands * rows <= k; bands++) {
      let cost = weights[0] * threshold
      for (let i = 0; i < 2 * n; i++) {
        miss[i] *= 1 - power[i]
        cost += mass[i] * miss[i]
      }
      if (cost < least || (cost === least && bands < best.bands)) {
        least = cost
        best = { bands, rows }
      }
    }
  }
  if (best.bands < 2) {
    throw new OffprintError(
      'ERR_ARGUMENT',
      `threshold ${threshold} with k ${k} leaves a single band of ${best.rows} rows; lower the threshold or raise k`,
    )
  }
  return best
}

/**
 * The banding with the most rows, so the fewest strangers, at which a pair of the threshold's similarity still meets with
 * the stated probability. Of equals the one with more bands wins.
 * @param threshold similarity from which pairs should meet, above 0 up to 1.
 * @param recall probability that a pair of that similarity meets, 0 to below 1.
 * @param k number of slots.
 * O(k). @throws OffprintError `ERR_ARGUMENT`, also where k slots cannot reach the recall.
 */
export function bandingFor(threshold: number, recall: number, k: number): Banding {
  requireNumber('threshold', threshold, 0, 1)
  requireNumber('recall', recall, 0, 1)
  requireInteger('k', k, 2, MAX_K)
  for (let rows = k; rows >= 1; rows--) {
    // Bands enough for the recall, and no more: each costs memory and strangers.
    for (let bands = 1; bands * rows <= k; bands++) {
      if (1 - (1 - threshold ** rows) ** bands >= recall) return { bands, rows }
    }
  }
  throw new OffprintError(
    'ERR_ARGUMENT',
    `${k} slots cannot find pairs of similarity ${threshold} with probability ${recall}; lower the recall or raise the threshold`,
  )
}

/**
 * Nodes and weights of Gauss–Legendre quadrature on [0, 1]: the roots of P_n by Newton's method from
 * cos(π(i + ¾)/(n + ½)). O(n²).
 */
function gaussLegendre(n: number): { nodes: Float64Array; masses: Float64Array } {
  const nodes = new Float64Array(n)
  const masses = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 0
    // Converges quadratically from 5 digits: 4 steps reach double precision, one more settles the slope.
    for (let step = 0; step < 5; step++) {
      let before = 1
      let value = x
      for (let degree = 2; degree <= n; degree++) {
        const next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree
        before = value
        value = next
      }
      slope = (n * (x * value - before)) / (x * x - 1)
      x -= value / slope
    }
    nodes[i] = (1 - x) / 2
    masses[i] = 1 / ((1 - x * x) * slope * slope)
  }
  return { nodes, masses }
}
