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
  if (i + 1 < count) {
    // Between most units stands a space or nothing, and nothing ends there.
    const from = text.ends[to[i] - 1]
    const length = text.starts[to[i]] - from
    if (length <= 0 || (length === 1 && text.source.charCodeAt(from) === 0x20)) return false
  }
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
    if (text.starts[units.to[i]] - text.ends[units.to[i] - 1] === 1) {
      if (text.source.charCodeAt(text.ends[units.to[i] - 1]) === 0x20) continue
    }
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

/** Where each key stands: a hash table of the first units, and of each unit the next one that is the same, −1 at the end. */
interface Places {
  readonly first: Int32Array
  readonly next: Int32Array
  /** How often the key of a first unit stands. */
  readonly times: Uint32Array
}

const places = new WeakMap<ContentUnits, Places>()

/** O(units) at first, O(1) as long as the units are held. Measured: a sixth of the time of a Map of lists. */
function placesOf(units: ContentUnits): Places {
  const known = places.get(units)
  if (known !== undefined) return known
  const { keys, count } = units
  const found: Places = {
    first: new Int32Array(2 << (32 - Math.clz32(count))).fill(-1),
    next: new Int32Array(count),
    times: new Uint32Array(count),
  }
  const { first, next, times } = found
  for (let i = count - 1; i >= 0; i--) {
    const at = entry(found, keys, keys[i])
    const later = first[at]
    next[i] = later
    times[i] = later < 0 ? 1 : times[later] + 1
    first[at] = i
  }
  places.set(units, found)
  return found
}

/** Where the hash table has a key, or would have it. It is at most half full. */
function entry({ first }: Places, keys: Int32Array, key: number): number {
  const mask = first.length - 1
  let at = Math.imul(key, 0x9e3779b1) >>> Math.clz32(mask)
  while (first[at] >= 0 && keys[first[at]] !== key) at = (at + 1) & mask
  return at
}

/** How often a key stands in a text. O(1) but for the first time. */
export function timesOf(units: ContentUnits, key: number): number {
  const found = placesOf(units)
  const first = found.first[entry(found, units.keys, key)]
  return first < 0 ? 0 : found.times[first]
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
  const { document, keeper } = evidence
  const found = placesOf(keeper)
  let at = found.first[entry(found, keeper.keys, document.keys[from])]
  for (; at >= 0 && at + to - from <= keeper.count; at = found.next[at]) {
    let i = from + 1
    while (i < to && sameUnit(document, i, keeper, at + i - from)) i++
    if (i >= to) return true
  }
  return false
}

export function wholeSentences(units: ContentUnits, { from, to }: UnitRange): boolean {
  return (from === 0 || endsSentence(units, from - 1)) && (to === units.count || endsSentence(units, to - 1))
}
