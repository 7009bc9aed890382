import type { PlacedRange } from '../audit/audit.js'
import type { Place, Region } from '../text/region.js'
import { visible } from './visible.js'

/** A place in one short word: page, line, and the box in the format's units: `p3 l12 [40,80,310,96]`. */
export function placeText({ page, line, box }: Place): string {
  const parts = [
    page === undefined ? '' : `p${visible(page)}`,
    line === undefined ? '' : `l${line}`,
    box === undefined ? '' : `[${box.join(',')}]`,
  ]
  return parts.filter(Boolean).join(' ')
}

/** Finds the line, and the region, of an offset. Lines end at \n, \r\n and \r, as editors count them. */
export class Places {
  readonly #starts: number[] = [0]
  readonly #regions: readonly Region[]

  /** Regions, where there are any, are ascending and disjoint. O(length). */
  constructor(source: string, regions: readonly Region[] = []) {
    this.#regions = regions
    for (const { index, 0: end } of source.matchAll(/\r\n?|\n/g)) this.#starts.push(index + end.length)
    // What follows the last line break is a line only if there is something.
    if (this.#starts.length > 1 && this.#starts.at(-1) === source.length) this.#starts.pop()
  }

  /** The lines of the source. */
  get lines(): number {
    return this.#starts.length
  }

  /** Where a range begins: its place on paper if that is known, else its line in the source. */
  where({ from, place }: PlacedRange): string {
    const onPaper = place === undefined ? '' : placeText(place)
    return onPaper === '' ? String(this.line(from)) : onPaper
  }

  /** The line, from 1, that holds an offset. O(log lines). */
  line(offset: number): number {
    const starts = this.#starts
    return Math.max(
      1,
      firstBeyond(starts.length, (i) => starts[i]! > offset),
    )
  }

  /** Where an offset stands on paper: its region, or the one before it. Undefined without regions. O(log regions). */
  region(offset: number): Region | undefined {
    const regions = this.#regions
    return regions[Math.max(0, firstBeyond(regions.length, (i) => regions[i]!.from > offset) - 1)]
  }
}

/** The first of `count` indices that lies beyond, by bisection. */
function firstBeyond(count: number, beyond: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (beyond(middle)) high = middle
    else low = middle + 1
  }
  return low
}
