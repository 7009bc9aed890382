import { rangeDecoder, type Models, type RangeDecoder } from '../../kernel/range-decoder.js'
import { SHAPE_TABLE } from './table.data.js'

/** Places of components and strokes are in twelfths of the square a character fills. */
export const GRID = 12

/** `corners` of a character without a four-corner code. */
export const NO_CORNERS = 0xffff

/** Widths of the streams, as shape/generate.mjs writes them. */
const LENGTH_BITS = 6
const RANK_BITS = 12

/**
 * The shapes of 18,757 Han characters, from four sources. The columns run over `glyphs`: first the characters in code
 * order, then components that are none of them (these have parts only).
 */
export interface ShapeTable {
  /** Number of characters; glyphs from this number on are components alone. */
  readonly characters: number
  /** Glyph of a UTF-16 unit plus one; 0 for units without shape data. */
  readonly glyphOf: Uint16Array
  /** Four-corner code, a digit in each four bits, or `NO_CORNERS`. */
  readonly corners: Uint16Array
  /** Cangjie code, up to five letters from 1 in five bits each, the first in the lowest; 0 for none. */
  readonly cangjie: Uint32Array
  /** Strokes in order of writing, a letter from 1 each; glyph i has those from `strokesFrom[i]`. Only 齉 has more than 32. */
  readonly strokes: Uint8Array
  /** Where the strokes of each character begin, and the end of the last. */
  readonly strokesFrom: Uint32Array
  /**
   * Components and strokes with their places; glyph i has those from `partsFrom[i]`. A component is its glyph plus one
   * and its box x1, x2, y1, y2; a stroke is minus the number of its points and x, y of each.
   */
  readonly parts: Int16Array
  /** Where the parts of each glyph begin, and the end of the last. */
  readonly partsFrom: Uint32Array
}

let table: ShapeTable | undefined

/** The table. The first call decodes it: 0.06 s of processor time in a fresh process; 1 MB. */
export function shapeTable(): ShapeTable {
  return (table ??= decode())
}

function decode(): ShapeTable {
  const glyphOf = new Uint16Array(0x10000)
  const characters = readCharacters(glyphOf)
  return {
    characters,
    glyphOf,
    corners: readCorners(characters),
    cangjie: readCangjie(characters),
    ...readStrokes(characters),
    ...readParts(characters),
  }
}

/** Runs of code points. Fills `glyphOf` and counts. */
function readCharacters(glyphOf: Uint16Array): number {
  const decoder = rangeDecoder(SHAPE_TABLE.characters)
  const gaps = decoder.models()
  const lengths = decoder.models()
  let characters = 0
  let last = 0
  for (let gap = decoder.number(gaps); gap > 0; gap = decoder.number(gaps)) {
    const from = last + gap
    const to = from + decoder.number(lengths)
    for (let c = from; c < to; c++) glyphOf[c] = ++characters
    last = to - 1
  }
  return characters
}

/** Each digit under the one before it in the code and the same one of the last code; 10 is none. */
function readCorners(characters: number): Uint16Array {
  const decoder = rangeDecoder(SHAPE_TABLE.corners)
  const corners = new Uint16Array(characters)
  const digits = decoder.models(4 * 11 * 11 * 16)
  const last = [0, 0, 0, 0]
  for (let i = 0; i < characters; i++) {
    let code = 0
    let before = 0
    for (let at = 0; at < 4; at++) {
      const digit = decoder.tree(digits, 4, ((at * 11 + last[at]) * 11 + before) * 16)
      if (digit === 10) {
        code = NO_CORNERS
        break
      }
      code |= digit << (4 * at)
      last[at] = digit
      before = digit
    }
    corners[i] = code
  }
  return corners
}

/** Letters closed by 0, each under its place and the one before it, the first under that of the last code. */
function readCangjie(characters: number): Uint32Array {
  const decoder = rangeDecoder(SHAPE_TABLE.cangjie)
  const codes = new Uint32Array(characters)
  const letters = decoder.models(6 * 27 * 32)
  let first = 0
  for (let i = 0; i < characters; i++) {
    let before = first
    for (let at = 0; ; at++) {
      const letter = decoder.tree(letters, 5, (at * 27 + before) * 32)
      if (at === 0) first = letter
      if (letter === 0) break
      codes[i] |= letter << (5 * at)
      before = letter
    }
  }
  return codes
}

/** Letters closed by 0, each under the two before it. */
function readStrokes(characters: number): { strokes: Uint8Array; strokesFrom: Uint32Array } {
  const decoder = rangeDecoder(SHAPE_TABLE.strokes)
  const strokes: number[] = []
  const strokesFrom = new Uint32Array(characters + 1)
  const present = decoder.models(2)
  const letters = decoder.models(27 * 27 * 32)
  let had = 0
  for (let i = 0; i < characters; i++) {
    had = decoder.bit(present, had)
    let previous = 0
    let before = 0
    while (had === 1) {
      const letter = decoder.tree(letters, 5, (previous * 27 + before) * 32)
      if (letter === 0) break
      strokes.push(letter)
      previous = before
      before = letter
    }
    strokesFrom[i + 1] = strokes.length
  }
  return { strokes: Uint8Array.from(strokes), strokesFrom }
}

/** Components by rank, or again the one of the glyph before; boxes and points each under what stands before them. */
function readParts(characters: number): { parts: Int16Array; partsFrom: Uint32Array } {
  const decoder = rangeDecoder(SHAPE_TABLE.components)
  const gaps = decoder.models()
  const glyphs = characters + decoder.number(gaps)
  const ranked = Array.from({ length: decoder.number(gaps) }, () => decoder.number(gaps))
  const models: PartModels = {
    again: decoder.models(4),
    ranks: decoder.models(2 ** RANK_BITS),
    boxes: decoder.models(4 * 18 * 18 * 32),
    points: decoder.models(68 * 32),
    pointCounts: decoder.models(4),
  }
  const lengths = decoder.models(2 ** LENGTH_BITS)
  const kinds = decoder.models(4 * 4)
  const parts: number[] = []
  const partsFrom = new Uint32Array(glyphs + 1)
  let previous: number[] = []
  for (let i = 0; i < glyphs; i++) {
    const own: number[] = []
    const box = [17, 17, 17, 17]
    let kind = 0
    for (let left = decoder.tree(lengths, LENGTH_BITS); left > 0; left--) {
      const slot = own.length < 3 ? own.length : 3
      kind = 1 + decoder.bit(kinds, slot * 4 + kind)
      if (kind === 2) {
        own.push(-1)
        readStroke(decoder, models, parts)
        continue
      }
      const same = decoder.bit(models.again, slot)
      const component = same ? previous[own.length] : ranked[decoder.tree(models.ranks, RANK_BITS)]
      own.push(component)
      parts.push(component + 1)
      readBox(decoder, models.boxes, box)
      parts.push(...box)
    }
    previous = own
    partsFrom[i + 1] = parts.length
  }
  return { parts: Int16Array.from(parts), partsFrom }
}

interface PartModels {
  readonly again: Models
  readonly ranks: Models
  readonly boxes: Models
  readonly points: Models
  readonly pointCounts: Models
}

function readStroke(decoder: RangeDecoder, { points, pointCounts }: PartModels, parts: number[]): void {
  const count = 1 + decoder.tree(pointCounts, 2)
  parts.push(-count)
  for (let i = 0; i < 2 * count; i++) {
    const context = i < 2 ? i * 17 : 34 + (i & 1) * 17 + parts[parts.length - 2]
    parts.push(decoder.tree(points, 5, context * 32))
  }
}

/** Replaces the box of the last component by that of the next. */
function readBox(decoder: RangeDecoder, boxes: Models, box: number[]): void {
  const [, lastX2, , lastY2] = box
  box[0] = decoder.tree(boxes, 5, (lastX2 * 18 + box[0]) * 32)
  box[1] = decoder.tree(boxes, 5, (324 + box[0] * 18 + lastX2) * 32)
  box[2] = decoder.tree(boxes, 5, (2 * 324 + lastY2 * 18 + box[2]) * 32)
  box[3] = decoder.tree(boxes, 5, (3 * 324 + box[2] * 18 + lastY2) * 32)
}
