import { GRID, shapeTable, type ShapeTable } from './table.js'

/** Cells along each side of a character. */
const CELLS = 6
/** Horizontal, vertical, falling, rising. */
const DIRECTIONS = 4
const FEATURES = CELLS * CELLS * DIRECTIONS
/** Roots of shares rarely pass 0.4; a byte takes them times this. */
const SCALE = 600

/** Ink by cell and direction of each character, and the square of its length; 0 where not computed yet. */
let features = new Uint8Array(0)
let squares = new Uint32Array(0)
/** x1, x2, y1, y2 of the ink of each glyph in twelfths; NaN where not computed yet. */
let inks = new Float64Array(0)
const ink = new Float64Array(FEATURES)

/**
 * How alike two glyphs of the table have their ink: where, and in which direction, in [0, 1]. Direction features are
 * what readers of printed Han sort characters by; here they come from strokes in place of pixels. Cosine of the roots
 * of shares (Bhattacharyya). NaN where one of them has no ink.
 */
export function layoutSimilarity(i: number, j: number): number {
  if (squares.length === 0) allocate()
  if (squares[i] === 0) compute(i)
  if (squares[j] === 0) compute(j)
  const values = features
  const a = i * FEATURES
  const b = j * FEATURES
  let dot = 0
  for (let k = 0; k < FEATURES; k++) dot += values[a + k] * values[b + k]
  return dot / Math.sqrt(squares[i] * squares[j])
}

function allocate(): void {
  const { characters, partsFrom } = shapeTable()
  features = new Uint8Array(characters * FEATURES)
  squares = new Uint32Array(characters)
  inks = new Float64Array(4 * (partsFrom.length - 1)).fill(NaN)
}

function compute(glyph: number): void {
  ink.fill(0)
  draw(shapeTable(), glyph, 0, 0, 1, 1)
  let sum = 0
  for (let k = 0; k < FEATURES; k++) sum += ink[k]
  let square = 0
  for (let k = 0; k < FEATURES; k++) {
    const value = Math.min(255, Math.round(SCALE * Math.sqrt(ink[k] / sum)))
    features[glyph * FEATURES + k] = value
    square += value * value
  }
  squares[glyph] = square
}

/** Draws a glyph whose point (x, y) stands at (left + x · width, top + y · height). */
function draw(
  table: ShapeTable,
  glyph: number,
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  const { parts, partsFrom } = table
  const end = partsFrom[glyph + 1]
  for (let at = partsFrom[glyph]; at < end;) {
    const head = parts[at]
    if (head < 0) {
      for (let k = 1; k < -head; k++) {
        const p = at + 2 * k - 1
        drawLine(
          left + parts[p] * width,
          top + parts[p + 1] * height,
          left + parts[p + 2] * width,
          top + parts[p + 3] * height,
        )
      }
      at += 1 - 2 * head
      continue
    }
    const component = head - 1
    inkBox(table, component)
    const x1 = inks[4 * component]
    const x2 = inks[4 * component + 1]
    const y1 = inks[4 * component + 2]
    const y2 = inks[4 * component + 3]
    const kx = x2 > x1 ? (parts[at + 2] - parts[at + 1]) / (x2 - x1) : 0
    const ky = y2 > y1 ? (parts[at + 4] - parts[at + 3]) / (y2 - y1) : 0
    // Ink without extent goes to the middle of its box.
    const fromX = kx === 0 ? (parts[at + 1] + parts[at + 2]) / 2 : parts[at + 1] - x1 * kx
    const fromY = ky === 0 ? (parts[at + 3] + parts[at + 4]) / 2 : parts[at + 3] - y1 * ky
    draw(table, component, left + fromX * width, top + fromY * height, kx * width, ky * height)
    at += 5
  }
}

/** Adds a line to `ink`, shared out between the nearest cells and directions. */
function drawLine(x1: number, y1: number, x2: number, y2: number): void {
  const dx = x2 - x1
  const dy = y2 - y1
  const across = Math.abs(dx)
  const along = Math.abs(dy)
  const longer = Math.max(across, along)
  if (longer === 0) return
  const straight = across > along ? 0 : 1
  const slant = dx > 0 === dy > 0 ? 2 : 3
  const slanted = Math.min(across, along) / longer
  const steps = Math.ceil(2 * longer)
  const weight = Math.sqrt(dx * dx + dy * dy) / steps
  for (let step = 0; step < steps; step++) {
    const t = (step + 0.5) / steps
    const x = ((x1 + dx * t) * CELLS) / GRID - 0.5
    const y = ((y1 + dy * t) * CELLS) / GRID - 0.5
    const column = Math.floor(x)
    const row = Math.floor(y)
    const right = x - column
    const below = y - row
    for (let corner = 0; corner < 4; corner++) {
      const c = column + (corner & 1)
      const r = row + (corner >> 1)
      if (c < 0 || r < 0 || c >= CELLS || r >= CELLS) continue
      const share = weight * (corner & 1 ? right : 1 - right) * (corner >> 1 ? below : 1 - below)
      const cell = (r * CELLS + c) * DIRECTIONS
      ink[cell + straight] += share * (1 - slanted)
      ink[cell + slant] += share * slanted
    }
  }
}

/** Fills `inks` for a glyph. */
function inkBox({ parts, partsFrom }: ShapeTable, glyph: number): void {
  if (!Number.isNaN(inks[4 * glyph])) return
  let x1 = GRID
  let x2 = 0
  let y1 = GRID
  let y2 = 0
  const end = partsFrom[glyph + 1]
  for (let at = partsFrom[glyph]; at < end;) {
    const head = parts[at]
    if (head > 0) {
      x1 = Math.min(x1, parts[at + 1])
      x2 = Math.max(x2, parts[at + 2])
      y1 = Math.min(y1, parts[at + 3])
      y2 = Math.max(y2, parts[at + 4])
      at += 5
      continue
    }
    for (let p = at + 1; p < at + 1 - 2 * head; p += 2) {
      x1 = Math.min(x1, parts[p])
      x2 = Math.max(x2, parts[p])
      y1 = Math.min(y1, parts[p + 1])
      y2 = Math.max(y2, parts[p + 1])
    }
    at += 1 - 2 * head
  }
  inks[4 * glyph] = x1
  inks[4 * glyph + 1] = x2
  inks[4 * glyph + 2] = y1
  inks[4 * glyph + 3] = y2
}
