import type { CandidateEntry } from '../candidates/candidate.js'
import { STRONG_SHARE } from '../candidates/chance.js'
import type { PostingsSegment } from '../candidates/postings.js'
import { badRecord } from './cells.js'

/**
 * How a document met its candidate, as a cell: all that the look before an alignment depends on. Two rounds that name a pair alike
 * come to the same comparison.
 */
type Met = Pick<CandidateEntry<PostingsSegment>, 'same' | 'share' | 'diagonal'>

/** Their folded texts are the same. */
const SAME = '='
/** They met in a band, or by the grams of a short text. */
const NO_LINE = '~'

/** `=`, `~`, or a diagonal and whether the share is strong: `-128s`, `64w`. */
export function lineName({ same, share, diagonal }: Met): string {
  if (same) return SAME
  if (Number.isNaN(diagonal)) return NO_LINE
  return `${diagonal}${share >= STRONG_SHARE ? 's' : 'w'}`
}

/** The reverse. @throws OffprintError `ERR_RECORD`. */
export function metBy(name: string): Met {
  if (name === SAME) return { same: true, share: 1, diagonal: NaN }
  if (name === NO_LINE) return { same: false, share: 1, diagonal: NaN }
  const parts = /^(-?\d+)([sw])$/.exec(name)
  if (parts === null) throw badRecord(`"${name.slice(0, 40)}" is no line`)
  return { same: false, share: parts[2] === 's' ? STRONG_SHARE : 0, diagonal: Number(parts[1]) }
}
