import { digestOf } from '../dedupe/keeper-ranking.js'

/**
 * How well a document serves as a keeper, as a string of ASCII: of two documents the better keeper has the lesser string. The
 * order is that of `KeeperRanking`, which compares numbers; engines sort strings by their bytes.
 */
export function rankKey(id: string | number, text: string, length: number, score: number): string {
  const { low, high } = digestOf(text)
  const longerFirst = (0xffffffff - length).toString(16).padStart(8, '0')
  return `${ascending(score)}${longerFirst}${hex32(low)}${hex32(high)}${idKey(id)}`
}

/** A number as 16 hex digits that sort as numbers do; NaN last. */
function ascending(value: number): string {
  if (Number.isNaN(value)) return 'ffffffffffffffff'
  // −0 and 0 are one score.
  view.setFloat64(0, value === 0 ? 0 : value)
  const high = view.getUint32(0)
  const low = view.getUint32(4)
  // Negative numbers sort by their complement, the others come after them.
  return high >>> 31 === 1
    ? hex32(~high >>> 0) + hex32(~low >>> 0)
    : hex32((high | 0x80000000) >>> 0) + hex32(low)
}

/** Numbers before strings; strings by their code units. */
function idKey(id: string | number): string {
  if (typeof id === 'number') return `n${ascending(id)}`
  let units = 's'
  for (let i = 0; i < id.length; i++) units += id.charCodeAt(i).toString(16).padStart(4, '0')
  return units
}

function hex32(word: number): string {
  return word.toString(16).padStart(8, '0')
}

const view = new DataView(new ArrayBuffer(8))
