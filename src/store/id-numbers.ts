import { keyedHash } from '../kernel/keyed-hash.js'

/** What an index has to say of its documents for their numbers to be found by id. */
export interface NumberedIds<Id> {
  /** The id of a document that was entered and not taken out since. */
  idOf(number: number): Id
  /** The number from which on all of them lie; they span less than 2^32 − 2. */
  readonly first: number
}

/** What stands at a place: nothing, nothing any more, or FIRST and the number modulo NUMBERS. */
const FREE = 0
const GONE = 1
const FIRST = 2
const NUMBERS = 2 ** 32 - FIRST
const LEAST_PLACES = 16
/** Most places taken, those of what is gone among them: a search reads two places. */
const MOST_LOAD = 0.6
/** Room for this many times as many ids as are held, at least. */
const GROWTH = 1.5
/** What V8 takes for a string and its number in a Map, as measured with a million. */
const MAP_BYTES = 38

/** Ids that are numbers come from outside too: under a key of the process nobody can make them meet at one place. */
const SEEDS = [0, 0].map(() => Math.floor(Math.random() * 2 ** 32))

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/**
 * The numbers of documents by their ids. A Map takes 38 bytes for each; for ids that are numbers a table that keeps the
 * numbers only, and asks the index for the id, takes 7 to 13, and 20 at most where many have gone. Strings stay in a Map, which hashes them once.
 */
export class IdNumbers<Id extends string | number> {
  readonly #index: NumberedIds<Id>
  readonly #strings = new Map<Id, number>()
  #places = new Uint32Array(0)
  /** 32 less the bits of a place. */
  #shift = 32
  #held = 0
  #taken = 0

  constructor(index: NumberedIds<Id>) {
    this.#index = index
  }

  /** Ids held. */
  get size(): number {
    return this.#strings.size + this.#held
  }

  /** Bytes of memory, about. */
  get bytes(): number {
    return this.#strings.size * MAP_BYTES + this.#places.byteLength
  }

  /** The number of a document; undefined where the id is not held. O(1) expected. */
  get(id: Id): number | undefined {
    if (typeof id === 'string') return this.#strings.get(id)
    const place = this.#placeOf(id)
    return place < 0 ? undefined : this.#numberAt(place)
  }

  /** Enters an id that is not held. O(1) expected. */
  add(id: Id, number: number): void {
    if (typeof id === 'string') {
      this.#strings.set(id, number)
      return
    }
    if (this.#taken + 1 > MOST_LOAD * this.#places.length) this.#rebuild()
    this.#enter(id, number)
    this.#held++
    this.#taken++
  }

  /** Takes an id out, before the index forgets it. O(1) expected. */
  delete(id: Id): void {
    if (typeof id === 'string') {
      this.#strings.delete(id)
      return
    }
    const place = this.#placeOf(id)
    if (place < 0) return
    this.#places[place] = GONE
    if (--this.#held === 0) this.#empty()
  }

  /** Takes all ids out. */
  clear(): void {
    this.#strings.clear()
    this.#empty()
  }

  #empty(): void {
    this.#places = new Uint32Array(0)
    this.#held = 0
    this.#taken = 0
  }

  /** Where the number of an id stands, or −1. */
  #placeOf(id: Id): number {
    if (this.#held === 0) return -1
    const places = this.#places
    const mask = places.length - 1
    for (let place = this.#home(id as number); places[place] !== FREE; place = (place + 1) & mask) {
      if (places[place] !== GONE && this.#index.idOf(this.#numberAt(place)) === id) return place
    }
    return -1
  }

  #numberAt(place: number): number {
    const { first } = this.#index
    const ahead = this.#places[place] - FIRST - (first % NUMBERS)
    return first + (ahead < 0 ? ahead + NUMBERS : ahead)
  }

  #enter(id: Id, number: number): void {
    const places = this.#places
    const mask = places.length - 1
    let place = this.#home(id as number)
    while (places[place] !== FREE) place = (place + 1) & mask
    places[place] = FIRST + (number % NUMBERS)
  }

  /** The place at which an id is looked for first: −0 and 0 are one id. */
  #home(id: number): number {
    double[0] = id + 0
    return keyedHash(SEEDS[0], SEEDS[1], words[0], words[1]) >>> this.#shift
  }

  /** Without what is gone, and with room for half as many again, at least. O(ids). */
  #rebuild(): void {
    const before = this.#places
    const numbers: number[] = []
    for (let place = 0; place < before.length; place++) {
      if (before[place] >= FIRST) numbers.push(this.#numberAt(place))
    }
    const wanted = (GROWTH * (this.#held + 1)) / MOST_LOAD
    const bits = Math.ceil(Math.log2(Math.max(wanted, LEAST_PLACES)))
    this.#places = new Uint32Array(2 ** bits)
    this.#shift = 32 - bits
    this.#taken = this.#held
    for (const number of numbers) this.#enter(this.#index.idOf(number), number)
  }
}
