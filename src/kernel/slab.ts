/**
 * Small arrays cut from common buffers, as Node does with its own: an array of 128 numbers with a buffer of its own takes
 * 1.9 µs to make in V8, a view 0.2. The price is that one of them keeps its whole slab alive, and that cloning one to a
 * worker clones the slab; signatures travel as bytes.
 */
const SLAB_BYTES = 8192
/** Longer arrays get a buffer of their own. */
const MOST_BYTES = SLAB_BYTES / 8

let slab = new ArrayBuffer(0)
let used = 0

/** A copy of the first `count` numbers. O(count). */
export function copyOf<T extends Uint16Array | Uint32Array>(source: T, count: number): T
/** The one implementation. */
export function copyOf(source: Uint16Array | Uint32Array, count: number): Uint16Array | Uint32Array {
  const bytes = source.BYTES_PER_ELEMENT * count
  if (bytes > MOST_BYTES) return source.slice(0, count)
  if (used + bytes > SLAB_BYTES || slab.byteLength === 0) {
    slab = new ArrayBuffer(SLAB_BYTES)
    used = 0
  }
  const copy =
    source instanceof Uint32Array ? new Uint32Array(slab, used, count) : new Uint16Array(slab, used, count)
  used += (bytes + 3) & ~3
  for (let i = 0; i < count; i++) copy[i] = source[i]
  return copy
}
