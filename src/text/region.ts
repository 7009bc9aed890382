/**
 * A stretch of a source and where it stands on paper. Readers of OCR formats deliver one for each line (or word, where
 * the format gives words), ascending and disjoint.
 */
export interface Region extends Place {
  /** Half-open range of the source, in UTF-16 code units. */
  readonly from: number
  readonly to: number
}

/** A place on paper. Every part is absent where the format does not say it. */
export interface Place {
  /** The page as the format names it: its number or its id. */
  readonly page?: string
  /** Line on its page, from 1. */
  readonly line?: number
  /** Id of the block, region or column. */
  readonly block?: string
  /** Id of the line or word. */
  readonly id?: string
  /** Left, top, right, bottom, in the units of the format (pixels, or tenths of a millimetre in ALTO). */
  readonly box?: readonly [left: number, top: number, right: number, bottom: number]
}

/**
 * The place of an offset: of the region that holds it or, between two, of the next; undefined after the last.
 * O(log regions).
 */
export function placeAt(regions: readonly Region[], offset: number): Place | undefined {
  let low = 0
  let high = regions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (regions[middle].to <= offset) low = middle + 1
    else high = middle
  }
  if (low === regions.length) return undefined
  const { from: _from, to: _to, ...place } = regions[low]
  return place
}
