import { grouped } from '../report/figures.js'
import { visible } from '../report/visible.js'

/** How many lines of one kind people are shown. */
const SHOWN = 3

/** Kinds that are told apart; the lines of all others count together. */
const MAX_KINDS = 100

/** Lines of one kind: the number of them, and where the last one was. */
interface Kind {
  readonly first: string
  number: number
  last: string
}

/**
 * Tells people lines of which many may be alike, such as one for each record of a file that lacks a field: the first three of
 * a kind, and at the end how many more there were. Lines are of one kind if they differ in their places, numbers and
 * quotations only.
 */
export class RepeatedLines {
  readonly #tell: (line: string) => void
  readonly #kinds = new Map<string, Kind>()

  /** @param tell writes a line. */
  constructor(tell: (line: string) => void) {
    this.#tell = tell
  }

  /** Tells a line, or counts it. @param place the file, or file and line, which the line names. */
  tell(line: string, place: string): void {
    let name = line.replace(place.replace(/:\d+$/, ''), '').replace(/"[^"]*"|'[^']*'|\([^)]*\)|[\d,.]+/g, '')
    if (!this.#kinds.has(name) && this.#kinds.size >= MAX_KINDS) name = line.slice(line.lastIndexOf('['))
    const kind = this.#kinds.get(name)
    if (kind === undefined) this.#kinds.set(name, { first: line, number: 1, last: place })
    else {
      kind.number++
      kind.last = place
    }
    if ((kind?.number ?? 1) <= SHOWN) this.#tell(line)
  }

  /** Tells how many lines of each kind were counted and not told. */
  finish(): void {
    for (const { first, number, last } of this.#kinds.values()) {
      if (number <= SHOWN) continue
      const [, what, code] = /^offprint: (.*?)( \[\w+\])?\n?$/s.exec(first)!
      const more = `${grouped(number - SHOWN)} more like “${what}”, the last at ${visible(last)}`
      this.#tell(`offprint: ${more}; --rejects lists them${code ?? ''}\n`)
    }
    this.#kinds.clear()
  }
}
