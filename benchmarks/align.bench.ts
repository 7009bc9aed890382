/**
 * Question: how much of what two texts share is aligned, at which noise, and how fast is it, beside character diffs?
 *
 * Quality: pages woven of real texts (tests/woven.ts), so that the truth is known for each character. Speed: peers get
 * the same strings in the same rounds; `align` starts from texts that were folded just before, nothing is remembered.
 */
import { diffChars } from 'diff'
import fastDiff from 'fast-diff'
import { align } from '../src/align/align.js'
import { compare } from '../src/compare/compare.js'
import { fold, foldToString } from '../src/text/fold.js'
import { noisy, random } from '../tests/noise.js'
import { score, weave, type Weave } from '../tests/woven.js'
import { readFileSync } from 'node:fs'
import { chinese, english } from './corpora.js'
import { dataSet, keepRecord, median, readData, report, SMOKE } from './harness.js'

const seed = (number: number) => readFileSync(`fixtures/seeds/texts/00${number}.txt`, 'utf8')
/** Characters that folding keeps, one unit each, so that folded offsets are offsets of the string. */
const bare = (text: string) =>
  foldToString(text)
    .replace(/[\ud800-\udfff]/g, '')
    .replace(/\p{M}/gu, '')

function truths(set: string, file: string): string | undefined {
  if (SMOKE || dataSet(set) === undefined) return undefined
  const records = readData(set, file).trim().split('\n')
  return records.map((line) => JSON.parse(line).ground_truth.transcription_unit as string).join('\n')
}

const chineseTexts = chinese()
const corpora: Record<string, string | undefined> = {
  Chinese: chineseTexts === undefined ? undefined : bare(chineseTexts.at(-1)!.slice(0, 1_000_000)),
  English: truths('overproof', 'hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_train_en.jsonl'),
  German: truths('hipe-dta19', 'hipe-ocrepair-bench_v0.9_dta19-l0_v0.1_test_de.jsonl'),
}
const PAGES: Record<string, Omit<Weave, 'rate'>> = {
  moved: { page: [2, 0, 4, 1, 3], foreign: [300, 700] },
  'twice on page': { page: [0, 1, 2, 1, 3, 4], foreign: [20, 200] },
  'twice in article': { page: [2, 0, 1], article: [0, 1, 2, 1], foreign: [20, 200] },
  'twice in both': { page: [0, 1, 2, 1, 3], article: [0, 1, 2, 1, 3], foreign: [0, 0] },
  split: { page: [0, 1, 2, 3, 4], foreign: [40, 1200], split: 1 },
}
const WARM_UP = 30
const ARTICLE = SMOKE ? 1000 : 4000
/** Share of eight-character runs that a foreign text may have in common with its article. */
const MOST_SHARED = 0.002
const PAIRS = SMOKE ? 1 : 6
/** Characters of an article that is compared with what an engine read of it. */
const NOISY = 1300

report('Recall / precision of aligned characters, articles of 4,000 characters, by noise on the page:')
report(
  `  ${''.padEnd(14)}${Object.keys(PAGES)
    .map((name) => name.padEnd(18))
    .join('')}`,
)
for (const [language, raw] of Object.entries(corpora)) {
  if (raw === undefined) continue
  const text = bare(raw)
  for (const rate of SMOKE ? [0.04] : [0, 0.04, 0.1, 0.15, 0.2, 0.3]) {
    const cells = Object.values(PAGES).map((page) => {
      const sum = { aligned: 0, right: 0, possible: 0 }
      for (let pair = 0; pair < PAIRS; pair++) {
        const { article, foreign, next } = cut(text, pair)
        const woven = weave(article, foreign, { ...page, rate }, next)
        const one = score(woven, align(fold(woven.a), fold(woven.b)).passages)
        for (const key of ['aligned', 'right', 'possible'] as const) sum[key] += one[key]
      }
      return `${(sum.right / sum.possible).toFixed(4)} / ${(sum.right / sum.aligned).toFixed(4)}`.padEnd(18)
    })
    report(`  ${language.padEnd(8)}${`${100 * rate} %`.padStart(4)}  ${cells.join('')}`)
  }
}

report()
report('A paragraph of 300 characters put into a noisy text of 1,200, found as one insertion of 285 or more:')
for (const [language, raw] of Object.entries(corpora)) {
  if (raw === undefined) continue
  const text = bare(raw)
  const rates = [0.04, 0.1, 0.2, 0.3].map((rate) => {
    const trials = SMOKE ? 2 : 60
    let whole = 0
    for (let trial = 0; trial < trials; trial++) {
      const { article, foreign, next } = cut(text, trial)
      const at = 300 + Math.floor(next() * 400)
      const before = noisy(article.slice(0, at), rate, next).copy
      const after = noisy(article.slice(at, Math.min(1200, ARTICLE)), rate, next).copy
      const { edits } = compare(article.slice(0, 1200), before + foreign.slice(0, 300) + after)
      const inside = ({ b }: (typeof edits)[number]) =>
        Math.min(b.to, before.length + 300) - Math.max(b.from, before.length)
      if (edits.some((edit) => edit.kind === 'insert' && inside(edit) >= 285)) whole++
    }
    return `${100 * rate} % noise: ${((100 * whole) / trials).toFixed(0)} %`
  })
  report(`  ${language.padEnd(8)} ${rates.join(', ')}`)
}

report()
race('seeds 000 and 001, as they are', () => [seed(0), seed(1)], 80)
race('seeds 000 and 001, folded before', () => [bare(seed(0)), bare(seed(1))], 80)
const articles = ocrPairs().filter(([truth]) => Math.abs(truth.length - NOISY) < 200)
if (articles.length > 0)
  race('newspaper articles of about 1,300 and their OCR', (round) => articles[round % articles.length], 2)
if (corpora.Chinese !== undefined) {
  const text = bare(corpora.Chinese)
  const pages =
    (page: readonly number[]) =>
    (round: number): [string, string] => {
      const next = random(round + 1)
      const from = Math.floor(next() * (text.length / 2 - 6000))
      const foreign = text.slice(text.length / 2)
      const size = SMOKE ? 1000 : 5800
      const how = { page, rate: 0.04, foreign: [1500, 1760] } as const
      const { a, b } = weave(text.slice(from, from + size), foreign, how, next)
      return [a, b]
    }
  race('article of 5,800 in a page of 15,600, 4 % noise, in order', pages([0, 1, 2, 3, 4]), 150)
  race('the same with its blocks moved', pages([2, 0, 4, 1, 3]), 150, true)
}

const books = english()
for (const [language, texts] of [
  ['Chinese', chineseTexts],
  ['English', books],
] as const) {
  if (texts === undefined) continue
  const whole = texts.join('\n')
  const size = SMOKE ? 3000 : language === 'Chinese' ? 333_000 : 1_000_000
  large(language, whole.slice(0, size), shuffled(whole.slice(-size)))
}
keepRecord('align')

/** Articles as people and as an engine read them, with 9 % of the characters wrong. */
function ocrPairs(): [string, string][] {
  if (SMOKE || dataSet('overproof') === undefined) return []
  const file = 'hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_train_en.jsonl'
  return readData('overproof', file)
    .trim()
    .split('\n')
    .map((line) => {
      const { ground_truth: truth, ocr_hypothesis: ocr } = JSON.parse(line) as Record<
        string,
        { transcription_unit: string }
      >
      return [truth.transcription_unit, ocr.transcription_unit]
    })
}

/** A fresh article and what is foreign to it, from the two halves of a text. */
function cut(text: string, number: number) {
  const next = random(1000 * number + 7)
  const half = Math.floor(text.length / 2)
  const from = Math.floor(next() * Math.max(0, half - ARTICLE))
  const article = text.slice(from, from + ARTICLE)
  const length = Math.min(20_000, half)
  // The histories quote one another, and are there in several editions: what shares text with the article is not foreign.
  const seeds = new Set(Array.from({ length: article.length - 7 }, (_, i) => article.slice(i, i + 8)))
  for (let attempt = 0; ; attempt++) {
    const start = half + Math.floor(next() * (text.length - half - length))
    const foreign = text.slice(start, start + length)
    let shared = 0
    for (let i = 0; i + 8 <= length; i++) if (seeds.has(foreign.slice(i, i + 8))) shared++
    if (shared <= MOST_SHARED * length || attempt === 20) return { article, foreign, next }
  }
}

/** Text of the same words, or of the same pairs of Han characters, in another order. */
function shuffled(text: string): string {
  const next = random(2)
  const pieces = text.match(/\p{Script=Han}{1,2}|[^\p{Script=Han}]+?(?=\s|\p{Script=Han}|$)/gu) ?? []
  for (let i = pieces.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[pieces[i], pieces[j]] = [pieces[j], pieces[i]]
  }
  return pieces.join('')
}

/** Medians of interleaved rounds over fresh pairs; the first rounds warm up. */
function race(
  title: string,
  pairOf: (round: number) => readonly string[],
  target: number,
  withDiffChars = false,
): void {
  const rounds = SMOKE ? 1 : 11
  const names = ['align (folded before)', 'compare (fold, align, name edits)', 'fast-diff'] as const
  const times = names.map((): number[] => [])
  const chars: number[] = []
  let size = ''
  for (let round = 0; round < rounds + (SMOKE ? 0 : WARM_UP); round++) {
    const [a, b] = pairOf(round)
    size = `${a.length} × ${b.length} characters`
    const warm = SMOKE || round >= WARM_UP
    const x = fold(a)
    const y = fold(b)
    const clock = (kept: number[], run: () => unknown) => {
      const start = performance.now()
      run()
      if (warm) kept.push(performance.now() - start)
    }
    clock(times[0], () => align(x, y))
    clock(times[1], () => compare(a, b))
    if (warm || round < 2) clock(times[2], () => fastDiff(a, b))
    if (withDiffChars && warm && chars.length < 2) clock(chars, () => diffChars(a, b))
  }
  report(`${title}: ${size}`)
  const ours = median(times[0])
  const full = median(times[1])
  report(`  ${names[0].padEnd(36)} ${ours.toFixed(2).padStart(9)} ms`)
  report(`  ${names[1].padEnd(36)} ${full.toFixed(2).padStart(9)} ms`)
  for (const [name, ms] of [
    [names[2], median(times[2])],
    ...(withDiffChars ? [['diff.diffChars', median(chars)] as const] : []),
  ] as const) {
    const ratios = `align ${ratio(ms / ours)} ×, compare ${ratio(ms / full)} ×`
    const goal = name === 'fast-diff' ? target : 1000
    report(`  ${name.padEnd(36)} ${ms.toFixed(2).padStart(9)} ms   ${ratios} faster (sought: ${goal})`)
  }
}

/** Two large texts: one copy of the other with 5 % edits, and two that have nothing to do with each other. */
function large(language: string, text: string, other: string): void {
  const copy = noisy(text, 0.05, random(1)).copy
  const bytes = Buffer.byteLength(text) / 1e6
  report(`${language}, ${bytes.toFixed(2)} MB (${text.length} characters):`)
  for (const [name, b] of [
    ['5 % edits', copy],
    ['unrelated', other],
  ] as const) {
    const ours: number[] = []
    const full: number[] = []
    let grown = 0
    let said = ''
    for (let round = 0; round < (SMOKE ? 1 : 5); round++) {
      const [x, y] = [fold(text), fold(b)]
      let start = performance.now()
      align(x, y)
      ours.push(performance.now() - start)
      globalThis.gc?.()
      const before = held()
      start = performance.now()
      const found = compare(text, b)
      full.push(performance.now() - start)
      grown = Math.max(grown, held() - before)
      said = `${found.relation}, ${found.edits.length} edits, exact ${found.exact}`
    }
    report(
      `  ${name}: align ${median(ours).toFixed(0)} ms, compare ${median(full).toFixed(0)} ms, ${(grown / 1e6).toFixed(0)} MB more than before; ${said}`,
    )
  }
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function ratio(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0)
}
