import { refName, type Ref } from '../../../read/document.js'
import { middleCut } from '../../visible.js'
import type { DedupeWords } from '../words/dedupe-words.js'
import { html, type Markup } from '../markup.js'

/** A document as the page names it. */
export interface DocumentName {
  readonly name: string
  /** `crawl.jsonl:17`; empty where the name says it, or nothing is known. */
  readonly place: string
}

/** Columns of a name; a URL fits. */
const WIDTH = 160

/** How a document is called, cut to what a page has room for. O(length of the id). */
export function documentName(id: string | number, ref: Pick<Ref, 'file' | 'line'> | undefined): DocumentName {
  const name = String(id)
  const place = ref === undefined || ref.file === name ? '' : refName(ref)
  return { name: cut(name), place: place === name ? '' : cut(place) }
}

function cut(name: string): string {
  const short = middleCut(name, WIDTH)
  // A slice would keep the whole string alive, as long as the page is collected.
  return short === name ? name : (JSON.parse(JSON.stringify(short)) as string)
}

/** The name, and where the document stands. */
export function nameMarkup({ name, place }: DocumentName, terms: DedupeWords): Markup {
  const shown = name === '' ? html`<i>${terms.nameless}</i>` : html`<bdi>${name}</bdi>`
  return place === '' ? shown : html`${shown} <small class="place"><bdi>${place}</bdi></small>`
}
