/**
 * Question: what does the index find among real texts, with its default settings, and what does it find wrongly?
 *
 * A link is a match other than `overlaps`. Settings were tuned on the train part of overproof and on made noise only; the
 * other sets are looked at, not tuned to. Where a set is not there, its lines are skipped.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { LshIndex, Minhash } from 'minhash'
import { DuplicateIndex } from '../src/store/duplicate-index.js'
import { foldToString } from '../src/text/fold.js'
import { splitmix32 } from '../src/kernel/hash.js'
import { editSimilarity } from '../tests/naive/levenshtein.js'
import { noisy, random } from '../tests/noise.js'
import { dataSet, keepRecord, median, readData, report, SMOKE } from './harness.js'
import {
  adjustedRand,
  components,
  pairKey,
  rangeOverlap,
  scorePairs,
  type PairScore,
  type Range,
} from './measures.js'

interface Article {
  readonly ocr: string
  readonly clean: string
}

const show = (value: number) => value.toFixed(4)
const scores = ({ found, right, expected, precision, recall }: PairScore) =>
  `precision ${show(precision)} (${found - right} wrong of ${found}), recall ${show(recall)} (${expected - right} missed of ${expected})`

/** All links among documents, each asked about when it comes; `overlaps` apart. */
function linksAmong(documents: readonly string[]): { links: Set<number>; overlaps: number } {
  const index = new DuplicateIndex<number>()
  const links = new Set<number>()
  let overlaps = 0
  documents.forEach((text, i) => {
    for (const { id, relation } of index.add(i, text).matches) {
      if (relation === 'overlaps') overlaps++
      else links.add(pairKey(i, id))
    }
  })
  return { links, overlaps }
}

/** OCR and clean copies together: each must be linked to the other and to nothing else. */
function copies(name: string, articles: readonly Article[]): void {
  const documents = articles.flatMap(({ ocr, clean }) => [ocr, clean])
  const expected = new Set(articles.map((_, i) => pairKey(2 * i, 2 * i + 1)))
  const { links, overlaps } = linksAmong(documents)
  const truth = documents.map((_, i) => i >> 1)
  const ari = adjustedRand(components(documents.length, links), truth)
  report(`${name}: ${scores(scorePairs(links, expected))}, ARI ${show(ari)}, ${overlaps} overlaps`)
}

/** Pages of five OCRed articles, asked with the clean ones; `shuffled`: the blocks of all five in any order. */
function pages(name: string, articles: readonly Article[], shuffled: boolean): void {
  const next = splitmix32(5)
  const made: { text: string; places: Map<number, Range[]> }[] = []
  for (let first = 0; first < articles.length; first += 5) {
    const blocks = articles.slice(first, first + 5).flatMap(({ ocr }, i) => {
      if (!shuffled) return [{ article: first + i, text: ocr }]
      const words = ocr.split(/(?<=\s)/)
      const size = Math.ceil(words.length / 4)
      return [0, 1, 2, 3].map((part) => ({
        article: first + i,
        text: words.slice(part * size, (part + 1) * size).join(''),
      }))
    })
    if (shuffled) {
      for (let i = blocks.length - 1; i > 0; i--) {
        const j = next() % (i + 1)
        ;[blocks[i], blocks[j]] = [blocks[j], blocks[i]]
      }
    }
    let text = ''
    const places = new Map<number, Range[]>()
    for (const block of blocks) {
      places.set(block.article, [
        ...(places.get(block.article) ?? []),
        { from: text.length, to: text.length + block.text.length },
      ])
      text += block.text + '\n'
    }
    made.push({ text, places })
  }
  const index = new DuplicateIndex<number>()
  made.forEach(({ text }, page) => index.add(page, text))
  let found = 0
  let wrong = 0
  const onPage: number[] = []
  const onArticle: number[] = []
  articles.forEach(({ clean }, i) => {
    const own = Math.floor(i / 5)
    for (const { id, relation, passages } of index.query(clean).matches) {
      if (relation === 'overlaps') continue
      if (id !== own) {
        wrong++
        continue
      }
      found++
      const page = made[own]
      onPage.push(
        rangeOverlap(
          passages.map(({ b }) => b),
          page.places.get(i)!,
          page.text.length,
        ),
      )
      onArticle.push(
        rangeOverlap(
          passages.map(({ a }) => a),
          [{ from: 0, to: clean.length }],
          clean.length,
        ),
      )
    }
  })
  report(
    `${name}: recall ${show(found / articles.length)} (${articles.length - found} missed of ${articles.length}), wrong pages ${show(wrong / articles.length)}, median IoU ${show(median(onPage))} on the page, ${show(median(onArticle))} on the article`,
  )
}

function readArticles(file: string): Article[] {
  return readData(file)
    .trim()
    .split('\n')
    .map((line) => {
      const record = JSON.parse(line) as Record<
        'ocr_hypothesis' | 'ground_truth',
        { transcription_unit: string }
      >
      return {
        ocr: record.ocr_hypothesis.transcription_unit,
        clean: record.ground_truth.transcription_unit,
      }
    })
}

/** For the smoke run: pieces of the seeds with made noise, in place of every set. */
function madeArticles(): Article[] {
  const next = random(2)
  return [2, 3, 4].flatMap((seed) => {
    const text = readFileSync(`fixtures/seeds/texts/00${seed}.txt`, 'utf8')
    return [0, 300, 600, 900].map((from) => {
      const clean = text.slice(from, from + 300)
      return { clean, ocr: noisy(clean, 0.05, next).copy }
    })
  })
}

function overproof(): void {
  if (SMOKE) {
    copies('made', madeArticles())
    pages('made, pages of five', madeArticles(), false)
    pages('made, pages of five, blocks shuffled', madeArticles(), true)
    return
  }
  if (dataSet('overproof') === undefined) return
  for (const part of ['train', 'dev']) {
    const articles = readArticles(
      `overproof/hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_${part}_en.jsonl`,
    )
    copies(`overproof ${part}`, articles)
    pages(`overproof ${part}, pages of five`, articles, false)
    pages(`overproof ${part}, pages of five, blocks shuffled`, articles, true)
  }
}

function dta(): void {
  if (SMOKE || dataSet('hipe-dta19') === undefined) return
  for (const level of ['l0', 'l1', 'l2']) {
    copies(
      `dta19 ${level}`,
      readArticles(`hipe-dta19/hipe-ocrepair-bench_v0.9_dta19-${level}_v0.1_test_de.jsonl`),
    )
  }
}

function gsd(): void {
  if (SMOKE || dataSet('ud-zh-gsd') === undefined) return
  for (const part of ['dev', 'test']) {
    const read = (name: string) =>
      readData(`ud-zh-gsd/${name}.${part}.tsv`)
        .trim()
        .split('\n')
        .map((line) => line.split('\t'))
    const traditional = new Map(read('GSD').map(([id, text]) => [id, text]))
    copies(
      `ud-zh-gsd ${part}`,
      read('GSDSimp').map(([id, text]) => ({ ocr: traditional.get(id)!, clean: text })),
    )
  }
}

/**
 * The truth is settled by the correct texts: lines whose correct texts fold to the same are copies. Captions that differ,
 * yet by at most a fifth of their characters, are told apart by some and not by others: links between such are counted
 * apart and are neither right nor wrong.
 */
function faspell(): void {
  if (!SMOKE && dataSet('faspell-ocr') === undefined) return
  const records = SMOKE
    ? madeArticles().map(({ ocr, clean }) => ['', ocr.slice(0, 30), clean.slice(0, 30)])
    : readData('faspell-ocr/ocr_train_3575.txt')
        .trim()
        .split('\n')
        .map((line) => line.split('\t'))
  const lines = records.filter(([, ocr, correct]) => ocr.length >= 12 && correct.length >= 12)
  const documents = lines.flatMap(([, ocr, correct]) => [ocr, correct])
  const correct = documents.map((_, i) => foldToString(lines[i >> 1][2]))
  const expected = new Set<number>()
  const byText = new Map<string, number[]>()
  correct.forEach((text, i) => byText.set(text, [...(byText.get(text) ?? []), i]))
  for (const same of byText.values()) {
    for (const x of same) for (const y of same) if (x < y) expected.add(pairKey(x, y))
  }
  const { links } = linksAmong(documents)
  let near = 0
  for (const pair of links) {
    if (expected.has(pair)) continue
    const [x, y] = [Math.floor(pair / 2 ** 26), pair % 2 ** 26]
    if (editSimilarity([...correct[x]], [...correct[y]]) < 0.8) continue
    near++
    links.delete(pair)
  }
  report(`faspell-ocr: ${scores(scorePairs(links, expected))}, ${near} links between near captions left out`)
  // The limit of 32 matches cuts the pairs of captions that recur more often: a line and its own correct text.
  const index = new DuplicateIndex<number>()
  lines.forEach(([, , text], i) => index.add(i, text))
  let own = 0
  lines.forEach(([, ocr], i) => {
    const ids = index.query(ocr).matches.filter(({ relation }) => relation !== 'overlaps')
    if (ids.some(({ id }) => correct[2 * id] === correct[2 * i])) own++
  })
  report(
    `faspell-ocr, OCR asked for its correct line: recall ${show(own / lines.length)} (${lines.length - own} missed of ${lines.length})`,
  )
}

function histories(): void {
  const folder = SMOKE ? undefined : dataSet('zh-histories')
  if (folder === undefined) return
  const pairs = (
    JSON.parse(readData('zh-histories/shiji-chapter-pairs.json')) as {
      jijie: string
      zhengyi: string
      jac5_base: number
    }[]
  ).filter(({ jac5_base }) => jac5_base >= 0.3)
  const read = (name: string) =>
    execFileSync('tar', ['xJOf', `${folder}/files.tar.xz`, `files/${name}`], {
      maxBuffer: 1 << 26,
      encoding: 'utf8',
    })
  const names = execFileSync('tar', ['tJf', `${folder}/files.tar.xz`], { encoding: 'utf8' })
    .split('\n')
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice('files/'.length))
  const texts = new Map(names.map((name) => [name, read(name)]))
  const ids = [...texts.keys()]
  const index = new DuplicateIndex<string>()
  const relations = new Map<string, string>()
  let others = 0
  for (const [name, text] of texts) {
    for (const match of index.add(name, text).matches) {
      relations.set([name, match.id].sort().join(' '), match.relation)
      others++
    }
  }
  const asked = pairs.filter(({ jijie, zhengyi }) => ids.includes(jijie) && ids.includes(zhengyi))
  const found = asked.filter(({ jijie, zhengyi }) => relations.has([jijie, zhengyi].sort().join(' ')))
  const linked = found.filter(
    ({ jijie, zhengyi }) => relations.get([jijie, zhengyi].sort().join(' ')) !== 'overlaps',
  )
  report(
    `zh-histories: chapter pairs found ${show(found.length / asked.length)} (${asked.length - found.length} missed of ${asked.length}), ${linked.length} of them links, ${others - found.length} other pairs reported`,
  )
}

/** Copies with made noise and cuts, in both modes, beside exact Jaccard and npm minhash with its index. */
function curve(): void {
  if (!SMOKE && dataSet('overproof') === undefined) return
  const file = 'overproof/hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_train_en.jsonl'
  const articles = (SMOKE ? madeArticles() : readArticles(file)).slice(0, 120).map(({ clean }) => clean)
  const next = random(11)
  const half = (text: string) => text.slice(Math.floor(text.length / 4), Math.floor(text.length / 4) * 3)
  const halves = (text: string) => text.slice(text.length >> 1) + '\n' + text.slice(0, text.length >> 1)
  const page = (text: string, i: number) =>
    articles[(i + 7) % articles.length] + '\n' + text + '\n' + articles[(i + 13) % articles.length]
  const kinds: [string, (text: string, i: number) => string][] = [
    ...[0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3].map((rate): [string, (text: string) => string] => [
      `${Math.round(100 * rate)} % character errors`,
      (text) => noisy(text, rate, next).copy,
    ]),
    ['halves swapped, 4 %', (text) => noisy(halves(text), 0.04, next).copy],
    ['middle half, 4 %', (text) => noisy(half(text), 0.04, next).copy],
    ['between two others, 4 %', (text, i) => noisy(page(text, i), 0.04, next).copy],
  ]
  report('made copies: recall / precision')
  report(`  ${''.padEnd(26)} passages        resemblance     exact J ≥ 0.7   npm minhash`)
  for (const [name, make] of kinds) {
    const passages = new DuplicateIndex<number>()
    const resemblance = new DuplicateIndex<number>({ mode: 'resemblance' })
    const peer = new LshIndex({ bandSize: 8 })
    articles.forEach((text, i) => {
      passages.add(i, text)
      resemblance.add(i, text)
      peer.insert(String(i), signed(text))
    })
    const tallies = [0, 1, 2, 3].map(() => ({ found: 0, all: 0 }))
    articles.forEach((text, i) => {
      const copy = make(text, i)
      const answers = [
        passages
          .query(copy)
          .matches.filter(({ relation }) => relation !== 'overlaps')
          .map(({ id }) => id),
        resemblance.query(copy).matches.map(({ id }) => id),
        articles.flatMap((other, j) => (exactJaccard(copy, other) >= 0.7 ? [j] : [])),
        askPeer(peer, signed(copy)),
      ]
      // A page between others holds them too.
      const right = name.startsWith('between')
        ? [i, (i + 7) % articles.length, (i + 13) % articles.length]
        : [i]
      answers.forEach((ids, k) => {
        tallies[k].all += ids.length
        tallies[k].found += ids.filter((id) => right.includes(id)).length / right.length
        tallies[k].all -= ids.filter((id) => right.includes(id) && id !== i).length
        if (!ids.includes(i) && ids.some((id) => right.includes(id))) tallies[k].all++
      })
    })
    const cells = tallies.map(({ found, all }) => {
      const recall = found / articles.length
      const precision = all === 0 ? 1 : Math.min(1, found / all)
      return `${recall.toFixed(3)} / ${precision.toFixed(3)}`.padEnd(16)
    })
    report(`  ${name.padEnd(26)} ${cells.join('')}`)
  }
}

const shingleSets = new Map<string, Set<string>>()
function shinglesOf(text: string): Set<string> {
  let set = shingleSets.get(text)
  if (set === undefined) {
    const folded = foldToString(text)
    set = new Set<string>()
    for (let i = 0; i + 8 <= folded.length; i++) set.add(folded.slice(i, i + 8))
    shingleSets.set(text, set)
  }
  return set
}

function exactJaccard(a: string, b: string): number {
  const [x, y] = [shinglesOf(a), shinglesOf(b)]
  let shared = 0
  for (const shingle of x) if (y.has(shingle)) shared++
  return shared / (x.size + y.size - shared)
}

/** The peer throws where a band was never seen; its users catch that. */
function askPeer(peer: LshIndex, minhash: Minhash): number[] {
  try {
    return peer.query(minhash).map(Number)
  } catch {
    return []
  }
}

function signed(text: string): Minhash {
  const minhash = new Minhash({ numPerm: 128 })
  for (const shingle of shinglesOf(text)) minhash.update(shingle)
  return minhash
}

overproof()
dta()
gsd()
faspell()
histories()
curve()
keepRecord('quality')
