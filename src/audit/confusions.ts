import type { EditClass } from '../compare/classes.js'
import type { NamedEdit } from '../compare/compare.js'

/** One difference that occurs `count` times: what A writes for what B writes. */
export interface Confusion {
  /** What A writes; empty where it lacks what B has. */
  readonly a: string
  /** What B writes; empty where it lacks what A has. */
  readonly b: string
  /** The class of its edits: the same letters in two classes are two confusions. */
  readonly class: EditClass
  /** Edits that are this difference. */
  readonly count: number
  /** The first three places, in order. */
  readonly examples: readonly ConfusionExample[]
}

/** One place of a confusion, in the words of A around it. */
export interface ConfusionExample {
  /** Name of the pair, where there are many. */
  readonly pair: string
  /** Offset in A, in UTF-16 code units. */
  readonly at: number
  /** Up to 16 code units of A before the place. */
  readonly before: string
  /** Up to 16 code units of A behind it. */
  readonly after: string
}

/** Longest side of a confusion, in UTF-16 code units: a longer difference is one of a kind. */
export const LONGEST_CONFUSION = 16
/** Places kept for each confusion. */
const MOST_EXAMPLES = 3
/** Code units of A shown on either side of a place. */
const CONTEXT = 16

/** Confusions while they are counted, by class and both sides. */
export type ConfusionCounts = Map<string, Confusion>

/**
 * Adds the short edits of one pair to the counts. Layout is not counted, nor is what moved: neither says what a scanner
 * takes for what. O(edits).
 * @param sourceA the text of A, for the examples. @param pair the name of the pair, where there are many.
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
    addConfusion(counts, { a: a.text, b: b.text, class: edit.class }, sourceA, a.from, pair)
  }
}

/**
 * Adds one difference to the counts. O(1).
 * @param at where it begins in the text of A.
 */
export function addConfusion(
  counts: ConfusionCounts,
  { a, b, class: name }: Pick<Confusion, 'a' | 'b' | 'class'>,
  sourceA: string,
  at: number,
  pair = '',
): void {
  const key = keyOf(name, a, b)
  const counted = counts.get(key)
  const examples =
    counted !== undefined && counted.examples.length >= MOST_EXAMPLES
      ? counted.examples
      : [...(counted?.examples ?? []), exampleAt(sourceA, at, at + a.length, pair)]
  counts.set(key, { a, b, class: name, count: (counted?.count ?? 0) + 1, examples })
}

/** Adds the confusions of one pair, which were counted before, to the counts. O(confusions). */
export function mergeConfusions(counts: ConfusionCounts, confusions: readonly Confusion[]): void {
  for (const one of confusions) {
    const key = keyOf(one.class, one.a, one.b)
    const counted = counts.get(key)
    counts.set(
      key,
      counted === undefined
        ? one
        : {
            ...counted,
            count: counted.count + one.count,
            examples: [...counted.examples, ...one.examples].slice(0, MOST_EXAMPLES),
          },
    )
  }
}

/** Most frequent first; equal counts by what A, then B writes, in the order of code units, then by class. O(n log n). */
export function rankedConfusions(counts: ConfusionCounts): Confusion[] {
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)
  return [...counts.values()].sort(
    (x, y) => y.count - x.count || order(x.a, y.a) || order(x.b, y.b) || order(x.class, y.class),
  )
}

/** The same with look-alikes first, whatever their counts: they are what a scanner misreads. O(n log n). */
export function alikeFirst(counts: ConfusionCounts): Confusion[] {
  const ranked = rankedConfusions(counts)
  const isAlike = ({ class: name }: Confusion) => name === 'shape'
  return [...ranked.filter(isAlike), ...ranked.filter((one) => !isAlike(one))]
}

/** The length keeps apart what ends A and what begins B. */
function keyOf(name: EditClass, a: string, b: string): string {
  return `${name}\n${a.length}\n${a}${b}`
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
