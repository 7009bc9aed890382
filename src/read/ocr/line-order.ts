import { linesOf } from './ocr-text.js'

/**
 * The order in which lines stand in a text that is made of them, whatever white space it has, as indexes of the lines; those
 * without text come last. Undefined where the text is not made of exactly these lines. O(text + lines); texts that run their
 * lines together, and of which many lines begin alike, are given up at `BUDGET` times that.
 *
 * @param text what a region says of its own. @param lines what its lines say, as they stand in the file
 */
export function orderIn(text: string, lines: readonly string[]): number[] | undefined {
  const keys = lines.map(withoutSpace)
  const written = keys.flatMap((key, i) => (key === '' ? [] : [i]))
  const blank = keys.flatMap((key, i) => (key === '' ? [i] : []))
  const found = orderOfLines(text, keys, written) ?? orderOfRun(withoutSpace(text), keys, written)
  return found === undefined ? undefined : [...found, ...blank]
}

/** The indexes of texts by what they say without white space: what a line says is looked up in it, each index once. */
export class LinesByText {
  readonly #queues = new Map<string, number[]>()

  constructor(lines: readonly string[]) {
    // From the last to the first, so that each queue is taken from its end.
    for (let i = lines.length - 1; i >= 0; i--) {
      const key = withoutSpace(lines[i])
      const queue = this.#queues.get(key)
      if (queue === undefined) this.#queues.set(key, [i])
      else queue.push(i)
    }
  }

  /** The first line that says this and was not taken before. */
  take(text: string): number | undefined {
    return this.#queues.get(withoutSpace(text))?.pop()
  }
}

/** The order where the text has a line for each line. */
function orderOfLines(
  text: string,
  keys: readonly string[],
  written: readonly number[],
): number[] | undefined {
  const own = linesOf(text)
  if (own.length !== written.length) return undefined
  const byText = new LinesByText(keys)
  const order: number[] = []
  for (const line of own) {
    const index = byText.take(line)
    if (index === undefined) return undefined
    order.push(index)
  }
  return order
}

/** Characters that may be compared, for each of the text. Real regions need two or three. */
const BUDGET = 32

/** Most lines that are looked for in a text that runs them together; the lists of what is left are cut in each step. */
const MOST_RUN = 10_000

/** The order where the text runs lines together: the longest of the lines that are left and continue it is the next. */
function orderOfRun(text: string, keys: readonly string[], written: readonly number[]): number[] | undefined {
  if (written.length > MOST_RUN) return undefined
  if (written.reduce((sum, i) => sum + keys[i].length, 0) !== text.length) return undefined
  const byStart = new Map<string, number[]>()
  for (const i of written) {
    const start = keys[i].slice(0, 1)
    const left = byStart.get(start)
    if (left === undefined) byStart.set(start, [i])
    else left.push(i)
  }
  for (const left of byStart.values()) left.sort((x, y) => keys[y].length - keys[x].length || x - y)
  let budget = BUDGET * (text.length + 1)
  const order: number[] = []
  for (let at = 0; at < text.length; at += keys[order.at(-1)!].length) {
    const left = byStart.get(text.slice(at, at + 1)) ?? []
    const next = left.findIndex((i) => {
      budget -= keys[i].length
      return budget < 0 || text.startsWith(keys[i], at)
    })
    if (next < 0 || budget < 0) return undefined
    order.push(...left.splice(next, 1))
  }
  return order
}

function withoutSpace(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, '')
}
