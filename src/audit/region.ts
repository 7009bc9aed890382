import { firstWhere } from '../kernel/binary-search.js'

/**
 * A stretch of a source and where it stands on paper. Readers of OCR formats deliver one for each word, where the format
 * gives words, else one for each line: ascending, disjoint, never empty, and exactly the word or line. Spaces, line and
 * page breaks, and text that the format puts outside its words, lie in no region.
 */
export interface Region extends Place {
  /** Where it begins in the source, in UTF-16 code units. */
  readonly from: number
  /** Where it ends (half-open). */
  readonly to: number
}

/** A place on paper. Every part is absent where the format does not say it. */
export interface Place {
  /** The page as the format names it: its number, else its id, else the name of its image. */
  readonly page?: string
  /** Line on its page, from 1, counting the lines that have text in reading order. */
  readonly line?: number
  /** Id of the block, region or column. */
  readonly block?: string
  /** Id of the word, or of the line where there is none. */
  readonly id?: string
  /**
   * Left, top, right, bottom, in the units of the format: pixels; what an ALTO file states as its measurement unit; shares of
   * the page in Textract; what Azure states as the unit of the page.
   */
  readonly box?: readonly [left: number, top: number, right: number, bottom: number]
  /** How sure the engine is of the word, or of the line where there are no words: from 0 to 1, whatever the scale of the format. */
  readonly confidence?: number
}

/**
 * The place where an edit begins. Text that a copy lacks at the end of a word, such as a mark or a letter, stands with that
 * word and not with the next one, even where the copy has white space instead of it. Where two words touch, as in Chinese, a
 * mark that closes stands with the word before it, anything else with the word behind. O(log regions + text).
 *
 * @param regions of the copy. @param range of the edit in it. @param other what the other copy has instead
 */
export function placeOfEdit(
  regions: readonly Region[],
  { from, text }: { readonly from: number; readonly text: string },
  other: string,
): Place | undefined {
  if (text.trim() !== '' || other.trim() === '' || /^\s/u.test(other)) return placeAt(regions, from)
  // The first region that ends at or behind the offset.
  const at = firstWhere(0, regions.length, (i) => regions[i].to >= from)
  if (regions[at]?.to !== from) return placeAt(regions, from)
  const touches = text === '' && regions[at + 1]?.from === from
  if (touches && !CLOSING.test(other)) return placeAt(regions, from)
  return placeAt(regions, from - 1)
}

/** Marks that follow a word: no letters, figures, and none of the marks that open. */
const CLOSING = /^[^\p{L}\p{N}\p{Ps}\p{Pi}]/u

/**
 * The place of an offset of the source: that of the region that holds it; between regions, that of the next one; behind
 * the last, that of the last. Undefined where there are no regions. O(log regions).
 * @param regions ascending and disjoint, as readers deliver them.
 */
export function placeAt(regions: readonly Region[], offset: number): Place | undefined {
  if (regions.length === 0) return undefined
  // The first region that ends behind the offset, or the last.
  const at = firstWhere(0, regions.length - 1, (i) => regions[i].to > offset)
  const { from: _from, to: _to, ...place } = regions[at]
  return place
}
