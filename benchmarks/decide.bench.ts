/**
 * Question: what does `dedupe` let go, and is any of it lost?
 *
 * Reuters pairs are judged by hand: each pair is a run of two documents, in both orders. Of the families, reports of one
 * form that all differ, none may go, pair by pair and in one stream. Overproof and DTA give an article twice, as it was
 * scanned and as it was typed: all of them are one stream, and one of each has to go; what goes for another article is wrong.
 * UD-GSD gives a sentence in both scripts. While the account was made, every fourth Reuters pair (from the second) and the
 * Spanish family were not looked at.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { compareFolded } from '../src/compare/compare.js'
import { DEFAULT_RELATE } from '../src/compare/relation.js'
import { accountOf } from '../src/dedupe/account/account.js'
import { dedupe } from '../src/dedupe/dedupe.js'
import type { Remove } from '../src/dedupe/removal-policy.js'
import { fold } from '../src/text/fold.js'
import { CHINESE } from '../tests/families/chinese.js'
import { draw, type Family } from '../tests/families/draw.js'
import { ENGLISH } from '../tests/families/english.js'
import { GERMAN } from '../tests/families/german.js'
import { SPANISH } from '../tests/families/spanish.js'
import { noisy, random } from '../tests/noise.js'
import { dataSet, keepRecord, median, readData, report, SMOKE } from './harness.js'

/** Whether the second of two documents goes for the first. */
async function goes(document: string, keeper: string, remove: Partial<Remove> = {}): Promise<boolean> {
  let gone = false
  for await (const verdict of dedupe([keeper, document], { remove })) gone = !verdict.kept
  return gone
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

async function reuters(policy: Partial<Remove>, name: string): Promise<void> {
  const lines = readData('reuters-pairs', 'pairs.jsonl').trim().split('\n')
  const pairs = lines.map((line) => JSON.parse(line) as ReutersPair).slice(0, SMOKE ? 6 : undefined)
  const score = async (list: readonly ReutersPair[]) => {
    let may = 0
    let gone = 0
    let right = 0
    for (const { a, b, label, direction } of list) {
      for (const [keeper, other, mark] of [
        [a, b, 'b-goes'],
        [b, a, 'a-goes'],
      ] as const) {
        const allowed = label === 'copy' && (direction === 'both' || direction === mark)
        const removed = await goes(other.text, keeper.text, policy)
        if (allowed) may++
        if (removed) gone++
        if (removed && allowed) right++
      }
    }
    return `precision ${share(right, gone)}, recall ${share(right, may)}`
  }
  report(`reuters-pairs, ${name}: all ${await score(pairs)}`)
  report(`  independent ${await score(pairs.filter(({ stratum }) => stratum === 'independent'))}`)
  report(`  not looked at ${await score(pairs.filter((_, i) => i % 4 === 1))}`)
}

async function families(name: string, family: Family): Promise<void> {
  const from = draw(1)
  let pairs = 0
  let lost = 0
  for (const make of Object.values(family)) {
    for (let i = 0; i < (SMOKE ? 5 : 300); i++) {
      const [a, b] = [make(from), make(from)]
      if (a === b) continue
      pairs++
      if (await goes(b, a)) lost++
    }
  }
  const texts = Object.values(family).flatMap((make) =>
    Array.from({ length: SMOKE ? 5 : 40 }, () => make(from)),
  )
  const distinct = [...new Set(texts)]
  let kept = 0
  for await (const verdict of dedupe(distinct)) if (verdict.kept) kept++
  report(
    `family ${name}: different reports removed ${share(lost, pairs)}; in a stream ${distinct.length - kept} of ${distinct.length}`,
  )
}

interface Page {
  readonly ocr_hypothesis: { readonly transcription_unit: string }
  readonly ground_truth: { readonly transcription_unit: string }
}

/** All articles of a set twice, in one stream: as scanned and as typed, either of them first. */
async function twice(
  name: string,
  pairs: readonly (readonly [scanned: string, typed: string])[],
): Promise<void> {
  for (const [order, first] of [
    ['OCR first', 0],
    ['clean first', 1],
  ] as const) {
    for (const mode of ['stream', 'batch'] as const) {
      const documents = [first, 1 - first].flatMap((side) =>
        pairs.map((pair, id) => ({ id, text: pair[side] })),
      )
      let gone = 0
      let wrong = 0
      for await (const verdict of dedupe(() => documents, { mode, remove: { contained: true } })) {
        if (verdict.kept) continue
        gone++
        if (verdict.keeper !== verdict.document.id) wrong++
      }
      report(
        `${name}, ${order}, ${mode}: copies removed ${share(gone - wrong, pairs.length)}, wrong ones ${wrong}`,
      )
    }
  }
}

async function pages(name: string, folder: string, files: readonly string[]): Promise<void> {
  const found = files
    .flatMap((file) => readData(folder, file).trim().split('\n'))
    .slice(0, SMOKE ? 3 : undefined)
    .map((line) => JSON.parse(line) as Page)
  await twice(
    name,
    found.map(
      (page) => [page.ocr_hypothesis.transcription_unit, page.ground_truth.transcription_unit] as const,
    ),
  )
}

/** The sentences of UD-GSD in traditional and in simplified script. */
async function scripts(): Promise<void> {
  const read = (file: string) =>
    new Map(
      readData('ud-zh-gsd', file)
        .trim()
        .split('\n')
        .map((line) => line.split('\t') as [string, string]),
    )
  const simplified = read('GSDSimp.test.tsv')
  const pairs = [...read('GSD.test.tsv')].flatMap(([id, traditional]) =>
    simplified.has(id) ? [[simplified.get(id)!, traditional] as const] : [],
  )
  await twice('ud-zh-gsd (OCR: simplified, clean: traditional)', pairs.slice(0, SMOKE ? 3 : undefined))
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

async function shortNoise(): Promise<void> {
  const next = random(7)
  const whole = made()
  for (const length of [60, 90, 120, 200, 400]) {
    let tried = 0
    let gone = 0
    for (let at = 0; at + length < whole.length && tried < (SMOKE ? 2 : 100); at += 61) {
      const clean = whole.slice(at, at + length)
      tried++
      if (await goes(noisy(clean, 0.08, next).copy, clean)) gone++
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
  await reuters({}, 'default')
  if (!SMOKE) await reuters({ contained: true }, 'contained removed too')
}
await families('English', ENGLISH)
await families('German', GERMAN)
await families('Chinese', CHINESE)
await families('Spanish', SPANISH)
const overproof = dataSet('overproof')
if (
  overproof !== undefined &&
  existsSync(path.join(overproof, 'hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_dev_en.jsonl'))
) {
  const part = (name: string) => `hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_${name}_en.jsonl`
  await pages('overproof, train and dev', 'overproof', [part('train'), part('dev')])
}
if (dataSet('hipe-dta19') !== undefined) {
  for (const level of ['l0', 'l1', 'l2']) {
    await pages(`hipe-dta19 ${level}`, 'hipe-dta19', [
      `hipe-ocrepair-bench_v0.9_dta19-${level}_v0.1_test_de.jsonl`,
    ])
  }
}
if (dataSet('ud-zh-gsd') !== undefined) await scripts()
await shortNoise()
cost()
keepRecord('decide')
