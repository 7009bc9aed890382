import { argumentError, requireKnownKeys } from '../kernel/errors.js'
import { pairsInBands } from './band-pairs.js'
import { compactSlots, shareOf } from '../sketch/estimate.js'
import { DEFAULT_K, sketch } from '../sketch/signature.js'
import { bandingFor } from './banding.js'
import { reachesThreshold, resemblanceSettings } from './resemblance.js'
import { equalSlots } from './equal-slots.js'

/** Options of `similarPairs`. */
export interface SimilarPairsOptions {
  /** Jaccard similarity from which pairs are returned. Default 0.7. */
  readonly threshold?: number
  /** Probability with which a pair of just that similarity is found. Default 0.95. */
  readonly recall?: number
}

/** Two texts by their places in the source, with their estimated similarity and its standard error. */
export interface SimilarPair {
  /** Place of the first text, from 0. */
  readonly a: number
  /** Place of the second text. */
  readonly b: number
  /** Estimated Jaccard similarity. */
  readonly jaccard: number
  /** Its standard error. */
  readonly error: number
}

/**
 * Finds the pairs of similar texts in a collection, by estimate: what an index of the mode `resemblance` would answer, for a
 * job that is done once and keeps nothing. Noisy and partial copies are not promised. In a bucket that thousands share, each
 * text is compared with the first and the 32 before it; `capped` counts the pairs that were left out.
 * O(characters + texts · bands), 136 bytes per text. @throws OffprintError `ERR_ARGUMENT`.
 */
export function similarPairs(
  texts: Iterable<string>,
  options: SimilarPairsOptions = {},
): {
  /** The pairs, each once. */
  pairs: SimilarPair[]
  /** Pairs of full buckets that were not compared. */
  capped: number
} {
  requireKnownKeys('options', options, ['threshold', 'recall'])
  if (typeof texts === 'string' || typeof texts?.[Symbol.iterator] !== 'function') {
    throw argumentError('texts', texts, 'an iterable of strings')
  }
  const { threshold, recall } = resemblanceSettings(options)
  const slots = DEFAULT_K
  const banding = bandingFor(threshold, recall, slots)
  let signatures = new Uint8Array(1024 * slots)
  const places: number[] = []
  let place = 0
  for (const text of texts) {
    const { set, slots: full } = sketch(text, { k: slots })
    // Empty texts resemble nothing.
    if (set === null || set.length > 0) {
      const at = places.push(place) - 1
      if ((at + 1) * slots > signatures.length) {
        const wider = new Uint8Array(2 * signatures.length)
        wider.set(signatures)
        signatures = wider
      }
      signatures.set(compactSlots(full, 8), at * slots)
    }
    place++
  }
  const pairs: SimilarPair[] = []
  const all = signatures.subarray(0, places.length * slots)
  const capped = pairsInBands(all, slots, banding, (a, b) => {
    const equal = equalSlots(all.subarray(a * slots, (a + 1) * slots), all, b)
    const estimate = shareOf(equal, slots, 1 / 256)
    if (reachesThreshold(estimate, threshold)) pairs.push({ a: places[a], b: places[b], ...estimate })
  })
  return { pairs: pairs.sort((x, y) => x.a - y.a || x.b - y.b), capped }
}
