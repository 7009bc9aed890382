/** A range with the text that stands there. */
interface Range {
  readonly from: number
  readonly to: number
  readonly text: string
}

interface Told {
  readonly passages: readonly { readonly a: Omit<Range, 'text'>; readonly b: Omit<Range, 'text'> }[]
  readonly edits: readonly { readonly a: Range; readonly b: Range }[]
  readonly uncovered: readonly { readonly a: Range; readonly b: Range }[]
}

/**
 * B, made of A and of what an audit tells, without a look at B: each passage of A with its edits put in, and what stands in no
 * passage, in the order of B. Text of A that nobody speaks of stays behind what it stood behind. Throws where ranges of one
 * text overlap, or where an edit or a stretch shows another text than that of A.
 */
export function turned(a: string, { passages, edits, uncovered }: Told): string {
  const pieces: { a: Omit<Range, 'text'>; b: Omit<Range, 'text'>; written: string }[] = []
  for (const passage of passages) {
    let written = ''
    let at = passage.a.from
    for (const edit of edits) {
      if (edit.a.from < passage.a.from || edit.a.to > passage.a.to) continue
      if (edit.b.from < passage.b.from || edit.b.to > passage.b.to) continue
      if (edit.a.from < at) throw new Error(`edits of A cross at ${edit.a.from}`)
      if (a.slice(edit.a.from, edit.a.to) !== edit.a.text) throw new Error(`no such text at ${edit.a.from}`)
      written += a.slice(at, edit.a.from) + edit.b.text
      at = edit.a.to
    }
    pieces.push({ ...passage, written: written + a.slice(at, passage.a.to) })
  }
  for (const stretch of uncovered) {
    if (a.slice(stretch.a.from, stretch.a.to) !== stretch.a.text)
      throw new Error(`no such stretch at ${stretch.a.from}`)
    pieces.push({ ...stretch, written: stretch.b.text })
  }
  let before = ''
  let at = 0
  let last: { written: string } | undefined
  const keep = (text: string) => {
    if (last === undefined) before += text
    else last.written += text
  }
  for (const piece of pieces.filter((one) => one.a.from < one.a.to).sort((x, y) => x.a.from - y.a.from)) {
    if (piece.a.from < at) throw new Error(`an overlap in A at ${piece.a.from}`)
    keep(a.slice(at, piece.a.from))
    at = piece.a.to
    last = piece
  }
  keep(a.slice(at))
  pieces.sort((x, y) => x.b.from - y.b.from || x.b.to - y.b.to)
  pieces.reduce((end, { b }) => {
    if (b.from < b.to && b.from < end) throw new Error(`an overlap in B at ${b.from}`)
    return Math.max(end, b.to)
  }, 0)
  return before + pieces.map(({ written }) => written).join('')
}
