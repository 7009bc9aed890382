import { HIDDEN, hexOf } from '../visible.js'

/** A piece of HTML. Only this file makes one, so document text cannot become markup by mistake. */
export interface Markup {
  readonly markup: string
}

/** A value in a template: strings are escaped, markup is put in as it is, and absent values leave nothing. */
export type Part = Markup | string | number | false | null | undefined | readonly Part[]

/** Templates in which line ends and indentation of the source code are single spaces, as HTML shows them. */
const flat = new WeakMap<TemplateStringsArray, readonly string[]>()

/** Writes HTML. Every string put in is escaped, both for text and for quoted attributes. O(length). */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let texts = flat.get(strings)
  if (texts === undefined) flat.set(strings, (texts = strings.map((text) => text.replace(/\s*\n\s*/g, ' '))))
  let markup = texts[0]
  for (let i = 0; i < parts.length; i++) markup += written(parts[i]) + texts[i + 1]
  return { markup }
}

/** Markup of this library itself, its style and its script; never text of a document. */
export function trusted(markup: string): Markup {
  return { markup }
}

function written(part: Part): string {
  if (part === false || part === null || part === undefined) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  if ('markup' in part) return part.markup
  return part.map(written).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return entities(text).replace(HIDDEN, (c) => (c === '\n' || c === '\t' ? c : `‹${hexOf(c)}›`))
}

function entities(text: string): string {
  return text.replace(/[&<>"']/g, (c) => ENTITIES[c])
}

/**
 * Document text with its line ends. Every invisible character, among them bidi overrides, NUL and lone surrogates, is
 * replaced by its code, so that a reader sees it and it has no effect. Joiners stay. O(length).
 */
export function documentText(text: string): Markup {
  return { markup: coded(entities(text.replace(/\r\n?/g, '\n'))) }
}

/** The same, with a sign for each line end and tab, for edits that consist of these. The line still breaks. O(length). */
export function documentTextWithSigns(text: string): Markup {
  const markup = coded(entities(text.replace(/\r\n?/g, '\n')))
  return { markup: markup.replace(/\n/g, '<i class="nl">⏎</i>\n').replace(/\t/g, '<i class="nl">⇥</i>\t') }
}

function coded(markup: string): string {
  return markup.replace(HIDDEN, (c) => (c === '\n' || c === '\t' ? c : `<i class="code">‹${hexOf(c)}›</i>`))
}

/** Data for the page script, as the text of a `script` element: nothing in it can end the element or the line. */
export function json(data: unknown): Markup {
  return {
    markup: JSON.stringify(data).replace(
      /[<>&\u2028\u2029]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  }
}
