import { bandKeys } from './bands.js'
import type { Banding } from './banding.js'

/** A member of a bucket is compared with the first one and with this many just before it, so that no bucket makes work quadratic. */
const MOST_BEFORE = 32

/**
 * All pairs of signatures that share a band, for a job that is done once: the keys of one band after the other are sorted, so
 * that equal keys stand together. It keeps no table, takes 8 bytes per signature, and no step waits for memory.
 * O(n · bands).
 * @param signatures slots of 8 bits, one signature after the other.
 * @param visit receives each pair once, the earlier one first.
 * @returns how many pairs of full buckets were not compared.
 */
export function pairsInBands(
  signatures: Uint8Array,
  slots: number,
  banding: Banding,
  visit: (a: number, b: number) => void,
): number {
  const n = signatures.length / slots
  const { bands, rows } = banding
  const keys = new Uint32Array(n)
  let order = new Uint32Array(n)
  let spare = new Uint32Array(n)
  const counts = new Uint32Array(1 << 16)
  let capped = 0
  for (let band = 0; band < bands; band++) {
    const one = { bands: 1, rows }
    for (let i = 0; i < n; i++) {
      order[i] = i
      keys[i] = bandKeys(signatures, one, i * slots + band * rows)[0]
    }
    // Least significant half first, and each pass keeps the order of equals.
    for (const shift of [0, 16]) {
      counts.fill(0)
      for (let i = 0; i < n; i++) counts[(keys[i] >>> shift) & 0xffff]++
      let sum = 0
      for (let value = 0; value < counts.length; value++) {
        const count = counts[value]
        counts[value] = sum
        sum += count
      }
      for (let i = 0; i < n; i++) spare[counts[(keys[order[i]] >>> shift) & 0xffff]++] = order[i]
      ;[order, spare] = [spare, order]
    }
    for (let from = 0; from < n;) {
      let to = from + 1
      while (to < n && keys[order[to]] === keys[order[from]]) to++
      for (let i = from + 1; i < to; i++) {
        const least = Math.max(from, i - MOST_BEFORE)
        if (least > from) {
          capped += least - from - 1
          pair(order[from], order[i])
        }
        for (let j = least; j < i; j++) pair(order[j], order[i])
      }
      from = to
    }

    /** Unless an earlier band has brought the two together, or only their keys are equal. */
    function pair(a: number, b: number): void {
      if (!sameRows(a, b, band)) return
      for (let before = 0; before < band; before++) if (sameRows(a, b, before)) return
      visit(a, b)
    }
  }
  return capped

  function sameRows(a: number, b: number, band: number): boolean {
    const from = band * rows
    for (let row = from; row < from + rows; row++) {
      if (signatures[a * slots + row] !== signatures[b * slots + row]) return false
    }
    return true
  }
}
