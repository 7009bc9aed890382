/**
 * Question: how many documents does a search name in natural language, what does it cost, and does that grow with the
 * number held?
 *
 * Real sets, each text once; and chains of the phrases of English articles and reports, of 1,400 characters, 30 % of them noisy
 * copies. `--documents N` sets how many chains at most. CPU time is that of the process, of batches of 200 documents; on a
 * shared machine the ratio to the features of the same documents says more.
 */
import { readFileSync } from 'node:fs'
import { SegmentedIndex } from '../src/store/segmented-index.js'
import { indexSettings } from '../src/store/index-options.js'
import { noisy, random } from '../tests/noise.js'
import { articles, chain, chains, phrases, reports, type Document } from './chains.js'
import { dataSet, keepRecord, report, SMOKE } from './harness.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 60 : 50_000
const SNIPPETS = 500
const BATCH = SMOKE ? 20 : 200

const once = (texts: readonly string[]): Document[] => texts.map((text, of) => ({ text, of }))
const cpu = () => {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Microseconds of CPU for each document, the least of three runs. */
function each(count: number, run: () => void): number {
  const times = [0, 1, 2].map(() => {
    const start = cpu()
    run()
    return (cpu() - start) / count
  })
  return Math.min(...times)
}

/** Enters documents; at each mark, says what a search for the next ones names and costs. */
function measure(name: string, documents: readonly Document[], marks: readonly number[]): void {
  const index = new SegmentedIndex<number>(indexSettings({}))
  documents.forEach(({ text }, i) => {
    const features = index.featuresOf(text)
    index.enter(i, 0, features, index.search(features).saturated)
    if (!marks.includes(i + 1)) return
    const from = Math.max(0, Math.min(i + 1, documents.length - BATCH))
    const batch = documents.slice(from, from + BATCH)
    const all = batch.map((document) => index.featuresOf(document.text))
    let named = 0
    let own = 0
    let copies = 0
    let found = 0
    let truncated = 0
    all.forEach((one, k) => {
      const result = index.candidates(one)
      const others = result.candidates.filter(({ id }) => id !== from + k)
      if (result.truncated) truncated++
      if (batch[k]!.of === from + k) {
        own++
        named += others.length
      } else if (batch[k]!.of <= i) {
        copies++
        if (others.some(({ id }) => documents[id]!.of === batch[k]!.of)) found++
      }
    })
    const making = each(batch.length, () => batch.forEach((document) => index.featuresOf(document.text)))
    const searching = each(batch.length, () => all.forEach((one) => index.search(one)))
    report(
      `${name}, ${i + 1} held: ${(named / Math.max(1, own)).toFixed(2)} candidates of a document that is no copy; ${found} of ${copies} copies found; ${truncated} of ${batch.length} truncated; CPU: features ${making.toFixed(0)} µs, search ${searching.toFixed(0)} µs, ${(searching / making).toFixed(1)} times as much`,
    )
  })
}

/** Documents of 1,400 characters of their own and 2,000 that all have, one in ten with a noisy copy of another's own part. */
function boilerplate(pieces: readonly string[], count: number): void {
  const next = random(9)
  const common = chain(pieces, next, 2000)
  const index = new SegmentedIndex<number>(indexSettings({}))
  const owned: string[] = []
  const spent = { search: 0, align: 0, enter: 0 }
  let from = 0
  let aligned = 0
  let copies = 0
  let found = 0
  for (let id = 0; id < count; id++) {
    const of = id > 100 && id % 10 === 0 ? 10 * Math.floor((next() * id) / 10) + 1 : -1
    const own = of < 0 ? chain(pieces, next) : noisy(owned[of]!, 0.05, next).copy
    owned.push(own)
    const features = index.featuresOf(`${own}\n${common}`)
    if (id === Math.floor(0.8 * count)) {
      from = id
      aligned = -index.verified
      copies = found = spent.search = spent.align = spent.enter = 0
    }
    const start = cpu()
    const search = index.search(features, { byCoverage: true })
    const searched = cpu()
    let met = false
    for (const { match } of search) met ||= match.id === of
    const done = cpu()
    index.enter(id, 0, features, search.saturated)
    spent.enter += cpu() - done
    spent.align += done - searched
    spent.search += searched - start
    if (of >= 0) copies++
    if (met) found++
  }
  const each = (time: number) => (time / (count - from)).toFixed(0)
  report(
    `boilerplate of 2,000 characters in ${count} documents: CPU a document: search ${each(spent.search)} µs, alignments ${each(spent.align)}, entering ${each(spent.enter)}; ` +
      `${((aligned + index.verified) / (count - from)).toFixed(2)} alignments; ${found} of ${copies} copies found`,
  )
}

/** Pages of 15,600 characters, of chains that are held and of others. */
function pages(pieces: readonly string[], count: number): void {
  const next = random(9)
  const index = new SegmentedIndex<number>(indexSettings({}))
  const texts = Array.from({ length: count }, () => chain(pieces, next))
  texts.forEach((text, id) => {
    const features = index.featuresOf(text)
    index.enter(id, 0, features, index.search(features).saturated)
  })
  for (const name of ['of ten that are held, 4 % noise', 'of none that is held']) {
    const ids = Array.from({ length: 20 }, () => Array.from({ length: 10 }, () => Math.floor(next() * count)))
    const made = ids.map((held) =>
      name.startsWith('of none')
        ? chain(pieces, next, 15_600)
        : held.map((id) => noisy(texts[id]!, 0.04, next).copy).join('\n\n'),
    )
    const features = made.map((page) => index.featuresOf(page))
    const searching = each(made.length, () => features.forEach((one) => index.search(one)))
    const before = index.verified
    const start = cpu()
    const found = features.map((one) => new Set([...index.search(one)].map(({ match }) => match.id)))
    const all = (cpu() - start) / made.length
    const met = ids.flatMap((held, page) => held.filter((id) => found[page]!.has(id))).length
    report(
      `page ${name}, ${count} held: CPU: search ${(searching / 1000).toFixed(1)} ms, with alignments ${(all / 1000).toFixed(1)}; ` +
        `${(index.verified - before) / made.length} alignments${name.startsWith('of none') ? '' : `; ${met} of ${10 * made.length} found`}`,
    )
  }
}

/** Snippets of 100 characters of texts that are held. */
function snippets(name: string, texts: readonly string[]): void {
  const next = random(9)
  const index = new SegmentedIndex<number>(indexSettings({}))
  texts.forEach((text, id) => {
    const features = index.featuresOf(text)
    index.enter(id, 0, features, index.search(features).saturated)
  })
  const long = texts.flatMap((text, id) => (text.length >= 200 ? [id] : []))
  for (const rate of [0, 0.05]) {
    let found = 0
    let truncated = 0
    for (let i = 0; i < SNIPPETS; i++) {
      const id = long[Math.floor(next() * long.length)]!
      const from = Math.floor(next() * (texts[id]!.length - 100))
      const snippet = noisy(texts[id]!.slice(from, from + 100), rate, next).copy
      const search = index.search(index.featuresOf(snippet), { byCoverage: true })
      if ([...search].some(({ match }) => match.id === id)) found++
      if (search.truncated) truncated++
    }
    report(
      `snippets of 100 characters, ${name}, ${100 * rate} % noise: ${(found / SNIPPETS).toFixed(3)} found, ${truncated} of ${SNIPPETS} truncated`,
    )
  }
}

function real(): void {
  if (SMOKE || dataSet('overproof') === undefined || dataSet('reuters-pairs') === undefined) return
  const { ocr, clean } = articles()
  measure('overproof, clean', once(clean), [clean.length])
  measure('overproof, OCR', once(ocr), [ocr.length])
  const agency = reports()
  measure('reuters', once(agency), [agency.length])
  const pieces = phrases([...clean, ...agency])
  snippets('articles', clean)
  snippets('reports', agency)
  const chained = chains(pieces, N + BATCH)
  snippets(
    'chains',
    chained.slice(0, 3000).map(({ text }) => text),
  )
  measure('chains of phrases', chained, [N / 50, N / 5, N].map(Math.floor))
  pages(pieces, 2 * N)
  boilerplate(pieces, N)
}

real()
if (SMOKE) {
  const pieces = phrases([readFileSync('README.md', 'utf8')])
  boilerplate(pieces, 20)
  pages(pieces, 20)
}
if (SMOKE) measure('made', chains(['alpha beta ', 'gamma delta epsilon ', 'the quick brown fox '], N), [N])
keepRecord('search')
