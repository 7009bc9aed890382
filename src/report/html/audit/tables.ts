import type { Audit, PlacedRange } from '../../../audit/audit.js'
import { codePointsOf } from '../../code-points.js'
import type { ClassCount } from '../../../audit/class-counts.js'
import type { AuditSummary } from '../../../audit/summary.js'
import type { ConfidenceBucket } from '../../../audit/confidence.js'
import type { Confusion } from '../../../audit/confusions.js'
import type { HeadlineOf } from '../../../audit/headline.js'
import { LEVELS, type Ignore, type MeanRateLevels, type Rate, type RateLevels } from '../../../audit/rate.js'
import { shown } from '../../edit-in-context.js'
import { ORDER_FREE, type OrderFree } from '../../../audit/order-free.js'
import { visible, middleCut } from '../../visible.js'
import { classOf, tag } from '../edit-mark.js'
import { html, type Markup, type Part } from '../markup.js'
import { integer, rate, share } from '../numerals.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** Most confusions that a page lists, some 40 kB of it; the spreadsheet has all of them. */
const MAX_CONFUSIONS = 60
/** Columns of one side of a confusion. */
const CONFUSION_WIDTH = 40
/** Columns of context shown in an example, on each side. */
const EXAMPLE_WIDTH = 16

/** A rate; where a budget cut the count short it is an upper bound. */
function bounded({ rate: value, exact }: Rate, words: Vocabulary): string {
  return exact ? rate(value, words) : `≤ ${rate(value, words)}`
}

/** CER and WER at every level, of the whole texts and inside passages. @param first what comes first: see `headlineOf`. */
export function ratesTable(
  rates: { readonly whole: RateLevels; readonly inside: RateLevels },
  first: HeadlineOf,
  words: Vocabulary,
): Markup {
  const partFirst = first === 'the part in common'
  const cell = (levels: RateLevels, level: Ignore, measure: 'cer' | 'wer') => {
    const value = levels[level][measure]
    return html`<td class="figure">${bounded(value, words)}<small>${tally(value, words)}</small></td>`
  }
  return html`<section class="rates" aria-labelledby="rates-title">
    <h2 id="rates-title">${words.rates}</h2>
    <p class="hint">${words.ratesHint}</p>
    ${ratesFrame(
      words,
      (level) =>
        (partFirst ? [rates.inside, rates.whole] : [rates.whole, rates.inside]).map((levels) => [
          cell(levels, level, 'cer'),
          cell(levels, level, 'wer'),
        ]),
      partFirst ? [words.partInCommon, words.whole] : [words.whole, words.inside],
    )}
  </section>`
}

/** How often words are wrong, by how sure the engine was of them; nothing where it does not say. */
export function confidenceTable(buckets: readonly ConfidenceBucket[] | null, words: Vocabulary): Markup {
  if (buckets === null) return html``
  const { title, hint, confidence, counted, wrong, share: shareWrong, expected } = words.confidence
  return html`<section class="rates" aria-labelledby="confidence-title">
    <h2 id="confidence-title">${title}</h2>
    <p class="hint">${hint}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="${title}">
      <table>
        <thead>
          <tr>
            <th scope="col">${confidence}</th>
            ${[counted, wrong, shareWrong, expected].map((name) => html`<th scope="col" class="figure">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${buckets.map(
            (bucket) =>
              html`<tr>
                <th scope="row">${share(bucket.from, words)} – ${share(bucket.to, words)}</th>
                <td class="figure">${integer(bucket.words, words)}</td>
                <td class="figure">${integer(bucket.wrong, words)}</td>
                <td class="figure">${rate(bucket.wrong / bucket.words, words)}</td>
                <td class="figure">${rate(1 - bucket.mean, words)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
}

/** Rates that do not depend on the order of what was read. */
export function orderFreeTable(rates: OrderFree, words: Vocabulary): Markup {
  return html`<section class="rates" aria-labelledby="order-free-title">
    <h2 id="order-free-title">${words.orderFree.title}</h2>
    <p class="hint">${words.orderFree.hint}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="${words.orderFree.title}">
      <table>
        <tbody>
          ${ORDER_FREE.map((of) => {
            const found = rates[of]
            if (found === null && of !== 'lines') return html``
            return html`<tr>
              <th scope="row">${words.orderFree[of]}</th>
              <td class="figure">
                ${found === null ? '–' : html`${bounded(found, words)}<small>${tally(found, words)}</small>`}
              </td>
            </tr>`
          })}
        </tbody>
      </table>
    </div>
  </section>`
}

/** The rates of many pairs: their counts added up, and the mean of their rates. */
export function summaryRates(
  micro: AuditSummary['micro'],
  macro: AuditSummary['macro'],
  intervals: AuditSummary['intervals'],
  words: Vocabulary,
): Markup {
  const counts = (scope: 'whole' | 'inside', level: Ignore, measure: 'cer' | 'wer') => {
    const value = micro[scope][level][measure]
    const within = intervals[scope][level][measure]
    return html`<td class="figure">
      ${bounded(value, words)}${within !== null && html`<small>${words.interval(rate(within.low, words), rate(within.high, words))}</small>`}<small
        >${tally(value, words)}</small
      >
    </td>`
  }
  const mean = (means: MeanRateLevels, level: Ignore, measure: 'cer' | 'wer') =>
    html`<td class="figure">${rate(means[level][measure], words)}</td>`
  return html`<section class="rates" aria-labelledby="rates-title">
    <h2 id="rates-title">${words.rates}</h2>
    <p class="hint">${words.ratesHint}</p>
    <h3>${words.micro}</h3>
    ${ratesFrame(words, (level) => [
      counts('whole', level, 'cer'),
      counts('whole', level, 'wer'),
      counts('inside', level, 'cer'),
      counts('inside', level, 'wer'),
    ])}
    <h3>${words.macro}</h3>
    ${ratesFrame(words, (level) => [
      mean(macro.whole, level, 'cer'),
      mean(macro.whole, level, 'wer'),
      mean(macro.inside, level, 'cer'),
      mean(macro.inside, level, 'wer'),
    ])}
  </section>`
}

function ratesFrame(
  words: Vocabulary,
  cells: (level: Ignore) => Part,
  scopes: readonly [string, string] = [words.whole, words.inside],
): Markup {
  const { cer, wer, cerLong, werLong } = words.figures
  const measures = html`<th scope="col" class="figure"><abbr title="${cerLong}">${cer}</abbr></th>
    <th scope="col" class="figure"><abbr title="${werLong}">${wer}</abbr></th>`
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${words.rates}">
    <table>
      <thead>
        <tr>
          <td rowspan="2"></td>
          ${scopes.map((title) => html`<th scope="colgroup" colspan="2">${title}</th>`)}
        </tr>
        <tr>
          ${measures}${measures}
        </tr>
      </thead>
      <tbody>
        ${LEVELS.map(
          (level) =>
            html`<tr>
              <th scope="row">${words.ignoring[level]}</th>
              ${cells(level)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function tally(value: Rate, words: Vocabulary): string {
  const [s, d, i, n] = [value.substitutions, value.deletions, value.insertions, value.length]
  return words.tally(integer(s, words), integer(d, words), integer(i, words), integer(n, words))
}

/** How often each class occurs, with its definition. */
export function classesTable(classes: readonly ClassCount[], words: Vocabulary): Markup {
  return html`<section class="classes" aria-labelledby="classes-title">
    <h2 id="classes-title">${words.classesTitle}</h2>
    ${
      classes.length === 0
        ? html`<p class="hint">${words.noEdits}</p>`
        : html`<div class="scroll" tabindex="0" role="group" aria-label="${words.classesTitle}">
            <table>
              <thead>
                <tr>
                  <th scope="col">${words.class}</th>
                  <th scope="col" class="figure">${words.count}</th>
                  <th scope="col" class="figure">${words.touched}</th>
                  <th scope="col">${words.definition}</th>
                </tr>
              </thead>
              <tbody>
                ${classes.map(({ class: editClass, edits, characters }) => {
                  const { name, definition } = words.classes[editClass]
                  return html`<tr>
                    <th scope="row"><span class="kind ${classOf(editClass)}">${name}</span></th>
                    <td class="figure">${integer(edits, words)}</td>
                    <td class="figure">${integer(characters, words)}</td>
                    <td class="prose">${definition}</td>
                  </tr>`
                })}
              </tbody>
            </table>
          </div>`
    }
  </section>`
}

/** Most columns of an uncovered stretch that a table shows: its beginning and its end. */
const STRETCH_WIDTH = 60

/** What no passage covers: what became of it, how long it is, and how it begins and ends. Empty where passages cover all. */
export function uncoveredTable(
  uncovered: Audit['uncovered'],
  languages: Languages,
  words: Vocabulary,
): Markup {
  if (uncovered.length === 0) return html``
  const cell = ({ text }: PlacedRange, language: string) =>
    html`<td ${tag(language)}><bdi>${shown(text, STRETCH_WIDTH)}</bdi></td>`
  return html`<section class="uncovered" aria-labelledby="uncovered-title">
    <h2 id="uncovered-title">${words.uncovered}</h2>
    <p class="hint">${words.uncoveredHint}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="${words.uncovered}">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.class}</th>
            <th scope="col" class="figure">${words.touched}</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          ${uncovered.map(({ class: name, a, b }) => {
            const length = Math.max(a.text.length, b.text.length)
            return html`<tr>
              <th scope="row"><span class="kind ${classOf(name)}">${words.classes[name].name}</span></th>
              <td class="figure">${integer(length, words)}</td>
              ${cell(a, languages.a)}${cell(b, languages.b)}
            </tr>`
          })}
        </tbody>
      </table>
    </div>
  </section>`
}

/**
 * Which text A has for which text of B, most frequent first, with examples. `href` gives the link of an example, or
 * null. The page script makes the columns sortable. O(confusions shown).
 */
export function confusionsTable(
  confusions: readonly Confusion[],
  languages: Languages,
  href: ExampleHref,
  words: Vocabulary,
): Markup {
  const titles = { id: 'confusions', title: words.confusions, hint: words.confusionsHint }
  return countedTable(confusions, languages, href, words, titles)
}

/** The same character by character, with code points: look-alikes first. O(characters shown). */
export function charactersTable(
  characters: readonly Confusion[],
  languages: Languages,
  href: ExampleHref,
  words: Vocabulary,
): Markup {
  const titles = { id: 'characters', title: words.byCharacter, hint: words.byCharacterHint }
  return countedTable(characters, languages, href, words, titles, true)
}

/** Languages of the two texts; empty where glyphs do not depend on them. */
interface Languages {
  readonly a: string
  readonly b: string
}

/** The link of an example, or null. */
type ExampleHref = (example: Confusion['examples'][number]) => string | null

function countedTable(
  confusions: readonly Confusion[],
  languages: Languages,
  href: ExampleHref,
  words: Vocabulary,
  { id, title, hint }: { readonly id: string; readonly title: string; readonly hint: string },
  withPoints = false,
): Markup {
  const shown = confusions.slice(0, MAX_CONFUSIONS)
  const left = confusions.length - shown.length
  const column = (heading: string, figure = false) =>
    html`<th scope="col" ${figure && html` class="figure" data-order="number"`}>${heading}</th>`
  return html`<section class="confusions" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    <p class="hint">${confusions.length === 0 ? words.noEdits : hint}</p>
    ${
      shown.length > 0 &&
      html`<div class="scroll" tabindex="0" role="group" aria-label="${title}">
        <table data-sort="${words.sortBy}">
          <thead>
            <tr>
              ${column('A')}${column('B')}${withPoints && column(words.codePoints)}${column(words.class)}${column(words.count, true)}
              <th scope="col" data-order="none">${words.examples}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              ({ a, b, class: editClass, count, examples }) =>
                html`<tr class="${classOf(editClass)}"><td${tag(languages.a)}>${written(a, 'del', words)}</td><td${tag(languages.b)}>${written(b, 'ins', words)}</td>${withPoints && html`<td class="points">${codePointsOf({ a, b })}</td>`}<td><span class="kind">${words.classes[editClass].name}</span></td><td class="figure" data-v="${count}">${integer(count, words)}</td><td class="examples"${tag(languages.a)}>${examples.map((example) => exampleLink(example, a, href(example)))}</td></tr>
`,
            )}
          </tbody>
        </table>
      </div>`
    }
    ${left > 0 && html`<p class="hint">${words.more(integer(left, words))}</p>`}
  </section>`
}

function written(text: string, element: 'del' | 'ins', words: Vocabulary): Markup {
  if (text === '') return html`<span class="nothing" lang="${words.tag}">${words.nothing}</span>`
  const shown = html`<bdi>${middleCut(visible(text), CONFUSION_WIDTH)}</bdi>`
  return element === 'del' ? html`<del>${shown}</del>` : html`<ins>${shown}</ins>`
}

function exampleLink(example: Confusion['examples'][number], a: string, href: string | null): Markup {
  const before = visible(example.before.slice(-EXAMPLE_WIDTH))
  const after = visible(example.after.slice(0, EXAMPLE_WIDTH))
  const text = html`<bdi
    >${before}<b>${a === '' ? '‸' : middleCut(visible(a), EXAMPLE_WIDTH)}</b>${after}</bdi
  >`
  return href === null ? html`<span>${text}</span> ` : html`<a href="${href}">${text}</a> `
}
