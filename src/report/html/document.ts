import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from './assets.data.js'
import { html, json, trusted, type Markup, type Part } from './markup.js'
import { columns, tail, visible } from '../visible.js'
import { integer } from './numerals.js'
import type { Vocabulary } from './words/vocabulary.js'

/** What a page is made of. */
export interface PageParts {
  readonly words: Vocabulary
  readonly title: string
  /** The kind of page; the style depends on it. */
  readonly kind: string
  readonly body: Part
  /** Read by the page script. */
  readonly data?: unknown
}

/**
 * The browser fetches nothing, and applies only the one script and the one style of this library, which the policy names
 * by their hashes. An element that a document smuggled in would have no effect.
 */
const POLICY = [
  "default-src 'none'",
  `script-src '${SCRIPT_HASH}'`,
  `style-src '${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

// In one piece: the hashes are those of the exact text between the tags.
const STYLE_ELEMENT = trusted(`<style>${STYLE}</style>`)
const SCRIPT_ELEMENT = trusted(`<script>${SCRIPT}</script>`)

/** A whole page as one file. */
export function page({ words, title, kind, body, data }: PageParts): string {
  const whole: Markup = html`<!doctype html>
    <html lang="${words.tag}" data-kind="${kind}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="offprint" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        ${body}
        ${
          data !== undefined &&
          html`<script type="application/json" id="data">
            ${json(data)}
          </script>`
        }
        ${SCRIPT_ELEMENT}
      </body>
    </html> `
  return whole.markup
}

/** Columns at the end of a name that stay in sight where the name is cut. */
const NAME_END = 10

/** A name that is cut in its middle where there is no room: its end, which tells files apart, stays. */
export function middleName(name: string): Markup {
  const shown = visible(name)
  const end = tail(shown, NAME_END)
  if (columns(shown) <= 2 * NAME_END) return html`<bdi>${name}</bdi>`
  return html`<bdi class="short-name"><span>${shown.slice(0, -end.length)}</span><span>${end}</span></bdi>`
}

/** Buttons that need the script, which makes them visible. @param about a sentence above the list of keys. */
export function tools(words: Vocabulary, about?: string): Markup {
  return html`<div class="tools" data-needs-script hidden>
      <button type="button" id="theme" aria-label="${words.theme}" title="${words.theme} (d)">
        <span aria-hidden="true">◐</span>
      </button>
      <button type="button" id="help-open" aria-label="${words.help}" title="${words.help} (?)">
        <span aria-hidden="true">?</span>
      </button>
    </div>
    <dialog id="help" aria-labelledby="help-title">
      <h2 id="help-title">${words.help}</h2>
      ${about !== undefined && html`<p>${about}</p>`}
      <dl>
        ${words.keys.map(
          ([keys, does]) =>
            html`<div>
              <dt>${keys.split(', ').map((key) => html`<kbd>${key}</kbd> `)}</dt>
              <dd>${does}</dd>
            </div>`,
        )}
      </dl>
      <form method="dialog"><button>${words.close}</button></form>
    </dialog>`
}

/** A number with the noun it counts. */
export function figure(
  count: number,
  phrase: (count: string, one: boolean) => string,
  words: Vocabulary,
): Markup {
  return html`<li><b>${integer(count, words)}</b> ${phrase('', count === 1).trim()}</li>`
}

/** The foot of every page. */
export function colophon(words: Vocabulary): Markup {
  return html`<footer class="colophon"><p>${words.made}</p></footer>`
}
