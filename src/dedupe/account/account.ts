/**
 * The account of a removal: what a document says that its keeper does not. Each difference between the two is either
 * *explained* (the keeper says the same in another form, or it is no part of the report) or *content*; a document whose
 * account has no content can go, and a reader of the keeper misses nothing.
 */
import type { SourceRange } from '../../align/edit.js'
import type { FoldedText } from '../../text/fold.js'
import { allowanceOf } from './allowance.js'
import { excuseBylines } from './bylines.js'
import type { Evidence, KnownWord } from './evidence.js'
import { cutAt, excuseHeadline } from './headline.js'
import { joined, pairNoise, type PairNoise } from './noise.js'
import { accuseOtherTense, excuseRewording } from './rewording.js'
import { headlineEnd } from './sentences.js'
import { isOneSided, slots, type AlignedPair } from './slots.js'
import { brokenOff, symbols } from './symbols.js'
import { contentUnits, sourceRange } from './units.js'
import { slotVerdict, type Content, type Explanation } from './slot-verdict.js'

export type { Content, Explanation } from './slot-verdict.js'

/** One difference, in offsets of both sources. */
export interface AccountItem {
  /** Where it stands in the document. */
  readonly document: SourceRange
  /** Where it stands in the keeper. */
  readonly keeper: SourceRange
  /** Why it loses nothing; absent where it is content. */
  readonly explained?: Explanation
  /** What the keeper lacks; absent where it is explained. */
  readonly content?: Content
}

export interface Account {
  /** True where nothing is lost. */
  readonly clean: boolean
  /** All differences that the document has a part in, ascending. */
  readonly items: readonly AccountItem[]
  readonly noise: PairNoise
  /** Whether the document is the beginning of its keeper, broken off in the middle of a sentence. */
  readonly brokenOff: boolean
}

/**
 * What `document` has that `keeper` lacks. O(length of both), and O(size²) of each place that differs.
 * @param pair the comparison whose A is the document.
 * @param known a lexicon of other documents: in a noisy pair a known word excuses an unknown one in its place, and two known
 * words in one place cost more of what noise excuses. Default: the pair alone must tell.
 */
export function accountOf(
  document: FoldedText,
  keeper: FoldedText,
  pair: AlignedPair,
  known?: KnownWord,
): Account {
  const d = contentUnits(document)
  const k = contentUnits(keeper)
  const headline = headlineEnd(d)
  const places = slots(d, k, pair)
  const found = headline === 0 ? places : places.flatMap((slot) => cutAt(slot, headline))
  // The letters of each place, which every rule asks for.
  const own = found.map((slot) => joined(d, slot.document))
  const other = found.map((slot) => (isOneSided(slot) ? '' : joined(k, slot.keeper)))
  const noise = pairNoise(d, k, found, own, other)
  const evidence: Evidence = {
    document: d,
    keeper: k,
    pair,
    headline,
    noise,
    allowance: allowanceOf(noise, d.numbers.size),
    known,
  }
  const verdicts = found.map((slot, i) => slotVerdict(evidence, slot, own[i], other[i]))
  accuseOtherTense(found, verdicts)
  excuseHeadline(evidence, found, verdicts)
  excuseBylines(evidence, found, verdicts)
  excuseRewording(evidence, found, verdicts)
  const items: AccountItem[] = []
  found.forEach((slot, i) => {
    const verdict = verdicts[i]
    if (verdict === undefined) return
    items.push({
      document: sourceRange(d, slot.document.from, slot.document.to),
      keeper: sourceRange(k, slot.keeper.from, slot.keeper.to),
      ...verdict,
    })
  })
  items.push(...symbols(evidence))
  const clean = items.every((item) => item.content === undefined)
  return { clean, items, noise, brokenOff: brokenOff(evidence) }
}
