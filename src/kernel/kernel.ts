import { fromHex } from './bytes.js'
import { unitWriter } from './unit-writer.js'
import { KERNEL } from './kernel.data.js'
import { CHUNK, MAX_SLOTS, twinKernel } from './twin.js'

/** The hot loops behind folding and sketching, compiled or not. Buffers are fixed; texts pass through in chunks. */
export interface Kernel {
  /** Whether this is the WebAssembly kernel. */
  readonly compiled: boolean
  /** What each UTF-16 unit folds to; 0 drops it, HARD to HARD_END asks for the exact path. */
  readonly table: Uint16Array
  /** A chunk of the source: CHUNK units and the one after them. */
  readonly input: Uint16Array
  /** Folded units. */
  readonly folded: Uint16Array
  /** Hashes of the shingles of a chunk. */
  readonly hashes: Uint32Array
  /** Smallest value of each slot. */
  readonly slots: Uint32Array
  /** Round in which each slot was settled, after `complete`. */
  readonly rounds: Uint16Array
  /** The distinct hashes, ascending, after `collect`. */
  readonly sorted: Uint32Array
  /** Puts source units [from, to) into `input`, and the unit after them. */
  write(source: string, from: number, to: number): void
  /** Folds input[from, to) to `folded` from place `at`, up to a unit that needs the exact path. Returns the place reached. */
  fold(from: number, to: number, at: number): number
  /** The place in `input` that the last `fold` reached. */
  reached(): number
  /**
   * Hashes the shingles of folded[0, units), in order, and returns how many there are. Where the text goes on, those of
   * the last REACH units are left for the next chunk.
   */
  shingle(units: number, last: boolean): number
  /** `shingle`, and round 0 of Fast Similarity Sketching on top of what the k slots hold. */
  sign(units: number, last: boolean, k: number, salt: number): number
  /** Empties k slots and forgets the distinct hashes. */
  clear(k: number): void
  /** Round 0 for the first `count` of `hashes`. */
  scatter(count: number, k: number, salt: number): void
  /** How many slots the last `sign` or `scatter` left empty. */
  open(): number
  /** Adds the first `count` of `hashes` to the distinct ones of the text. Returns their number, k + 1 if more than k. */
  gather(count: number, k: number, salt: number): number
  /** Moves the distinct hashes that were gathered, ascending, to the front of `sorted`. */
  collect(): void
  /** The later rounds, for slots left empty: the text's hashes are the first `count` of `hashes`, at least one. */
  complete(count: number, k: number, seed: number): void
}

let current: Kernel | undefined

/** The kernel: compiled on first use (about 1 ms), or the twin where WebAssembly or SIMD is missing or refused. */
export function kernel(): Kernel {
  return (current ??= compiledKernel() ?? twinKernel())
}

/** Chooses the kernel: tests and benchmarks run both. */
export function useKernel(chosen: Kernel): void {
  current = chosen
}

interface Exports {
  readonly memory: WebAssembly.Memory
  readonly TABLE: WebAssembly.Global
  readonly INPUT: WebAssembly.Global
  readonly FOLDED: WebAssembly.Global
  readonly HASHES: WebAssembly.Global
  readonly SLOTS: WebAssembly.Global
  readonly ROUNDS: WebAssembly.Global
  readonly SORTED: WebAssembly.Global
  reached(): number
  fold(from: number, to: number, at: number): number
  shingle(units: number, last: number): number
  sign(units: number, last: number, k: number, salt: number): number
  clear(k: number): void
  scatter(count: number, k: number, salt: number): void
  open(): number
  gather(count: number, k: number, salt: number): number
  collect(): void
  complete(count: number, k: number, seed: number): void
}

/** The WebAssembly kernel, or null where it cannot be compiled. */
export function compiledKernel(): Kernel | null {
  let exports: Exports
  try {
    exports = new WebAssembly.Instance(new WebAssembly.Module(fromHex(KERNEL))).exports as unknown as Exports
  } catch {
    return null // no WebAssembly, no SIMD, or a content security policy without 'wasm-unsafe-eval'
  }
  const { buffer } = exports.memory
  const at = (global: WebAssembly.Global) => global.value as number
  const input = new Uint16Array(buffer, at(exports.INPUT), CHUNK + 16)
  return {
    compiled: true,
    table: new Uint16Array(buffer, at(exports.TABLE), 1 << 16),
    input,
    folded: new Uint16Array(buffer, at(exports.FOLDED), CHUNK + 64),
    hashes: new Uint32Array(buffer, at(exports.HASHES), CHUNK + 64),
    slots: new Uint32Array(buffer, at(exports.SLOTS), MAX_SLOTS),
    rounds: new Uint16Array(buffer, at(exports.ROUNDS), MAX_SLOTS),
    sorted: new Uint32Array(buffer, at(exports.SORTED), 3 * MAX_SLOTS + 4),
    reached: exports.reached,
    fold: exports.fold,
    shingle: (units, last) => exports.shingle(units, last ? 1 : 0),
    sign: (units, last, k, salt) => exports.sign(units, last ? 1 : 0, k, salt),
    clear: exports.clear,
    scatter: exports.scatter,
    open: exports.open,
    gather: exports.gather,
    collect: exports.collect,
    complete: exports.complete,
    write: unitWriter(input),
  }
}
