/**
 * The places where two aligned texts differ, in whole content units: what a document writes there and what its keeper
 * does. The alignment is the one of the comparison; only places where it found a difference are looked at again.
 */
import type { SourceRange } from '../../align/edit.js'
import type { FoldedText } from '../../text/fold.js'
import { NUMBER } from './tokens.js'
import type { ContentUnits } from './units.js'
import { sameNumber } from './numbers.js'

/** What the account needs of a comparison whose A is the document and B its keeper. */
export interface AlignedPair {
  readonly passages: readonly { readonly a: SourceRange; readonly b: SourceRange }[]
  /** Differences inside passages, named or not, ascending in A. */
  readonly edits: readonly { readonly a: SourceRange; readonly b: SourceRange }[]
}

/** Half-open ranges of units. A side without a unit is an empty range at its place. */
export interface Slot {
  readonly document: UnitRange
  readonly keeper: UnitRange
  /** False between passages, where the two sides stand in one place but were not aligned. */
  readonly aligned: boolean
}

/** Whether the document has nothing in a place, or the keeper. */
export function isOneSided({ document: d, keeper: k }: Slot): boolean {
  return d.from === d.to || k.from === k.to
}

export interface UnitRange {
  readonly from: number
  readonly to: number
}

/** Cells of the table in which the units of one place are matched; a larger place stays one slot. */
const MOST_CELLS = 250_000

/** All slots, ascending in the document; those that lie only in the keeper are among them. O(units + cells of places). */
export function slots(document: ContentUnits, keeper: ContentUnits, pair: AlignedPair): Slot[] {
  const places: Slot[] = []
  const passages = [...pair.passages].sort((x, y) => x.a.from - y.a.from)
  const spans = passages.map((passage) => passageSlots(document, keeper, passage, pair.edits, places))
  const inKeeper = [...spans].sort((x, y) => x.keeper.from - y.keeper.from)
  // What lies between two passages of the document meets what lies between the same two in the keeper.
  for (let p = 0; p <= spans.length; p++) {
    const before = spans[p - 1]
    const after = spans[p]
    const from = before?.document.to ?? 0
    const to = Math.max(from, after?.document.from ?? document.count)
    const place = keeperGap(before, after, inKeeper, keeper)
    if (from < to || place.from < place.to) {
      places.push({ document: { from, to }, keeper: place, aligned: false })
    }
  }
  places.sort(
    (x, y) =>
      x.document.from - y.document.from || x.document.to - y.document.to || x.keeper.from - y.keeper.from,
  )
  return places.flatMap((place) => refined(document, keeper, place))
}

interface Span {
  readonly document: UnitRange
  readonly keeper: UnitRange
}

function keeperGap(
  before: Span | undefined,
  after: Span | undefined,
  inKeeper: readonly Span[],
  keeper: ContentUnits,
): UnitRange {
  const at = before === undefined ? -1 : inKeeper.indexOf(before)
  const next = inKeeper[at + 1]
  const from = before?.keeper.to ?? 0
  if (next !== after) return { from, to: from }
  return { from, to: Math.max(from, after?.keeper.from ?? keeper.count) }
}

/** Adds the slots of one passage; returns which units it covers. */
function passageSlots(
  document: ContentUnits,
  keeper: ContentUnits,
  passage: { readonly a: SourceRange; readonly b: SourceRange },
  edits: AlignedPair['edits'],
  places: Slot[],
): Span {
  const walk = new Walk(document, keeper, places)
  const a = folded(document.text, passage.a)
  const b = folded(keeper.text, passage.b)
  walk.start(a.from, b.from)
  let i = a.from
  let j = b.from
  for (let e = firstIn(edits, passage.a.from); e < edits.length && edits[e].a.from <= passage.a.to; e++) {
    const edit = edits[e]
    if (edit.a.to > passage.a.to || edit.b.from < passage.b.from || edit.b.to > passage.b.to) continue
    const ea = folded(document.text, edit.a)
    const eb = folded(keeper.text, edit.b)
    if (ea.from < i || eb.from < j) continue
    const equal = ea.from - i
    if (equal !== eb.from - j) {
      // The ranges of an edit end inside a cluster of one side; the stretch between is one difference.
      walk.differ(i, j)
    } else {
      walk.agree(i, j, equal)
      if (ea.from < ea.to || eb.from < eb.to) walk.differ(ea.from, eb.from)
    }
    i = ea.to
    j = eb.to
  }
  const rest = a.to - i
  if (rest === b.to - j) walk.agree(i, j, rest)
  else walk.differ(i, j)
  return walk.finish(a.to, b.to)
}

function firstIn(edits: AlignedPair['edits'], from: number): number {
  let low = 0
  let high = edits.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (edits[middle].a.from < from) low = middle + 1
    else high = middle
  }
  return low
}

/** Folded units that begin inside a source range. */
function folded(text: FoldedText, { from, to }: SourceRange): { from: number; to: number } {
  const first = lowerBound(text, from)
  return { from: first, to: from === to ? first : lowerBound(text, to) }
}

function lowerBound({ starts, length }: FoldedText, at: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (starts[middle] < at) low = middle + 1
    else high = middle
  }
  return low
}

/** Goes through a passage on both sides at once and closes a slot where units of both sides begin together. */
class Walk {
  readonly #document: ContentUnits
  readonly #keeper: ContentUnits
  readonly #places: Slot[]
  /** First units since both sides last began one together. */
  #openDocument = 0
  #openKeeper = 0
  #differs = false
  #span: { document: number; keeper: number } = { document: 0, keeper: 0 }

  constructor(document: ContentUnits, keeper: ContentUnits, places: Slot[]) {
    this.#document = document
    this.#keeper = keeper
    this.#places = places
  }

  /** Begins inside units as well: what stands before the passage belongs to their first slot then. */
  start(i: number, j: number): void {
    this.#openDocument = unitAt(this.#document, i)
    this.#openKeeper = unitAt(this.#keeper, j)
    this.#differs = this.#document.startingAt[i] < 0 || this.#keeper.startingAt[j] < 0
    this.#span = { document: this.#openDocument, keeper: this.#openKeeper }
  }

  agree(i: number, j: number, length: number): void {
    const a = this.#document.startingAt
    const b = this.#keeper.startingAt
    const keys = this.#document.keys
    const other = this.#keeper.keys
    // Locals for what `#close` keeps: most units begin together, and a call each is half of the time of all places.
    let open = this.#openDocument
    let openKeeper = this.#openKeeper
    let differs = this.#differs
    for (let t = 0; t < length; t++) {
      const u = a[i + t]
      const v = b[j + t]
      if (u < 0 && v < 0) continue
      if (u < 0 || v < 0) {
        differs = true
        continue
      }
      if (differs || u - open !== 1 || v - openKeeper !== 1 || keys[open] !== other[openKeeper]) {
        this.#openDocument = open
        this.#openKeeper = openKeeper
        this.#differs = differs
        this.#close(u, v)
        differs = false
      }
      open = u
      openKeeper = v
    }
    this.#openDocument = open
    this.#openKeeper = openKeeper
    this.#differs = differs
  }

  /** A difference begins; the slot stays open until units of both sides begin together again. */
  differ(i: number, j: number): void {
    const u = this.#document.startingAt[i]
    const v = this.#keeper.startingAt[j]
    if (u >= 0 && v >= 0) this.#close(u, v)
    this.#differs = true
  }

  finish(i: number, j: number): Span {
    const u = this.#document.startingAt[i] >= 0 ? this.#document.startingAt[i] : unitAt(this.#document, i) + 1
    const v = this.#keeper.startingAt[j] >= 0 ? this.#keeper.startingAt[j] : unitAt(this.#keeper, j) + 1
    if (this.#document.startingAt[i] < 0 || this.#keeper.startingAt[j] < 0) this.#differs = true
    this.#close(u, v)
    return {
      document: { from: this.#span.document, to: u },
      keeper: { from: this.#span.keeper, to: v },
    }
  }

  #close(u: number, v: number): void {
    const { keys } = this.#document
    const from = this.#openDocument
    const fromKeeper = this.#openKeeper
    if (
      (this.#differs && (from < u || fromKeeper < v)) ||
      (from < u && fromKeeper < v && keys[from] !== this.#keeper.keys[fromKeeper])
    ) {
      this.#places.push({
        document: { from, to: u },
        keeper: { from: fromKeeper, to: v },
        aligned: true,
      })
    }
    this.#openDocument = u
    this.#openKeeper = v
    this.#differs = false
  }
}

/** The unit that a folded offset lies in; `count` at the end. */
function unitAt({ startingAt, text }: ContentUnits, at: number): number {
  let i = Math.min(at, text.length)
  while (startingAt[i] < 0) i--
  return startingAt[i]
}

/** Whether a unit of the document stands for the same as one of the keeper. */
export function sameUnit(document: ContentUnits, i: number, keeper: ContentUnits, j: number): boolean {
  if (document.keys[i] === keeper.keys[j]) return true
  if (document.kinds[i] !== NUMBER || keeper.kinds[j] !== NUMBER) return false
  return sameNumber(document.numbers.get(i)!, keeper.numbers.get(j)!)
}

/** Cuts a slot where units inside it are the same: the longest common subsequence stays, the rest are smaller slots. */
function refined(document: ContentUnits, keeper: ContentUnits, slot: Slot): Slot[] {
  const { aligned } = slot
  let { from: d0, to: d1 } = slot.document
  let { from: k0, to: k1 } = slot.keeper
  while (d0 < d1 && k0 < k1 && sameUnit(document, d0, keeper, k0)) {
    d0++
    k0++
  }
  while (d0 < d1 && k0 < k1 && sameUnit(document, d1 - 1, keeper, k1 - 1)) {
    d1--
    k1--
  }
  const n = d1 - d0
  const m = k1 - k0
  if (n === 0 && m === 0) return []
  if (n === 0 || m === 0 || (n === 1 && m === 1) || n * m > MOST_CELLS) {
    return [{ document: { from: d0, to: d1 }, keeper: { from: k0, to: k1 }, aligned }]
  }
  const width = m + 1
  const table = new Uint16Array((n + 1) * width)
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      table[i * width + j] = sameUnit(document, d0 + i, keeper, k0 + j)
        ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1])
    }
  }
  const parts: Slot[] = []
  let i = 0
  let j = 0
  let fromI = 0
  let fromJ = 0
  const close = () => {
    if (fromI < i || fromJ < j) {
      parts.push({
        document: { from: d0 + fromI, to: d0 + i },
        keeper: { from: k0 + fromJ, to: k0 + j },
        aligned,
      })
    }
  }
  while (i < n && j < m) {
    if (
      sameUnit(document, d0 + i, keeper, k0 + j) &&
      table[i * width + j] === table[(i + 1) * width + j + 1] + 1
    ) {
      close()
      fromI = ++i
      fromJ = ++j
    } else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i++
    else j++
  }
  i = n
  j = m
  close()
  return parts
}
