/** Headlines: other words over the same body lose nothing where the facts of the headline stand in the keeper. */
import type { Evidence } from './evidence.js'
import { timesOf } from './sentences.js'
import { formStands } from './words.js'
import { isContent, type SlotVerdict } from './slot-verdict.js'
import { GLUE } from './closed-classes.js'
import type { Slot } from './slots.js'
import { NUMBER } from './tokens.js'
import { unitText } from './units.js'

/** Share of the words of a headline that the keeper must have. */
const HEADLINE_SHARE = 0.55

/** Times as many units as the headline that follow it, and must be the same: a headline alone is the report. */
const BODY = 1.25

/** Units that differ on both sides together from which a headline is another one, not the same with a negation. */
const REPHRASED = 4

/** The headline and what follows it are two matters, also where neither is in the keeper. */
export function cutAt(slot: Slot, headline: number): Slot[] {
  const { document: d, keeper: k } = slot
  if (d.from >= headline || d.to <= headline) return [slot]
  // One word divided at the end of the line.
  if (d.to - d.from <= 3 && k.from < k.to) return [slot]
  return [
    { ...slot, document: { from: d.from, to: headline } },
    { ...slot, document: { from: headline, to: d.to }, keeper: { from: k.to, to: k.to } },
  ]
}

/** A headline of other words whose facts stand in the keeper, over the same body. */
export function excuseHeadline(
  evidence: Evidence,
  found: readonly Slot[],
  verdicts: (SlotVerdict | undefined)[],
): void {
  const end = evidence.headline
  if (end === 0) return
  const inside = found.flatMap(({ document: d }, i) => (d.from < end && isContent(verdicts[i]) ? [i] : []))
  if (inside.length === 0 || inside.some((i) => found[i].document.to > end)) return
  // The body under it must be the same: two reports of one form have like headlines as well.
  const other = found.reduce(
    (sum, { document: d }, i) =>
      d.from >= end && isContent(verdicts[i]) ? sum + Math.max(1, d.to - d.from) : sum,
    0,
  )
  if (evidence.document.count - end < BODY * end || other > 0.2 * (evidence.document.count - end)) return
  let words = 0
  let known = 0
  for (let i = 0; i < end; i++) {
    const text = unitText(evidence.document, i)
    const stands = timesOf(evidence.keeper, evidence.document.keys[i]) > 0 || formStands(evidence, i, text)
    if (evidence.document.kinds[i] === NUMBER && !stands) return
    if (GLUE.has(text)) continue
    words++
    if (stands) known++
  }
  if (known < HEADLINE_SHARE * words) return
  for (const i of inside) {
    const verdict = verdicts[i]!
    // A negation alone turns the headline round; among other words that differ it is one of them.
    const { document: d, keeper: k } = found[i]
    if ('content' in verdict && verdict.content === 'negation' && d.to - d.from + k.to - k.from < REPHRASED)
      continue
    verdicts[i] = { explained: 'headline' }
  }
}
