/**
 * Question: how much of an article does `readPage` take out of its page, and how much that is none of it; does the page find
 * its article again in `dedupe`; what does a page cost, and what the worst page that an extractor is given?
 *
 * Real pages with the text that people marked on them (article-extraction-benchmark). The pages are in two halves by their
 * ids: rules are made on the one, and stay only if they help the other too.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { dedupe, type DedupeOptions, type Verdict } from '../src/dedupe/dedupe.js'
import { readPage, type Page } from '../src/read/web/html-page.js'
import { MAX_ANCESTORS, MAX_DEPTH, MAX_NODES } from '../src/read/web/page-markup.js'
import { dataSet, keepRecord, readData, report, SMOKE } from './harness.js'

interface Marked {
  readonly id: string
  readonly html: string
  readonly article: string
}

/** Shares of the 4-grams of both texts: right, too much, missing. They add up to 1. */
type Shares = readonly [right: number, extra: number, missing: number]

const SET = 'article-extraction'
const marked = SMOKE ? sample() : pages()
if (marked !== undefined) {
  const cpu = process.cpuUsage()
  const read = marked.map(({ html }) => readPage(html))
  const { user, system } = process.cpuUsage(cpu)
  const shares = read.map(({ text }, i) => sharesOf(marked[i].article, text))
  const half = (odd: number) => shares.filter((_, i) => i % 2 === odd)
  report('pages                  number  precision  recall     F1')
  line('made on', half(0))
  line('not looked at', half(1))
  line('all', shares)
  const articles = read.filter(({ extraction }) => extraction === 'article').length
  report(`read as an article: ${articles} of ${read.length}`)
  const perPage = (user + system) / 1000 / read.length
  report(`${perPage.toFixed(1)} ms CPU a page, ${(60_000 / perPage).toFixed(0)} pages a minute a core`)
  report()
  await again(marked, read)
  report()
}
hostile()
keepRecord('extract')

function pages(): Marked[] | undefined {
  const folder = dataSet(SET)
  if (folder === undefined) return undefined
  const truth = JSON.parse(readData(SET, 'ground-truth.json')) as Record<string, { articleBody: string }>
  const ids = readdirSync(path.join(folder, 'html')).map((file) => file.replace('.html.gz', ''))
  return ids.sort().map((id) => ({
    id,
    html: gunzipSync(readFileSync(path.join(folder, 'html', `${id}.html.gz`))).toString('utf8'),
    article: truth[id].articleBody,
  }))
}

function sample(): Marked[] {
  const article = readFileSync('README.md', 'utf8').slice(0, 4000).replace(/[<&]/g, ' ')
  const html = `<nav><a href="/">Home</a></nav><article><p>${article.split('\n').join('</p><p>')}</p></article>`
  return ['a', 'b'].map((id) => ({ id, html, article }))
}

/** The measure of the set: 4-grams of words, each page's counts divided by their sum. */
function sharesOf(article: string, text: string): Shares {
  const expected = grams(article)
  const found = grams(text)
  let [right, extra, missing] = [0, 0, 0]
  for (const gram of new Set([...expected.keys(), ...found.keys()])) {
    const wanted = expected.get(gram) ?? 0
    const there = found.get(gram) ?? 0
    right += Math.min(wanted, there)
    extra += Math.max(0, there - wanted)
    missing += Math.max(0, wanted - there)
  }
  const sum = right + extra + missing
  return [right / sum, extra / sum, missing / sum]
}

function grams(text: string): Map<string, number> {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const counts = new Map<string, number>()
  for (let i = 0; i < Math.max(1, words.length - 3); i++) {
    const gram = words.slice(i, i + 4).join(' ')
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

function line(name: string, shares: readonly Shares[]): void {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const precision = mean(
    shares.filter(([r, e]) => r + e > 0).map(([r, e, m]) => (e + m === 0 ? 1 : r / (r + e))),
  )
  const recall = mean(
    shares
      .filter(([right, , missing]) => right + missing > 0)
      .map(([r, e, m]) => (e + m === 0 ? 1 : r / (r + m))),
  )
  const f1 = (2 * precision * recall) / (precision + recall)
  report(
    name.padEnd(20) +
      String(shares.length).padStart(9) +
      [precision, recall, f1]
        .map((value) => value.toFixed(3))
        .join('    ')
        .padStart(26),
  )
}

/** Whether the article that people marked goes for the page it was taken from, and whether the two are linked at all. */
async function again(marked: readonly Marked[], read: readonly Page[]): Promise<void> {
  let gone = 0
  let contained = 0
  let linked = 0
  for (const [i, { article }] of marked.entries()) {
    const documents = [
      { id: 'page', text: read[i].text },
      { id: 'article', text: article },
    ]
    const [, plain] = await verdictsOf(documents)
    const [, inside] = await verdictsOf(documents, { remove: { contained: true } })
    if (!plain.kept) gone++
    if (!inside.kept) contained++
    if (!plain.kept || plain.tied.length > 0) linked++
  }
  const share = (count: number) =>
    `${count} of ${marked.length} (${((100 * count) / marked.length).toFixed(0)} %)`
  report(`the article goes for its page: ${share(gone)}; with contained: ${share(contained)}`)
  report(`article and page are linked: ${share(linked)}`)
}

interface Document {
  readonly id: string
  readonly text: string
}

async function verdictsOf(
  documents: readonly Document[],
  options: DedupeOptions<Document, string> = {},
): Promise<Verdict<Document, string>[]> {
  const verdicts: Verdict<Document, string>[] = []
  for await (const verdict of dedupe(documents, options)) verdicts.push(verdict)
  return verdicts
}

/** Pages of one element over and over, each as large as an extractor is given at its depth. */
function hostile(): void {
  const size = SMOKE ? 200 : MAX_NODES - 100
  const sentence = 'The council voted on Tuesday, after a debate, to buy the disused station of the village.'
  const flat: Record<string, string> = {
    paragraphs: `<p>${sentence}</p>`,
    'line breaks': 'x<br><br>',
    links: '<a href="x">word, word word</a>',
    headings: '<h2>word word word word</h2>',
    'list items': '<li>word, word</li>',
    cells: '<td>word, word word word word word</td>',
    'empty divisions': '<div></div>',
    forms: '<form><input></form>',
    'inline in blocks': '<div><span>word, word</span>text</div>',
    'divisions with lists': '<div>word, word word word word word <ul><li>x</li></ul></div>',
    comments: '<div class="comment">word, word word word word</div>',
  }
  const depths = [1, Math.min(MAX_DEPTH - 50, Math.floor(MAX_ANCESTORS / size) - 2), MAX_DEPTH - 10]
  report(`worst pages, ${MAX_NODES} elements      KB       s  extraction`)
  for (const depth of depths) {
    for (const [name, unit] of Object.entries(flat)) {
      const elements = Math.min(size, (MAX_ANCESTORS * 0.9) / depth) - depth
      const html = '<div>'.repeat(depth) + unit.repeat(elements / unit.match(/<\w/g)!.length)
      const start = process.cpuUsage()
      const { extraction } = readPage(html)
      const { user, system } = process.cpuUsage(start)
      report(
        `${name}, ${depth} deep`.padEnd(34) +
          String(Math.round(html.length / 1024)).padStart(6) +
          ((user + system) / 1e6).toFixed(2).padStart(8) +
          extraction.padStart(12),
      )
    }
  }
}
