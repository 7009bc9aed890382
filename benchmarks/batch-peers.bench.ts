/**
 * Question: what does `offprint batch` cost and remove beside the pipelines that corpora of language models are deduplicated
 * with, on the same documents, on the same two cores?
 *
 * The crawl is of natural language and we know what is a copy of what (see truth-crawl.ts). datatrove runs its four stages of
 * MinHash as it is set: 14 buckets of 8 hashes, 5-grams of words, numbers folded to 0, words of spaCy's rules for English;
 * two tasks at a time, over the crawl cut into two files, since a task reads whole files. As most of its time goes into spaCy, it
 * runs again with words that spaces part, marks being taken out before. text-dedup runs its command `text_dedup.minhash` as it
 * is set: 250 hashes, a threshold of .7, 5-grams of words; two processes. Neither compares texts: who shares a bucket is a copy.
 *
 * Needs Python (OFFPRINT_PYTHON) with datatrove, orjson, spacy, tokenizers, xxhash
 * below 4, and text-dedup; no model and nothing else of the network.
 *
 * `--documents N` (200,000); `--only offprint|contained|datatrove|datatrove-spaces|text-dedup` runs one. A run is stopped after an hour.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { COPIES, type Planted } from './crawl.js'
import { keepRecord, report, SMOKE } from './harness.js'
import { bytesBelow, runGroup, type GroupCost } from './process-group.js'
import { writeTruthCrawl } from './truth-crawl.js'
import { removalsOf, scoreRemovals, type Removals } from './truth-score.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 60 : 200_000
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
/** Seconds that a run may take. */
const LIMIT = 60 * 60

function reportScore(removals: Removals, planted: readonly Planted[]): void {
  const score = scoreRemovals(removals, planted)
  const share = (value: number) => value.toFixed(4)
  report(
    `  removed ${score.removed}, right ${score.right} (${share(score.right / Math.max(1, score.removed))}); wrong: ` +
      `${score.wrongReports} reports like another, ${score.wrongFamilies} of which nothing stays; ` +
      `of ${score.poorer} originals only a part or a misread copy stays`,
  )
  const byKind = COPIES.map((kind) => `${kind} ${share(score.recallOf[kind])}`)
  report(`  gone of all copies ${share(score.recall)}: ${byKind.join(', ')}`)
}

function reportCost(name: string, cost: GroupCost, before: readonly number[], disk: number): void {
  report(
    `${name}: ${cost.seconds.toFixed(1)} s, ${cost.cpu.toFixed(1)} s of processor (${((1000 * cost.cpu) / N).toFixed(2)} ms a document), ` +
      `peak ${Math.round(cost.peak)} MB, ${(disk / 1e6).toFixed(1)} MB of intermediate files; load ${before[0]!.toFixed(1)} before, ${loadavg()[0]!.toFixed(1)} after`,
  )
}

async function ours(
  name: string,
  folder: string,
  file: string,
  planted: readonly Planted[],
  flags: readonly string[],
): Promise<void> {
  const ledger = path.join(folder, 'ledger.jsonl')
  const temporary = path.join(folder, 'temporary')
  mkdirSync(temporary, { recursive: true })
  const outputs = ['-o', path.join(folder, 'kept.jsonl'), '--ledger', ledger, '--tmp', temporary]
  const before = loadavg()
  const cost = await runGroup(
    process.execPath,
    [process.argv[1]!, '--command', 'batch', file, ...outputs, '--force', '--quiet', ...flags],
    { limit: LIMIT },
  )
  if (cost === undefined) return report(`${name}: stopped after ${LIMIT} s`)
  reportCost(name, cost, before, bytesBelow(temporary))
  reportScore(removalsOf(ledger), planted)
}

const python = process.env.OFFPRINT_PYTHON ?? 'python3'
const has = (packages: string) => spawnSync(python, ['-c', `import ${packages}`]).status === 0
const version = (name: string) =>
  spawnSync(python, ['-c', `from importlib.metadata import version; print(version('${name}'))`], {
    encoding: 'utf8',
  }).stdout.trim()

/** Pairs of numbers, four bytes each, little end first. */
function pairsOf(file: string): [number, number][] {
  const bytes = readFileSync(file)
  return Array.from({ length: bytes.length / 8 }, (_, i) => [
    bytes.readUInt32LE(8 * i),
    bytes.readUInt32LE(8 * i + 4),
  ])
}

async function datatrove(
  folder: string,
  file: string,
  planted: readonly Planted[],
  words: 'spacy' | 'spaces',
): Promise<void> {
  if (!has('datatrove.pipeline.dedup, orjson, spacy')) {
    report(
      'datatrove: not there (set OFFPRINT_PYTHON to a Python that has datatrove, orjson, spacy and tokenizers)',
    )
    return
  }
  const halves = path.join(folder, 'halves')
  const work = path.join(folder, `datatrove-${words}`)
  mkdirSync(halves, { recursive: true })
  const lines = readFileSync(file, 'latin1').trimEnd().split('\n')
  const half = Math.ceil(lines.length / 2)
  for (const part of [0, 1]) {
    const text = `${lines.slice(part * half, (part + 1) * half).join('\n')}\n`
    writeFileSync(path.join(halves, `${part}.jsonl`), text, 'latin1')
  }
  const name = `datatrove ${version('datatrove')}, words by ${words}`
  const before = loadavg()
  const cost = await runGroup(python, ['benchmarks/batch_peers.py', 'datatrove', halves, work, words], {
    limit: LIMIT,
  })
  if (cost === undefined) return report(`${name}: stopped after ${LIMIT} s`)
  reportCost(name, cost, before, bytesBelow(work) - bytesBelow(path.join(work, 'kept')))
  // Of each half: who goes, and of which cluster everybody is. The one of a cluster that is not to go is its keeper.
  const clusters = path.join(work, 'clusters')
  const gone = new Map<number, number>()
  const keepers = new Map<number, number>()
  for (const part of [0, 1]) {
    const files = readdirSync(clusters).filter((one) => one.startsWith(`00000${part}.`))
    const remove = files.find((one) => one.endsWith('.remove'))
    const removed = remove === undefined ? Buffer.alloc(0) : readFileSync(path.join(clusters, remove))
    const goes = new Set<number>()
    for (let at = 0; at < removed.length; at += 4) goes.add(removed.readUInt32LE(at))
    const numbers = files.find((one) => one.endsWith('.clusters'))
    for (const [document, cluster] of numbers === undefined ? [] : pairsOf(path.join(clusters, numbers))) {
      if (goes.has(document)) gone.set(part * half + document, cluster)
      else keepers.set(cluster, part * half + document)
    }
  }
  reportScore(new Map([...gone].map(([document, cluster]) => [document, keepers.get(cluster)!])), planted)
}

async function textDedup(folder: string, file: string, planted: readonly Planted[]): Promise<void> {
  if (!has('text_dedup')) {
    report('text-dedup: not there (set OFFPRINT_PYTHON to a Python that has it)')
    return
  }
  const cache = path.join(folder, 'cache')
  const output = path.join(folder, 'text-dedup')
  const name = `text-dedup ${version('text-dedup')}`
  const before = loadavg()
  const input = ['--path', 'json', '--data_files', file, '--split', 'train', '--column', 'text']
  const outputs = ['--cache_dir', cache, '--output', output, '--debug', '--no-clean_cache', '--num_proc', '2']
  const cost = await runGroup(python, ['-m', 'text_dedup.minhash', ...input, ...outputs], {
    limit: LIMIT,
    env: { HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1', HF_HOME: cache },
  })
  if (cost === undefined) return report(`${name}: stopped after ${LIMIT} s`)
  reportCost(name, cost, before, bytesBelow(cache))
  const removals = path.join(folder, 'removals.json')
  const told = spawnSync(
    python,
    ['benchmarks/batch_peers.py', 'text-dedup-removals', path.join(output, 'uf.pkl'), removals],
    { encoding: 'utf8' },
  )
  if (told.status !== 0) throw new Error(told.stderr)
  reportScore(new Map(JSON.parse(readFileSync(removals, 'utf8')) as [number, number][]), planted)
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-peers-'))
  try {
    const file = path.join(folder, 'crawl.jsonl')
    const crawl = writeTruthCrawl(file, N, 7)
    if (crawl === undefined) return
    const { planted } = crawl
    report(
      `${N} documents, ${(statSync(file).size / 1e6).toFixed(0)} MB, natural language, 30 % copies, 10 % siblings`,
    )
    const contenders = {
      offprint: () => ours('offprint batch', folder, file, planted, []),
      contained: () =>
        ours('offprint batch --remove duplicate,contained', folder, file, planted, [
          '--remove',
          'duplicate,contained',
        ]),
      datatrove: () => datatrove(folder, file, planted, 'spacy'),
      'datatrove-spaces': () => datatrove(folder, file, planted, 'spaces'),
      'text-dedup': () => textDedup(folder, file, planted),
    }
    for (const [name, run] of Object.entries(contenders)) {
      // Once over our own is enough to show that it runs.
      if (only === undefined ? !(SMOKE && name === 'contained') : only === name) await run()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  keepRecord('batch-peers')
}

if (process.argv[2] === '--command') {
  process.argv.splice(2, 1)
  await import('../src/cli/main.js')
} else await measure()
