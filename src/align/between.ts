import { hasNewline, isBlank, isHyphen } from '../text/layout.js'
import type { Edit, SourceRange } from './edit.js'

/**
 * Compares what stands between two aligned characters: punctuation first, then white space between aligned
 * punctuation. Characters that the alignment left over take part as one "core", which pairs only with a core.
 */
export interface Side {
  readonly source: string
  readonly from: number
  readonly to: number
  /** Source range of the unaligned characters in [from, to), if there are any. */
  readonly core: SourceRange | null
}

interface Token {
  readonly from: number
  readonly to: number
  /** Compatibility form: ， and , are one mark in two widths. Null for the core. */
  readonly key: string | null
}

type Emit = (edit: Edit) => void

const SAME_MARK = 1
const OTHER_MARK = 3
const UNPAIRED_MARK = 2
/** More than two other marks cost: a core pairs with a core wherever there is one. */
const UNPAIRED_CORE = 1000
const IMPOSSIBLE = 1e9
/** Mark pairs weighed one by one; beyond that (a line of 5,000 dots) the whole run is one difference. */
const MAX_PAIRS = 1 << 16

export function alignBetween(a: Side, b: Side, emit: Emit): void {
  const tokensA = tokenize(a)
  const tokensB = tokenize(b)
  const columns = alignTokens(tokensA, tokensB, a, b)
  let doneA = a.from
  let doneB = b.from
  let fromA = 0 // first token of the stretch that is not paired yet
  let fromB = 0
  const upTo = (toA: number, toB: number, nextA: number, nextB: number) => {
    stretch(a, doneA, toA, tokensA.slice(fromA, nextA), b, doneB, toB, tokensB.slice(fromB, nextB), emit)
  }
  for (const [i, j] of columns) {
    const x = tokensA[i]
    const y = tokensB[j]
    upTo(x.from, y.from, i, j)
    if (x.key === null) emit({ a: rangeOf(x), b: rangeOf(y), nature: 'text' })
    else if (!sameSlice(a, x, b, y)) emit({ a: rangeOf(x), b: rangeOf(y), nature: 'form' })
    doneA = x.to
    doneB = y.to
    fromA = i + 1
    fromB = j + 1
  }
  upTo(a.to, b.to, tokensA.length, tokensB.length)
}

function tokenize({ source, from, to, core }: Side): Token[] {
  const tokens: Token[] = []
  for (let i = from; i < to;) {
    if (core !== null && i === core.from) {
      tokens.push({ from: core.from, to: core.to, key: null })
      i = core.to
      continue
    }
    const point = source.codePointAt(i)!
    const width = point > 0xffff ? 2 : 1
    if (!isBlank(source.charCodeAt(i))) {
      tokens.push({ from: i, to: i + width, key: source.slice(i, i + width).normalize('NFKC') })
    }
    i += width
  }
  return tokens
}

/** Pairs (i, j) of tokens that stand for each other: cores, and equal marks in the cheapest alignment. */
function alignTokens(
  tokensA: readonly Token[],
  tokensB: readonly Token[],
  a: Side,
  b: Side,
): [number, number][] {
  const n = tokensA.length
  const m = tokensB.length
  if (n === 0 || m === 0) return []
  if (n * m > MAX_PAIRS) return affixes(tokensA, tokensB)
  const width = m + 1
  const cost = new Int32Array((n + 1) * width)
  const unpaired = (token: Token) => (token.key === null ? UNPAIRED_CORE : UNPAIRED_MARK)
  const paired = (x: Token, y: Token) => {
    if (x.key !== y.key) return x.key === null || y.key === null ? IMPOSSIBLE : OTHER_MARK
    return x.key === null || sameSlice(a, x, b, y) ? 0 : SAME_MARK
  }
  for (let i = n - 1; i >= 0; i--) cost[i * width + m] = cost[(i + 1) * width + m] + unpaired(tokensA[i])
  for (let j = m - 1; j >= 0; j--) cost[n * width + j] = cost[n * width + j + 1] + unpaired(tokensB[j])
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      cost[i * width + j] = Math.min(
        cost[(i + 1) * width + j + 1] + paired(tokensA[i], tokensB[j]),
        cost[(i + 1) * width + j] + unpaired(tokensA[i]),
        cost[i * width + j + 1] + unpaired(tokensB[j]),
      )
    }
  }
  const pairs: [number, number][] = []
  let i = 0
  let j = 0
  while (i < n && j < m) {
    const here = cost[i * width + j]
    const pair = paired(tokensA[i], tokensB[j])
    if (here === cost[(i + 1) * width + j + 1] + pair) {
      if (pair < OTHER_MARK) pairs.push([i, j])
      i++
      j++
    } else if (here === cost[(i + 1) * width + j] + unpaired(tokensA[i])) {
      i++
    } else {
      j++
    }
  }
  return pairs
}

/** Only the equal marks at the start and the end, and the cores if there are two. */
function affixes(tokensA: readonly Token[], tokensB: readonly Token[]): [number, number][] {
  const coreA = tokensA.findIndex((token) => token.key === null)
  const coreB = tokensB.findIndex((token) => token.key === null)
  const pairs: [number, number][] = []
  const stretchPairs = (a0: number, a1: number, b0: number, b1: number) => {
    const tail: [number, number][] = []
    while (a0 < a1 && b0 < b1 && tokensA[a0].key !== null && tokensA[a0].key === tokensB[b0].key) {
      pairs.push([a0++, b0++])
    }
    while (
      a0 < a1 &&
      b0 < b1 &&
      tokensA[a1 - 1].key !== null &&
      tokensA[a1 - 1].key === tokensB[b1 - 1].key
    ) {
      tail.push([--a1, --b1])
    }
    pairs.push(...tail.reverse())
  }
  if (coreA < 0 || coreB < 0) {
    stretchPairs(0, tokensA.length, 0, tokensB.length)
  } else {
    stretchPairs(0, coreA, 0, coreB)
    pairs.push([coreA, coreB])
    stretchPairs(coreA + 1, tokensA.length, coreB + 1, tokensB.length)
  }
  return pairs
}

/** One stretch without paired tokens: what differs in it is one edit, and the white space around it. */
function stretch(
  a: Side,
  fromA: number,
  toA: number,
  tokensA: readonly Token[],
  b: Side,
  fromB: number,
  toB: number,
  tokensB: readonly Token[],
  emit: Emit,
): void {
  if (tokensA.length > 0 && tokensB.length > 0) {
    const x = { from: tokensA[0].from, to: tokensA.at(-1)!.to }
    const y = { from: tokensB[0].from, to: tokensB.at(-1)!.to }
    blank(a, fromA, x.from, b, fromB, y.from, emit)
    emit({ a: x, b: y, nature: hasCore(tokensA) || hasCore(tokensB) ? 'text' : 'punctuation' })
    blank(a, x.to, toA, b, y.to, toB, emit)
  } else if (tokensA.length > 0) {
    oneSided(a, fromA, toA, tokensA, b, fromB, toB, emit)
  } else if (tokensB.length > 0) {
    oneSided(b, fromB, toB, tokensB, a, fromA, toA, (edit) => emit({ ...edit, a: edit.b, b: edit.a }))
  } else {
    blank(a, fromA, toA, b, fromB, toB, emit)
  }
}

function blank(a: Side, fromA: number, toA: number, b: Side, fromB: number, toB: number, emit: Emit): void {
  if (a.source.slice(fromA, toA) === b.source.slice(fromB, toB)) return
  const nature = fromA < toA && fromB < toB ? 'layout' : 'blank'
  emit({ a: { from: fromA, to: toA }, b: { from: fromB, to: toB }, nature })
}

/** Something stands in `x` only, with white space before and after it; `y` has at most white space there. */
function oneSided(
  x: Side,
  from: number,
  to: number,
  tokens: readonly Token[],
  y: Side,
  fromY: number,
  toY: number,
  emit: Emit,
): void {
  const first = tokens[0].from
  const last = tokens.at(-1)!.to
  const nature = hasCore(tokens) ? 'text' : 'punctuation'
  const edit = (a0: number, a1: number, at: number) =>
    emit({ a: { from: a0, to: a1 }, b: { from: at, to: at }, nature })
  const spaceBefore = from < first
  const spaceAfter = last < to

  if (fromY === toY) {
    if (nature === 'punctuation' && tokens.every((token) => isHyphen(x.source.charCodeAt(token.from)))) {
      // A hyphen takes its line break along: in¬⏎stalled is one hyphenation.
      blank(x, from, first, y, fromY, fromY, emit)
      edit(first, to, fromY)
    } else if (nature === 'text' && !hasNewline(x.source, from, first) && !hasNewline(x.source, last, to)) {
      edit(from, to, fromY) // an extra word takes its spaces along
    } else {
      blank(x, from, first, y, fromY, fromY, emit)
      edit(first, last, fromY)
      blank(x, last, to, y, fromY, fromY, emit)
    }
    return
  }
  if (!spaceBefore && !spaceAfter) {
    if (nature === 'punctuation') {
      // A mark here, a space there, in the same place: well-known / well known.
      emit({ a: { from: first, to: last }, b: { from: fromY, to: toY }, nature })
    } else {
      edit(first, last, fromY)
      blank(x, last, to, y, fromY, toY, emit)
    }
    return
  }
  // The space that is on both sides pairs; a second one around the extra text is layout.
  const other = y.source.slice(fromY, toY)
  const pairsAfter =
    spaceAfter &&
    (!spaceBefore || (x.source.slice(from, first) !== other && x.source.slice(last, to) === other))
  if (pairsAfter) {
    if (spaceBefore) layout(from, first, fromY, emit)
    edit(first, last, fromY)
    blank(x, last, to, y, fromY, toY, emit)
  } else {
    blank(x, from, first, y, fromY, toY, emit)
    edit(first, last, toY)
    if (spaceAfter) layout(last, to, toY, emit)
  }
}

function layout(from: number, to: number, at: number, emit: Emit): void {
  emit({ a: { from, to }, b: { from: at, to: at }, nature: 'layout' })
}

function hasCore(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.key === null)
}

function rangeOf({ from, to }: Token): SourceRange {
  return { from, to }
}

function sameSlice(a: Side, x: Token, b: Side, y: Token): boolean {
  return a.source.slice(x.from, x.to) === b.source.slice(y.from, y.to)
}
