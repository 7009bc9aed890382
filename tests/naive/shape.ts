/**
 * The four sources of src/audit/shape/look-alike.ts spelled out: plain edit distance, strokes drawn one by one.
 *
 * It trusts the decoded table, which is data: look-alike.test.ts checks it against its sources and by a checksum. The rest
 * shares nothing with src/.
 */
import { shapeTable } from '../../src/audit/shape/table.js'
import { editSimilarity } from './levenshtein.js'

/** Places are in twelfths of a character's square. */
const GRID = 12
/** What the table holds where Unihan has no four-corner code. */
const NO_CORNERS = 0xffff

const glyphOf = (character: string) => shapeTable().glyphOf[character.charCodeAt(0)] - 1

export function cornersOf(character: string): number[] {
  const code = shapeTable().corners[glyphOf(character)]
  return code === NO_CORNERS ? [] : [0, 4, 8, 12].map((shift) => (code >> shift) & 15)
}

export function cangjieOf(character: string): string {
  const bits = shapeTable().cangjie[glyphOf(character)].toString(2).padStart(30, '0')
  const letters = bits.match(/.{5}/g)!.map((letter) => parseInt(letter, 2))
  return String.fromCharCode(...letters.filter((letter) => letter > 0).map((letter) => 64 + letter))
    .split('')
    .reverse()
    .join('')
}

export function strokesOf(character: string): string {
  const { strokes, strokesFrom } = shapeTable()
  const glyph = glyphOf(character)
  const own = strokes.slice(strokesFrom[glyph], strokesFrom[glyph + 1])
  return String.fromCharCode(...Array.from(own, (letter) => 96 + letter))
}

type Point = readonly [x: number, y: number]
type Part = { readonly points: Point[] } | { readonly glyph: number; readonly box: number[] }

/** Components and strokes of a glyph. */
export function partsOf(glyph: number): Part[] {
  const { parts, partsFrom } = shapeTable()
  const numbers = Array.from(parts.slice(partsFrom[glyph], partsFrom[glyph + 1]))
  const found: Part[] = []
  while (numbers.length > 0) {
    const head = numbers.shift()!
    if (head > 0) found.push({ glyph: head - 1, box: numbers.splice(0, 4) })
    else found.push({ points: Array.from({ length: -head }, () => numbers.splice(0, 2) as unknown as Point) })
  }
  return found
}

/** The components of a character, those of components in their place; strokes that belong to none are `-1`. */
export function componentsOf(character: string): number[] {
  const expand = (glyph: number): number[] => {
    const parts = partsOf(glyph)
    if (parts.every((part) => 'points' in part)) return [glyph]
    return parts.flatMap((part) => ('points' in part ? [-1] : expand(part.glyph)))
  }
  return expand(glyphOf(character))
}

/** Every stroke of a glyph, drawn into its square. */
function drawing(glyph: number): Point[][] {
  return partsOf(glyph).flatMap((part): Point[][] => {
    if ('points' in part) return [part.points]
    const [x1, x2, y1, y2] = part.box
    const inner = partsOf(part.glyph).flatMap((own): Point[] =>
      'points' in own
        ? own.points
        : [
            [own.box[0], own.box[2]],
            [own.box[1], own.box[3]],
          ],
    )
    const fit = (axis: 0 | 1, low: number, high: number) => {
      const values = inner.map((point) => point[axis])
      const [from, to] = [Math.min(...values), Math.max(...values)]
      if (from === to || low === high) return () => (low + high) / 2
      return (value: number) => low + ((value - from) / (to - from)) * (high - low)
    }
    const [x, y] = [fit(0, x1, x2), fit(1, y1, y2)]
    return drawing(part.glyph).map((stroke) => stroke.map((point): Point => [x(point[0]), y(point[1])]))
  })
}

const CELLS = 6

/** Ink by cell and direction: one small piece of line after another. */
export function layoutOf(character: string): number[] {
  const ink = new Array<number>(CELLS * CELLS * 4).fill(0)
  for (const stroke of drawing(glyphOf(character))) {
    stroke.slice(1).forEach(([x2, y2], i) => {
      const [x1, y1] = stroke[i]
      const [dx, dy] = [x2 - x1, y2 - y1]
      const longer = Math.max(Math.abs(dx), Math.abs(dy))
      if (longer === 0) return
      const slanted = Math.min(Math.abs(dx), Math.abs(dy)) / longer
      const steps = Math.ceil(2 * longer - 1e-9)
      for (let step = 0; step < steps; step++) {
        const middle = (step + 0.5) / steps
        const x = ((x1 + dx * middle) / GRID) * CELLS - 0.5
        const y = ((y1 + dy * middle) / GRID) * CELLS - 0.5
        for (let column = 0; column < CELLS; column++) {
          for (let row = 0; row < CELLS; row++) {
            const share =
              Math.max(0, 1 - Math.abs(x - column)) *
              Math.max(0, 1 - Math.abs(y - row)) *
              (Math.hypot(dx, dy) / steps)
            const cell = (row * CELLS + column) * 4
            ink[cell + (Math.abs(dx) > Math.abs(dy) ? 0 : 1)] += share * (1 - slanted)
            ink[cell + (dx > 0 === dy > 0 ? 2 : 3)] += share * slanted
          }
        }
      }
    })
  }
  return ink.some((value) => value > 0) ? ink : []
}

/** Each source on its own; undefined where it lacks one of the two. */
export function similarities(a: string, b: string): Record<Source, number | undefined> {
  const both = <T extends ArrayLike<unknown>>(
    of: (character: string) => T,
    compare: (x: T, y: T) => number,
  ) => (of(a).length > 0 && of(b).length > 0 ? compare(of(a), of(b)) : undefined)
  return {
    corners: both(cornersOf, (x, y) => x.filter((digit, i) => digit === y[i]).length / 4),
    cangjie: both(cangjieOf, editSimilarity),
    strokes: both(strokesOf, editSimilarity),
    layout: both(layoutOf, (x, y) => Math.max(0, (affinity(x, y) - 0.5) / 0.5)),
  }
}

export type Source = 'corners' | 'cangjie' | 'strokes' | 'layout'

/** Bhattacharyya coefficient. */
function affinity(x: readonly number[], y: readonly number[]): number {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return sum(x.map((value, i) => Math.sqrt(value * y[i]))) / Math.sqrt(sum(x) * sum(y))
}

/** The mean of what sources there are. */
export function shapeSimilarity(a: string, b: string): number {
  if (a === b) return 1
  if (glyphOf(a) < 0 || glyphOf(b) < 0) return 0
  const known = Object.values(similarities(a, b)).filter((value) => value !== undefined)
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
}
