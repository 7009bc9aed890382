import type { Ref } from '../../../read/document.js'
import type { ClusterSection } from './cluster-section.js'
import type { DedupeWords } from '../words/dedupe-words.js'
import { colophon, figure, tools } from '../document.js'
import { histogramFigure, histogramTable, type Histogram, type Plot } from './histogram.js'
import { html, type Markup } from '../markup.js'
import { documentName } from './document-name.js'
import { bound, counted, integer, share } from '../numerals.js'
import { pairEntry, type ShownPair } from './pair-entry.js'
import { isNear, type InformativePairs } from './informative-pairs.js'
import type { Remove } from '../../../dedupe/removal-policy.js'
import type { Totals } from './totals.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** The relations that a pair on the page can have, in the order of the table. */
const RELATIONS = ['duplicate', 'contained', 'contains', 'overlaps'] as const

/** A record that could not be read. */
export interface PageReject {
  /** Where the record stands. */
  readonly ref?: Pick<Ref, 'file' | 'line'>
  /** Why it could not be read. */
  readonly message: string
}

/** What is known when a run has ended. */
export interface PageRun {
  /** Entries the index left out because a bucket was full: `stats().capped`. */
  readonly capped?: number
}

/** Everything that the page shows. */
export interface Collected {
  readonly totals: Totals
  readonly clusters: ClusterSection
  readonly informative: InformativePairs<ShownPair>
  readonly histograms: Readonly<Record<'similarity' | 'coverage' | 'identity', Histogram>>
  readonly rejects: readonly PageReject[]
  readonly run: PageRun
  readonly remove: Remove | null
  readonly title: string | undefined
}

/** The page between its head and its script. */
export function bodyOf(collected: Collected, words: Vocabulary, terms: DedupeWords): Markup {
  const { totals, clusters, histograms, remove } = collected
  const plots: Plot[] = (['similarity', 'coverage', 'identity'] as const).map((key) => ({
    key,
    title: terms[key],
    hint: terms[`${key}Hint`],
    histogram: histograms[key],
    threshold: remove === null || key === 'similarity' || remove[key] === 0 ? null : remove[key],
  }))
  return html`<a class="skip" href="#pairs">${terms.skip}</a>
    <header class="masthead">
      <p class="brand">offprint <span>${terms.report}</span></p>
      ${tools({ ...words, keys: terms.keys })}
    </header>
    <main>
      ${summary(collected, words, terms)}
      ${
        totals.pairs > 0 &&
        html`<section class="histograms" aria-labelledby="histograms-title">
            <h2 id="histograms-title">${terms.histograms}</h2>
            <p class="hint">
              <span class="swatch removed">${terms.removed}</span>
              <span class="swatch tied">${terms.tied}</span>
              ${terms.histogramsHint}
            </p>
            <div class="plots">${plots.map((plot) => histogramFigure(plot, words, terms))}</div>
            ${histogramTable(plots, words, terms)}
          </section>
          ${clusters.section(words, terms)}`
      }
      ${pairsSection(collected, words, terms)} ${rejectsSection(collected, words, terms)}
    </main>
    ${colophon(words)}`
}

function summary({ totals, remove, run, title }: Collected, words: Vocabulary, terms: DedupeWords): Markup {
  const { documents, kept, tied, removed, rejected, characters, saved } = totals
  const count = (value: number) => integer(value, words)
  const headline =
    removed === 0
      ? counted(documents, terms.nothingRemoved, words)
      : terms.headline(count(removed), count(documents), documents === 1)
  const limits = [
    totals.inexact > 0 && counted(totals.inexact, terms.inexact, words),
    totals.estimates > 0 && counted(totals.estimates, terms.estimates, words),
    (run.capped ?? 0) > 0 && counted(run.capped!, terms.caps, words),
  ].filter((each) => each !== false)
  return html`<section class="summary">
      ${title !== undefined && html`<p class="titled">${title}</p>`}
      <h1>${headline}</h1>
      ${documents > 0 && composition(totals)}
      <ul class="figures">
        ${figure(documents, terms.documents, words)}
        <li><b>${count(kept)}</b> ${terms.kept}</li>
        <li class="removed"><b>${count(removed)}</b> ${terms.removed}</li>
        <li class="tied"><b>${count(tied)}</b> <abbr title="${terms.tiedLong}">${terms.tied}</abbr></li>
        <li><b>${share(characters === 0 ? 0 : saved / characters, words)}</b> ${terms.saved}</li>
        ${rejected > 0 && html`<li class="warning"><b>${count(rejected)}</b> <a href="#rejects">${terms.rejectedCount('', rejected === 1).trim()}</a></li>`}
      </ul>
      <p class="hint stated">
        ${remove === null ? terms.ownRule : terms.rule(remove.contained, asked(remove.coverage, words), asked(remove.identity, words))}
      </p>
      ${limits.length === 0 ? documents > 0 && html`<p class="hint stated">${terms.noLimits}</p>` : limits.map((limit) => html`<p class="hint stated warning">${limit}</p>`)}
    </section>
    ${totals.pairs > 0 && relationsTable(totals, words, terms)}`
}

/** A threshold as the rule states it; empty where it asks for nothing. */
function asked(threshold: number, words: Vocabulary): string {
  return threshold === 0 ? '' : bound(threshold, words)
}

/** One bar with the shares of kept, tied and removed documents. The figures below it say the same. */
function composition({ documents, kept, tied, removed }: Totals): Markup {
  const percent = (part: number) => Math.round((part / documents) * 10_000) / 100
  const parts = [
    { name: 'removed', size: removed },
    { name: 'tied', size: tied },
    { name: 'kept', size: kept - tied },
  ]
  let before = 0
  return html`<svg class="composition" width="100%" height="10" aria-hidden="true">
    ${parts.map(({ name, size }) => {
      const bar = html`<rect class="${name}" x="${percent(before)}%" width="${percent(size)}%" height="10" />`
      before += size
      return bar
    })}
  </svg>`
}

function relationsTable({ relations }: Totals, words: Vocabulary, terms: DedupeWords): Markup {
  const cell = (value: number) => html`<td class="figure">${value === 0 ? '·' : integer(value, words)}</td>`
  return html`<section class="relations" aria-labelledby="relations-title">
    <h2 id="relations-title">${terms.relations}</h2>
    <p class="hint">${terms.relationsHint}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="${terms.relations}">
      <table>
        <thead>
          <tr>
            <th scope="col">${terms.relationHead}</th>
            <th scope="col" class="figure">${terms.removed}</th>
            <th scope="col" class="figure">${terms.tied}</th>
            <th scope="col" class="figure">${terms.characters}</th>
            <th scope="col">${words.definition}</th>
          </tr>
        </thead>
        <tbody>
          ${RELATIONS.map((relation) => {
            const { removed, tied, saved } = relations[relation]
            return html`<tr>
              <th scope="row">${terms.relation[relation].name}</th>
              ${cell(removed)}${cell(tied)}${cell(saved)}
              <td class="prose">${terms.relation[relation].definition}</td>
            </tr> `
          })}
        </tbody>
      </table>
    </div>
  </section>`
}

function pairsSection({ totals, informative }: Collected, words: Vocabulary, terms: DedupeWords): Markup {
  const chosen = informative.chosen()
  const hint =
    totals.pairs === 0
      ? terms.noPairs
      : chosen.length === totals.pairs
        ? counted(totals.pairs, terms.pairsAll, words)
        : terms.pairsSome(integer(chosen.length, words), integer(totals.pairs, words))
  return html`<section class="pairs-shown" id="pairs" aria-labelledby="pairs-title">
    <h2 id="pairs-title">${terms.pairs}</h2>
    <p class="hint">${hint}</p>
    ${
      chosen.length > 0 &&
      html`${pairsFilter(
          chosen.map(({ value }) => value),
          words,
          terms,
        )}
        <ol class="pair-list" data-shown="${terms.shown}">
          ${chosen.map(({ value, why }, i) => pairEntry(value, i + 1, why, words, terms))}
        </ol>
        <p class="hint" id="none" hidden>${terms.noneShown}</p>`
    }
  </section>`
}

/** Boxes to tick, and what only the script can do: sort the pairs, and open or close all of them. */
function pairsFilter(pairs: readonly ShownPair[], words: Vocabulary, terms: DedupeWords): Markup {
  const box = (name: string, label: string, count: number, checked: boolean) =>
    count > 0 &&
    html`<label class="chip"
      ><input type="checkbox" name="show" id="show-${name}" value="${name}" ${checked && html` checked`} />
      ${label} <span class="count">${integer(count, words)}</span></label
    > `
  const number = (test: (pair: ShownPair) => boolean) => pairs.filter(test).length
  return html`<fieldset class="filter">
      <legend>${terms.show}</legend>
      ${box(
        'is-removed',
        terms.removed,
        number((pair) => pair.removed),
        true,
      )}${box(
        'is-tied',
        terms.tied,
        number((pair) => !pair.removed),
        true,
      )}${RELATIONS.map((relation) =>
        box(
          `r-${relation}`,
          terms.relation[relation].name,
          number(({ match }) => match.relation === relation),
          true,
        ),
      )}${box(
        'numbers',
        terms.onlyNumbers,
        number(({ match }) => match.changed.numbers > 0),
        false,
      )}${box('near', terms.onlyNear, number(isNear), false)}
    </fieldset>
    <div class="order" data-needs-script hidden>
      <label
        >${terms.sort}
        <select id="sort">
          ${(['informative', 'numbers', 'least', 'similarity', 'lost', 'name'] as const).map((order) => html`<option value="${order}">${terms.sorts[order]}</option>`)}
        </select></label
      >
      <label class="chip plain"><input type="checkbox" id="labels" /> ${words.labels}</label>
      <button type="button" id="open-all">${terms.openAll}</button>
      <button type="button" id="close-all">${terms.closeAll}</button>
      <output id="count" aria-live="polite"></output>
    </div>`
}

function rejectsSection(
  { totals, rejects }: Collected,
  words: Vocabulary,
  terms: DedupeWords,
): Markup | null {
  if (totals.rejected === 0) return null
  const more = totals.rejected - rejects.length
  return html`<section class="rejects" id="rejects" aria-labelledby="rejects-title">
    <h2 id="rejects-title">${terms.rejects}</h2>
    <p class="hint">${terms.rejectsHint}</p>
    <div class="scroll" tabindex="0" role="group" aria-label="${terms.rejects}">
      <table>
        <thead>
          <tr>
            <th scope="col">${terms.place}</th>
            <th scope="col">${terms.message}</th>
          </tr>
        </thead>
        <tbody>
          ${rejects.map(
            ({ ref, message }) =>
              html`<tr>
                <th scope="row"><bdi>${ref === undefined ? '–' : documentName('', ref).place}</bdi></th>
                <td class="prose"><bdi>${message}</bdi></td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p class="hint">${terms.moreRejects(integer(more, words))}</p>`}
  </section>`
}
