/**
 * Question: what does the account of a removal let go, and is any of it lost?
 *
 * Pairs are compared and accounted for one by one, both ways, with two documents alone and no lexicon. Reuters pairs are
 * judged by hand; of the families none may go; OCR and transcription are one article each and both may go. While the account
 * was made, every fourth Reuters pair (from the second) and the Spanish family were not looked at.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { compareFolded } from '../src/compare/compare.js'
import { DEFAULT_RELATE } from '../src/compare/relation.js'
import { accountOf } from '../src/dedupe/account/account.js'
import { decideRemoval, equalByForm, type RemovalPolicy } from '../src/dedupe/account/decision.js'
import { fold } from '../src/text/fold.js'
import { CHINESE } from '../tests/families/chinese.js'
import { draw, type Family } from '../tests/families/draw.js'
import { GERMAN } from '../tests/families/german.js'
import { SPANISH } from '../tests/families/spanish.js'
import { noisy, random } from '../tests/noise.js'
import { dataSet, keepRecord, median, readData, report, SMOKE } from './harness.js'

function goes(document: string, keeper: string, policy: RemovalPolicy = {}): boolean {
  if (equalByForm(document, keeper)) return true
  const d = fold(document)
  const k = fold(keeper)
  const pair = compareFolded(d, k, DEFAULT_RELATE)
  if (pair.relation === 'unrelated') return false
  const texts = { document, keeper, lengths: { document: d.length, keeper: k.length } }
  return decideRemoval(accountOf(d, k, pair), pair, texts, policy).remove
}

const share = (part: number, whole: number) =>
  `${whole === 0 ? '–' : ((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`

interface ReutersPair {
  readonly a: { readonly text: string }
  readonly b: { readonly text: string }
  readonly label: string
  readonly direction: string | null
  readonly stratum: string
}

function reuters(policy: RemovalPolicy, name: string): void {
  const lines = readData('reuters-pairs', 'pairs.jsonl').trim().split('\n')
  const pairs = lines.map((line) => JSON.parse(line) as ReutersPair).slice(0, SMOKE ? 6 : undefined)
  const score = (list: readonly ReutersPair[]) => {
    let may = 0
    let gone = 0
    let right = 0
    for (const { a, b, label, direction } of list) {
      for (const [keeper, other, mark] of [
        [a, b, 'b-goes'],
        [b, a, 'a-goes'],
      ] as const) {
        const allowed = label === 'copy' && (direction === 'both' || direction === mark)
        const removed = goes(other.text, keeper.text, policy)
        if (allowed) may++
        if (removed) gone++
        if (removed && allowed) right++
      }
    }
    return `precision ${share(right, gone)}, recall ${share(right, may)}`
  }
  report(`reuters-pairs, ${name}: all ${score(pairs)}`)
  report(`  independent ${score(pairs.filter(({ stratum }) => stratum === 'independent'))}`)
  report(`  not looked at ${score(pairs.filter((_, i) => i % 4 === 1))}`)
}

function families(name: string, family: Family): void {
  const from = draw(1)
  let pairs = 0
  let lost = 0
  for (const make of Object.values(family)) {
    for (let i = 0; i < (SMOKE ? 5 : 300); i++) {
      const [a, b] = [make(from), make(from)]
      if (a === b) continue
      pairs++
      if (goes(b, a)) lost++
    }
  }
  report(`family ${name}: different reports removed ${share(lost, pairs)}`)
}

interface Page {
  readonly ocr_hypothesis: { readonly transcription_unit: string }
  readonly ground_truth: { readonly transcription_unit: string }
}

function pages(name: string, folder: string, files: readonly string[]): void {
  const found = files
    .flatMap((file) => readData(folder, file).trim().split('\n'))
    .slice(0, SMOKE ? 3 : undefined)
    .map((line) => JSON.parse(line) as Page)
  const texts = found.map(
    (page) => [page.ocr_hypothesis.transcription_unit, page.ground_truth.transcription_unit] as const,
  )
  const ocr = texts.filter(([a, b]) => goes(a, b)).length
  const clean = texts.filter(([a, b]) => goes(b, a)).length
  report(
    `${name}: the OCR goes ${share(ocr, texts.length)}, the transcription goes ${share(clean, texts.length)}`,
  )
}

/** Running text in German, made of reports of one kind each. */
function made(): string {
  const from = draw(4)
  return Array.from({ length: 8 }, () =>
    Object.values(GERMAN)
      .map((make) => make(from))
      .join('\n'),
  ).join('\n')
}

function shortNoise(): void {
  const next = random(7)
  const whole = made()
  for (const length of [60, 90, 120, 200, 400]) {
    let tried = 0
    let gone = 0
    for (let at = 0; at + length < whole.length && tried < (SMOKE ? 2 : 100); at += 61) {
      const clean = whole.slice(at, at + length)
      tried++
      if (goes(noisy(clean, 0.08, next).copy, clean)) gone++
    }
    report(`made texts of ${length} characters, 8 % errors, figures too: gone ${share(gone, tried)}`)
  }
}

function cost(): void {
  const clean = made().slice(0, 1400)
  const { copy } = noisy(clean, 0.05, random(2))
  const d = fold(copy)
  const k = fold(clean)
  const pair = compareFolded(d, k, DEFAULT_RELATE)
  const times: number[] = []
  for (let round = 0; round < (SMOKE ? 2 : 300); round++) {
    const start = performance.now()
    accountOf(d, k, pair)
    times.push(performance.now() - start)
  }
  report(`account of a pair of 1,400 characters, 5 % errors: median ${median(times).toFixed(3)} ms`)
}

if (dataSet('reuters-pairs') !== undefined) {
  reuters({}, 'default')
  if (!SMOKE) reuters({ contained: true }, 'contained removed too')
}
families('German', GERMAN)
families('Chinese', CHINESE)
families('Spanish', SPANISH)
const overproof = dataSet('overproof')
if (
  overproof !== undefined &&
  existsSync(path.join(overproof, 'hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_dev_en.jsonl'))
) {
  const part = (name: string) => `hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_${name}_en.jsonl`
  pages('overproof, train and dev', 'overproof', [part('train'), part('dev')])
}
if (dataSet('hipe-dta19') !== undefined) {
  for (const level of ['l0', 'l1', 'l2']) {
    pages(`hipe-dta19 ${level}`, 'hipe-dta19', [`hipe-ocrepair-bench_v0.9_dta19-${level}_v0.1_test_de.jsonl`])
  }
}
shortNoise()
cost()
keepRecord('decide')
