/** By value, the rows of the one word of `shortDistance` that hold it; all 0 between calls. */
const SHORT_EQUAL = new Int32Array(32)

/**
 * Edit distance of two short sequences of values below 32: x[fromX, fromX + n) with n from 1 to 32, whose rows are one
 * word of bits, and y[fromY, fromY + m) of any length (Myers, J. ACM 46, 1999). O(n + m).
 */
export function shortDistance(
  x: Uint8Array,
  fromX: number,
  n: number,
  y: Uint8Array,
  fromY: number,
  m: number,
): number {
  const equal = SHORT_EQUAL
  for (let i = 0; i < n; i++) equal[x[fromX + i]] |= 1 << i
  const last = 1 << (n - 1)
  let pv = -1
  let mv = 0
  let distance = n
  for (let j = 0; j < m; j++) {
    const eq = equal[y[fromY + j]]
    // A step of `moveHalf` (src/kernel/tiles-twin.ts) with a rise at the top of every column, which makes both sums one.
    const sum = (((eq & pv) + pv) ^ pv) | eq | mv
    const ph = mv | ~(sum | pv)
    const mh = pv & sum
    if (ph & last) distance++
    else if (mh & last) distance--
    const shifted = (ph << 1) | 1
    pv = (mh << 1) | ~(sum | shifted)
    mv = shifted & sum
  }
  for (let i = 0; i < n; i++) equal[x[fromX + i]] = 0
  return distance
}
