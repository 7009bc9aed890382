// Stands for `audit/shape/table.ts` in the playground, whose page must be light: the table itself comes with the part `shapes`.
import { GRID, NO_CORNERS, type ShapeTable } from '../audit/shape/table.js'
import { shared } from './worker.js'

export { GRID, NO_CORNERS, type ShapeTable }

/** Without the part no Han character looks like another. */
const NONE: ShapeTable = {
  characters: 0,
  glyphOf: new Uint16Array(2 ** 16),
  corners: new Uint16Array(),
  cangjie: new Uint32Array(),
  strokes: new Uint8Array(),
  strokesFrom: new Uint32Array(1),
  parts: new Int16Array(),
  partsFrom: new Uint32Array(1),
}

/** The table, if its part is loaded. */
export function shapeTable(): ShapeTable {
  return shared.shapeTable?.() ?? NONE
}
