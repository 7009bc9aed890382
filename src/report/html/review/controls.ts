import { html, type Markup } from '../markup.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** The buttons that decide the edit at hand. They need the script. */
export function decisionButtons({ review }: Vocabulary): Markup {
  const button = (id: string, sign: string, word: string, key: string, pressed: boolean) =>
    html`<button type="button" id="${id}" title="${word} (${key})" ${pressed && html` aria-pressed="false"`}>
      <span aria-hidden="true">${sign}</span> ${word}
    </button> `
  return html`<div class="decide" role="group" aria-label="${review.title}">
    ${button('accept', '✓', review.accept, 'a', true)} ${button('reject', '✗', review.reject, 'r', true)}
    ${button('note', '✎', review.note, 'm', false)}
  </div>`
}

/** How far the review is, and what leads into files and out of them. It needs the script. */
export function reviewSection({ review }: Vocabulary): Markup {
  return html`<section class="review" id="review" aria-labelledby="review-title" data-needs-script hidden>
    <div>
      <h2 id="review-title">${review.title}</h2>
      <p class="hint">${review.hint}</p>
    </div>
    <div class="progress">
      <p><b id="decided"></b> <span id="tally"></span></p>
      <progress id="progress" max="1" value="0" aria-label="${review.title}"></progress>
      <p class="files">
        <button type="button" id="save-decisions">${review.save}</button>
        <button type="button" id="load-decisions">${review.load}</button>
        <button type="button" id="save-corrected">${review.correct}</button>
        <input
          type="file"
          id="decisions-file"
          accept=".json,application/json"
          aria-label="${review.load}"
          hidden
        />
      </p>
      <p class="message" id="review-message" role="status"></p>
    </div>
    <dialog id="note-dialog" aria-labelledby="note-title">
      <form method="dialog">
        <label id="note-title" for="note-text"></label>
        <textarea id="note-text" rows="4"></textarea>
        <p>
          <button value="keep">${review.keep}</button>
          <button value="cancel" formnovalidate>${review.cancel}</button>
        </p>
      </form>
    </dialog>
  </section>`
}
