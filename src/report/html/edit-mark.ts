import type { EditClass } from '../../compare/classes.js'
import type { NamedEdit } from '../../compare/compare.js'
import { shown } from '../edit-in-context.js'
import { html, type Markup } from './markup.js'

/** Columns of one side of an edit: with its context an entry of two lines at most. */
const WIDTH = 80

/** The class attribute for edits of a class: what the filter switches and the style colours. */
export function classOf(editClass: EditClass): string {
  return `c-${editClass}`
}

/** What A writes, then what B writes; a side without text is left out. */
export function readings(edit: Pick<NamedEdit, 'kind' | 'a' | 'b'>, languageB: string): Markup {
  const a = edit.kind !== 'insert' && html`<del><bdi>${shown(edit.a.text, WIDTH)}</bdi></del>`
  const b =
    edit.kind !== 'delete' && html`<ins${tag(languageB)}><bdi>${shown(edit.b.text, WIDTH)}</bdi></ins>`
  const sign = edit.kind === 'substitute' ? '→' : edit.kind === 'delete' ? '−' : '+'
  return html`<span class="pair"
    >${edit.kind !== 'substitute' && html`<i>${sign}</i>`}${a}${edit.kind === 'substitute' && html`<i>${sign}</i>`}${b}</span
  >`
}

/** A `lang` attribute, or nothing where the language is not known. */
export function tag(language: string): Markup | null {
  return language === '' ? null : html` lang="${language}"`
}
