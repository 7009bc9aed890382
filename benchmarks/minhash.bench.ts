/**
 * Question: beside the usual MinHash (128 permutations of character 5-grams, a threshold of .5 or .7), what does `dedupe` find,
 * what does it remove, and what of it is lost? These are the numbers of README's table.
 *
 * Reuters pairs are judged by hand; each is a run of two reports, in both orders. Of overproof each article is there twice, as it
 * was scanned and as it was typed. The crawl is of natural language: chains of phrases of real articles and reports, 30 % copies
 * and 10 % siblings, which are the same report with other figures, other names or a negation (see crawl.ts). npm `minhash` makes
 * the signatures and estimates; bands of four propose, and what is estimated below the threshold is left. The bands are kept here:
 * its own index throws for a document that lacks one band, and would find almost nothing. `--documents N`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Minhash } from 'minhash'
import { dedupe } from '../src/dedupe/dedupe.js'
import { articles } from './chains.js'
import { COPIES, type Planted } from './crawl.js'
import { dataSet, keepRecord, readData, report, SMOKE } from './harness.js'
import { writeTruthCrawl } from './truth-crawl.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 60 : 6_000
const THRESHOLDS = [0.5, 0.7] as const

const share = (part: number, whole: number) =>
  `${whole === 0 ? '–' : ((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`

/** Letters and digits in small letters, as most pipelines fold them, in runs of five. */
function signature(text: string): Minhash {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
  const made = new Minhash({ numPerm: 128 })
  for (let i = 0; i + 5 <= folded.length; i++) made.update(folded.slice(i, i + 5))
  return made
}

/** What is removed of documents, one after the other: place of the document → place of its keeper. */
type Removals = ReadonlyMap<number, number>

/** Signatures share a band of four slots with probability J⁴: of 32, one at least in 87 % at J = .5, in all but .02 % at .7. */
const BAND = 4

function byMinhash(signatures: readonly Minhash[], threshold: number): Removals {
  const bands = new Map<string, number[]>()
  const gone = new Map<number, number>()
  signatures.forEach((one, document) => {
    const keys: string[] = []
    for (let at = 0; at < one.hashvalues.length; at += BAND) {
      keys.push(`${at}:${one.hashvalues.slice(at, at + BAND).join('.')}`)
    }
    const proposed = [...new Set(keys.flatMap((key) => bands.get(key) ?? []))].sort((x, y) => x - y)
    const keeper = proposed.find((id) => one.jaccard(signatures[id]!) >= threshold)
    if (keeper !== undefined) {
      gone.set(document, keeper)
      return
    }
    for (const key of keys) {
      const held = bands.get(key)
      if (held === undefined) bands.set(key, [document])
      else held.push(document)
    }
  })
  return gone
}

interface Run {
  readonly gone: Removals
  /** All that a document was found to be related to, by place. */
  readonly related: readonly (readonly number[])[]
}

async function byContent(texts: readonly string[], contained: boolean): Promise<Run> {
  const gone = new Map<number, number>()
  const related: number[][] = texts.map(() => [])
  const documents = texts.map((text, id) => ({ id, text }))
  for await (const verdict of dedupe(documents, { remove: { contained } })) {
    const { id } = verdict.document
    if (!verdict.kept) gone.set(id, Number(verdict.keeper))
    const found = verdict.kept ? verdict.tied.map((tie) => Number(tie.id)) : [Number(verdict.match.id)]
    related[id]!.push(...found)
  }
  return { gone, related }
}

interface ReutersPair {
  readonly a: { readonly text: string }
  readonly b: { readonly text: string }
  readonly label: string
  readonly direction: string | null
}

/** Each pair in both orders: who comes second may go, if the judge says that the first has all of it. */
async function judged(): Promise<void> {
  const lines = readData('reuters-pairs', 'pairs.jsonl').trim().split('\n')
  const pairs = lines.map((line) => JSON.parse(line) as ReutersPair).slice(0, SMOKE ? 4 : undefined)
  const contenders = ['offprint', ...THRESHOLDS.map((t) => `npm minhash at ${t}`)]
  const counts = contenders.map(() => ({ gone: 0, right: 0 }))
  let may = 0
  for (const { a, b, label, direction } of pairs) {
    const alike = signature(a.text).jaccard(signature(b.text))
    for (const [keeper, other, mark] of [
      [a, b, 'b-goes'],
      [b, a, 'a-goes'],
    ] as const) {
      const allowed = label === 'copy' && (direction === 'both' || direction === mark)
      if (allowed) may++
      const { gone } = await byContent([keeper.text, other.text], false)
      const decided = [gone.size > 0, ...THRESHOLDS.map((threshold) => alike >= threshold)]
      decided.forEach((goes, i) => {
        if (!goes) return
        counts[i]!.gone++
        if (allowed) counts[i]!.right++
      })
    }
  }
  report(`reuters-pairs, ${2 * pairs.length} decisions judged by hand`)
  counts.forEach(({ gone, right }, i) =>
    report(
      `  ${contenders[i]}: removed ${gone}, of these wrong ${share(gone - right, gone)}; of what may go, gone ${share(right, may)}`,
    ),
  )
}

async function scanned(): Promise<void> {
  const { ocr, clean } = articles()
  const count = SMOKE ? 3 : ocr.length
  const texts = [...clean.slice(0, count), ...ocr.slice(0, count)]
  const { gone, related } = await byContent(texts, true)
  let found = 0
  for (let i = 0; i < count; i++) if (related[count + i]!.includes(i)) found++
  const rightOf = (removals: Removals) => [...removals].filter(([copy, keeper]) => copy === keeper + count)
  report(`overproof: ${count} articles, typed and then scanned`)
  report(
    `  offprint: copies found ${share(found, count)}, removed ${share(rightOf(gone).length, count)}, wrong ${gone.size - rightOf(gone).length}`,
  )
  const signatures = texts.map(signature)
  for (const threshold of THRESHOLDS) {
    const removals = byMinhash(signatures, threshold)
    const right = rightOf(removals).length
    report(
      `  npm minhash at ${threshold}: copies found and removed ${share(right, count)}, wrong ${removals.size - right}`,
    )
  }
}

/** Siblings that went, and copies that went for their own, by kind. */
function scoreCrawl(name: string, gone: Removals, planted: readonly Planted[]): void {
  let right = 0
  for (const [document, keeper] of gone) {
    const { kind, of } = planted[document]!
    if (kind !== 'sibling' && planted[keeper]!.kind !== 'sibling' && planted[keeper]!.of === of) right++
  }
  const of = (kind: string) => planted.flatMap((one, i) => (one.kind === kind ? [i] : []))
  const goneOf = (kind: string) => share(of(kind).filter((i) => gone.has(i)).length, of(kind).length)
  report(`  ${name}: removed ${gone.size}, wrong ${share(gone.size - right, gone.size)}`)
  const copies = planted.flatMap(({ kind }, i) => (kind === 'original' || kind === 'sibling' ? [] : [i]))
  report(`    copies gone ${share(copies.filter((i) => gone.has(i)).length, copies.length)}`)
  report(`    gone of ${['sibling', ...COPIES].map((kind) => `${kind} ${goneOf(kind)}`).join(', ')}`)
}

async function crawled(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-crawl-'))
  try {
    const file = path.join(folder, 'crawl.jsonl')
    const crawl = writeTruthCrawl(file, N, 7)
    if (crawl === undefined) return
    const { planted } = crawl
    const texts = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text)
    report(`crawl of natural language: ${N} documents`)
    let start = performance.now()
    const { gone } = await byContent(texts, true)
    const ours = performance.now() - start
    scoreCrawl('offprint', gone, planted)
    start = performance.now()
    const signatures = texts.map(signature)
    const theirs = performance.now() - start
    for (const threshold of THRESHOLDS) {
      scoreCrawl(`npm minhash at ${threshold}`, byMinhash(signatures, threshold), planted)
    }
    const pace = (milliseconds: number) => Math.round((1000 * N) / milliseconds)
    report(
      `  documents a second: offprint ${pace(ours)}; npm minhash ${pace(theirs)} for its signatures alone`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (dataSet('reuters-pairs') !== undefined) {
  await judged()
  if (dataSet('overproof') !== undefined) {
    await scanned()
    await crawled()
  }
}
keepRecord('minhash')
