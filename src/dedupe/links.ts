import { Int32Vector } from '../kernel/vector.js'

/** Directed links between numbered nodes. 8 bytes per link. */
export class Links {
  readonly #from = new Int32Vector()
  readonly #to = new Int32Vector()

  /** Links added. */
  get count(): number {
    return this.#from.length
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.#from.bytes + this.#to.bytes
  }

  /** Adds a link; a link may be added twice. */
  add(from: number, to: number): void {
    this.#from.push(from)
    this.#to.push(to)
  }

  *[Symbol.iterator](): Generator<readonly [from: number, to: number]> {
    for (let i = 0; i < this.#from.length; i++) yield [this.#from.values[i], this.#to.values[i]]
  }

  /** For each node below `nodes`, the nodes with a link to it, ascending. O(nodes + links · log links). */
  sources(nodes: number): (node: number) => Int32Array {
    return valuesByKey(nodes, this.count, this.#to.values, this.#from.values)
  }

  /** For each node below `nodes`, the nodes it has a link to, ascending. O(nodes + links · log links). */
  targets(nodes: number): (node: number) => Int32Array {
    return valuesByKey(nodes, this.count, this.#from.values, this.#to.values)
  }
}

/** The values of each key, ascending: a counting sort by key, then a sort of each key's values. */
function valuesByKey(nodes: number, count: number, keys: Int32Array, values: Int32Array) {
  const starts = new Int32Array(nodes + 1)
  for (let i = 0; i < count; i++) starts[keys[i] + 1]++
  for (let node = 0; node < nodes; node++) starts[node + 1] += starts[node]
  const places = starts.slice()
  const all = new Int32Array(count)
  for (let i = 0; i < count; i++) all[places[keys[i]]++] = values[i]
  for (let node = 0; node < nodes; node++) all.subarray(starts[node], starts[node + 1]).sort()
  return (node: number): Int32Array => all.subarray(starts[node], starts[node + 1])
}
