import { compareRelated, type Comparison } from '../compare/compare.js'
import { fold, type FoldedText } from '../text/fold.js'
import type { Relate } from '../compare/relation.js'
import { lookAt } from './look.js'
import { packLooks } from './packed-looks.js'
import { indexSettings } from './settings.js'

/** What a thread is asked to do; a plain object, so that it can be sent. */
export interface Job {
  readonly looks: readonly string[]
  /** Pairs of texts, one after the other. */
  readonly pairs: readonly string[]
  readonly relate: Relate
  readonly edits: boolean
}

/** What came of it. */
export interface Answer {
  /** See `packLooks`. */
  readonly looks: Uint32Array<ArrayBuffer>
  /** Null for unrelated texts. */
  readonly comparisons: readonly (Comparison | null)[]
}

/** Folded texts that a thread keeps, in characters: who was looked at is compared soon after, and its shingles are known by then. */
const KEPT = 2 ** 18

/** Does jobs one after the other: looks at texts and compares pairs, as an index in its default mode would. */
export function worker(): (job: Job) => Answer {
  const { keeping } = indexSettings({})
  let folds = new Map<string, FoldedText>()
  let before = folds
  let characters = 0
  const folded = (text: string) => {
    let found = folds.get(text)
    if (found !== undefined) return found
    found = before.get(text) ?? fold(text)
    characters += text.length
    if (characters > KEPT) {
      before = folds
      folds = new Map()
      characters = 0
    }
    folds.set(text, found)
    return found
  }
  return ({ looks, pairs, relate, edits }) => {
    const comparisons: (Comparison | null)[] = []
    for (let i = 0; i < pairs.length; i += 2) {
      comparisons.push(compareRelated(folded(pairs[i]), folded(pairs[i + 1]), relate, edits))
    }
    return { looks: packLooks(looks.map((text) => lookAt(text, keeping, folded(text)))), comparisons }
  }
}

/**
 * Threads that do jobs. `threads` of `offprint/node` makes them of worker threads; whatever else runs a `worker` elsewhere will do. What
 * they answer must not depend on anything but the job.
 */
export interface Threads {
  readonly count: number
  /** Hands a job to a thread, the first being 0. Each thread answers in the order it was asked. */
  post(thread: number, job: Job): void
  /** Tells the listener, at once, what has come since. */
  poll(): void
  /** Resolves once there is something to tell. */
  wait(): Promise<void>
  /** Resolves after whatever else waits has had its turn. */
  breathe(): Promise<void>
  /** Stops all threads; resolves once they are gone. */
  close(): Promise<void>
}

/** Is told of answers, and of threads that have ended and will answer nothing more. */
export interface Listener {
  answered(thread: number, answer: Answer): void
  ended(thread: number): void
}
