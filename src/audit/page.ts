import type { SourceRange } from '../align/edit.js'
import { audit, type Audit, type AuditOptions, type Witness } from './audit.js'
import { addToLexicon, createLexicon } from './lexicon.js'
import { DuplicateIndex } from '../store/duplicate-index.js'
import { fold } from '../text/fold.js'

/** What a page holds of many articles. */
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
 * The index names the articles; only those are aligned with the page. What the page has outside an article's passages is
 * no error of that article (`part: true`). Time grows with the articles for indexing, and with those found for alignment.
 * @throws OffprintError `ERR_ARGUMENT` as `audit` does.
 */
export function auditPage(
  page: Witness,
  articles: readonly Witness[],
  options: AuditOptions = {},
): PageAudit {
  const index = new DuplicateIndex<number>(options.relate ? { relate: options.relate } : {})
  let { lexicon } = options
  if (lexicon === undefined) {
    lexicon = createLexicon()
    for (const { text } of [page, ...articles]) addToLexicon(lexicon, fold(text))
  }
  articles.forEach(({ text }, i) => index.add(i, text, { limit: 1 }))
  const found = new Map<number, Audit>()
  for (const { id } of index.query(page.text, { limit: Math.max(1, articles.length) })) {
    found.set(id, audit(page, articles[id], { ...options, lexicon, part: true }))
  }
  const first = ({ passages }: Audit) => passages[0]?.a.from ?? Infinity
  const audits = [...found.entries()].sort(([i, x], [j, y]) => first(x) - first(y) || i - j)
  return {
    found: audits.map(([, one]) => one),
    missing: articles.flatMap(({ name }, i) => (found.has(i) ? [] : [name ?? String(i)])),
    unexplained: uncovered(page.text, [...found.values()]),
  }
}

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
