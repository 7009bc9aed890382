import { refName, type Ref } from '../../../read/document.js'
import { middleCut } from '../../visible.js'
import type { DedupeWords } from '../words/dedupe-words.js'
import { html, type Markup } from '../markup.js'

/** The name of a document on the page. */
export interface DocumentName {
  readonly name: string
  /** File and line, such as `crawl.jsonl:17`. Empty where the name is the file, or nothing is known. */
  readonly place: string
}

/** Most columns of a name: room for a URL. */
const WIDTH = 160

/** Name and place of a document, each cut to `WIDTH` columns. O(length of the id). */
export function documentName(id: string | number, ref: Pick<Ref, 'file' | 'line'> | undefined): DocumentName {
  const name = String(id)
  const place = ref === undefined || ref.file === name ? '' : refName(ref)
  return { name: cut(name), place: place === name ? '' : cut(place) }
}

function cut(name: string): string {
  const short = middleCut(name, WIDTH)
  // A slice would keep the whole id in memory until the page is written; the copy does not.
  return short === name ? name : (JSON.parse(JSON.stringify(short)) as string)
}

/** The name of a document and its place, as markup. */
export function nameMarkup({ name, place }: DocumentName, terms: DedupeWords): Markup {
  const shown = name === '' ? html`<i>${terms.nameless}</i>` : html`<bdi>${name}</bdi>`
  return place === '' ? shown : html`${shown} <small class="place"><bdi>${place}</bdi></small>`
}
