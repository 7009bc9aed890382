/** Bylines, datelines, tags and copyright lines: told by their place, before the first sentence or after the last. */
import type { Evidence } from './evidence.js'
import { abbreviated, dash, endsSentence, isCapital } from './sentences.js'
import { denies } from './denial.js'
import { isDate } from './figures.js'
import { isContent, type SlotVerdict } from './slot-verdict.js'
import { ADDRESS, AUTHORSHIP, COPYRIGHT, MARKERS } from './closed-classes.js'
import type { Slot, UnitRange } from './slots.js'
import { SINGLE } from './tokens.js'
import { sourceRange, unitText } from './units.js'

/** Words of a byline, dateline, tag or copyright line at most. */
export const BYLINE = 12

/** Words of a copyright notice at most. */
const NOTICE = 48

/** Words of a first line that may be a tag where the keeper has no line. */
const TAG = 6

/** Bylines, datelines and tags before the first sentence that both have, or after the last. */
export function excuseBylines(
  evidence: Evidence,
  found: readonly Slot[],
  verdicts: (SlotVerdict | undefined)[],
): void {
  for (let i = 0; i < found.length; i++) {
    if (!isContent(verdicts[i]) || found[i].document.from === found[i].document.to) continue
    const { document: d, keeper: k, aligned } = found[i]
    const line = wholeLines(evidence, d)
    const told =
      ((line.from === 0 || line.from === evidence.headline) && namesAuthor(evidence, line)) ||
      (!aligned && line.to === evidence.document.count && isNotice(evidence, line))
    if (!isByline(evidence, d, k) && !(told && isByline(evidence, line, k))) continue
    verdicts[i] = { explained: 'byline' }
  }
}

function isByline(evidence: Evidence, d: UnitRange, k: UnitRange): boolean {
  const { document: units, headline } = evidence
  const head = headLines(evidence, d, headline)
  const tail = !head && d.to === units.count && (d.from === 0 || endsSentence(units, d.from - 1))
  if (!head && !tail) return false
  if (d.from === 0 && d.to === units.count) return false
  if (tail && d.to - d.from <= NOTICE && isNotice(evidence, d)) return true
  if (d.to - d.from > BYLINE) return false
  if (head && d.from === 0 && (k.from < k.to || d.to - d.from > TAG) && !dateline(evidence, d)) {
    if (!namesAuthor(evidence, d)) return false
  }
  let from = d.from
  for (let i = d.from; i < d.to; i++) {
    if (denies(evidence, units, i)) return false
    const number = units.numbers.get(i)
    if (number !== undefined && !isDate(number)) return false
    if (i < d.to - 1 && !endsSentence(units, i)) continue
    if (!noSentence(evidence, from, i + 1, tail)) return false
    from = i + 1
  }
  return true
}

/** A place with the rest of its lines: where a report stands in a page, that has a word of its byline somewhere (by). */
function wholeLines({ document }: Evidence, { from, to }: UnitRange): UnitRange {
  let first = from
  let last = to
  while (first > 0 && from - first <= BYLINE && !endsSentence(document, first - 1)) first--
  while (last < document.count && last - to <= BYLINE && !endsSentence(document, last - 1)) last++
  return { from: first, to: last }
}

/** What may stand between names: by Jane Roe in London. */
const SMALL: ReadonlySet<string> = new Set(Object.values(MARKERS).flat())

/** 本报记者 李明: a title and the names of one or two, nothing else. */
const HAN_AUTHOR =
  /^(?:本[报報刊]|新[华華]社)?(?:特[约約]|[实實][习習])?(?:[记記]者|通[讯訊][员員]|作者|[编編][辑輯])[\s:：]*(?:\p{Script=Han}{2,4}[\s、，,]*){1,2}$/u

/** By John Smith: a line that names who wrote the text, whatever the keeper has in its place. Another headline is no such line. */
function namesAuthor({ document }: Evidence, { from, to }: UnitRange): boolean {
  if (document.kinds[from] === SINGLE) {
    const range = sourceRange(document, from, to)
    return HAN_AUTHOR.test(document.text.source.slice(range.from, range.to)) && endsSentence(document, to - 1)
  }
  if (!AUTHORSHIP.has(unitText(document, from)) || to - from < 2 || !endsSentence(document, to - 1))
    return false
  for (let i = from + 1; i < to; i++) {
    if (!isCapital(document, i) && !SMALL.has(unitText(document, i)) && !document.numbers.has(i)) return false
  }
  return true
}

/** Whether a range stands before the first sentence of the report: in its head, at the beginning of a line or of all. */
function headLines(evidence: Evidence, { from, to }: UnitRange, headline: number): boolean {
  if (to > headline + BYLINE * 2) return false
  if (from !== 0 && from !== headline && !endsSentence(evidence.document, from - 1)) return false
  return (
    to < evidence.document.count && (endsSentence(evidence.document, to - 1) || dash(evidence.document, to))
  )
}

/** Before a dash and a sentence of the report. Before a dash and words without a stop stands a title: Oil lamp – Marlow. */
function dateline({ document }: Evidence, { to }: UnitRange): boolean {
  if (!dash(document, to)) return false
  let end = to
  while (end < document.count - 1 && !endsSentence(document, end)) end++
  const at = document.text.ends[document.to[end] - 1]
  return STOPS.test(document.text.source.slice(at, at + 8))
}

/** A stop, and quotes that close behind it. */
const STOPS = /^["”’»)\]]*[.!?。！？]/

/** A paragraph that begins with the sign or the word for copyright. */
function isNotice(evidence: Evidence, { from, to }: UnitRange): boolean {
  const units = evidence.document
  const { source } = units.text
  const range = sourceRange(units, from, to)
  const sign = /(?:©|\(c\))[^\p{L}\p{N}]*$/iu.test(source.slice(Math.max(0, range.from - 6), range.from))
  if (!sign && !COPYRIGHT.has(unitText(units, from))) return false
  for (let i = from; i < to; i++) {
    const number = units.numbers.get(i)
    if (number !== undefined && !isDate(number)) return false
  }
  return true
}

/** Three words at most, or no full stop, or a line that speaks to its reader or of its rights. */
function noSentence(evidence: Evidence, from: number, to: number, tail: boolean): boolean {
  const units = evidence.document
  if (to - from <= 3 && !tail) return true
  let addresses = false
  for (let i = from; i < to; i++) {
    const text = unitText(units, i)
    if (ADDRESS.has(text) || COPYRIGHT.has(text)) addresses = true
  }
  const { source } = units.text
  const range = sourceRange(units, from, to)
  if (source.slice(Math.max(0, range.from - 3), range.from).includes('©')) addresses = true
  if (addresses) return tail
  return (
    !/^["”’')\]]*[.!?。！？]/.test(source.slice(range.to, range.to + 4)) ||
    to - from <= 1 ||
    abbreviated(units, to - 1)
  )
}
