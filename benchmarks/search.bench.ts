/**
 * Question: how many documents does a search name in natural language, what does it cost, and does that grow with the
 * number held?
 *
 * Real sets, each text once; and chains of the phrases of English articles and reports, of 1,400 characters, 30 % of them noisy
 * copies. `--documents N` sets how many chains at most. CPU time is that of the process, of batches of 200 documents; on a
 * shared machine the ratio to the features of the same documents says more.
 */
import { SegmentedIndex } from '../src/store/segmented-index.js'
import { indexSettings } from '../src/store/index-options.js'
import { articles, chains, phrases, reports, type Document } from './chains.js'
import { dataSet, keepRecord, report, SMOKE } from './harness.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 60 : 50_000
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

function real(): void {
  if (SMOKE || dataSet('overproof') === undefined || dataSet('reuters-pairs') === undefined) return
  const { ocr, clean } = articles()
  measure('overproof, clean', once(clean), [clean.length])
  measure('overproof, OCR', once(ocr), [ocr.length])
  const agency = reports()
  measure('reuters', once(agency), [agency.length])
  const pieces = phrases([...clean, ...agency])
  measure('chains of phrases', chains(pieces, N + BATCH), [N / 50, N / 5, N].map(Math.floor))
}

real()
if (SMOKE) measure('made', chains(['alpha beta ', 'gamma delta epsilon ', 'the quick brown fox '], N), [N])
keepRecord('search')
