import type { AuditEdit, PlacedRange } from '../../../audit/audit.js'
import { window } from '../../edit-in-context.js'
import { LineNumbers } from '../../line-numbers.js'
import { head, tail, visible } from '../../visible.js'
import { html, type Markup } from '../markup.js'
import { classOf, readings, tag } from '../edit-mark.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** Columns of A on each side of an edit: with the edit itself an entry of two lines at most. */
const CONTEXT = 24
/** UTF-16 units read for these columns: enough even where most of them are marks. */
const REACH = 320

/** Entries that a browser lays out together when they come into view. One by one, a step cost 0.9 s in a list of 10,000. */
const CHUNK = 50

function chunks(count: number): number[] {
  return Array.from({ length: Math.ceil(count / CHUNK) }, (_, i) => i * CHUNK)
}

/**
 * The list of all edits: number, class, both readings in their context, places, and which reading is likelier wrong.
 * O(length + edits).
 */
export function apparatus(
  edits: readonly AuditEdit[],
  a: { readonly text: string; readonly language: string },
  b: { readonly text: string; readonly language: string },
  words: Vocabulary,
): Markup {
  const placesA = new LineNumbers(a.text)
  const placesB = new LineNumbers(b.text)
  let number = 0
  // Edits of class `layout` are counted nowhere, so they have no number.
  const numbers = edits.map((edit) => (edit.class === 'layout' ? '·' : String(++number)))
  const some = edits.some((edit) => edit.suspect !== null)
  return html`<section class="apparatus" aria-labelledby="apparatus-title">
    <h2 id="apparatus-title">${words.edits}</h2>
    <p class="hint">
      ${edits.length === 0 ? words.noEdits : words.editsHint}${some && html` <b class="dagger">†</b> ${words.suspectKey}`}
    </p>
    <div class="edits">
      ${chunks(edits.length).map(
        (from) =>
          html`<ol start="${from + 1}">
            ${edits
              .slice(from, from + CHUNK)
              .map((edit, i) => entry(edit, from + i, numbers[from + i], a, b, placesA, placesB, words))}
          </ol>`,
      )}
    </div>
    <p class="hint none" hidden id="none">${words.nothingShown}</p>
  </section>`
}

function entry(
  edit: AuditEdit,
  i: number,
  number: string,
  a: { readonly text: string; readonly language: string },
  b: { readonly language: string },
  placesA: LineNumbers,
  placesB: LineNumbers,
  words: Vocabulary,
): Markup {
  const { from, to } = edit.a
  const before = tail(visible(window(a.text, from - REACH, from)), CONTEXT)
  const after = head(visible(window(a.text, to, to + REACH)), CONTEXT)
  return html`<li class="${classOf(edit.class)}" id="e${i + 1}">
    <a class="no" href="#a${i + 1}">${number}</a><span class="kind">${words.classes[edit.class].name}</span
    ><span class="reading" dir="auto" ${tag(a.language)}
      ><bdi>${before}</bdi>${readings(edit, b.language)}<bdi>${after}</bdi></span
    ><span class="at"
      ><b class="a">A</b> ${place(edit.a, placesA, words)}
      <b class="b">B</b> ${place(edit.b, placesB, words)}</span
    >${suspicion(edit, words)}
  </li>`
}

/** Where one side of an edit stands: its place on paper if the format states one, else its line in the text. */
function place(range: PlacedRange, places: LineNumbers, words: Vocabulary): Markup {
  const { page, line, block, box } = range.place ?? {}
  const parts = [
    page !== undefined && `${words.page} ${page}`,
    `${words.line} ${line ?? places.line(range.from)}`,
    block !== undefined && `${words.block} ${block}`,
  ].filter((part) => part !== false)
  return html`${parts.join(', ')}${box !== undefined && html` <small>${words.box} ${box[0]},${box[1]}–${box[2]},${box[3]}</small>`}`
}

function suspicion(edit: AuditEdit, words: Vocabulary): Markup | null {
  if (edit.suspect === null) return null
  const why = edit.reason === null ? '' : `: ${words.reasons[edit.reason]}`
  return html`<span class="suspect"
    ><b class="dagger">†</b> ${words.suspect(edit.suspect.toUpperCase())}${why}</span
  >`
}
