import { KERNEL } from './kernel.data.js'
import { BLOCK, CHUNK, MAX_SLOTS, twinKernel } from './twin.js'

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
  /** Hashes of a block of shingles. */
  readonly hashes: Uint32Array
  /** Slots of round 0, after `join`. */
  readonly slots: Uint32Array
  /** Puts source units [from, to) into `input`, and the unit after them. */
  write(source: string, from: number, to: number): void
  /** Folds input[from, to) to `folded` from place `at`, up to a unit that needs the exact path. Returns the place reached. */
  fold(from: number, to: number, at: number): number
  /** The place in `input` that the last `fold` reached. */
  reached(): number
  /** Hashes the shingles that begin at folded[at, at + count); eight more units must follow, and no surrogate. */
  shingle(at: number, count: number): void
  /** Hashes the shingles of the last `length` units of a text, at most BLOCK. Returns how many there are. */
  shingleEnd(at: number, length: number): number
  /** Empties k slots. */
  clear(k: number): void
  /** Round 0 of Fast Similarity Sketching for the first `count` of `hashes`. */
  scatter(count: number, k: number, salt: number): void
  /** Completes the slots. Returns how many are still empty (0xffffffff). */
  join(k: number): number
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
  reached(): number
  fold(from: number, to: number, at: number): number
  shingle(at: number, count: number): void
  shingleEnd(at: number, length: number): number
  clear(k: number): void
  scatter(count: number, k: number, salt: number): void
  join(k: number): number
}

/** From this many units on one call of `Buffer.write` beats a loop of charCodeAt (40 ns against 1.2 ns a unit). */
const WORTH_A_CALL = 20

/** The WebAssembly kernel, or null where it cannot be compiled. */
export function compiledKernel(): Kernel | null {
  let exports: Exports
  try {
    const binary = Uint8Array.from(atob(KERNEL), (character) => character.charCodeAt(0))
    exports = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports as unknown as Exports
  } catch {
    return null // no WebAssembly, no SIMD, or a content security policy without 'wasm-unsafe-eval'
  }
  const { buffer } = exports.memory
  const at = (global: WebAssembly.Global) => global.value as number
  const input = new Uint16Array(buffer, at(exports.INPUT), CHUNK + 16)
  const nodeBuffer = (globalThis as { Buffer?: { from(buffer: ArrayBuffer): NodeBuffer } }).Buffer
  const bytes = nodeBuffer?.from(buffer)
  const inputAt = at(exports.INPUT)
  return {
    compiled: true,
    table: new Uint16Array(buffer, at(exports.TABLE), 1 << 16),
    input,
    folded: new Uint16Array(buffer, at(exports.FOLDED), CHUNK + 64),
    hashes: new Uint32Array(buffer, at(exports.HASHES), BLOCK + 32),
    slots: new Uint32Array(buffer, at(exports.SLOTS), MAX_SLOTS),
    reached: exports.reached,
    fold: exports.fold,
    shingle: exports.shingle,
    shingleEnd: exports.shingleEnd,
    clear: exports.clear,
    scatter: exports.scatter,
    join: exports.join,
    write(source, from, to) {
      if (bytes !== undefined && to - from >= WORTH_A_CALL) {
        bytes.write(from === 0 && to === source.length ? source : source.slice(from, to), inputAt, 'utf16le')
      } else {
        for (let i = from; i < to; i++) input[i - from] = source.charCodeAt(i)
      }
      input[to - from] = to < source.length ? source.charCodeAt(to) : 0
    },
  }
}

interface NodeBuffer {
  write(text: string, offset: number, encoding: 'utf16le'): number
}
