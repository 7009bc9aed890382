/**
 * The distinct ones of a stream of hashes, as long as there are at most k: an ordinary text gives up after little more
 * than k of them, and 5 MB of one character are seen to be one shingle.
 */
export interface Distinct {
  /** Forgets all hashes. */
  reset(): void
  /** Enters the first `count` hashes. O(count), at once when there are too many already. */
  add(hashes: Uint32Array, count: number): void
  /** The distinct hashes, ascending, or null if there were more than k. */
  sorted(): Uint32Array | null
}

export function distinctUpTo(k: number): Distinct {
  const mask = 2 ** (33 - Math.clz32(k)) - 1 // load at most a half
  const table = new Uint32Array(mask + 1)
  // A slot counts when its stamp is that of the current text: nothing need be cleared between texts.
  const stamps = new Uint16Array(mask + 1)
  const found = new Uint32Array(k)
  let stamp = 1
  let size = 0
  let full = false
  return {
    reset() {
      stamp = (stamp + 1) & 0xffff
      if (stamp === 0) {
        stamps.fill(0)
        stamp = 1
      }
      size = 0
      full = false
    },
    add(hashes, count) {
      for (let i = 0; i < count && !full; i++) {
        const hash = hashes[i]
        let slot = hash & mask
        while (stamps[slot] === stamp && table[slot] !== hash) slot = (slot + 1) & mask
        if (stamps[slot] === stamp) continue
        if (size === k) {
          full = true
          break
        }
        stamps[slot] = stamp
        table[slot] = hash
        found[size++] = hash
      }
    },
    sorted() {
      return full ? null : found.slice(0, size).sort()
    },
  }
}
