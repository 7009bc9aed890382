import { requireTexts } from '../compare/bigrams.js'
import { requireKnownKeys } from '../kernel/errors.js'
import { dedupe, type Remove } from './dedupe.js'

/** Options of `duplicates`. */
export interface DuplicatesOptions {
  /** Which text of a group stays: the first one, the default, or the longest. */
  readonly keep?: 'first' | 'longest'
  /** What is removed; see `DedupeOptions`. */
  readonly remove?: Partial<Remove>
  /** Stops the search with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Texts that are copies of one. */
export interface DuplicateGroup {
  /** Place of the text that stays, from 0. */
  readonly keeper: number
  /** The texts that it stands for, in their order. */
  readonly removed: readonly RemovedText[]
}

/** A text that may go, because its keeper lacks nothing of it. */
export interface RemovedText {
  /** Its place, from 0. */
  readonly place: number
  /** Why, in one sentence for people. */
  readonly reason: string
}

/**
 * The groups of texts that are copies of one, each with the text that stays, in the order of their keepers. A text that is
 * in no group is unique: it stays. What `dedupe` decides in the mode `batch`, for an array of strings. Memory and time are those
 * of `dedupe`: all texts and their tables.
 *
 * @throws OffprintError `ERR_ARGUMENT` for wrong options, and for anything but strings.
 */
export async function duplicates(
  texts: Iterable<string>,
  options: DuplicatesOptions = {},
): Promise<DuplicateGroup[]> {
  requireTexts(texts)
  requireKnownKeys('options', options, ['keep', 'remove', 'signal'])
  const { keep = 'first', remove, signal } = options
  const groups = new Map<number, RemovedText[]>()
  const verdicts = dedupe<string, number>([...texts], {
    mode: 'batch',
    keep,
    id: (_, place) => place,
    text: (text) => text,
    ...(remove !== undefined && { remove }),
    ...(signal !== undefined && { signal }),
  })
  let place = 0
  for await (const verdict of verdicts) {
    if (!verdict.kept) {
      const removed = groups.get(verdict.keeper) ?? []
      groups.set(verdict.keeper, removed)
      removed.push({ place, reason: verdict.match.decision.reason })
    }
    place++
  }
  return [...groups].map(([keeper, removed]) => ({ keeper, removed })).sort((a, b) => a.keeper - b.keeper)
}
