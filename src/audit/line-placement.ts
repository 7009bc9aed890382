/** Where a short sequence stands in a longer one, and how many errors it has there. */
export interface Placement {
  readonly errors: number
  readonly from: number
  readonly to: number
}

/** A sequence as the rows of a table: for each unit the rows that hold it, 32 to a word. */
export interface PatternRows {
  readonly rows: number
  /** Place of a unit in `bits`, in blocks of one row set; block 0 is of the units that no row holds. */
  readonly blocks: Uint16Array
  readonly bits: Int32Array
}

/** The rows of a pattern. O(units + pattern · pattern / 32). @param units how many different units there are: 0 … units − 1. */
export function patternRows(pattern: Int32Array, units: number): PatternRows {
  const rows = pattern.length
  const words = (rows + 31) >>> 5
  const blocks = new Uint16Array(units)
  let different = 0
  for (const unit of pattern) if (blocks[unit] === 0) blocks[unit] = ++different
  const bits = new Int32Array((different + 1) * words)
  for (let i = 0; i < rows; i++) bits[blocks[pattern[i]!]! * words + (i >>> 5)]! |= 1 << (i & 31)
  return { rows, blocks, bits }
}

/**
 * The part of `text` that is nearest to `pattern` by unit-cost edit distance: of those the one that ends first, and of those the
 * shortest. O(text · pattern / 32).
 */
export function placeIn(pattern: Int32Array, text: Int32Array, units: number): Placement {
  const { errors, end } = nearestEnd(patternRows(pattern, units), text)
  const backwards = patternRows(pattern.slice().reverse(), units)
  const back = nearestEnd(backwards, text.slice(0, end).reverse(), errors)
  return { errors, from: end - back.end, to: end }
}

/**
 * The first column in which the last row is least, or at most `enough`; 0 where the empty part is nearest. Columns of the table
 * are moved in words of 32 rows (Myers, JACM 46, 1999, with the horizontal carries of Hyyrö 2003).
 */
export function nearestEnd(
  { rows, blocks, bits }: PatternRows,
  text: Int32Array,
  enough = -1,
): { errors: number; end: number } {
  const words = (rows + 31) >>> 5
  const up = new Int32Array(words).fill(-1)
  const down = new Int32Array(words)
  const last = 1 << ((rows - 1) & 31)
  let here = rows
  let errors = rows
  let end = 0
  for (let column = 0; column < text.length && errors > enough; column++) {
    const block = blocks[text[column]!]! * words
    let carryUp = 0 // of the row above the word: 1 where the next column costs one more
    let carryDown = 0
    for (let w = 0; w < words; w++) {
      const pv = up[w]!
      const mv = down[w]!
      let eq = bits[block + w]!
      const xv = eq | mv
      eq |= carryDown
      const xh = (((eq & pv) + pv) ^ pv) | eq
      let ph = mv | ~(xh | pv)
      let mh = pv & xh
      if (w === words - 1) here += (ph & last) !== 0 ? 1 : (mh & last) !== 0 ? -1 : 0
      const nextUp = ph >>> 31
      const nextDown = mh >>> 31
      ph = (ph << 1) | carryUp
      mh = (mh << 1) | carryDown
      up[w] = mh | ~(xv | ph)
      down[w] = ph & xv
      carryUp = nextUp
      carryDown = nextDown
    }
    if (here < errors) {
      errors = here
      end = column + 1
    }
  }
  return { errors, end }
}
