/**
 * Question: what does `offprint dedupe` remove from a crawl of which we know what is a copy of what, and what does that
 * cost, beside the obvious alternatives?
 *
 * The crawl is made (see crawl.ts): 30 % copies in five ways, 10 % siblings (other figures, other names, a negation),
 * whose removal counts as false. Contained copies are removed on request, so the run asks for it. `--documents N` sets
 * the number, `--growth` measures a quarter, the whole and five times that many.
 *
 * Peers get the same file: npm `minhash` with its index on character 5-grams, stopped after a minute; where Python has
 * them, datasketch MinHash + LSH, on character 5-grams and the word 5-grams of text-dedup, threshold 0.7.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LshIndex, Minhash } from 'minhash'
import { COPIES, writeCrawl, type Crawl, type Kind } from './crawl.js'
import { keepRecord, report, SMOKE } from './harness.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 100 : 200_000
const MINUTE = SMOKE ? 1_000 : 60_000

interface Removal {
  readonly document: number
  readonly keeper: number
}

/** Precision of removals, and recall of copies overall and by kind. A removal is right if both come from one original. */
function score(
  name: string,
  removals: readonly Removal[],
  { planted }: Crawl,
  documents = planted.length,
  firstKept = true,
): void {
  const gone = new Map(removals.map(({ document, keeper }) => [document, keeper]))
  let right = 0
  const wrongSiblings = removals.filter(({ document }) => planted[document]!.kind === 'sibling').length
  for (const { document, keeper } of removals) {
    const { kind, of } = planted[document]!
    if (kind !== 'sibling' && planted[keeper]!.kind !== 'sibling' && planted[keeper]!.of === of) right++
  }
  const recall = (kinds: readonly Kind[]) => {
    const copies = planted
      .slice(0, documents)
      .map(({ kind }, i) => ({ kind, i }))
      .filter(({ kind }) => kinds.includes(kind))
    return copies.filter(({ i }) => gone.has(i)).length / Math.max(1, copies.length)
  }
  const share = (value: number) => value.toFixed(4)
  // Where the longest is kept, an original may go for its copy: then only their number can be told.
  const copies = planted.slice(0, documents).filter(({ kind }) => kind !== 'original' && kind !== 'sibling')
  const byKind = firstKept
    ? `${share(recall(COPIES))}: ${COPIES.map((kind) => `${kind} ${share(recall([kind]))}`).join(', ')}`
    : share(right / copies.length)
  report(
    `${name}: precision ${share(right / Math.max(1, removals.length))} (${removals.length - right} wrong of ` +
      `${removals.length}, ${wrongSiblings} of them siblings), recall ${byKind}`,
  )
}

interface Cost {
  readonly seconds: number
  /** Peak resident memory in MB. */
  readonly peak: number
}

/** Runs the command in a process of its own: this file again, which hands its arguments on (see the end). */
function run(folder: string, file: string, flags: readonly string[]): Cost {
  const hook = path.join(folder, 'peak.mjs')
  const peak = path.join(folder, 'peak.txt')
  writeFileSync(
    hook,
    `import { writeFileSync } from 'node:fs'\nprocess.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)))\n`,
  )
  const start = performance.now()
  const done = spawnSync(
    process.execPath,
    ['--import', hook, process.argv[1]!, '--command', 'dedupe', file, ...flags],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  const seconds = (performance.now() - start) / 1000
  if (done.status !== 0) throw new Error(done.stderr)
  return { seconds, peak: Number(readFileSync(peak, 'utf8')) / 1024 }
}

function ledgerRemovals(file: string): Removal[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line))
    .filter(({ rule }) => rule.removed)
    .map(({ id, keeper }) => ({ document: id, keeper }))
}

function ours(folder: string, file: string, crawl: Crawl): void {
  const bytes = statSync(file).size
  for (const [name, flags] of [
    ['offprint, default settings', []],
    ['offprint, batch, the longest kept', ['--keep', 'longest']],
  ] as const) {
    const ledger = path.join(folder, 'removed.jsonl')
    const kept = path.join(folder, 'kept.jsonl')
    const cost = run(folder, file, [
      '-o',
      kept,
      '--ledger',
      ledger,
      '--remove',
      'duplicate,contained',
      '--force',
      '--quiet',
      ...flags,
    ])
    score(
      name,
      ledgerRemovals(ledger),
      crawl,
      crawl.planted.length,
      !(flags as readonly string[]).includes('--keep'),
    )
    report(
      `  ${(bytes / 1e6 / cost.seconds).toFixed(2)} MB/s, ${Math.round(crawl.planted.length / cost.seconds)} documents a second, ` +
        `${cost.seconds.toFixed(1)} s, peak ${Math.round(cost.peak)} MB of memory`,
    )
  }
}

/** The same file in three sizes: time and memory should grow as the crawl does. */
function growth(folder: string): void {
  for (const count of [N / 4, N, 5 * N].map(Math.round)) {
    const file = path.join(folder, `grown-${count}.jsonl`)
    const { characters } = writeCrawl(file, count, 11)
    const cost = run(folder, file, ['-o', path.join(folder, 'kept.jsonl'), '--force', '--quiet'])
    report(
      `growth, ${count} documents: ${((1e6 * cost.seconds) / count).toFixed(0)} µs a document, ` +
        `${((1000 * 1000 * cost.seconds) / characters).toFixed(2)} µs a thousand characters… peak ${Math.round(cost.peak)} MB`,
    )
    rmSync(file)
  }
}

/** npm minhash and its index, as their README says, on as many documents as a minute allows. */
function minhashPackage(file: string, crawl: Crawl): void {
  const index = new LshIndex({ bandSize: 4 })
  const removals: Removal[] = []
  const start = performance.now()
  let documents = 0
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || performance.now() - start > MINUTE) break
    const { id, text } = JSON.parse(line) as { id: number; text: string }
    const folded = text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '')
    const signature = new Minhash({ numPerm: 128 })
    for (let i = 0; i + 5 <= folded.length; i++) signature.update(folded.slice(i, i + 5))
    documents++
    // Its query throws for a document that shares no band with any (issue in the package), which is a miss.
    let found: string[] = []
    try {
      found = index.query(signature)
    } catch {}
    if (found.length > 0) removals.push({ document: id, keeper: Number(found[0]) })
    else index.insert(String(id), signature)
  }
  const seconds = (performance.now() - start) / 1000
  score(`npm minhash, ${documents} documents`, removals, crawl, documents)
  report(`  ${Math.round(documents / seconds)} documents a second`)
}

function python(folder: string, file: string, crawl: Crawl): void {
  const executable = process.env.OFFPRINT_PYTHON ?? 'python3'
  const found = spawnSync(executable, ['-c', 'import datasketch'], { encoding: 'utf8' })
  if (found.status !== 0) {
    report('datasketch: not there (set OFFPRINT_PYTHON to a Python that has it)')
    return
  }
  for (const shingle of ['char-5', 'word-5']) {
    const output = path.join(folder, 'python.json')
    const start = performance.now()
    const done = spawnSync(executable, ['benchmarks/dedupe_peers.py', file, shingle, output], {
      encoding: 'utf8',
    })
    if (done.status !== 0) throw new Error(done.stderr)
    const seconds = (performance.now() - start) / 1000
    const { removals, peak } = JSON.parse(readFileSync(output, 'utf8')) as {
      removals: [number, number][]
      peak: number
    }
    score(
      `datasketch, ${shingle}`,
      removals.map(([document, keeper]) => ({ document, keeper })),
      crawl,
    )
    report(
      `  ${(statSync(file).size / 1e6 / seconds).toFixed(2)} MB/s, ${Math.round(crawl.planted.length / seconds)} documents a second, peak ${Math.round(peak)} MB`,
    )
  }
}

function measure(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-crawl-'))
  try {
    const file = path.join(folder, 'crawl.jsonl')
    const crawl = writeCrawl(file, N, 7)
    report(
      `${N} documents, ${(statSync(file).size / 1e6).toFixed(0)} MB, ${(crawl.characters / 1e6).toFixed(1)} million characters; ` +
        `${crawl.grams} 16-grams of new text, none twice (${crawl.drawnAgain} words drawn again)`,
    )
    ours(folder, file, crawl)
    if (process.argv.includes('--growth') || SMOKE) growth(folder)
    minhashPackage(file, crawl)
    python(folder, file, crawl)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  keepRecord('dedupe')
}

if (process.argv[2] === '--command') {
  process.argv.splice(2, 1)
  await import('../src/cli/main.js')
} else measure()
