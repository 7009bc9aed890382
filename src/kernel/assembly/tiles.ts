/**
 * The hot loop of the edit distance, in AssemblyScript: blocks of 64 rows of a table moved through some columns.
 * `src/kernel/tiles-twin.ts` has the same in plain TypeScript; `src/kernel/tiles.ts` says what is where. A module of its
 * own, because its memory grows with the texts:
 *
 *     EQUAL   513 × 4 × u64   for each distinct item of the columns, which rows of four blocks hold it; the first, of all
 *                             other items, is never read
 *     PLACES      512 × u32   for each column, where its item stands in EQUAL
 *     RISES       512 × u64   for each column, 1 where the value rises along the row between two blocks
 *     FALLS       512 × u64   the same where it falls
 *     FREE                    what the caller puts there: items, and the bits of all blocks
 */
const EQUAL: usize = 0x400
const PLACES: usize = EQUAL + 513 * 32
const RISES: usize = PLACES + 512 * 4
const FALLS: usize = RISES + 512 * 8
/** Where the memory of the caller begins. */
export const FREE: usize = FALLS + 512 * 8

/**
 * Moves blocks [first, end) through `width` columns, and returns by how much the value of their last row changed. What
 * enters at the top of the first block rises at each column.
 * @param rows where the items of the rows begin, @param height how many they are, @param columns where the items of the
 * columns begin, @param slots a u16 for each item, all 0, @param plus @param minus where the bits of block 0 are.
 */
export function move(
  rows: usize,
  height: i32,
  columns: usize,
  width: i32,
  slots: usize,
  plus: usize,
  minus: usize,
  first: i32,
  end: i32,
): i32 {
  let used: u32 = 0
  for (let j = 0; j < width; j++) {
    const slot = slots + ((<usize>load<u32>(columns + ((<usize>j) << 2))) << 1)
    let number: u32 = load<u16>(slot)
    if (number == 0) store<u16>(slot, (number = ++used))
    store<u32>(PLACES + ((<usize>j) << 2), EQUAL + (number << 5))
    store<u64>(RISES + ((<usize>j) << 3), 1)
    store<u64>(FALLS + ((<usize>j) << 3), 0)
  }
  for (let block = first; block < end; block += 4) {
    memory.fill(EQUAL, 0, (<usize>used + 1) << 5)
    const count = min(4, end - block)
    for (let k = 0; k < count; k++) {
      const begin = (block + k) << 6
      const size = min(64, height - begin)
      const base = EQUAL + ((<usize>k) << 3)
      let p = rows + ((<usize>begin) << 2)
      for (let i = 0; i < size; i++, p += 4) {
        const place = base + ((<usize>load<u16>(slots + ((<usize>load<u32>(p)) << 1))) << 5)
        store<u64>(place, load<u64>(place) | ((<u64>1) << i))
      }
    }
    const pvs = plus + ((<usize>block) << 3)
    const mvs = minus + ((<usize>block) << 3)
    if (count == 4 && width > 3) {
      moveFour(pvs, mvs, width)
    } else {
      for (let k = 0; k < count; k++) moveOne(pvs, mvs, k, 0, width)
    }
  }
  let change = 0
  for (let j = 0; j < width; j++) {
    change += load<i32>(RISES + ((<usize>j) << 3)) - load<i32>(FALLS + ((<usize>j) << 3))
    store<u16>(slots + ((<usize>load<u32>(columns + ((<usize>j) << 2))) << 1), 0)
  }
  return change
}

/** Moves block `k` of EQUAL through columns [from, to): one step of Myers and Hyyrö each; see src/kernel/tiles-twin.ts. */
function moveOne(pvs: usize, mvs: usize, k: i32, from: i32, to: i32): void {
  const base = (<usize>k) << 3
  let pv = load<u64>(pvs + base)
  let mv = load<u64>(mvs + base)
  for (let j = from; j < to; j++) {
    const rises = RISES + ((<usize>j) << 3)
    const falls = FALLS + ((<usize>j) << 3)
    const fall = load<u64>(falls)
    const eq = load<u64>(<usize>load<u32>(PLACES + ((<usize>j) << 2)) + base)
    const x = eq | fall
    const xh = (((x & pv) + pv) ^ pv) | x
    const ph = mv | ~(xh | pv)
    const mh = pv & xh
    const shifted = (ph << 1) | load<u64>(rises)
    const xv = eq | mv
    pv = (mh << 1) | fall | ~(xv | shifted)
    mv = shifted & xv
    store<u64>(rises, ph >> 63)
    store<u64>(falls, mh >> 63)
  }
  store<u64>(pvs + base, pv)
  store<u64>(mvs + base, mv)
}

/**
 * Moves four blocks that stand on one another, each a column behind the one above it, so that none waits for another: two
 * vectors of two lanes. What leaves a lane at one step enters the next lane at the next.
 */
function moveFour(pvs: usize, mvs: usize, width: i32): void {
  // The corner of the first columns, and at the end that of the last ones, block by block.
  moveOne(pvs, mvs, 0, 0, 3)
  moveOne(pvs, mvs, 1, 0, 2)
  moveOne(pvs, mvs, 2, 0, 1)
  const ones = i64x2.splat(-1)
  let pvA = v128.load(pvs)
  let pvB = v128.load(pvs, 16)
  let mvA = v128.load(mvs)
  let mvB = v128.load(mvs, 16)
  // What left each block at the step before; lane 0 of the first vector enters lane 1 of it, and so on.
  let riseA = i64x2(load<i64>(RISES, 16), 0)
  let riseB = i64x2(load<i64>(RISES), 0)
  riseA = v128.load64_lane(RISES, riseA, 1, 8)
  let fallA = i64x2(load<i64>(FALLS, 16), 0)
  let fallB = i64x2(load<i64>(FALLS), 0)
  fallA = v128.load64_lane(FALLS, fallA, 1, 8)
  let place1 = <usize>load<u32>(PLACES, 8)
  let place2 = <usize>load<u32>(PLACES, 4)
  let place3 = <usize>load<u32>(PLACES)
  for (let j = 3; j < width; j++) {
    const rises = RISES + ((<usize>j) << 3)
    const falls = FALLS + ((<usize>j) << 3)
    const place0 = <usize>load<u32>(PLACES + ((<usize>j) << 2))
    const eqA = v128.load64_lane(place1, v128.load64_zero(place0), 1, 8)
    const eqB = v128.load64_lane(place3, v128.load64_zero(place2, 16), 1, 24)
    place3 = place2
    place2 = place1
    place1 = place0
    const upB = i64x2.shuffle(riseA, riseB, 1, 2)
    const downB = i64x2.shuffle(fallA, fallB, 1, 2)
    const upA = v128.load64_lane(rises, i64x2.shuffle(riseA, riseA, 0, 0), 0)
    const downA = v128.load64_lane(falls, i64x2.shuffle(fallA, fallA, 0, 0), 0)

    const xA = v128.or(eqA, downA)
    const xB = v128.or(eqB, downB)
    const xhA = v128.or(v128.xor(i64x2.add(v128.and(xA, pvA), pvA), pvA), xA)
    const xhB = v128.or(v128.xor(i64x2.add(v128.and(xB, pvB), pvB), pvB), xB)
    const phA = v128.or(mvA, v128.xor(v128.or(xhA, pvA), ones))
    const phB = v128.or(mvB, v128.xor(v128.or(xhB, pvB), ones))
    const mhA = v128.and(pvA, xhA)
    const mhB = v128.and(pvB, xhB)
    const shiftedA = v128.or(i64x2.add(phA, phA), upA)
    const shiftedB = v128.or(i64x2.add(phB, phB), upB)
    const xvA = v128.or(eqA, mvA)
    const xvB = v128.or(eqB, mvB)
    pvA = v128.or(v128.or(i64x2.add(mhA, mhA), downA), v128.xor(v128.or(xvA, shiftedA), ones))
    pvB = v128.or(v128.or(i64x2.add(mhB, mhB), downB), v128.xor(v128.or(xvB, shiftedB), ones))
    mvA = v128.and(shiftedA, xvA)
    mvB = v128.and(shiftedB, xvB)
    riseA = i64x2.shr_u(phA, 63)
    riseB = i64x2.shr_u(phB, 63)
    fallA = i64x2.shr_u(mhA, 63)
    fallB = i64x2.shr_u(mhB, 63)
    v128.store64_lane(rises - 24, riseB, 1)
    v128.store64_lane(falls - 24, fallB, 1)
  }
  v128.store(pvs, pvA)
  v128.store(pvs, pvB, 16)
  v128.store(mvs, mvA)
  v128.store(mvs, mvB, 16)
  const last = (<usize>(width - 1)) << 3
  v128.store64_lane(RISES + last, riseA, 0)
  v128.store64_lane(FALLS + last, fallA, 0)
  v128.store64_lane(RISES + last - 8, riseA, 1)
  v128.store64_lane(FALLS + last - 8, fallA, 1)
  v128.store64_lane(RISES + last - 16, riseB, 0)
  v128.store64_lane(FALLS + last - 16, fallB, 0)
  moveOne(pvs, mvs, 1, width - 1, width)
  moveOne(pvs, mvs, 2, width - 2, width)
  moveOne(pvs, mvs, 3, width - 3, width)
}
