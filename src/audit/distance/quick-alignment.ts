import { firstWhere } from '../../kernel/binary-search.js'
import { cheapestAlignment, type Cost } from './cheapest-alignment.js'
import { distanceWithin } from './front.js'
import { subtable, type Table } from './table.js'

/**
 * A good alignment in O(n log n): runs that occur once on both sides, the longest chain of them (Szymanski 1975), and
 * the pieces between them,
 * of a few hundred items, aligned for themselves.
 */

/** Items of a run that two texts share, once each, to be taken for the same place. */
const RUN = 8
/** Least distance of two such runs that cut the texts, in items. */
const PIECE = 512
/** A stretch without such a run is cut into pieces no longer than this. */
const LONGEST_PIECE = 2048
/** Most items between two shared runs that confirm each other. */
const NEAR = 64
/** Most items by which the diagonals of two such runs may differ. */
const SHIFT = 8

/**
 * Items of a text from which on one run in four is looked at. The tables of all runs do not fit into the caches of a core:
 * of a million characters they cost 0.35 s, of a quarter of their runs 0.1 s, and cuts 512 items apart have still plenty to
 * choose from.
 */
const MANY = 2 ** 16

/** Where a run that both texts share begins in `a` and in `b`. */
type SharedRun = readonly [inA: number, inB: number]

/** A good alignment, and where it cuts both texts. */
export interface QuickAlignment {
  /** Its cost, never less than that of a cheapest one. */
  readonly cost: number
  /** Where the pieces begin and end that it aligns one by one: places in `a`, and in `b`. */
  readonly cuts: readonly SharedRun[]
}

/** A good alignment of the whole table. O(n log n). */
export function quickAlignment(table: Table): QuickAlignment {
  const { rows, columns } = table.forward
  const chained = piecewise(table, sharedRuns(columns, rows))
  if (2 * chained.cost <= Math.max(columns.length, rows.length)) return chained
  // Where little is shared, a chain of chance finds may lead astray.
  const straight = piecewise(table, [])
  return straight.cost < chained.cost ? straight : chained
}

/** The cost of a quick alignment with its gaps, which take as long again to find. O(n). */
export function costOf(table: Table, { cuts }: QuickAlignment): Cost {
  let cost = 0
  let gaps = 0
  for (let i = 1; i < cuts.length; i++) {
    const piece = cheapestAlignment(...pieceBetween(table, cuts[i - 1], cuts[i]))
    cost += piece.cost
    gaps += piece.gaps
  }
  return { cost, gaps }
}

/** The distances of the pieces between shared runs, added up. */
function piecewise(table: Table, runs: readonly SharedRun[]): QuickAlignment {
  const { rows, columns } = table.forward
  const cuts: SharedRun[] = [[0, 0]]
  let column = 0
  let row = 0
  const cutAt = (c: number, r: number) => {
    const pieces = Math.ceil(Math.max(c - column, r - row) / LONGEST_PIECE)
    for (let i = 1; i <= pieces; i++) {
      cuts.push([
        column + Math.floor(((c - column) * i) / pieces),
        row + Math.floor(((r - row) * i) / pieces),
      ])
    }
    column = c
    row = r
  }
  for (const [c, r] of runs) if (c - column >= PIECE && r - row >= PIECE) cutAt(c, r)
  cutAt(columns.length, rows.length)
  let cost = 0
  for (let i = 1; i < cuts.length; i++) cost += distanceWithin(...pieceBetween(table, cuts[i - 1], cuts[i]))
  return { cost, cuts }
}

/** A piece as a table of its own, and the most that its distance can be. */
function pieceBetween(table: Table, [c0, r0]: SharedRun, [c1, r1]: SharedRun): [Table, number] {
  return [subtable(table, c0, r0, c1, r1), Math.max(c1 - c0, r1 - r0)]
}

/** The longest chain of runs that occur once in `a` and once in `b`, ascending in both. */
function sharedRuns(a: Int32Array, b: Int32Array): SharedRun[] {
  const longer = Math.max(a.length, b.length)
  const skipped = longer < MANY ? 0 : 3
  const bits = Math.min(24, 34 - Math.clz32(longer / (skipped + 1)))
  const placesA = singlePlaces(a, bits, skipped)
  const placesB = singlePlaces(b, bits, skipped)
  /** By place in `a`, the place in `b`, or −1. */
  const partner = new Int32Array(a.length).fill(-1)
  for (let slot = 0; slot < placesA.length; slot++) {
    const at = placesA[slot]
    if (at >= 0 && placesB[slot] >= 0 && sameRun(a, at, b, placesB[slot])) partner[at] = placesB[slot]
  }
  const chain = longestChain(partner)
  // True finds stand close together on nearly the same diagonal, chance finds alone.
  return chain.filter((run, i) => i > 0 && confirms(chain[i - 1], run))
}

/** The longest chain of pairs that ascends on both sides. @param partner by place in `a`, the place in `b`, or −1. */
function longestChain(partner: Int32Array): SharedRun[] {
  /** By length of chain − 1, the place in `a` of the chain's last run, least in `b`. */
  const tails: number[] = []
  const previous = new Int32Array(partner.length)
  for (let at = 0; at < partner.length; at++) {
    const place = partner[at]
    if (place < 0) continue
    const low = firstWhere(0, tails.length, (i) => partner[tails[i]] >= place)
    previous[at] = low > 0 ? tails[low - 1] : -1
    tails[low] = at
  }
  const chain: SharedRun[] = []
  for (let at = tails.length > 0 ? tails[tails.length - 1] : -1; at >= 0; at = previous[at]) {
    chain.push([at, partner[at]])
  }
  return chain.reverse()
}

function confirms([a0, b0]: SharedRun, [a1, b1]: SharedRun): boolean {
  return a1 - a0 <= NEAR && Math.abs(a1 - a0 - (b1 - b0)) <= SHIFT
}

/**
 * By hash of a run: its place; −1 for none, −2 for several, of whatever runs.
 * @param skipped the bits of a hash that must be 0 for a run to be looked at.
 */
function singlePlaces(items: Int32Array, bits: number, skipped: number): Int32Array {
  const places = new Int32Array(2 ** bits).fill(-1)
  let hash = 0
  // Each step shifts an item four bits up, so that after eight of them it is gone.
  for (let i = 0; i < items.length; i++) {
    hash = (hash << (32 / RUN)) + Math.imul(items[i] + 1, 0x9e3779b1)
    if (i < RUN - 1) continue
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    if ((mixed & skipped) !== 0) continue
    const slot = mixed >>> (32 - bits)
    places[slot] = places[slot] === -1 ? i - RUN + 1 : -2
  }
  return places
}

function sameRun(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
  for (let i = 0; i < RUN; i++) if (a[atA + i] !== b[atB + i]) return false
  return true
}
