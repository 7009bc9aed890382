import { firstWhere } from '../kernel/binary-search.js'
import type { PlacedRange } from '../audit/audit.js'
import type { Place } from '../audit/region.js'
import { visible } from './visible.js'

/** A place on paper in short: page, line, and the box in the units of the format, as in `p3 l12 [40,80,310,96]`. */
export function placeText({ page, line, box }: Place): string {
  const parts = [
    page === undefined ? '' : `p${visible(page)}`,
    line === undefined ? '' : `l${line}`,
    box === undefined ? '' : `[${box.join(',')}]`,
  ]
  return parts.filter(Boolean).join(' ')
}

/** A text with the name people know it by, and its lines. */
export interface PlacedText {
  readonly name: string
  readonly text: string
  readonly places: LineNumbers
}

/** The line numbers of a text. Lines end at \n, \r\n and \r, as editors count them. */
export class LineNumbers {
  readonly #starts: number[] = [0]

  /** O(length). */
  constructor(source: string) {
    for (const { index, 0: end } of source.matchAll(/\r\n?|\n/g)) this.#starts.push(index + end.length)
    // Behind the last line break there is a line only if text follows.
    if (this.#starts.length > 1 && this.#starts.at(-1) === source.length) this.#starts.pop()
  }

  /** The lines of the source. */
  get lines(): number {
    return this.#starts.length
  }

  /** Where a range begins: its place on paper if it has one, else its line in the source. O(log lines). */
  where({ from, place }: PlacedRange): string {
    const onPaper = place === undefined ? '' : placeText(place)
    return onPaper === '' ? String(this.line(from)) : onPaper
  }

  /** The line, from 1, that holds an offset. O(log lines). */
  line(offset: number): number {
    return firstWhere(1, this.#starts.length, (i) => this.#starts[i]! > offset)
  }
}
