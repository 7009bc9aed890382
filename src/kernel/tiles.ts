import { fromHex } from './bytes.js'
import { TILES } from './tiles.data.js'
import { tilesTwin } from './tiles-twin.js'

/** One way of reading two sequences, and the bits of all blocks; arrays that `Tiles.arrays` made, or parts of them. */
export interface TileSides {
  /** Items of the rows, numbered from 0 up. */
  readonly rows: Int32Array
  /** Items of the columns, in the same numbers. */
  readonly columns: Int32Array
  /** For each block of 64 rows, a bit for each row whose value is 1 more than that of the row above it: two words. */
  readonly plus: Int32Array
  /** The same of rows whose value is 1 less. */
  readonly minus: Int32Array
  /** By item: 0 between two tiles. */
  readonly slots: Int32Array
}

/**
 * Moves blocks of 64 rows of an edit distance table through its columns (Myers, J. ACM 46, 1999, in the form of Hyyrö,
 * Nordic J. Computing 10, 2003): neighbouring cells differ by 1 at most, so that a bit says where the value grows and
 * another where it falls.
 */
export interface Tiles {
  /** Whether this is WebAssembly. */
  readonly compiled: boolean
  /** Arrays of zeros of these lengths. Those that were made before may be lost. */
  arrays(lengths: readonly number[]): Int32Array[]
  /**
   * Moves blocks [first, end) through columns [at, at + width), at most TILE. What enters at the top of the first block
   * rises at each column. Returns by how much the value of the last row of the last block changed.
   */
  move(sides: TileSides, first: number, end: number, at: number, width: number): number
}

/**
 * Tiles for one table: compiled, or the twin where WebAssembly or SIMD is missing or refused, or has no memory of `words`
 * 32-bit words. They are shared: whoever asks next may take over the arrays of the table before.
 */
export function tilesFor(words: number): Tiles {
  return chosen ?? compiledTiles(words) ?? tilesTwin()
}

let chosen: Tiles | undefined

/** Chooses the tiles of all tables that follow, or none: tests and benchmarks run both. */
export function useTiles(tiles: Tiles | undefined): void {
  chosen = tiles
}

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly FREE: WebAssembly.Global
  move(
    rows: number,
    height: number,
    columns: number,
    width: number,
    slots: number,
    plus: number,
    minus: number,
    first: number,
    end: number,
  ): number
}

const PAGE = 2 ** 16
/** Pages up to which a memory is kept for the next table: 4 MB, two texts of 250,000 characters. */
const KEPT_PAGES = 64
/** Words that 64-bit alignment may cost: one for each array. */
const ALIGNMENT = 16

/** The compiled module; null where it cannot be compiled. */
let module: WebAssembly.Module | null | undefined
/** The instance that small tables share. */
let kept: Exports | undefined

/** The WebAssembly tiles with room for `words`, or null where there are none. */
export function compiledTiles(words: number): Tiles | null {
  if (module === null) return null
  let exports: Exports
  try {
    module ??= new WebAssembly.Module(fromHex(TILES))
    exports = kept ?? (new WebAssembly.Instance(module).exports as unknown as Exports)
  } catch {
    module = null // no WebAssembly, no SIMD, or a content security policy without 'wasm-unsafe-eval'
    return null
  }
  const free = exports.FREE.value as number
  const pages = Math.ceil((free + 4 * (words + ALIGNMENT)) / PAGE)
  if (pages > KEPT_PAGES) {
    // A memory never shrinks, so this one goes with its table.
    exports = new WebAssembly.Instance(module).exports as unknown as Exports
  } else kept = exports
  const missing = pages - exports.memory.buffer.byteLength / PAGE
  try {
    if (missing > 0) exports.memory.grow(missing)
  } catch {
    return null
  }
  const { move } = exports
  return {
    compiled: true,
    arrays(lengths) {
      let at = free
      return lengths.map((length) => {
        const array = new Int32Array(exports.memory.buffer, at, length).fill(0)
        at += (4 * length + 7) & ~7
        return array
      })
    },
    move: ({ rows, columns, plus, minus, slots }, first, end, at, width) =>
      move(
        rows.byteOffset,
        rows.length,
        columns.byteOffset + 4 * at,
        width,
        slots.byteOffset,
        plus.byteOffset,
        minus.byteOffset,
        first,
        end,
      ),
  }
}
