/**
 * Question: how many candidates of a search end in nothing, what does each cost, and is anything lost by looking at units
 * before the way back to the source is made?
 *
 * Real texts, each set in one index; the candidates are those that the index names, at most 32 a document as in a search.
 * Each is compared twice in the same rounds: folded and aligned from end to end (`related`), and from its source by the
 * screen (`relatedSource`). Whoever finds another relation is counted as lost.
 */
import { related, relatedSource } from '../src/compare/compare.js'
import { DEFAULT_RELATE } from '../src/compare/relation.js'
import { DuplicateIndex } from '../src/store/duplicate-index.js'
import { fold } from '../src/text/fold.js'
import { chinese, english } from './corpora.js'
import { cutDocuments, dataSet, keepRecord, median, readData, report, SMOKE } from './harness.js'

const MOST_CANDIDATES = 32
const MOST_PAIRS = SMOKE ? 20 : 3000
const ROUNDS = SMOKE ? 1 : 7

/** The texts of a set of pages, as people and as an engine read them. */
function pages(set: string, file: string): string[] | undefined {
  if (SMOKE || dataSet(set) === undefined) return undefined
  const records = readData(set, file).trim().split('\n')
  return records.flatMap((line) => {
    const { ground_truth: truth, ocr_hypothesis: ocr } = JSON.parse(line) as Record<
      string,
      { transcription_unit: string }
    >
    return [truth.transcription_unit, ocr.transcription_unit]
  })
}

function reports(): string[] | undefined {
  if (SMOKE || dataSet('reuters-pairs') === undefined) return undefined
  const pairs = readData('reuters-pairs', 'pairs.jsonl').trim().split('\n')
  const texts = pairs.flatMap((line) => {
    const { a, b } = JSON.parse(line) as Record<'a' | 'b', { text: string }>
    return [a.text, b.text]
  })
  return [...new Set(texts)]
}

const books = english()
const histories = chinese()
const sets: Record<string, string[] | undefined> = {
  OverProof: pages('overproof', 'hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_train_en.jsonl'),
  DTA: pages('hipe-dta19', 'hipe-ocrepair-bench_v0.9_dta19-l1_v0.1_test_de.jsonl'),
  Reuters: reports(),
  'English books': books && cutDocuments(books, SMOKE ? 20 : 1500, SMOKE ? 400 : 1400),
  'Chinese histories': histories && cutDocuments(histories.slice(-1), SMOKE ? 20 : 1500, SMOKE ? 100 : 700),
}

report('set                 documents  candidates  unrelated   related  relatedSource     ratio   lost')
report('                               a document                    µs CPU an unrelated pair')
for (const [name, texts] of Object.entries(sets)) if (texts !== undefined) screen(name, texts)
keepRecord('screen')

function screen(name: string, texts: readonly string[]): void {
  const index = new DuplicateIndex<number>()
  texts.forEach((text, id) => index.add(id, text))
  let candidates = 0
  let unrelated = 0
  let lost = 0
  const pairs: [number, number][] = []
  for (const [id, text] of texts.entries()) {
    const folded = fold(text)
    for (const { id: other } of index.candidates(text).candidates.slice(0, MOST_CANDIDATES)) {
      if (other === id) continue
      candidates++
      const slow = related(folded, fold(texts[other]), DEFAULT_RELATE)
      const quick = relatedSource(folded, texts[other], DEFAULT_RELATE)
      if (slow?.comparison.relation !== quick?.comparison.relation) lost++
      if (slow !== null) continue
      unrelated++
      if (pairs.length < MOST_PAIRS) pairs.push([id, other])
    }
  }
  const texted = new Map(pairs.map(([id]) => [id, fold(texts[id])]))
  const ways = [
    (id: number, other: number) => related(texted.get(id)!, fold(texts[other]), DEFAULT_RELATE),
    (id: number, other: number) => relatedSource(texted.get(id)!, texts[other], DEFAULT_RELATE),
  ]
  const times = ways.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    ways.forEach((way, w) => {
      const start = process.cpuUsage()
      for (const [id, other] of pairs) way(id, other)
      const { user, system } = process.cpuUsage(start)
      // The first two rounds warm up.
      if (SMOKE || round >= 2) times[w].push((user + system) / pairs.length)
    })
  }
  const [slow, quick] = times.map(median)
  const share = `${((100 * unrelated) / candidates).toFixed(0)} %`
  report(
    name.padEnd(18) +
      String(texts.length).padStart(11) +
      (candidates / texts.length).toFixed(1).padStart(12) +
      share.padStart(11) +
      slow.toFixed(0).padStart(10) +
      quick.toFixed(0).padStart(15) +
      (slow / quick).toFixed(1).padStart(10) +
      String(lost).padStart(7),
  )
}
