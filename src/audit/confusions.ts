import type { EditClass } from './classes.js'

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
