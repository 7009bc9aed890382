/**
 * The hot loops, in AssemblyScript: fold, shingle, sketch. `src/kernel/twin.ts` is the same in plain TypeScript, byte
 * for byte; it serves where WebAssembly or SIMD is missing, and as the test oracle.
 *
 * The module owns one memory of fixed size and allocates nothing, so texts of any length pass through in chunks:
 *
 *     TABLE    65,536 × u16   what each UTF-16 unit folds to; 0 drops it, HARD and above asks for the exact path
 *     INPUT    16,400 × u16   a chunk of the source
 *     FOLDED   16,448 × u16   folded units, the tail of the chunk before first
 *     WEIGHTS   2,080 × u8    weight of each folded unit of a block, in fifths of a letter
 *     LENGTHS   2,080 × u8    units of each shingle less five: 0 for five Han, 3 for eight letters
 *     PAIRS     2,080 × u32   polynomial of two units from each place
 *     QUADS     2,080 × u32   polynomial of four
 *     HASHES    2,080 × u32   hash of the shingle at each place
 *     SLOTS    32,768 × u32   twice: neighbouring shingles update different copies, so that no store waits for a load
 */
export const TABLE: usize = 0x400
export const INPUT: usize = 0x20400
export const FOLDED: usize = 0x28440
const WEIGHTS: usize = 0x30500
const LENGTHS: usize = 0x30d20
const PAIRS: usize = 0x31540
const QUADS: usize = 0x335c0
export const HASHES: usize = 0x35640
export const SLOTS: usize = 0x376c0
const SLOTS_TWIN: usize = 0x576c0

/** Spreads a hash over slots and values in round 0; see src/sketch/fss.ts. */
const SPREAD: u32 = 0x9e3779b1

/** Values from here on, other than folded units, ask for the exact path. */
const HARD: u32 = 0xd800
const HARD_END: u32 = 0xf900

/** Powers of the low lane's multiplier; see src/shingles/local.ts. */
const P1: u32 = 0x524b56d3
const P2: u32 = P1 * P1
const P3: u32 = P2 * P1
const P4: u32 = P2 * P2

/**
 * Folds INPUT[from, to) into FOLDED from place `at`, up to the first unit that needs the exact path. INPUT[to] is looked
 * at too: a mark after the chunk would compose with its last unit.
 * Returns the place reached in FOLDED; `reached` tells the one in INPUT.
 *
 * Branchless: every unit is stored, and a dropped one is overwritten by the next. Blocks of 64 share one test, because
 * a test for each unit would make the loop branch on the text.
 */
export function fold(from: i32, to: i32, at: i32): i32 {
  let out: usize = FOLDED + (<usize>at << 1)
  let i = from
  while (i < to) {
    const end = min(i + 64, to)
    const start = out
    let hard: u32 = 0
    for (let p = INPUT + (<usize>i << 1), e = INPUT + (<usize>end << 1); p < e; p += 2) {
      const unit: u32 = load<u16>(TABLE + (<usize>load<u16>(p) << 1))
      hard |= u32(unit - HARD < HARD_END - HARD)
      store<u16>(out, <u16>unit)
      out += <usize>u32(unit != 0) << 1
    }
    const next: u32 = load<u16>(TABLE + (<usize>load<u16>(INPUT + (<usize>end << 1)) << 1))
    hard |= u32(next - HARD < HARD_END - HARD)
    if (hard) {
      // Up to the unit before the hard one, which it may change.
      out = start
      for (; i < end; i++) {
        const after: u32 = load<u16>(TABLE + (<usize>load<u16>(INPUT + (<usize>(i + 1) << 1)) << 1))
        const unit: u32 = load<u16>(TABLE + (<usize>load<u16>(INPUT + (<usize>i << 1)) << 1))
        if (unit - HARD < HARD_END - HARD || after - HARD < HARD_END - HARD) break
        store<u16>(out, <u16>unit)
        out += <usize>u32(unit != 0) << 1
      }
      break
    }
    i = end
  }
  taken = i
  return <i32>((out - FOLDED) >> 1)
}

let taken: i32 = 0

/** The place in INPUT that the last `fold` reached. */
export function reached(): i32 {
  return taken
}

/** Weights of 8 units; the ranges are those of src/kernel/weights.ts. */
// @ts-ignore: decorator
@inline
function weightsOf(units: v128): v128 {
  const han = v128.or(
    i16x8.lt_u(i16x8.sub(units, i16x8.splat(0x3400)), i16x8.splat(0x6c00)),
    i16x8.lt_u(i16x8.sub(units, i16x8.splat(<i16>0xf900)), i16x8.splat(0x200)),
  )
  const hangul = i16x8.lt_u(i16x8.sub(units, i16x8.splat(<i16>0xac00)), i16x8.splat(0x2c00))
  const kana = i16x8.lt_u(i16x8.sub(units, i16x8.splat(0x3005)), i16x8.splat(0x1fb))
  const semitic = i16x8.lt_u(i16x8.sub(units, i16x8.splat(0x590)), i16x8.splat(0x370))
  return i16x8.add(
    i16x8.splat(5),
    v128.or(v128.and(v128.or(han, hangul), i16x8.splat(3)), v128.and(v128.or(kana, semitic), i16x8.splat(1))),
  )
}

/** Finaliser with full avalanche (MurmurHash3 fmix32), as in src/kernel/hash.ts. */
// @ts-ignore: decorator
@inline
function fmix32(h: v128): v128 {
  h = v128.xor(h, i32x4.shr_u(h, 16))
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b))
  h = v128.xor(h, i32x4.shr_u(h, 13))
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35))
  return v128.xor(h, i32x4.shr_u(h, 16))
}

/**
 * Hashes the shingles that begin at FOLDED[at, at + count), count at most 2,048, into HASHES. Eight units after the
 * last place must be there, and no surrogate among them.
 *
 * A shingle of n = 5 … 8 units is quad × P^(n−4) + polynomial of its last n − 4 units, and pairs and quads are shared by
 * all shingles that overlap: three multiplications a shingle before the finaliser, whatever n is.
 */
export function shingle(at: i32, count: i32): void {
  const units = FOLDED + (<usize>at << 1)
  const n: usize = (<usize>count + 8 + 15) & ~15
  for (let i: usize = 0; i < n; i += 16) {
    const low = weightsOf(v128.load(units + (i << 1)))
    const high = weightsOf(v128.load(units + (i << 1), 16))
    v128.store(WEIGHTS + i, i8x16.narrow_i16x8_u(low, high))
  }
  const target = i8x16.splat(40)
  for (let i: usize = 0; i < n; i += 16) {
    const w = WEIGHTS + i
    let sum = i8x16.add(i8x16.add(v128.load(w), v128.load(w, 1)), i8x16.add(v128.load(w, 2), v128.load(w, 3)))
    sum = i8x16.add(sum, v128.load(w, 4))
    let short = i8x16.lt_u(sum, target)
    sum = i8x16.add(sum, v128.load(w, 5))
    short = i8x16.add(short, i8x16.lt_u(sum, target))
    sum = i8x16.add(sum, v128.load(w, 6))
    short = i8x16.add(short, i8x16.lt_u(sum, target))
    v128.store(LENGTHS + i, i8x16.neg(short))
  }
  const p1 = i32x4.splat(P1)
  const p2 = i32x4.splat(P2)
  for (let i: usize = 0; i < n; i += 4) {
    const here = i32x4.extend_low_i16x8_u(v128.load64_zero(units + (i << 1)))
    const next = i32x4.extend_low_i16x8_u(v128.load64_zero(units + (i << 1), 2))
    v128.store(PAIRS + (i << 2), i32x4.add(i32x4.mul(here, p1), next))
  }
  for (let i: usize = 0; i < n - 4; i += 4) {
    const p = PAIRS + (i << 2)
    v128.store(QUADS + (i << 2), i32x4.add(i32x4.mul(v128.load(p), p2), v128.load(p, 8)))
  }
  const p3 = i32x4.splat(P3)
  const p4 = i32x4.splat(P4)
  for (let i: usize = 0; i < <usize>count; i += 4) {
    const quad = v128.load(QUADS + (i << 2))
    const lengths = load<u32>(LENGTHS + i)
    let hash: v128
    if (lengths == 0) {
      const fifth = i32x4.extend_low_i16x8_u(v128.load64_zero(units + (i << 1), 8))
      hash = i32x4.add(i32x4.mul(quad, p1), fifth)
    } else if (lengths == 0x03030303) {
      hash = i32x4.add(i32x4.mul(quad, p4), v128.load(QUADS + (i << 2), 16))
    } else {
      const over = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(LENGTHS + i)))
      const fifth = i32x4.extend_low_i16x8_u(v128.load64_zero(units + (i << 1), 8))
      const seventh = i32x4.extend_low_i16x8_u(v128.load64_zero(units + (i << 1), 12))
      const pair = v128.load(PAIRS + (i << 2), 16)
      const triple = i32x4.add(i32x4.mul(pair, p1), seventh)
      const six = i32x4.ge_s(over, i32x4.splat(1))
      const seven = i32x4.ge_s(over, i32x4.splat(2))
      const eight = i32x4.eq(over, i32x4.splat(3))
      let power = v128.bitselect(p2, p1, six)
      let rest = v128.bitselect(pair, fifth, six)
      power = v128.bitselect(p3, power, seven)
      rest = v128.bitselect(triple, rest, seven)
      power = v128.bitselect(p4, power, eight)
      rest = v128.bitselect(v128.load(QUADS + (i << 2), 16), rest, eight)
      hash = i32x4.add(i32x4.mul(quad, power), rest)
    }
    v128.store(HASHES + (i << 2), fmix32(hash))
  }
}

/**
 * Hashes the shingles of the last units of a text, FOLDED[at, at + length), length at most 2,048, into HASHES. Returns how
 * many there are: the last places have too few units after them to make one.
 */
export function shingleEnd(at: i32, length: i32): i32 {
  memory.fill(FOLDED + (<usize>(at + length) << 1), 0, 32)
  shingle(at, length)
  let count = length
  while (count > 0 && count + 4 + <i32>load<u8>(LENGTHS + <usize>(count - 1)) > length) count--
  return count
}

/** Empties the slots. */
export function clear(k: i32): void {
  memory.fill(SLOTS, 0xff, <usize>k << 2)
  memory.fill(SLOTS_TWIN, 0xff, <usize>k << 2)
}

/**
 * Round 0 of Fast Similarity Sketching for `count` hashes: each falls into one of k slots, which keeps its smallest
 * value. Branchless (a text's first shingles hit, its last ones miss: mispredicted either way), two at a time.
 */
export function scatter(count: i32, k: i32, salt: u32): void {
  const slots = <u64>k
  let p = HASHES
  const end = HASHES + (<usize>count << 2)
  for (; p + 8 <= end; p += 8) {
    const x = (load<u32>(p) ^ salt) * SPREAD
    const y = (load<u32>(p, 4) ^ salt) * SPREAD
    const a = SLOTS + (<usize>((<u64>x * slots) >> 32) << 2)
    const b = SLOTS_TWIN + (<usize>((<u64>y * slots) >> 32) << 2)
    const u = load<u32>(a)
    const v = load<u32>(b)
    store<u32>(a, select<u32>(x, u, x < u))
    store<u32>(b, select<u32>(y, v, y < v))
  }
  if (p < end) {
    const x = (load<u32>(p) ^ salt) * SPREAD
    const a = SLOTS + (<usize>((<u64>x * slots) >> 32) << 2)
    const u = load<u32>(a)
    store<u32>(a, select<u32>(x, u, x < u))
  }
}

/** Joins the two copies of the slots. Returns how many are still empty. */
export function join(k: i32): i32 {
  let open = 0
  for (let i: usize = 0, end = <usize>k << 2; i < end; i += 4) {
    const value = min(load<u32>(SLOTS + i), load<u32>(SLOTS_TWIN + i))
    store<u32>(SLOTS + i, value)
    open += i32(value == 0xffffffff)
  }
  return open
}
