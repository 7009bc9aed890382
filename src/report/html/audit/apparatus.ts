import type { AuditEdit, PlacedRange } from '../../../audit/audit.js'
import { window } from '../../edit-in-context.js'
import { LineNumbers } from '../../line-numbers.js'
import { head, tail, visible } from '../../visible.js'
import { html, type Markup } from '../markup.js'
import { classOf, readings, tag } from '../edit-mark.js'
import { counted } from '../numerals.js'
import { WRITTEN_EDITS } from './text-pane.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** Columns of A on each side of an edit: with the edit itself an entry of two lines at most. */
const CONTEXT = 24
/** UTF-16 units read for these columns: enough even where most of them are marks. */
const REACH = 320

/** The words that an entry needs. */
export type EntryWords = Pick<Vocabulary, 'page' | 'line' | 'block' | 'box' | 'suspect' | 'reasons'> & {
  readonly classes: Readonly<Record<string, { readonly name: string }>>
}

/** A text as the entries read it. */
export interface EntryText {
  readonly text: string
  readonly language: string
  readonly places: LineNumbers
}

/**
 * The list of all edits: number, class, both readings in their context, places, and which reading is likelier wrong. A
 * browser lays out the entries of one list together when they come into view: one by one, a step cost 0.9 s in a list of
 * 10,000. The first list is written out, the script writes the others. O(length + edits).
 */
export function apparatus(
  edits: readonly AuditEdit[],
  a: { readonly text: string; readonly language: string },
  b: { readonly text: string; readonly language: string },
  words: Vocabulary,
): Markup {
  const sides = [
    { ...a, places: new LineNumbers(a.text) },
    { ...b, places: new LineNumbers(b.text) },
  ] as const
  const numbers = numbersOf(edits)
  const some = edits.some((edit) => edit.suspect !== null)
  const first = edits.slice(0, WRITTEN_EDITS).map((edit, i) => entry(edit, i, numbers[i], ...sides, words))
  const later = Array.from({ length: Math.ceil(edits.length / WRITTEN_EDITS) }, (_, i) => i * WRITTEN_EDITS)
  const rest = edits.length - first.length
  return html`<section class="apparatus" aria-labelledby="apparatus-title">
    <h2 id="apparatus-title">${words.edits}</h2>
    <p class="hint">
      ${edits.length === 0 ? words.noEdits : words.editsHint}${some && html` <b class="dagger">†</b> ${words.suspectKey}`}
    </p>
    <div class="edits">
      ${
        first.length > 0 &&
        html`<ol>
          ${first}
        </ol>`
      }
      ${later.slice(1).map((from) => html`<ol start="${from + 1}" data-needs-script hidden></ol>`)}
    </div>
    ${rest > 0 && html`<noscript><p class="hint">${counted(rest, words.moreWithScript, words)}</p></noscript>`}
    <p class="hint none" hidden id="none">${words.nothingShown}</p>
  </section>`
}

/** The number of each edit. Edits of class `layout` are counted nowhere, so they have none. O(edits). */
export function numbersOf(edits: readonly Pick<AuditEdit, 'class'>[]): string[] {
  let number = 0
  return edits.map((edit) => (edit.class === 'layout' ? '·' : String(++number)))
}

/** What an entry shows of its edit. */
export type ListedEdit = Pick<AuditEdit, 'kind' | 'class' | 'a' | 'b' | 'suspect' | 'reason'>

/** One edit of the list. O(columns + log lines). */
export function entry(
  edit: ListedEdit,
  i: number,
  number: string,
  a: EntryText,
  b: EntryText,
  words: EntryWords,
): Markup {
  const { from, to } = edit.a
  const before = tail(visible(window(a.text, from - REACH, from)), CONTEXT)
  const after = head(visible(window(a.text, to, to + REACH)), CONTEXT)
  return html`<li class="${classOf(edit.class)}" id="e${i + 1}">
    <a class="no" href="#a${i + 1}">${number}</a><span class="kind">${words.classes[edit.class].name}</span
    ><span class="reading" dir="auto" ${tag(a.language)}
      ><bdi>${before}</bdi>${readings(edit, b.language)}<bdi>${after}</bdi></span
    ><span class="at"
      ><b class="a">A</b> ${place(edit.a, a.places, words)}
      <b class="b">B</b> ${place(edit.b, b.places, words)}</span
    >${suspicion(edit, words)}
  </li>`
}

/** Where one side of an edit stands: its place on paper if the format states one, else its line in the text. */
function place(range: PlacedRange, places: LineNumbers, words: EntryWords): Markup {
  const { page, line, block, box } = range.place ?? {}
  const parts = [
    page !== undefined && `${words.page} ${page}`,
    `${words.line} ${line ?? places.line(range.from)}`,
    block !== undefined && `${words.block} ${block}`,
  ].filter((part) => part !== false)
  return html`${parts.join(', ')}${box !== undefined && html` <small>${words.box} ${box[0]},${box[1]}–${box[2]},${box[3]}</small>`}`
}

function suspicion(edit: Pick<AuditEdit, 'suspect' | 'reason'>, words: EntryWords): Markup | null {
  if (edit.suspect === null) return null
  const why = edit.reason === null ? '' : `: ${words.reasons[edit.reason]}`
  return html`<span class="suspect"
    ><b class="dagger">†</b> ${words.suspect(edit.suspect.toUpperCase())}${why}</span
  >`
}
