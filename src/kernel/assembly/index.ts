/**
 * The hot loops, in AssemblyScript: fold, shingle, sketch. `src/kernel/twin.ts` is the same in plain TypeScript, byte
 * for byte; it serves where WebAssembly or SIMD is missing, and as the test oracle.
 *
 * The module owns one memory of fixed size and allocates nothing, so texts of any length pass through in chunks:
 *
 *     TABLE    65,536 × u16   what each UTF-16 unit folds to; 0 drops it, HARD and above asks for the exact path
 *     INPUT    16,400 × u16   a chunk of the source
 *     FOLDED   16,448 × u16   folded units, the tail of the chunk before first
 *     LENGTHS      16 × u8    units of each shingle less five, where they differ: 0 for five Han, 3 for eight letters
 *     HASHES   16,480 × u32   hashes of the shingles of a chunk
 *     SLOTS    32,768 × u32   twice: neighbouring shingles update different copies, so that no store waits for a load
 *     ROUNDS   32,768 × u16   round in which each slot was settled
 *     SORTED   98,308 × u32   the distinct hashes, in order, with gaps: twice as many places as slots, and room beyond
 *     STATES   32,768 × u64   round and value of each slot while later rounds run; where SORTED was
 */
export const TABLE: usize = 0x400
/** Where INPUT begins. */
export const INPUT: usize = 0x20400
/** Where FOLDED begins. */
export const FOLDED: usize = 0x28420
const LENGTHS: usize = 0x304a0
/** Where HASHES begins. */
export const HASHES: usize = 0x304b0
/** Where the first copy of SLOTS begins. */
export const SLOTS: usize = 0x40630
const SLOTS_TWIN: usize = 0x60630
/** Where ROUNDS begins. */
export const ROUNDS: usize = 0x80630
/** Where SORTED begins. */
export const SORTED: usize = 0x90630 // up to 0xf0640 of 0x100000
const STATES: usize = SORTED

/** Places in a block: its units and hashes are 12 KB, and stay in the first cache of a core. */
const BLOCK: i32 = 2048

/**
 * Vectors of one number each, read from memory where a loop begins: as constants, V8 would build each anew at every use
 * (shingling: 2.3 µs for 1,129 places with constants, 1.8 so).
 */
const CONSTANTS: usize = 0x10
function constant(i: usize): v128 {
  return v128.load32_splat(CONSTANTS + (i << 2))
}

/** Units that a shingle may need from its first on: eight, each with the second half of its pair. */
const REACH: i32 = 16

const EMPTY: u32 = 0xffffffff

/** Spreads a hash over slots and values in round 0; see src/sketch/fss.ts. */
const SPREAD: u32 = 0x9e3779b1

/** Values from here on, other than folded units, ask for the exact path. */
const HARD: u32 = 0xd800
const HARD_END: u32 = 0xf900

/** Weight of a shingle, in fifths of a letter. */
const TARGET: i32 = 40

/** Powers of the low lane's multiplier; see src/shingles/local.ts. */
const P1: u32 = 0x524b56d3
const P2: u32 = P1 * P1
const P3: u32 = P2 * P1
const P4: u32 = P2 * P2

store<u32>(CONSTANTS, P1, 0)
store<u32>(CONSTANTS, P2, 4)
store<u32>(CONSTANTS, P3, 8)
store<u32>(CONSTANTS, P4, 12)
store<u32>(CONSTANTS, 0x85ebca6b, 16)
store<u32>(CONSTANTS, 0xc2b2ae35, 20)
store<u32>(CONSTANTS, 0x05900590, 24)
store<u32>(CONSTANTS, 0x34003400, 28)
store<u32>(CONSTANTS, 0x6c006c00, 32)

/**
 * Folds INPUT[from, to) into FOLDED from place `at`, up to the first unit that needs the exact path. INPUT[to] is looked
 * at too: a mark after the chunk would compose with its last unit.
 * Returns the place reached in FOLDED; `reached` returns that in INPUT.
 *
 * Branchless: every unit is stored, and a dropped one is overwritten by the next. Blocks of 64 units share one test,
 * because a test for each unit would make the loop branch on the text.
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

/** Finaliser with full avalanche (MurmurHash3 fmix32), as in src/kernel/hash.ts; its factors are given. */
// @ts-ignore: decorator
@inline
function mixFour(h: v128, first: v128, second: v128): v128 {
  h = v128.xor(h, i32x4.shr_u(h, 16))
  h = i32x4.mul(h, first)
  h = v128.xor(h, i32x4.shr_u(h, 13))
  h = i32x4.mul(h, second)
  return v128.xor(h, i32x4.shr_u(h, 16))
}

/** The same for one. */
// @ts-ignore: decorator
@inline
function fmix32(h: u32): u32 {
  h ^= h >> 16
  h *= 0x85ebca6b
  h ^= h >> 13
  h *= 0xc2b2ae35
  return h ^ (h >> 16)
}

/** Polynomials of two units, from four places on. */
// @ts-ignore: decorator
@inline
function pairsAt(p: usize, p1: v128): v128 {
  const here = i32x4.extend_low_i16x8_u(v128.load64_zero(p))
  const next = i32x4.extend_low_i16x8_u(v128.load64_zero(p, 2))
  return i32x4.add(i32x4.mul(here, p1), next)
}

/** Polynomials of four units, of the pairs at four places and at the four after them. */
// @ts-ignore: decorator
@inline
function quadsOf(pairs: v128, after: v128, p2: v128): v128 {
  return i32x4.add(i32x4.mul(pairs, p2), i32x4.shuffle(pairs, after, 2, 3, 4, 5))
}

/**
 * Hashes the shingles that begin at FOLDED[at, at + count), at most BLOCK, to `out`, as if no surrogate were among them;
 * returns whether there is one. Up to 15 places more are written.
 *
 * A shingle of n = 5 … 8 units is quad × P^(n−4) + polynomial of its last n − 4 units, and pairs and quads are shared by
 * all shingles that overlap: three multiplications a shingle before the finaliser, whatever n is. Pairs and quads of
 * the next places stay in registers, and 16 places within one range of characters, which is most of them, are not
 * measured.
 */
function hashBlock(at: i32, count: i32, out: usize): bool {
  const p1 = constant(0)
  const p2 = constant(1)
  const p3 = constant(2)
  const p4 = constant(3)
  const m1 = constant(4)
  const m2 = constant(5)
  const latinEnd = constant(6)
  const hanFirst = constant(7)
  const hanCount = constant(8)
  let p = FOLDED + (<usize>at << 1)
  let pairs = pairsAt(p, p1)
  let after = pairsAt(p + 8, p1)
  let quads = quadsOf(pairs, after, p2)
  let surrogates = i16x8.splat(0)
  const end = p + (<usize>count << 1)
  for (; p < end; p += 32) {
    const a = v128.load(p)
    const b = v128.load(p, 16)
    const c = v128.load(p, 32)
    if (i16x8.all_true(i16x8.lt_u(i16x8.max_u(i16x8.max_u(a, b), c), latinEnd))) {
      for (let q = p, to = p + 32; q < to; q += 8, out += 16) {
        pairs = after
        after = pairsAt(q + 16, p1)
        const last = quadsOf(pairs, after, p2)
        v128.store(out, mixFour(i32x4.add(i32x4.mul(quads, p4), last), m1, m2))
        quads = last
      }
      continue
    }
    const most = i16x8.max_u(
      i16x8.max_u(i16x8.sub(a, hanFirst), i16x8.sub(b, hanFirst)),
      i16x8.sub(c, hanFirst),
    )
    if (i16x8.all_true(i16x8.lt_u(most, hanCount))) {
      for (let q = p, to = p + 32; q < to; q += 8, out += 16) {
        pairs = after
        after = pairsAt(q + 16, p1)
        const fifth = i32x4.extend_low_i16x8_u(v128.load64_zero(q, 8))
        v128.store(out, mixFour(i32x4.add(i32x4.mul(quads, p1), fifth), m1, m2))
        quads = quadsOf(pairs, after, p2)
      }
      continue
    }
    surrogates = v128.or(surrogates, v128.or(v128.or(surrogatesOf(a), surrogatesOf(b)), surrogatesOf(c)))
    measure(a, b, c)
    for (let q = p, to = p + 32, lengths = LENGTHS; q < to; q += 8, out += 16, lengths += 4) {
      pairs = after
      after = pairsAt(q + 16, p1)
      const last = quadsOf(pairs, after, p2)
      const over = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(lengths)))
      const fifth = i32x4.extend_low_i16x8_u(v128.load64_zero(q, 8))
      const seventh = i32x4.extend_low_i16x8_u(v128.load64_zero(q, 12))
      const triple = i32x4.add(i32x4.mul(pairs, p1), seventh)
      const six = i32x4.ge_s(over, i32x4.splat(1))
      const seven = i32x4.ge_s(over, i32x4.splat(2))
      const eight = i32x4.eq(over, i32x4.splat(3))
      let power = v128.bitselect(p2, p1, six)
      let rest = v128.bitselect(pairs, fifth, six)
      power = v128.bitselect(p3, power, seven)
      rest = v128.bitselect(triple, rest, seven)
      power = v128.bitselect(p4, power, eight)
      rest = v128.bitselect(last, rest, eight)
      v128.store(out, mixFour(i32x4.add(i32x4.mul(quads, power), rest), m1, m2))
      quads = last
    }
  }
  return v128.any_true(surrogates)
}

/** Which of eight units are surrogates. */
// @ts-ignore: decorator
@inline
function surrogatesOf(units: v128): v128 {
  return i16x8.eq(v128.and(units, i16x8.splat(<i16>0xf800)), i16x8.splat(<i16>0xd800))
}

/** Writes to LENGTHS how many units over five the shingles at 16 places have, from these and the eight units after them. */
function measure(a: v128, b: v128, c: v128): void {
  const w = i8x16.narrow_i16x8_u(weightsOf(a), weightsOf(b))
  const next = i8x16.narrow_i16x8_u(weightsOf(c), i16x8.splat(0))
  const target = i8x16.splat(<i8>TARGET)
  let sum = i8x16.add(
    i8x16.add(w, i8x16.shuffle(w, next, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
    i8x16.add(
      i8x16.shuffle(w, next, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17),
      i8x16.shuffle(w, next, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18),
    ),
  )
  sum = i8x16.add(sum, i8x16.shuffle(w, next, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19))
  let short = i8x16.lt_u(sum, target)
  sum = i8x16.add(sum, i8x16.shuffle(w, next, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20))
  short = i8x16.add(short, i8x16.lt_u(sum, target))
  sum = i8x16.add(sum, i8x16.shuffle(w, next, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21))
  short = i8x16.add(short, i8x16.lt_u(sum, target))
  v128.store(LENGTHS, i8x16.neg(short))
}

/** Weight of one unit, as in src/kernel/weights.ts. */
function weightOf(unit: u32): i32 {
  if (unit - 0xd800 < 0x800) return unit >= 0xdc00 ? 0 : unit - 0xd840 < 0x80 ? 8 : 5
  if (unit - 0x3400 < 0x6c00 || unit - 0xac00 < 0x2c00 || unit - 0xf900 < 0x200) return 8
  return unit - 0x3005 < 0x1fb || unit - 0x590 < 0x370 ? 6 : 5
}

/** Hash of the shingle at one place, unit by unit; the units end at `end`. */
function hashAt(at: i32, end: i32): u32 {
  let hash: u32 = 0
  let sum = 0
  for (let i = at; i < end; i++) {
    const unit: u32 = load<u16>(FOLDED + (<usize>i << 1))
    const weight = weightOf(unit)
    if (sum >= TARGET && weight > 0) break
    sum += weight
    hash = hash * P1 + unit
  }
  return fmix32(hash)
}

/**
 * Mends the hashes of FOLDED[at, at + count), which begin at `out`, around surrogates: places from which one is in reach
 * are hashed afresh, and second halves, at which no shingle begins, are left out. Returns how many hashes remain.
 */
function mendPairs(at: i32, count: i32, end: i32, out: usize): i32 {
  const to = out
  let from = 0 // places below are done
  for (let i = 0; i < count + 8; i++) {
    // Eight places at once as long as there is none: surrogates are rare.
    if ((i & 7) == 0) {
      if (!v128.any_true(surrogatesOf(v128.load(FOLDED + (<usize>(at + i) << 1))))) {
        i += 7
        continue
      }
    }
    if ((<u32>load<u16>(FOLDED + (<usize>(at + i) << 1)) & 0xf800) != 0xd800) continue
    const first = max(from, i - 7)
    const last = min(i + 1, count)
    if (first >= last) continue
    if (out != to + (<usize>from << 2)) memory.copy(out, to + (<usize>from << 2), <usize>(first - from) << 2)
    out += <usize>(first - from) << 2
    for (from = first; from < last; from++) {
      if ((<u32>load<u16>(FOLDED + (<usize>(at + from) << 1)) & 0xfc00) == 0xdc00) continue
      store<u32>(out, hashAt(at + from, end))
      out += 4
    }
  }
  if (out != to + (<usize>from << 2)) memory.copy(out, to + (<usize>from << 2), <usize>(count - from) << 2)
  out += <usize>(count - from) << 2
  return <i32>((out - to) >> 2)
}

/**
 * Of the last units of a text, places from which a shingle can be made: its weight is reached before the text ends.
 * The weight of all units from a place on only grows towards the front, so the first light place ends the search.
 */
function lastPlace(units: i32): i32 {
  let sum = 0
  let at = units
  while (at > 0) {
    sum += weightOf(load<u16>(FOLDED + (<usize>(at - 1) << 1)))
    if (sum >= TARGET) break
    at--
  }
  return at
}

/**
 * Hashes the shingles of FOLDED[0, units) into HASHES, and returns how many there are. A chunk that is not the last of its
 * text leaves out the last REACH places, whose shingles may go on in the next one.
 */
export function shingle(units: i32, last: i32): i32 {
  return sign(units, last, 0, 0)
}

/**
 * The same, and round 0 of Fast Similarity Sketching, block by block while the hashes are at hand. Afterwards SLOTS holds
 * the smallest value of each slot.
 */
export function sign(units: i32, last: i32, k: i32, salt: u32): i32 {
  memory.fill(FOLDED + (<usize>units << 1), 0, 64)
  const places = last ? lastPlace(units) : units - REACH
  let out = HASHES
  for (let at = 0; at < places; at += BLOCK) {
    const count = min(BLOCK, places - at)
    const made = hashBlock(at, count, out) ? mendPairs(at, count, units, out) : count
    if (k > 0) scatterFrom(out, made, k, salt)
    out += <usize>made << 2
  }
  if (k > 0) join(k)
  return <i32>((out - HASHES) >> 2)
}

/** Empties the slots, and the table of distinct hashes. */
export function clear(k: i32): void {
  memory.fill(SLOTS, 0xff, <usize>k << 2)
  memory.fill(SLOTS_TWIN, 0xff, <usize>k << 2)
  distinct = -1
}

/**
 * Round 0 for `count` hashes: each falls into one of k slots, which keeps its smallest value. Branchless (a text's first
 * shingles hit, its last ones miss: mispredicted either way), two at a time.
 */
function scatterFrom(p: usize, count: i32, k: i32, salt: u32): void {
  const slots = <u64>k
  const end = p + (<usize>count << 2)
  for (; p + 8 <= end; p += 8) {
    const x = (load<u32>(p) ^ salt) * SPREAD
    const y = (load<u32>(p, 4) ^ salt) * SPREAD
    const a = SLOTS + (<usize>((<u64>x * slots) >> 32) << 2)
    const b = SLOTS_TWIN + (<usize>((<u64>y * slots) >> 32) << 2)
    const u = load<u32>(a)
    const v = load<u32>(b)
    store<u32>(a, lesser(x, u))
    store<u32>(b, lesser(y, v))
  }
  if (p < end) {
    const x = (load<u32>(p) ^ salt) * SPREAD
    const a = SLOTS + (<usize>((<u64>x * slots) >> 32) << 2)
    const u = load<u32>(a)
    store<u32>(a, lesser(x, u))
  }
}

/** The smaller of two, without the branch that V8 makes of select. */
// @ts-ignore: decorator
@inline
function lesser(x: u32, y: u32): u32 {
  const over = <i64>x - <i64>y
  return <u32>(<i64>y + (over & (over >> 63)))
}

/** Joins the two copies of the slots in the first, and counts the slots that are still empty. */
function join(k: i32): void {
  let open = i32x4.splat(0)
  const end = <usize>(k & ~3) << 2
  for (let i: usize = 0; i < end; i += 16) {
    const values = i32x4.min_u(v128.load(SLOTS + i), v128.load(SLOTS_TWIN + i))
    v128.store(SLOTS + i, values)
    open = i32x4.sub(open, i32x4.eq(values, i32x4.splat(EMPTY)))
  }
  unfilled =
    i32x4.extract_lane(open, 0) +
    i32x4.extract_lane(open, 1) +
    i32x4.extract_lane(open, 2) +
    i32x4.extract_lane(open, 3)
  for (let i = end; i < <usize>k << 2; i += 4) {
    const value = min(load<u32>(SLOTS + i), load<u32>(SLOTS_TWIN + i))
    store<u32>(SLOTS + i, value)
    unfilled += i32(value == EMPTY)
  }
}

let unfilled: i32 = 0

/** Slots that are empty after the last `sign` or `scatter`. */
export function open(): i32 {
  return unfilled
}

/** Round 0 for the first `count` of HASHES, on top of what the slots hold. */
export function scatter(count: i32, k: i32, salt: u32): void {
  scatterFrom(HASHES, count, k, salt)
  join(k)
}

/** How many distinct hashes SORTED holds; −1 before the first of a text. */
let distinct: i32 = -1

/**
 * Adds the first `count` of HASHES to the distinct ones of the text, in SORTED, unless these are more than k. Returns
 * their number, k + 1 if there are more.
 *
 * A table with linear probing that keeps its entries in order (Amble and Knuth 1974): hashes are spread evenly, so each
 * stands near the place of its first bits, and reading the table from front to back sorts them. An ordinary text never
 * gets here: all its slots are filled, and one hash that is no slot's smallest is one more than k of them.
 */
export function gather(count: i32, k: i32, salt: u32): i32 {
  if (distinct > k) return distinct
  if (distinct < 0 && unfilled == 0) {
    for (let i: usize = 0, end = <usize>count << 2; i < end; i += 4) {
      const value = (load<u32>(HASHES + i) ^ salt) * SPREAD
      if (load<u32>(SLOTS + (<usize>((<u64>value * <u64>k) >> 32) << 2)) != value) return (distinct = k + 1)
    }
  }
  const bits = 33 - clz(k)
  if (distinct < 0) {
    memory.fill(SORTED, 0xff, ((<usize>1 << bits) + <usize>k + 2) << 2)
    distinct = 0
    largest = 0
  }
  let size = distinct
  for (let i: usize = 0, end = <usize>count << 2; i < end; i += 4) {
    let hash = load<u32>(HASHES + i)
    if (hash == EMPTY) {
      size += i32(largest == 0)
      largest = 1
    } else {
      let p = SORTED + (<usize>(hash >> (32 - bits)) << 2)
      let held = load<u32>(p)
      while (held < hash) {
        p += 4
        held = load<u32>(p)
      }
      if (held == hash) continue
      size++
      while (held != EMPTY) {
        store<u32>(p, hash)
        hash = held
        p += 4
        held = load<u32>(p)
      }
      store<u32>(p, hash)
    }
    if (size > k) break
  }
  distinct = size
  return size
}

/** Whether 2^32 − 1, which marks a free place of SORTED, is among the hashes: 1 or 0. */
let largest: u32 = 0

/** Moves the distinct hashes, ascending, to the front of SORTED. */
export function collect(): void {
  let out = SORTED
  const end = SORTED + (<usize>(distinct - <i32>largest) << 2)
  // Every place is stored, and a free one overwritten by the next.
  for (let p = SORTED; out < end; p += 4) {
    const hash = load<u32>(p)
    store<u32>(out, hash)
    out += <usize>u32(hash != EMPTY) << 2
  }
  if (largest) store<u32>(out, EMPTY)
}

/** Salt of a round: the stream that src/kernel/hash.ts calls splitmix32, entered anywhere. */
function saltOf(seed: u32, round: i32): u32 {
  let z = seed + <u32>(round + 1) * 0x9e3779b9
  z ^= z >> 16
  z *= 0x21f0aaad
  z ^= z >> 15
  z *= 0x735a2d97
  return z ^ (z >> 15)
}

/**
 * The rounds after the first, for slots that it left open: see src/kernel/rounds.ts, which does the same. The hashes are
 * the first `count` of HASHES, at least one; ROUNDS tells in which round each slot was settled.
 *
 * Branchless: a slot keeps the least of (round, value), read as one number.
 */
export function complete(count: i32, k: i32, seed: u32): void {
  let open = unfilled
  for (let slot: usize = 0; slot < <usize>k; slot++) {
    const value = load<u32>(SLOTS + (slot << 2))
    store<i64>(STATES + (slot << 3), value == EMPTY ? OPEN : <i64>value)
  }
  const m1 = constant(4)
  const m2 = constant(5)
  const whole = HASHES + (<usize>(count & ~3) << 2)
  const end = HASHES + (<usize>count << 2)
  for (let round = 1; round < k && open > 0; round++) {
    const salt = saltOf(seed, round)
    const salts = i32x4.splat(salt)
    const shut = <i64>round << 32
    let p = HASHES
    for (; p < whole; p += 16) {
      const values = mixFour(v128.xor(v128.load(p), salts), m1, m2)
      open -= settle(i32x4.extract_lane(values, 0), k, shut)
      open -= settle(i32x4.extract_lane(values, 1), k, shut)
      open -= settle(i32x4.extract_lane(values, 2), k, shut)
      open -= settle(i32x4.extract_lane(values, 3), k, shut)
    }
    for (; p < end; p += 4) open -= settle(fmix32(load<u32>(p) ^ salt), k, shut)
  }
  for (let slot = 0; slot < k && open > 0; slot++) {
    if (load<i64>(STATES + (<usize>slot << 3)) != OPEN) continue
    const salt = saltOf(seed, k + slot)
    let least = EMPTY
    for (let p = HASHES; p < end; p += 4) least = min(least, fmix32(load<u32>(p) ^ salt))
    store<u64>(STATES + (<usize>slot << 3), (<u64>(k + slot) << 32) | least)
    open--
  }
  for (let slot: usize = 0; slot < <usize>k; slot++) {
    const state = load<u64>(STATES + (slot << 3))
    store<u32>(SLOTS + (slot << 2), <u32>state)
    store<u16>(ROUNDS + (slot << 1), <u16>(state >> 32))
  }
}

/** A slot that nothing has reached: more than any round and value. */
const OPEN: i64 = 0x7fffffffffffffff

/** Lets a value of a round fall into its slot. Returns 1 if nothing had reached it. */
// @ts-ignore: decorator
@inline
function settle(value: u32, k: i32, shut: i64): i32 {
  const p = STATES + (<usize>((<u64>value * <u64>k) >> 32) << 3)
  const held = load<i64>(p)
  const over = (shut | <i64>value) - held
  store<i64>(p, held + (over & (over >> 63)))
  return i32(held == OPEN)
}
