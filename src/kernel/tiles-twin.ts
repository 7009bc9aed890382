import type { Tiles, TileSides } from './tiles.js'

/** Columns that blocks are moved through at a time, at most. */
export const TILE = 512

/**
 * `Tiles` in plain TypeScript: the same bits as `assembly/tiles.ts`. A block is moved as two halves of 32 rows, because
 * JavaScript has no fast words of 64.
 */
export function tilesTwin(): Tiles {
  return { compiled: false, arrays: (lengths) => lengths.map((length) => new Int32Array(length)), move }
}

/** For each distinct item of a tile, the rows of a half that hold it; for two halves. */
const EQUAL = [new Int32Array(TILE + 1), new Int32Array(TILE + 1)] as const
/** For each column of a tile, the number of its item among the distinct items of the tile. */
const PLACES = new Uint16Array(TILE)
/** For each column of a tile, 1 where the value rises along the row between two halves. */
const RISES = new Uint8Array(TILE)
/** The same where it falls. */
const FALLS = new Uint8Array(TILE)

function move(sides: TileSides, first: number, end: number, at: number, width: number): number {
  const { columns, slots } = sides
  let used = 0
  for (let j = 0; j < width; j++) {
    const item = columns[at + j]
    if (slots[item] === 0) slots[item] = ++used
    PLACES[j] = slots[item]
  }
  RISES.fill(1, 0, width)
  FALLS.fill(0, 0, width)
  for (let half = 2 * first; half < 2 * end; half += 2) {
    findEqualRows(sides, half, EQUAL[0], used)
    findEqualRows(sides, half + 1, EQUAL[1], used)
    moveBlock(sides, half, width)
  }
  let change = 0
  for (let j = 0; j < width; j++) {
    change += RISES[j] - FALLS[j]
    slots[columns[at + j]] = 0
  }
  return change
}

/** Writes to `equal` which rows of a half hold each of the first `used` items of a tile. */
function findEqualRows({ rows, slots }: TileSides, half: number, equal: Int32Array, used: number): void {
  equal.fill(0, 0, used + 1)
  const begin = 32 * half
  const size = Math.min(32, rows.length - begin)
  for (let i = 0; i < size; i++) equal[slots[rows[begin + i]]] |= 1 << i
}

/** Moves one half through columns of a tile, from what enters it at the top to what leaves it at the bottom. */
function moveHalf(
  { plus, minus }: TileSides,
  half: number,
  equal: Int32Array,
  from: number,
  to: number,
): void {
  let pv = plus[half]
  let mv = minus[half]
  for (let j = from; j < to; j++) {
    const eq = equal[PLACES[j]]
    const xv = eq | mv
    const x = eq | FALLS[j]
    const xh = ((((x & pv) + pv) | 0) ^ pv) | x
    const ph = mv | ~(xh | pv)
    const mh = pv & xh
    const shifted = (ph << 1) | RISES[j]
    pv = (mh << 1) | FALLS[j] | ~(xv | shifted)
    mv = shifted & xv
    RISES[j] = ph >>> 31
    FALLS[j] = mh >>> 31
  }
  plus[half] = pv
  minus[half] = mv
}

/**
 * The same for both halves of a block, the lower one a column behind: each step of a half waits for its last, so that two
 * of them side by side save a fifth of the time.
 */
function moveBlock(sides: TileSides, half: number, width: number): void {
  const { plus, minus } = sides
  const [equalA, equalB] = EQUAL
  const places = PLACES
  const rises = RISES
  const falls = FALLS
  moveHalf(sides, half, equalA, 0, 1)
  let pvA = plus[half]
  let mvA = minus[half]
  let pvB = plus[half + 1]
  let mvB = minus[half + 1]
  let place = places[0]
  for (let j = 1; j < width; j++) {
    const i = j - 1
    const riseB = rises[i]
    const fallB = falls[i]
    const eqB = equalB[place]
    place = places[j]
    const riseA = rises[j]
    const fallA = falls[j]
    const eqA = equalA[place]
    const xvB = eqB | mvB
    const xvA = eqA | mvA
    const xB = eqB | fallB
    const xA = eqA | fallA
    const xhB = ((((xB & pvB) + pvB) | 0) ^ pvB) | xB
    const xhA = ((((xA & pvA) + pvA) | 0) ^ pvA) | xA
    const phB = mvB | ~(xhB | pvB)
    const phA = mvA | ~(xhA | pvA)
    const mhB = pvB & xhB
    const mhA = pvA & xhA
    const shiftedB = (phB << 1) | riseB
    const shiftedA = (phA << 1) | riseA
    pvB = (mhB << 1) | fallB | ~(xvB | shiftedB)
    pvA = (mhA << 1) | fallA | ~(xvA | shiftedA)
    mvB = shiftedB & xvB
    mvA = shiftedA & xvA
    rises[i] = phB >>> 31
    falls[i] = mhB >>> 31
    rises[j] = phA >>> 31
    falls[j] = mhA >>> 31
  }
  plus[half] = pvA
  minus[half] = mvA
  plus[half + 1] = pvB
  minus[half + 1] = mvB
  moveHalf(sides, half + 1, equalB, width - 1, width)
}
