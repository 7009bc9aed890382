/** Where sentences, lines and the headline of a text end, and whether a sentence stands elsewhere in another text. */
import type { Evidence } from './evidence.js'
import { sameUnit, type UnitRange } from './slots.js'
import { WORD } from './tokens.js'
import type { ContentUnits } from './units.js'

const END = /^["”’'»)\]/|]*[.!?。！？؟।…]["”’'»)\]/|]*(?:\s|$)|\n\s*\n|[。！？।]/u

const STOP = /^["”’'»)\]]*\.\s/

/** Whether a sentence or a line ends behind a unit. */
export function endsSentence(units: ContentUnits, i: number): boolean {
  const { text, to, count } = units
  const gap =
    i + 1 < count
      ? text.source.slice(text.ends[to[i] - 1], text.starts[to[i]])
      : text.source.slice(text.ends[text.length - 1])
  if (i + 1 >= count) return END.test(`${gap} `) && gap.trim() !== ''
  if (/\n\s*\n/.test(gap)) return true
  if (!END.test(gap)) return gap.includes('\n') && !wraps(units, i)
  return !(STOP.test(gap) && !gap.includes('\n') && abbreviated(units, i))
}

/** A line of so many characters may be filled and go on in the next. */
const WRAPPED = 60

/** A newline inside a sentence: the lines are long, and the next begins small or this one ends without a stop. */
function wraps(units: ContentUnits, i: number): boolean {
  const { text, to } = units
  const end = text.ends[to[i] - 1]
  const line = end - (text.source.lastIndexOf('\n', end - 1) + 1)
  return line >= WRAPPED
}

/** U.S., a.m., J. */
export function abbreviated(units: ContentUnits, i: number): boolean {
  if (units.numbers.get(i)?.kind === 'time') return true
  return units.kinds[i] === WORD && units.to[i] - units.from[i] <= 2
}

export function dash(units: ContentUnits, i: number): boolean {
  if (i >= units.count) return false
  const { text, from } = units
  const gap = text.source.slice(i === 0 ? 0 : text.ends[from[i] - 1], text.starts[from[i]])
  return /[-–—―:]\s|[-–—―]{2}|[—―]|\)\s*$/.test(gap)
}

/** Units of a headline at most; a longer first line is a paragraph. */
const HEADLINE = 30

/** Units of the first line, if it is a headline: no sentence, and followed by more. */
export function headlineEnd(units: ContentUnits): number {
  const { text, count } = units
  const limit = Math.min(count - 1, HEADLINE)
  for (let i = 0; i < limit; i++) {
    const gap = text.source.slice(text.ends[units.to[i] - 1], text.starts[units.to[i]])
    if (!gap.includes('\n')) continue
    if (/^["”’']*[.!?。！？]\s/.test(gap) && !abbreviated(units, i)) return 0
    if (!/\n\s*\n/.test(gap) && wraps(units, i) && !isCapital(units, i + 1)) continue
    return i + 1
  }
  return 0
}

export function isCapital({ text, from }: ContentUnits, i: number): boolean {
  return /\p{Lu}/u.test(text.source[text.starts[from[i]]])
}

/** Units that a sentence must have to be looked for elsewhere. */
const SENTENCE = 3

const places = new WeakMap<ContentUnits, Map<number, number[]>>()

/** At which units each key stands, ascending. O(units) at first, O(1) as long as the units are held. */
export function positions(units: ContentUnits): ReadonlyMap<number, readonly number[]> {
  const known = places.get(units)
  if (known !== undefined) return known
  const where = new Map<number, number[]>()
  for (let i = 0; i < units.count; i++) {
    const list = where.get(units.keys[i])
    if (list === undefined) where.set(units.keys[i], [i])
    else list.push(i)
  }
  places.set(units, where)
  return where
}

/** Whether whole sentences of the document stand elsewhere in the keeper, word by word. */
export function standsElsewhere(evidence: Evidence, d: UnitRange): boolean {
  if (d.to - d.from < SENTENCE || !wholeSentences(evidence.document, d)) return false
  let from = d.from
  for (let i = d.from; i < d.to; i++) {
    if (i < d.to - 1 && !endsSentence(evidence.document, i)) continue
    if (!stands(evidence, from, i + 1)) return false
    from = i + 1
  }
  return true
}

function stands(evidence: Evidence, from: number, to: number): boolean {
  const where = positions(evidence.keeper)
  const first = where.get(evidence.document.keys[from]) ?? []
  return first.some((at) => {
    if (at + to - from > evidence.keeper.count) return false
    for (let i = from; i < to; i++)
      if (!sameUnit(evidence.document, i, evidence.keeper, at + i - from)) return false
    return true
  })
}

export function wholeSentences(units: ContentUnits, { from, to }: UnitRange): boolean {
  return (from === 0 || endsSentence(units, from - 1)) && (to === units.count || endsSentence(units, to - 1))
}
