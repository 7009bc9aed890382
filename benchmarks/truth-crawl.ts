import { writeFileSync } from 'node:fs'
import { articles, chain, phrases, reports } from './chains.js'
import { english } from './corpora.js'
import { writeCrawl, type Crawl } from './crawl.js'
import { dataSet, SMOKE } from './harness.js'

/**
 * Writes a crawl of natural language as JSON Lines (id, url, date, text) and beside it what each document is: for
 * `crawl.jsonl` the file `crawl.truth.json`, an array of `{ kind, of }` by place. The texts are chains of phrases of real
 * articles and reports, about 1,400 characters each; 30 % are copies, 10 % siblings (see crawl.ts). The same numbers give
 * the same bytes. Undefined, and nothing is written, where the evaluation sets are not there.
 */
export function writeTruthCrawl(file: string, documents: number, seed: number): Crawl | undefined {
  if (!SMOKE && (dataSet('overproof') === undefined || dataSet('reuters-pairs') === undefined))
    return undefined
  const pieces = phrases(SMOKE ? english()! : [...articles().clean, ...reports()])
  const crawl = writeCrawl(file, documents, seed, (next) => chain(pieces, next))
  writeFileSync(file.replace(/\.jsonl$/, '') + '.truth.json', JSON.stringify(crawl.planted))
  return crawl
}
