import { MultiMap } from '../kernel/multimap.js'
import { Int32Vector } from '../kernel/vector.js'
import type { Fingerprints } from './fingerprints.js'

/** A fingerprint lists at most so many places; boilerplate beyond that is counted and left out. */
export const MAX_PLACES = 1000

/** Which texts hold a fingerprint, and where in them. Texts are numbered by the caller. */
export class Postings {
  readonly #map = new MultiMap(MAX_PLACES)
  // Places: text and position by place number; numbers of removed places are used again.
  readonly #text = new Int32Vector()
  readonly #position = new Int32Vector()
  readonly #free: number[] = []

  add(text: number, prints: Fingerprints): void {
    for (let i = 0; i < prints.count; i++) {
      const place = this.#place(text, prints.positions[i])
      if (!this.#map.add(prints.low[i], prints.high[i], place)) this.#free.push(place)
    }
  }

  /** Removes a text; the prints must be those it was added with. */
  remove(text: number, prints: Fingerprints): void {
    for (let i = 0; i < prints.count; i++) {
      const low = prints.low[i]
      const high = prints.high[i]
      let place = -1
      this.#map.each(low, high, (at) => {
        if (this.#text.values[at] === text && this.#position.values[at] === prints.positions[i]) place = at
      })
      // A place that was left out because its fingerprint was full is not there to remove.
      if (place >= 0 && this.#map.remove(low, high, place)) this.#free.push(place)
    }
  }

  /** Calls `hit` for each place of each print: text, position there, number of the print. */
  hits(prints: Fingerprints, hit: (text: number, position: number, print: number) => void): void {
    const texts = this.#text.values
    const positions = this.#position.values
    for (let i = 0; i < prints.count; i++) {
      this.#map.each(prints.low[i], prints.high[i], (place) => hit(texts[place], positions[place], i))
    }
  }

  /** Places refused because their fingerprint was full. */
  get capped(): number {
    return this.#map.capped
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#map.bytes + this.#text.bytes + this.#position.bytes
  }

  #place(text: number, position: number): number {
    const reused = this.#free.pop()
    if (reused === undefined) {
      this.#position.push(position)
      return this.#text.push(text)
    }
    this.#text.values[reused] = text
    this.#position.values[reused] = position
    return reused
  }
}
