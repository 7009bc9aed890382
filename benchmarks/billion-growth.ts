import { featuresOf } from '../src/candidates/features.js'
import { storeKeys } from '../src/fleet/store-keys.js'
import { indexSettings } from '../src/store/index-options.js'

/** How many of the fingerprints of so many documents another document has too. */
export interface Growth {
  readonly documents: number
  /** Fingerprints of a document, each counted once. */
  readonly keys: number
  /** 0 to 1. */
  readonly shared: number
}

/** The growth over the first documents of each size. O(keys · log keys). */
export function growthOf(texts: readonly string[], sizes: readonly number[]): Growth[] {
  const keys = texts.map((text) => {
    const features = featuresOf(text, SETTINGS)
    return new Set(storeKeys(features).keys.subarray(1 + features.bands.length))
  })
  return sizes
    .filter((size) => size <= texts.length)
    .map((size) => {
      const held = keys.slice(0, size)
      const all = new BigInt64Array(held.reduce((sum, { size: own }) => sum + own, 0))
      let at = 0
      for (const own of held) for (const key of own) all[at++] = key
      all.sort()
      let shared = 0
      for (let from = 0, to = 0; from < at; from = to) {
        while (to < at && all[to] === all[from]) to++
        if (to - from > 1) shared += to - from
      }
      return { documents: size, keys: at / size, shared: shared / at }
    })
}

/** Shares of the bands that a copy has in common with its original, one for each of the copies. */
export function sharedBands(texts: readonly string[], copy: (text: string) => string): number {
  let equal = 0
  for (const text of texts) {
    const [own, other] = [featuresOf(text, SETTINGS).bands, featuresOf(copy(text), SETTINGS).bands]
    own.forEach((key, band) => (equal += Number(key === other[band])))
  }
  return equal / (texts.length * BANDS)
}

const SETTINGS = indexSettings({}).featureSettings
export const BANDS = SETTINGS.banding.bands
