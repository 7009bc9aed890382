import type { Audit } from '../../../audit/audit.js'
import { headlineOf } from '../../../audit/headline.js'
import type { Witness } from '../../../audit/witness.js'
import { EDIT_CLASSES } from '../../../compare/classes.js'
import { AUDIT, requireShape, WITNESS } from '../../shapes.js'
import { apparatus } from './apparatus.js'
import { colophon, figure, middleName, page, tools } from '../document.js'
import { classOf, tag } from '../edit-mark.js'
import { html, type Markup } from '../markup.js'
import { counted, integer, rate, share } from '../numerals.js'
import { packEdits, packPlaces, pageWords, type PageData } from './page-data.js'
import { vocabularyFor, type HtmlOptions } from '../options.js'
import { sideBlocks } from './text-pane.js'
import { decisionButtons, reviewSection } from '../review/controls.js'
import { textFingerprint } from '../review/review-file.js'
import { strip, stripGeometry } from './strip.js'
import {
  charactersTable,
  classesTable,
  confidenceTable,
  confusionsTable,
  orderFreeTable,
  ratesTable,
  uncoveredTable,
} from './tables.js'
import type { Vocabulary } from '../words/vocabulary.js'

/**
 * An audited pair as one HTML file: what was found, where the passages stand, both texts side by side with every edit
 * marked and named, the apparatus, error rates and confusions. The file opens from a disk, fetches nothing and lets
 * nothing run but its own script (by Content-Security-Policy); it can be read without scripts too. O(length + edits).
 *
 * `a` and `b` are the witnesses the audit was made of.
 * @throws OffprintError `ERR_ARGUMENT` for arguments of another kind, and for unknown options and languages.
 */
export function auditToHtml(audit: Audit, a: Witness, b: Witness, options: HtmlOptions = {}): string {
  requireShape('audit', audit, AUDIT)
  requireShape('a', a, WITNESS)
  requireShape('b', b, WITNESS)
  const words = vocabularyFor(options)
  const sides = { a: sideOf('a', audit, a), b: sideOf('b', audit, b) }
  const geometry = stripGeometry(audit, a.text.length, b.text.length)
  const blocks = { a: sideBlocks(sides.a, words), b: sideBlocks(sides.b, words) }
  const languages = { a: sides.a.language, b: sides.b.language }
  const data: PageData = {
    lengths: [a.text.length, b.text.length],
    ends: [blocks.a.ends, blocks.b.ends],
    names: [audit.a.name, audit.b.name],
    languages: [languages.a, languages.b],
    fingerprints: [textFingerprint(a.text), textFingerprint(b.text)],
    passages: audit.passages.flatMap((passage) => [
      passage.a.from,
      passage.a.to,
      passage.b.from,
      passage.b.to,
    ]),
    edits: packEdits(audit.edits),
    places: [packPlaces(audit.edits, 'a'), packPlaces(audit.edits, 'b')],
    strip: geometry,
    words: pageWords(audit, words),
  }
  const numbers = numbersByOffset(audit)
  const name = (key: 'a' | 'b') =>
    html`<p class="name ${key}" title="${audit[key].name}">
      <b>${key.toUpperCase()}</b> ${middleName(audit[key].name)}
    </p>`
  const body = html`<a class="skip" href="#texts">${words.skip}</a>
    <header class="masthead">
      <p class="brand">offprint <span>${words.report}</span></p>
      ${tools(words, words.stripHint)}
    </header>
    <main>
      ${summary(audit, a, b, words)} ${strip(audit, a.text, b.text, geometry, words)}
      <section class="texts" id="texts" aria-labelledby="texts-title">
        <h2 id="texts-title" class="heard">${words.texts}</h2>
        ${filter(audit, words)}
        <div class="navigator">
          ${name('a')}
          <div class="steps" data-needs-script hidden>
            <button type="button" id="previous" aria-label="${words.previous}" title="${words.previous} (p)">
              <span aria-hidden="true">↑</span></button
            ><output id="position"></output
            ><button type="button" id="next" aria-label="${words.next}" title="${words.next} (n)">
              <span aria-hidden="true">↓</span>
            </button>
          </div>
          ${name('b')}
          <div class="at-hand" data-needs-script hidden>
            <p class="current" id="current" aria-hidden="true"></p>
            ${audit.edits.length > 0 && decisionButtons(words)}
          </div>
        </div>
        <p class="heard" id="live" aria-live="polite"></p>
        <div class="panes">
          ${(['a', 'b'] as const).map(
            (key) =>
              html`<div
                class="pane ${key}"
                id="text-${key}"
                role="region"
                tabindex="0"
                aria-label="${words.textOf(key.toUpperCase(), audit[key].name)}"
                ${tag(sides[key].language)}
              >
                ${blocks[key].markup}
              </div> `,
          )}
        </div>
      </section>
      ${audit.edits.length > 0 && reviewSection(words)}
      ${apparatus(audit.edits, { text: a.text, language: languages.a }, { text: b.text, language: languages.b }, words)}
      ${uncoveredTable(audit.uncovered, languages, words)}
      <div class="figures-of">
        ${ratesTable(audit.rates, headlineOf(audit).of, words)} ${orderFreeTable(audit.orderFree, words)}
        ${confidenceTable(audit.confidence?.buckets ?? null, words)} ${classesTable(audit.classes, words)}
      </div>
      ${charactersTable(audit.characterConfusions, languages, ({ at }) => hrefOf(numbers.get(at)), words)}
      ${confusionsTable(audit.confusions, languages, ({ at }) => hrefOf(numbers.get(at)), words)}
    </main>
    ${colophon(words)}`
  const title = options.title ?? `${audit.a.name} – ${audit.b.name}`
  return page({ words, title, kind: 'pair', body, data })
}

function sideOf(key: 'a' | 'b', audit: Audit, witness: Witness) {
  const language = witness.language ?? audit[key].language
  return { key, text: witness.text, language, passages: audit.passages, edits: audit.edits }
}

/** The number of the edit that begins at an offset of A. */
function numbersByOffset({ edits }: Audit): Map<number, number> {
  const numbers = new Map<number, number>()
  edits.forEach((edit, i) => {
    if (!numbers.has(edit.a.from)) numbers.set(edit.a.from, i + 1)
  })
  return numbers
}

function hrefOf(number: number | undefined): string | null {
  return number === undefined ? null : `#a${number}`
}

/** What an editor asks first: how the two texts are related, how many edits there are, how much is shared. */
function summary(audit: Audit, a: Witness, b: Witness, words: Vocabulary): Markup {
  const { figures } = words
  const same = a.text === b.text
  const { of, rates } = headlineOf(audit)
  const { cer, wer } = rates.nothing
  return html`<section class="summary">
    <h1>
      ${lettered(same ? words.identical : words.relations[audit.relation])}${
        audit.changed.numbers > 0 &&
        html`<small class="warning">${counted(audit.changed.numbers, words.numbersChanged, words)}</small>`
      }
    </h1>
    <ul class="figures">
      ${figure(differences(audit), words.editsCounted, words)}
      ${figure(audit.passages.length, words.passagesCounted, words)}
      <li><b>${share(audit.identity, words)}</b> ${figures.identity}</li>
      <li class="rate">
        <b>${rate(cer.rate, words)}</b> <abbr title="${figures.cerLong}">${figures.cer}</abbr>
        <b>${rate(wer.rate, words)}</b> <abbr title="${figures.werLong}">${figures.wer}</abbr>
        ${figures.of[of]}
      </li>
    </ul>
    ${!audit.exact && html`<p class="warning">${words.inexact}</p>`}
  </section>`
}

/** The number of edits without those of class `layout`, which most readers do not count as differences. O(edits). */
export function differences({ edits }: Pick<Audit, 'edits'>): number {
  return edits.reduce((sum, edit) => sum + (edit.class === 'layout' ? 0 : 1), 0)
}

/** The letters of the two sides in their colours. */
function lettered(text: string): Markup[] {
  return text.split(/\b([AB])\b/).map((part) => {
    if (part === 'A') return html`<em class="a">A</em>`
    return part === 'B' ? html`<em class="b">B</em>` : html`${part}`
  })
}

/** Character error rate from which labels beside the edits split every other word. */
const DENSE_RATE = 0.05

/** Whether so much differs that the labels wait until they are asked for. */
function isDense({ rates }: Audit): boolean {
  return rates.inside.nothing.cer.rate >= DENSE_RATE
}

/** A box to tick for each class that occurs. `layout` starts unticked, since most readers ignore white space. */
function filter(audit: Audit, words: Vocabulary): Markup | null {
  const counts = EDIT_CLASSES.map((editClass) => ({
    editClass,
    count: audit.edits.filter((edit) => edit.class === editClass).length,
  })).filter(({ count }) => count > 0)
  if (counts.length === 0) return null
  counts.sort((x, y) => y.count - x.count)
  return html`<fieldset class="filter">
    <legend>${words.show}</legend>
    ${counts.map(({ editClass, count }) => {
      const { name, definition } = words.classes[editClass]
      return html`<label class="chip ${classOf(editClass)}" title="${definition}"
        ><input
          type="checkbox"
          name="class"
          value="${editClass}"
          id="f-${editClass}"
          ${editClass !== 'layout' && html` checked`}
        />
        <span class="kind">${name}</span> <span class="count">${integer(count, words)}</span></label
      > `
    })}<label class="chip plain"
      ><input type="checkbox" id="labels" ${!isDense(audit) && html` checked`} /> ${words.labels}</label
    >
    <label class="chip plain" data-needs-script hidden
      ><input type="checkbox" id="linked" checked /> ${words.linked}</label
    >
  </fieldset>`
}
