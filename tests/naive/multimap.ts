/** A MultiMap as a Map of arrays, newest value last. */
export class NaiveMultiMap {
  readonly lists = new Map<string, number[]>()
  readonly cap: number
  capped = 0

  constructor(cap: number) {
    this.cap = cap
  }

  add(low: number, high: number, value: number): boolean {
    const list = this.list(low, high)
    if (list.length === this.cap) {
      this.capped++
      return false
    }
    this.lists.set(name(low, high), [...list, value])
    return true
  }

  /** Of equal values the newest goes. */
  remove(low: number, high: number, value: number): boolean {
    const list = this.list(low, high)
    const at = list.lastIndexOf(value)
    if (at < 0) return false
    this.lists.set(
      name(low, high),
      list.filter((_, i) => i !== at),
    )
    return true
  }

  list(low: number, high: number): number[] {
    return this.lists.get(name(low, high)) ?? []
  }
}

function name(low: number, high: number): string {
  return `${low >>> 0} ${high >>> 0}`
}
