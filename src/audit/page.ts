import type { SourceRange } from '../align/edit.js'
import { related } from '../compare/compare.js'
import { relateSettings } from '../compare/relation.js'
import { DuplicateIndex } from '../store/duplicate-index.js'
import { fold, type FoldedText } from '../text/fold.js'
import { audit, type Audit, type AuditOptions } from './audit.js'
import { lexiconOf } from './lexicon.js'
import type { Witness } from './witness.js'

/** Which of many articles a page holds, and how well. */
export interface PageAudit {
  /** An audit for each article found, in the order of the page: A is the page, B the article. */
  readonly found: readonly Audit[]
  /** Names of the articles of which nothing was found, in the order given. */
  readonly missing: readonly string[]
  /** Stretches of the page that no article covers, ascending; stretches without a letter or digit are left out. */
  readonly unexplained: readonly SourceRange[]
}

/**
 * Finds which of many articles stand on a page, and audits each against the part that holds it.
 *
 * An index of the articles names those that the page may hold; only these are aligned with it. What the page has outside
 * an article's passages is no error of that article (`part: true`). Time grows with the articles for indexing, and with
 * those found for alignment.
 * @throws OffprintError `ERR_ARGUMENT` as `audit` does.
 */
export function auditPage(
  page: Witness,
  articles: readonly Witness[],
  options: AuditOptions = {},
): PageAudit {
  const lexicon = options.lexicon ?? lexiconOf(foldedTexts([page, ...articles]))
  const found = new Map<number, Audit>()
  for (const place of articlesOn(page, articles, options.relate)) {
    found.set(place, audit(page, articles[place], { ...options, lexicon, part: true }))
  }
  const audits = [...found.entries()].sort(([i, x], [j, y]) => startOf(x) - startOf(y) || i - j)
  return {
    found: audits.map(([, one]) => one),
    missing: articles.flatMap(({ name }, i) => (found.has(i) ? [] : [name ?? String(i)])),
    unexplained: uncovered(page.text, [...found.values()]),
  }
}

/**
 * Places of the articles that have to do with the page, by an index of them all. Where the index had more than it looked
 * at, every article is compared with the page, so that none of a large collection is missing silently.
 */
function articlesOn(page: Witness, articles: readonly Witness[], relate: AuditOptions['relate']): number[] {
  const index = new DuplicateIndex<number>(relate ? { relate } : {})
  articles.forEach(({ text }, i) => index.add(i, text, { limit: 1 }))
  const { matches, truncated } = index.query(page.text, { limit: Math.max(1, articles.length) })
  if (!truncated) return matches.map(({ id }) => id)
  const settings = relateSettings(relate)
  const folded = fold(page.text)
  return articles.flatMap(({ text }, i) => (related(folded, fold(text), settings) === null ? [] : [i]))
}

function* foldedTexts(witnesses: readonly Witness[]): Generator<FoldedText> {
  for (const { text } of witnesses) yield fold(text)
}

/** Where an article begins on the page. */
function startOf({ passages }: Audit): number {
  return passages[0]?.a.from ?? Infinity
}

/** The stretches of a page that no passage covers and that hold a letter or digit. */
function uncovered(text: string, audits: readonly Audit[]): SourceRange[] {
  const ranges = audits.flatMap(({ passages }) => passages.map(({ a }) => a)).sort((x, y) => x.from - y.from)
  const gaps: SourceRange[] = []
  let at = 0
  for (const { from, to } of [...ranges, { from: text.length, to: text.length }]) {
    if (from > at && fold(text.slice(at, from)).length > 0) gaps.push({ from: at, to: from })
    at = Math.max(at, to)
  }
  return gaps
}
