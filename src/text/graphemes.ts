/**
 * Grapheme clusters: what a reader calls one character. Extended clusters of UAX #29 (revision 43, Unicode 15.1), from a
 * baked table: `Intl.Segmenter` answers as the ICU of the day does (Node 20.20 with ICU 78 cuts otherwise around 1,455
 * characters, Burmese letters among them), so an error rate would change with the runtime.
 */
import { requireString } from '../kernel/errors.js'
import { classSet } from './class-set.js'
import { GraphemeBreak, graphemeTable } from './grapheme-table.js'

const { Other, CR, LF, Control, Extend, ZWJ, SpacingMark, Prepend, RegionalIndicator } = GraphemeBreak
const { L, V, T, LV, LVT, Pictographic, Consonant, ConjunctExtend, Linker } = GraphemeBreak

const CONTROLS = classSet(CR, LF, Control)
/** GB9, GB9a: joined to whatever stands before, unless that is a control. */
const TRAILING = classSet(Extend, ConjunctExtend, Linker, ZWJ, SpacingMark)
/** Extend in the sense of GB11. */
const EXTENDERS = classSet(Extend, ConjunctExtend, Linker)
/** GB9c: what may stand between a consonant and the next beside the linker. */
const CONJUNCT = classSet(ConjunctExtend, Linker, ZWJ)

/** For each class, the classes that join it: the rules that look at two neighbours only. */
const JOINS = new Int32Array(32)
for (let kind = 0; kind <= LVT; kind++) JOINS[kind] = ((CONTROLS >> kind) & 1) === 1 ? 0 : TRAILING
JOINS[CR] |= classSet(LF) // GB3
JOINS[L] |= classSet(L, V, LV, LVT) // GB6
JOINS[LV] |= classSet(V, T) // GB7
JOINS[V] |= classSet(V, T)
JOINS[LVT] |= classSet(T) // GB8
JOINS[T] |= classSet(T)
JOINS[Prepend] |= ~CONTROLS // GB9b
JOINS[RegionalIndicator] |= classSet(RegionalIndicator) // GB12, GB13

/**
 * Every border, ascending, the ends of the text among them; none for an empty text. O(source length).
 *
 * @throws OffprintError `ERR_ARGUMENT` when `source` is not a string.
 */
export function graphemeBorders(source: string): Uint32Array {
  requireString('source', source)
  const table = graphemeTable()
  const borders = new Uint32Array(source.length + 1)
  let count = 0
  let before: number = Control
  /** GB11: 1 after a pictograph and its extenders, 2 where a ZWJ came last. */
  let emoji = 0
  /** GB9c: 1 after a consonant and what may follow it, 2 once a linker was among that. */
  let conjunct = 0
  for (let i = 0; i < source.length;) {
    const at = i
    let c = source.charCodeAt(i++)
    if ((c & 0xfc00) === 0xd800) {
      c = source.codePointAt(at)!
      if (c > 0xffff) i++
    }
    const kind = table[c]
    const pairs = ((JOINS[before] >> kind) & 1) === 1
    if (!pairs && !(emoji === 2 && kind === Pictographic) && !(conjunct === 2 && kind === Consonant)) {
      borders[count++] = at
    }
    if (kind === Other) {
      emoji = 0
      conjunct = 0
    } else {
      if (kind === Pictographic) emoji = 1
      else if (emoji !== 0)
        emoji = kind === ZWJ && emoji === 1 ? 2 : ((EXTENDERS >> kind) & 1) === 1 && emoji === 1 ? 1 : 0
      if (kind === Consonant) conjunct = 1
      else if (conjunct !== 0) conjunct = ((CONJUNCT >> kind) & 1) === 0 ? 0 : kind === Linker ? 2 : conjunct
    }
    // Regional indicators join in pairs: behind the second, the count starts anew.
    before = kind === RegionalIndicator && pairs && before === RegionalIndicator ? Other : kind
  }
  if (source.length > 0) borders[count++] = source.length
  return borders.slice(0, count)
}

/**
 * Whether a UTF-16 unit is a whole cluster and in NFC wherever it stands among units of this kind: Latin without combining
 * marks, Cyrillic, general punctuation, kana, Han, Hangul syllables, fullwidth forms, and no carriage return. A text of
 * such units alone needs no table. O(1).
 */
export function isSingle(unit: number): boolean {
  if (unit < 0x300) return unit !== 0x0d
  if (unit < 0x3400) {
    return (
      (unit >= 0x400 && unit <= 0x482) ||
      (unit >= 0x2010 && unit <= 0x2029) ||
      (unit >= 0x3000 && unit <= 0x3029) ||
      (unit >= 0x3041 && unit <= 0x3096) ||
      (unit >= 0x30a0 && unit <= 0x30ff)
    )
  }
  return (
    unit <= 0x4dbf ||
    (unit >= 0x4e00 && unit <= 0x9fff) ||
    (unit >= 0xac00 && unit <= 0xd7a3) ||
    (unit >= 0xff01 && unit <= 0xff9d)
  )
}

/** Whether the character at `at`, or the pair of which it is half, is a mark that NFC may move or compose. O(1). */
export function isMarkAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  const from = (unit & 0xfc00) === 0xdc00 ? Math.max(0, at - 1) : at
  return ((EXTENDERS >> graphemeTable()[text.codePointAt(from)!]) & 1) === 1
}
