import type { Audit } from '../../../audit/audit.js'
import type { AuditSummary } from '../../../audit/summary.js'
import type { ConfusionExample } from '../../../audit/confusions.js'
import type { Relation } from '../../../compare/relation.js'
import {
  AUDIT,
  count,
  listOf,
  number,
  object,
  oneOf,
  RELATIONS,
  requireShape,
  SUMMARY,
  text,
} from '../../shapes.js'
import { colophon, figure, middleName, page, tools } from '../document.js'
import { html, type Markup } from '../markup.js'
import { integer, rate, share } from '../numerals.js'
import { vocabularyFor, type HtmlOptions } from '../options.js'
import { differences } from './pair-page.js'
import {
  charactersTable,
  classesTable,
  confidenceTable,
  confusionsTable,
  orderFreeTable,
  summaryRates,
} from './tables.js'
import type { Vocabulary } from '../words/vocabulary.js'

/** The figures of one pair that the index shows. */
export interface PairFigures {
  /** What A is to B. */
  readonly relation: Relation
  /** Share of each text inside passages. */
  readonly coverage: {
    /** Of A, 0 to 1. */
    readonly a: number
    /** Of B, 0 to 1. */
    readonly b: number
  }
  /** How alike the passages are, 0 to 1. */
  readonly identity: number
  /** Edits, without those of class `layout`. */
  readonly edits: number
  /** Character error rate of the whole texts, with nothing ignored. */
  readonly cer: number
  /** Word error rate of the whole texts. */
  readonly wer: number
  /** Character error rate inside passages. */
  readonly insideCer: number
  /** Word error rate inside passages. */
  readonly insideWer: number
}

/** A page that the index links to: `href` is a URL relative to the index, already encoded. */
export interface IndexEntry {
  /** How people call the pair. */
  readonly name: string
  /** Address of its page. */
  readonly href: string
  /** Its figures. */
  readonly figures: PairFigures
}

/** Names of texts that were left out because nothing belongs to them. */
export interface Unpaired {
  /** Of the OCR. */
  readonly a: readonly string[]
  /** Of the truth; articles that do not stand on the page. */
  readonly b: readonly string[]
}

/** Options of the index. */
export interface IndexOptions extends HtmlOptions {
  /** Texts without a partner, to list by name. Default: none. */
  readonly unpaired?: Unpaired
}

const UNPAIRED = object<Unpaired>({ a: listOf(text), b: listOf(text) })

const PAGES = listOf(
  object<IndexEntry>({
    name: text,
    href: text,
    figures: object<PairFigures>({
      relation: oneOf(RELATIONS),
      coverage: object<PairFigures['coverage']>({ a: number, b: number }),
      identity: number,
      edits: count,
      cer: number,
      wer: number,
      insideCer: number,
      insideWer: number,
    }),
  }),
)

/**
 * The figures of an audit that the index shows. O(edits).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no audit.
 */
export function pairFigures(audit: Audit): PairFigures {
  requireShape('audit', audit, AUDIT)
  const { relation, coverage, identity, edits, rates } = audit
  return {
    relation,
    coverage: { a: coverage.a, b: coverage.b },
    identity,
    edits: differences({ edits }),
    cer: rates.whole.nothing.cer.rate,
    wer: rates.whole.nothing.wer.rate,
    insideCer: rates.inside.nothing.cer.rate,
    insideWer: rates.inside.nothing.wer.rate,
  }
}

/**
 * The index of many audited pairs as one HTML file: rates over all, every pair with its figures and a link to its page,
 * classes, confusions with links into the pages. Same promises as `auditToHtml`. O(pairs + confusions).
 *
 * @throws OffprintError `ERR_ARGUMENT` for arguments of another kind, and for unknown options and languages.
 */
export function summaryToHtml(
  summary: AuditSummary,
  pages: readonly IndexEntry[],
  options: IndexOptions = {},
): string {
  requireShape('summary', summary, SUMMARY)
  requireShape('pages', pages, PAGES)
  const words = vocabularyFor(options, ['unpaired'])
  const { unpaired = { a: [], b: [] } } = options
  requireShape('options.unpaired', unpaired, UNPAIRED)
  const hrefs = new Map(pages.map(({ name, href }) => [name, safe(href)]))
  const exampleHref = ({ pair, at }: ConfusionExample) => {
    const href = hrefs.get(pair)
    return href === undefined ? null : `${href}#at-${at}`
  }
  const edits = summary.classes.reduce(
    (sum, { class: name, edits: count }) => sum + (name === 'layout' ? 0 : count),
    0,
  )
  const { figures } = words
  const { of, rates } = summary.headline
  const { cer, wer } = rates.nothing
  const named = of === 'both' ? '' : figures.of[of]
  const body = html`<a class="skip" href="#pairs">${words.pairs}</a>
    <header class="masthead">
      <p class="brand">offprint <span>${words.index}</span></p>
      ${tools(words)}
    </header>
    <main>
      <section class="summary">
        <h1>${options.title ?? words.index}</h1>
        <ul class="figures">
          ${figure(summary.pairs, words.pairsCounted, words)} ${figure(edits, words.editsCounted, words)}
          <li>
            <b>${rate(cer.rate, words)}</b> <abbr title="${figures.cerLong}">${figures.cer}</abbr> ${named}
          </li>
          <li>
            <b>${rate(wer.rate, words)}</b> <abbr title="${figures.werLong}">${figures.wer}</abbr> ${named}
          </li>
        </ul>
      </section>
      ${pairsTable(pages, words)} ${unpairedList(unpaired, words)}
      ${summaryRates(summary.micro, summary.macro, summary.intervals, words)}
      ${orderFreeTable(summary.orderFree, words)} ${confidenceTable(summary.confidence, words)}
      ${classesTable(summary.classes, words)}
      ${charactersTable(summary.characterConfusions, { a: '', b: '' }, exampleHref, words)}
      ${confusionsTable(summary.confusions, { a: '', b: '' }, exampleHref, words)}
    </main>
    ${colophon(words)}`
  return page({ words, title: options.title ?? words.index, kind: 'index', body })
}

function pairsTable(pages: readonly IndexEntry[], words: Vocabulary): Markup {
  const { figures, inside } = { figures: words.figures, inside: words.figures.inPassages }
  const column = (title: string) => html`<th scope="col" class="figure" data-order="number">${title}</th>`
  const cell = (value: number, shown: string) =>
    html`<td class="figure" data-v="${Number.isFinite(value) ? value : 1e9}">${shown}</td>`
  return html`<section class="pairs" id="pairs" aria-labelledby="pairs-title">
    <h2 id="pairs-title">${words.pairs}</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="${words.pairs}">
      <table data-sort="${words.sortBy}">
        <thead>
          <tr>
            <th scope="col">${words.pair}</th>
            <th scope="col">${words.relation}</th>
            ${column(words.coverageA)}${column(words.coverageB)}${column(figures.identity)}${column(words.count)}${column(figures.cer)}${column(figures.wer)}${column(`${figures.cer} ${inside}`)}${column(`${figures.wer} ${inside}`)}
          </tr>
        </thead>
        <tbody>
          ${pages.map(({ name, href, figures: of }) => {
            return html`<tr>
              <th scope="row">
                <a href="${safe(href)}">${middleName(name)}</a>
              </th>
              <td>${words.relationWords[of.relation]}</td>
              ${cell(of.coverage.a, share(of.coverage.a, words))}${cell(of.coverage.b, share(of.coverage.b, words))}${cell(of.identity, share(of.identity, words))}${cell(of.edits, integer(of.edits, words))}${cell(of.cer, rate(of.cer, words))}${cell(of.wer, rate(of.wer, words))}${cell(of.insideCer, rate(of.insideCer, words))}${cell(of.insideWer, rate(of.insideWer, words))}
            </tr> `
          })}
        </tbody>
      </table>
    </div>
  </section>`
}

/** Texts that are in no figure of the page, so that their absence is seen. */
function unpairedList({ a, b }: Unpaired, words: Vocabulary): Markup | null {
  if (a.length + b.length === 0) return null
  const names = (side: 'A' | 'B', list: readonly string[]) =>
    list.length > 0 &&
    html`<div class="${side.toLowerCase()}">
      <h3><b>${side}</b> ${integer(list.length, words)}</h3>
      <ul>
        ${list.map((name) => html`<li><bdi>${name}</bdi></li> `)}
      </ul>
    </div>`
  return html`<section class="unpaired" aria-labelledby="unpaired-title">
    <h2 id="unpaired-title">${words.unpaired}</h2>
    <p class="hint">${words.unpairedHint}</p>
    <div class="lists">${names('A', a)} ${names('B', b)}</div>
  </section>`
}

/**
 * A link can lead only to a file beside the index: `javascript:x` becomes a file name, and `//x` no host. Blanks are
 * encoded first, since browsers drop them before they look for a scheme.
 */
function safe(href: string): string {
  const encoded = href.replace(/[^!-\uffff]/g, encodeURIComponent)
  return /^[^/?#]*:|^[/\\]/.test(encoded) ? `./${encoded}` : encoded
}
