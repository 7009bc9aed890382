import type { Kernel } from '../kernel/kernel.js'
import { CHUNK, HARD, HARD_END } from '../kernel/twin.js'
import { fold } from './fold.js'
import {
  EXPANSION,
  EXPANSION_END,
  type FoldTable,
  foldTable,
  HIGH_SURROGATE,
  KEEP_PAIR,
  SEPARATOR,
  SOFT_HYPHEN,
} from './fold-table.js'

/**
 * The folded units of a text without an offset map, chunk by chunk through the kernel: what a sketch needs. The units are
 * those of `fold`, which folds the stretches that the kernel cannot.
 */

/** Source units that are folded exactly after one the kernel cannot fold; doubled while such units stand close together. */
const STRETCH = 64
/** Where the doubling ends. */
const MAX_STRETCH = 4096
/** Most units that may be carried from one chunk to the next. */
export const MAX_CARRY = 32
/** Room for characters that fold to more units than they are. */
const SLACK = 512
/** A chunk with less room than this is handed over before more is folded into it. */
const LEAST_ROOM = CHUNK / 4

/** The table a kernel has loaded; its entries change when the fold table resolves a character. */
const loaded = new WeakMap<Kernel, FoldTable>()

/**
 * Receives the units in kernel.folded[0, units); `last` tells that no more will come. Moves the units that it wants to see
 * again to the front, at most MAX_CARRY of them, and returns their number.
 */
export type Ready = (units: number, last: boolean) => number

/**
 * Streams the folded units of a text; the last call of `ready` says so, and is the only one for most texts.
 * O(source length), in constant memory.
 */
export function streamFolded(kernel: Kernel, source: string, script: boolean, ready: Ready): void {
  const table = foldTable(script)
  load(kernel, table)
  const { folded } = kernel
  let at = 0
  let stretch = STRETCH
  for (let i = 0; i < source.length;) {
    if (CHUNK - at < LEAST_ROOM) at = ready(at, false)
    const base = i
    const chunk = Math.min(CHUNK - at - SLACK, source.length - i)
    kernel.write(source, i, i + chunk)
    while (i < base + chunk) {
      at = kernel.fold(i - base, chunk, at)
      i = base + kernel.reached()
      if (i === base + chunk) break
      if (refresh(kernel, table, source, i)) continue
      // The kernel stops at the unit before a hard one, which might change it.
      const first = isPlain(table, source, i) ? i + 1 : i
      if (standsAlone(table, source, first)) {
        const before = first > i ? kernel.table[source.charCodeAt(i)] : SEPARATOR
        if (before !== SEPARATOR) folded[at++] = before
        const codePoint = source.codePointAt(first)!
        at = write(table, codePoint, folded, at)
        i = first + (codePoint > 0xffff ? 2 : 1)
        if (at + (base + chunk - i) > CHUNK) break
        continue
      }
      stretch = i - base < stretch ? Math.min(2 * stretch, MAX_STRETCH) : STRETCH
      const end = border(table, source, i + stretch)
      const { units } = fold(source.slice(i, end), { script })
      for (let from = 0; from < units.length;) {
        if (CHUNK - at < LEAST_ROOM) at = ready(at, false)
        const part = units.subarray(from, from + CHUNK - at)
        folded.set(part, at)
        at += part.length
        from += part.length
      }
      // The exact path resolves what it meets, so that the kernel can fold it from now on.
      for (; i < end; i++) kernel.table[source.charCodeAt(i)] = kernelValue(table.units[source.charCodeAt(i)])
      break // what the stretch folded to may be longer than it was, so the room is measured anew
    }
  }
  ready(at, true)
}

/**
 * Tells the kernel what `fold` has resolved since the kernel loaded the table, of the two units where it stopped. Returns
 * whether there was anything to tell.
 */
function refresh(kernel: Kernel, table: FoldTable, source: string, at: number): boolean {
  let changed = false
  for (let i = at; i < at + 2 && i < source.length; i++) {
    const unit = source.charCodeAt(i)
    const value = kernelValue(table.units[unit])
    if (kernel.table[unit] === value) continue
    kernel.table[unit] = value
    changed = true
  }
  return changed
}

/** Whether the character there folds to the same whatever stands before it, and nothing after it can join it. */
function standsAlone(table: FoldTable, source: string, at: number): boolean {
  if (!isBase(table, source.codePointAt(at)!)) return false
  const next = source.codePointAt(at + (source.codePointAt(at)! > 0xffff ? 2 : 1))
  return next === undefined || isBase(table, next)
}

/** Whether a character is a letter of its own, or dropped with a gap: no mark, no jamo, nothing joined. */
function isBase(table: FoldTable, codePoint: number): boolean {
  if (codePoint >= 0xd800 && codePoint < 0xe000) return false
  const value = table.valueOf(codePoint)
  return value < HARD || value >= EXPANSION
}

/** Writes what a base folds to. Returns the place after it. */
function write(table: FoldTable, codePoint: number, folded: Uint16Array, at: number): number {
  const value = table.valueOf(codePoint)
  if (value === SEPARATOR) return at
  if (value >= EXPANSION && value < EXPANSION_END) {
    const text = table.expansions[value - EXPANSION]
    for (let i = 0; i < text.length; i++)
      if (text.charCodeAt(i) !== SEPARATOR) folded[at++] = text.charCodeAt(i)
  } else if (value === KEEP_PAIR && codePoint > 0xffff) {
    folded[at++] = (codePoint >> 10) + 0xd7c0
    folded[at++] = (codePoint & 0x3ff) + 0xdc00
  } else {
    folded[at++] = value
  }
  return at
}

/** Whether the kernel can fold the unit there; nothing after the end of the text reaches back. */
function isPlain(table: FoldTable, source: string, at: number): boolean {
  if (at >= source.length) return true
  const value = table.units[source.charCodeAt(at)]
  return value < HARD || value >= HARD_END
}

/** The first place from `at` on where nothing reaches across: a plain unit that no pair and no mark joins to the last. */
function border(table: FoldTable, source: string, at: number): number {
  while (at < source.length) {
    if (isPlain(table, source, at) && table.units[source.charCodeAt(at - 1)] !== HIGH_SURROGATE) return at
    at++
  }
  return source.length
}

/** Writes a table to the kernel, unless the kernel holds it. */
function load(kernel: Kernel, table: FoldTable): void {
  if (loaded.get(kernel) === table) return
  for (let unit = 0; unit < 0x10000; unit++) kernel.table[unit] = kernelValue(table.units[unit])
  loaded.set(kernel, table)
}

/** Without an offset map a soft hyphen is a gap like any other; joined characters are not, a mark reaches across them. */
function kernelValue(value: number): number {
  if (value === SOFT_HYPHEN) return SEPARATOR
  return value === KEEP_PAIR ? HARD : value
}
