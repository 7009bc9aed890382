import type { Kernel } from '../kernel/kernel.js'
import { CHUNK, HARD, HARD_END } from '../kernel/twin.js'
import { fold } from './fold.js'
import { type FoldTable, foldTable, HIGH_SURROGATE, KEEP_PAIR, SEPARATOR, SOFT_HYPHEN } from './fold-table.js'

/**
 * The folded units of a text without the way back, chunk by chunk through the kernel: what a sketch needs. The units are
 * those of `fold`; a stretch that the kernel leaves to the exact path is folded by it.
 */

/** Source units folded exactly after one the kernel cannot fold; doubled while such units crowd. */
const STRETCH = 64
const MAX_STRETCH = 4096
/** Most units that may be carried from one chunk to the next. */
export const MAX_CARRY = 32
/** A chunk with less room than this is handed over before more is folded into it. */
const LEAST_ROOM = CHUNK / 4

/** The table a kernel has loaded; its entries change when the fold table resolves a character. */
const loaded = new WeakMap<Kernel, FoldTable>()

/**
 * Receives the units in kernel.folded[0, units). `last` tells that no more will come, `pairs` that surrogate pairs are
 * among them. Moves what it wants to see again to the front, at most MAX_CARRY units, and returns how many these are.
 */
export type Ready = (units: number, last: boolean, pairs: boolean) => number

/**
 * Streams the folded units of a text; the last call of `ready` says so, and is the only one for most texts.
 * O(source length), in constant memory.
 */
export function streamFolded(kernel: Kernel, source: string, script: boolean, ready: Ready): void {
  const table = foldTable(script)
  load(kernel, table)
  const { folded } = kernel
  let at = 0
  let pairs = false
  let stretch = STRETCH
  const handOver = () => {
    at = ready(at, false, pairs)
    pairs = pairs && folded.subarray(0, at).some(isSurrogate)
  }
  for (let i = 0; i < source.length;) {
    if (CHUNK - at < LEAST_ROOM) handOver()
    const base = i
    const chunk = Math.min(CHUNK - at, source.length - i)
    kernel.write(source, i, i + chunk)
    while (i < base + chunk) {
      at = kernel.fold(i - base, chunk, at)
      i = base + kernel.reached()
      if (i === base + chunk) break
      const pair = isPlain(table, source, i) ? i + 1 : i
      if (isPlainPair(table, source, pair)) {
        const before = pair > i ? kernel.table[source.charCodeAt(i)] : SEPARATOR
        if (before !== SEPARATOR) folded[at++] = before
        if (table.valueOf(source.codePointAt(pair)!) === KEEP_PAIR) {
          folded[at++] = source.charCodeAt(pair)
          folded[at++] = source.charCodeAt(pair + 1)
          pairs = true
        }
        i = pair + 2
        continue
      }
      stretch = i - base < stretch ? Math.min(2 * stretch, MAX_STRETCH) : STRETCH
      const end = border(table, source, i + stretch)
      const { units } = fold(source.slice(i, end), { script })
      for (let from = 0; from < units.length;) {
        if (CHUNK - at < LEAST_ROOM) handOver()
        const part = units.subarray(from, from + CHUNK - at)
        folded.set(part, at)
        pairs ||= part.some(isSurrogate)
        at += part.length
        from += part.length
      }
      // The exact path resolves what it meets, so that the kernel can fold it from now on.
      for (; i < end; i++) kernel.table[source.charCodeAt(i)] = kernelValue(table.units[source.charCodeAt(i)])
      break // what the stretch folded to may be longer than it was, so the room is measured anew
    }
  }
  ready(at, true, pairs)
}

/** Whether a surrogate pair stands at `at` that folds to itself or to nothing, and nothing after it can join it. */
function isPlainPair(table: FoldTable, source: string, at: number): boolean {
  return stands(table, source, at) && (isPlain(table, source, at + 2) || stands(table, source, at + 2))
}

/** Whether a pair stands there that is no mark, and folds to itself or to nothing. */
function stands(table: FoldTable, source: string, at: number): boolean {
  const codePoint = source.codePointAt(at)
  if (codePoint === undefined || codePoint < 0x10000) return false
  const value = table.valueOf(codePoint)
  return value === KEEP_PAIR || value === SEPARATOR
}

/** Whether the kernel can fold the unit there; nothing after the end of the text reaches back. */
function isPlain(table: FoldTable, source: string, at: number): boolean {
  if (at >= source.length) return true
  const value = table.units[source.charCodeAt(at)]
  return value < HARD || value >= HARD_END
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800
}

/** The first place from `at` on where nothing reaches across: a plain unit that no pair and no mark joins to the last. */
function border(table: FoldTable, source: string, at: number): number {
  while (at < source.length) {
    if (isPlain(table, source, at) && table.units[source.charCodeAt(at - 1)] !== HIGH_SURROGATE) return at
    at++
  }
  return source.length
}

function load(kernel: Kernel, table: FoldTable): void {
  if (loaded.get(kernel) === table) return
  for (let unit = 0; unit < 0x10000; unit++) kernel.table[unit] = kernelValue(table.units[unit])
  loaded.set(kernel, table)
}

/** Without the way back a soft hyphen is a gap like any other; joined characters are not, a mark reaches across them. */
function kernelValue(value: number): number {
  if (value === SOFT_HYPHEN) return SEPARATOR
  return value === KEEP_PAIR ? HARD : value
}
