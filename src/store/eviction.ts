import type { Features } from '../candidates/features.js'
import { OffprintError } from '../kernel/errors.js'
import type { IndexSettings } from './index-options.js'
import type { SegmentList } from './segment-list.js'

/** What has to happen next so that a document fits under `maxBytes`. */
export type StepToFit = 'none' | 'spill' | 'evict'

/**
 * Says what has to happen next so that a document fits; asked again after each step, until it is `none`. O(segments).
 * @param held bytes that the index takes now.
 * @throws OffprintError `ERR_INDEX_FULL` where no step helps.
 */
export function stepToFit<Id>(
  list: SegmentList<Id>,
  features: Features,
  { maxBytes, whenFull, keepsTexts }: IndexSettings,
  held: number,
): StepToFit {
  if (maxBytes === Infinity) return 'none'
  // Two bytes for each character: a new chunk of texts may be needed.
  const textBytes = keepsTexts ? 2 * features.source.length : 0
  const sampled = features.sampled?.count ?? 0
  const grams = features.grams?.count ?? 0
  // A text that would not even fit alone must not drive out the others.
  const alone = list.bytesAlone(sampled, grams, textBytes)
  if (alone > maxBytes) throw indexFull(maxBytes, alone)
  const needed = held + list.bytesFor(sampled, grams, textBytes)
  if (needed <= maxBytes) return 'none'
  const helps = whenFull === 'spill' ? list.oldestInMemory() !== undefined : list.segments.length > 0
  if (whenFull === 'throw' || !helps) throw indexFull(maxBytes, needed)
  return whenFull
}

function indexFull(maxBytes: number, needed: number): OffprintError {
  return new OffprintError(
    'ERR_INDEX_FULL',
    `the index would need ${Math.ceil(needed)} bytes, maxBytes allows ${maxBytes}; raise it, expire old documents, or let whenFull be 'evict' or 'spill'`,
  )
}
