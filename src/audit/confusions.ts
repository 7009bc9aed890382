import type { EditClass } from '../compare/classes.js'
import type { NamedEdit } from '../compare/compare.js'

/** One difference that occurs `count` times: what A writes for what B writes. */
export interface Confusion {
  readonly a: string
  readonly b: string
  readonly class: EditClass
  readonly count: number
  /** The first few places, in order. */
  readonly examples: readonly ConfusionExample[]
}

/** One place of a confusion, in the words of A around it. */
export interface ConfusionExample {
  /** Name of the pair, where there are many. */
  readonly pair: string
  /** Offset in A. */
  readonly at: number
  readonly before: string
  readonly after: string
}

/** Longest side of a confusion, in UTF-16 code units: a longer difference is one of a kind. */
export const LONGEST_CONFUSION = 16
/** Places kept for each confusion. */
const MOST_EXAMPLES = 3
/** Code units of A shown on either side of a place. */
const CONTEXT = 16

/** Confusions while they are counted. */
export type ConfusionCounts = Map<string, Confusion>

/**
 * Counts the short edits of one pair in. Layout is not counted, nor is what moved: neither says what a scanner takes
 * for what. O(edits).
 */
export function countConfusions(
  counts: ConfusionCounts,
  edits: readonly NamedEdit[],
  sourceA: string,
  pair = '',
): void {
  for (const edit of edits) {
    const { a, b } = edit
    if (edit.class === 'layout' || edit.class === 'moved') continue
    if (a.text.length > LONGEST_CONFUSION || b.text.length > LONGEST_CONFUSION) continue
    const key = `${edit.class}\n${a.text.length}\n${a.text}${b.text}`
    const known = counts.get(key)
    const examples =
      known !== undefined && known.examples.length >= MOST_EXAMPLES
        ? known.examples
        : [...(known?.examples ?? []), exampleAt(sourceA, a.from, a.to, pair)]
    counts.set(key, { a: a.text, b: b.text, class: edit.class, count: (known?.count ?? 0) + 1, examples })
  }
}

/** Adds the confusions of one pair, counted before. O(confusions). */
export function mergeConfusions(counts: ConfusionCounts, confusions: readonly Confusion[]): void {
  for (const one of confusions) {
    const key = `${one.class}\n${one.a.length}\n${one.a}${one.b}`
    const known = counts.get(key)
    counts.set(
      key,
      known === undefined
        ? one
        : {
            ...known,
            count: known.count + one.count,
            examples: [...known.examples, ...one.examples].slice(0, MOST_EXAMPLES),
          },
    )
  }
}

/** Most frequent first; equal counts by what A, then B writes. */
export function rankedConfusions(counts: ConfusionCounts): Confusion[] {
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)
  return [...counts.values()].sort(
    (x, y) => y.count - x.count || order(x.a, y.a) || order(x.b, y.b) || order(x.class, y.class),
  )
}

function exampleAt(source: string, from: number, to: number, pair: string): ConfusionExample {
  return {
    pair,
    at: from,
    before: wholePairs(source.slice(Math.max(0, from - CONTEXT), from)),
    after: wholePairs(source.slice(to, to + CONTEXT)),
  }
}

/** Without half a surrogate pair at either end. */
function wholePairs(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
}
