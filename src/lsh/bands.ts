import { fmix32 } from '../kernel/hash.js'
import { MultiMap } from '../kernel/multimap.js'
import type { Slots } from '../sketch/fss.js'

/**
 * Banding (Indyk, Motwani 1998): a signature is cut into bands of rows, and texts that agree on all rows of one band
 * meet. A pair of similarity s meets with probability 1 − (1 − s^rows)^bands.
 *
 * 17 bands of 5 rows, 85 of 128 slots, meet at s = 0.7 with probability 0.96 and at s = 0.3 with 0.04. Lower
 * similarities, noisy and partial copies among them, are the business of fingerprints.
 */
export const BANDS = 17
export const ROWS = 5

/** A bucket lists at most so many texts: the 1,001st page with one imprint tells nothing new. */
export const MAX_BUCKET = 1000

/** Which texts share a band with a signature. Texts are numbered by the caller. About 60 bytes an entry, 17 entries a text. */
export class BandTable {
  readonly #map = new MultiMap(MAX_BUCKET)

  /** Enters a text under all its bands. */
  add(text: number, slots: Slots): void {
    for (let band = 0; band < BANDS; band++) this.#map.add(bandKey(slots, band), band, text)
  }

  /** Removes a text; the slots must be those it was added with. */
  remove(text: number, slots: Slots): void {
    for (let band = 0; band < BANDS; band++) this.#map.remove(bandKey(slots, band), band, text)
  }

  /** Calls `meet` for each text in each shared band; a text may come more than once. */
  meet(slots: Slots, meet: (text: number) => void): void {
    for (let band = 0; band < BANDS; band++) this.#map.each(bandKey(slots, band), band, meet)
  }

  /** Entries refused because their bucket was full. */
  get capped(): number {
    return this.#map.capped
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#map.bytes
  }
}

/** 32 bits of key for one band; the band number is the second half of the key. */
function bandKey({ values, rounds }: Slots, band: number): number {
  let key = 0x9e3779b9
  for (let slot = band * ROWS, end = slot + ROWS; slot < end; slot++) {
    key = fmix32(Math.imul(key, 0x85ebca6b) ^ values[slot] ^ Math.imul(rounds[slot], 0xc2b2ae35))
  }
  return key >>> 0
}
