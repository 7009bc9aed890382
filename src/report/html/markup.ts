import { HIDDEN, hexOf } from '../visible.js'

/** A piece of HTML. Only this file makes one, so that document text cannot become markup by mistake. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a template: strings are escaped, pieces are put in as they are, absent things leave nothing. */
export type Part = Markup | string | number | false | null | undefined | readonly Part[]

/** Templates with the line ends and indentation of the source code taken for single spaces, as HTML shows them. */
const flat = new WeakMap<TemplateStringsArray, readonly string[]>()

/** Writes HTML; every string put in is escaped, for text and for quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let texts = flat.get(strings)
  if (texts === undefined) flat.set(strings, (texts = strings.map((text) => text.replace(/\s*\n\s*/g, ' '))))
  let markup = texts[0]
  for (let i = 0; i < parts.length; i++) markup += written(parts[i]) + texts[i + 1]
  return { markup }
}

/** Markup of the program itself: its style, its script. Never of a document. */
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
 * Document text as it runs, line ends included. What cannot be seen, bidi overrides, NUL and lone surrogates included, is
 * replaced by its code, so that it is seen and does nothing; joiners stay.
 */
export function documentText(text: string): Markup {
  return { markup: coded(entities(text.replace(/\r\n?/g, '\n'))) }
}

/** The same where line ends and tabs are what matters: each is shown by a sign, and still breaks the line. */
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
