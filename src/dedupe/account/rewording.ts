/** Texts that an editor went over: other words in the places of words, around long runs that are equal. */
import type { Evidence } from './evidence.js'
import { endsSentence, isCapital, timesOf } from './sentences.js'
import { isContent, type SlotVerdict, type Explanation } from './slot-verdict.js'
import type { Slot, UnitRange } from './slots.js'
import { NUMBER, SINGLE } from './tokens.js'

/** The longest run of equal words that a reworded copy must have: 98 of 131 copies have it, 3 of 340 other reports. */
const EQUAL_RUN = 25

/** Places that an editor must have reworded before a word in the place of another is taken for rewording. */
const REWORDED = 2

/** Words of one such place, and share of all that they may be together. */
const REWORDED_WORDS = 6

const REWORDED_SHARE = 0.1

/** What an editor does besides. */
const EDITED: ReadonlySet<Explanation> = new Set(['inflection', 'glue', 'slip', 'number', 'rounded'])

/** cooperated / will continue to cooperate: an inflection beside words that only the keeper has. */
export function accuseOtherTense(found: readonly Slot[], verdicts: (SlotVerdict | undefined)[]): void {
  for (let i = 1; i < found.length; i++) {
    const verdict = verdicts[i]
    if (verdict === undefined || !('explained' in verdict) || verdict.explained !== 'inflection') continue
    const before = found[i - 1]
    const touches = before.keeper.to === found[i].keeper.from && before.keeper.from < before.keeper.to
    if (touches && before.document.from === before.document.to) verdicts[i] = { content: 'word' }
  }
}

/**
 * Words in the place of others, in a text that an editor went over. Rewording is measured before it excuses anything:
 * there must be a long run of equal words, no other number, negation or name, and other places where words were added,
 * dropped or inflected; a report in which single words stand in the places of others is another report.
 */
export function excuseRewording(
  evidence: Evidence,
  found: readonly Slot[],
  verdicts: (SlotVerdict | undefined)[],
): void {
  if (evidence.noise.noisy) return
  const body = evidence.headline
  let run = 0
  let at = 0
  let edited = 0
  let swaps = 0
  let words = 0
  for (let i = 0; i < found.length; i++) {
    const { document: d, keeper: k, aligned } = found[i]
    run = Math.max(run, d.from - at)
    at = Math.max(at, d.to)
    const verdict = verdicts[i]
    const n = d.to - d.from
    const m = k.to - k.from
    const content = verdict !== undefined && 'content' in verdict
    if (content) {
      if (!aligned || n > REWORDED_WORDS || m > 2 * REWORDED_WORDS) return
      if (verdict.content !== 'word' && verdict.content !== 'missing') return
      if (hasName(evidence, d) || besideNumber(evidence, d)) return
      words += n
    }
    if (d.from < body || !aligned || n > REWORDED_WORDS || m > REWORDED_WORDS) continue
    if (n === 1 && m === 1 && content) swaps++
    else if (n !== m || (verdict !== undefined && 'explained' in verdict && EDITED.has(verdict.explained)))
      edited++
  }
  run = Math.max(run, evidence.document.count - at)
  if (
    run < EQUAL_RUN ||
    edited < REWORDED ||
    edited < swaps ||
    words > REWORDED_SHARE * evidence.document.count
  )
    return
  for (let i = 0; i < found.length; i++) if (isContent(verdicts[i])) verdicts[i] = { explained: 'reworded' }
}

/** about 5, up 5, 5 short tons: what stands beside a figure belongs to it. */
function besideNumber(evidence: Evidence, { from, to }: UnitRange): boolean {
  return (
    evidence.document.kinds[from - 1] === NUMBER ||
    (to < evidence.document.count && evidence.document.kinds[to] === NUMBER)
  )
}

/** Whether a range holds a name that the keeper has nowhere. */
function hasName(evidence: Evidence, { from, to }: UnitRange): boolean {
  for (let i = from; i < to; i++) {
    if (evidence.document.kinds[i] === SINGLE) return true
    if (!isCapital(evidence.document, i) || (i > 0 && endsSentence(evidence.document, i - 1))) continue
    if (timesOf(evidence.keeper, evidence.document.keys[i]) === 0) return true
  }
  return false
}
