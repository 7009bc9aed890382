/**
 * Question: where does the CPU of `dedupe` go, for each document of an English crawl, and does that grow with the documents
 * held?
 *
 * A document is a chain of phrases of real articles and reports, of 1.4 KB; 30 % are copies, 10 % siblings (see crawl.ts). The
 * steps of a run are taken here one by one, as `stream.ts` takes them, with the clock of the process read between them; its own
 * cost, about 1.3 µs a reading, is taken off. `--documents N` sets how many are held at last; what is printed are means of the
 * last tenth before each mark.
 */
import { mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Corpus } from '../src/dedupe/corpus.js'
import { pairOf, tieOf } from '../src/dedupe/pair.js'
import { removalRule } from '../src/dedupe/removal.js'
import type { FoundMatch } from '../src/store/search.js'
import { DEFAULT_RELATE } from '../src/compare/relation.js'
import { fold } from '../src/text/fold.js'
import type { Planted } from './crawl.js'
import { keepRecord, report, SMOKE } from './harness.js'
import { writeTruthCrawl } from './truth-crawl.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 100 : 100_000
const MARKS = SMOKE ? [N] : [N / 100, N / 10, N].map(Math.floor)

const STEPS = ['read', 'fold', 'features', 'search', 'align', 'account', 'lexicon', 'enter', 'write'] as const
type Step = (typeof STEPS)[number]
/** What a run does however it decides. */
const FLOOR: readonly Step[] = ['read', 'fold', 'features', 'enter', 'write']

/** CPU time by steps. */
class Clock {
  readonly times = Object.fromEntries(STEPS.map((step) => [step, 0])) as Record<Step, number>
  #last = 0

  start(): void {
    this.#last = cpu()
  }

  /** What passed since the last reading went into this step. */
  mark(step: Step): void {
    const now = cpu()
    this.times[step] += now - this.#last - READING
    this.#last = now
  }

  clear(): void {
    for (const step of STEPS) this.times[step] = 0
  }
}

function cpu(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** µs of CPU that one reading costs. */
const READING = (() => {
  const from = cpu()
  for (let i = 0; i < 20_000; i++) cpu()
  return (cpu() - from) / 20_000
})()

function* linesOf(file: string): Generator<string> {
  for (const line of readFileSync(file, 'latin1').split('\n')) if (line !== '') yield line
}

function run(folder: string, file: string, planted: readonly Planted[]): void {
  const corpus = new Corpus({ relate: DEFAULT_RELATE, memory: Infinity, spool: undefined })
  const removes = removalRule<unknown, number>({})
  const output = openSync(path.join(folder, 'kept.jsonl'), 'w')
  const clock = new Clock()
  const ids: number[] = []
  let documents = 0
  let from = 0
  let own = 0
  let aligned = 0
  let copies = 0
  let removed = 0
  let wrong = 0
  for (const line of linesOf(file)) {
    clock.start()
    const { id, text } = JSON.parse(line) as { id: number; text: string }
    clock.mark('read')
    const folded = fold(text)
    clock.mark('fold')
    const features = corpus.featuresOf(text, folded)
    clock.mark('features')
    const before = corpus.compared
    const search = corpus.search(features)
    clock.mark('search')
    const ties: number[] = []
    let keeper = -1
    const matches = search[Symbol.iterator]()
    for (;;) {
      const { value: found } = matches.next() as { value: FoundMatch<number> | undefined }
      clock.mark('align')
      if (found === undefined) break
      const pair = pairOf(found, ids[found.match.id]!)
      const tie = tieOf(pair, removes(folded, found.other, pair, corpus.known), false)
      clock.mark('account')
      ties.push(tie.id)
      if (tie.decision.removed) {
        keeper = tie.id
        break
      }
    }
    if (keeper < 0) {
      const number = corpus.keep(folded, id)
      ids.push(id)
      clock.mark('lexicon')
      corpus.enter(number, features, search)
      clock.mark('enter')
      writeSync(output, `${line}\n`)
      clock.mark('write')
    }
    const { kind, of } = planted[documents]!
    if (kind === 'original') {
      own++
      aligned += corpus.compared - before
    } else if (kind !== 'sibling') {
      copies++
      const original = keeper >= 0 ? planted[keeper]!.of : undefined
      if (original === of || ties.some((tie) => planted[tie]!.of === of)) removed++
      if (keeper >= 0 && original !== of) wrong++
    } else if (keeper >= 0) wrong++
    documents++
    const mark = MARKS.find((one) => one >= documents)!
    if (documents === Math.floor(0.9 * mark)) {
      clock.clear()
      from = documents
      own = aligned = copies = removed = 0
    }
    if (documents !== mark) continue
    const each = (step: Step) => clock.times[step] / (documents - from)
    const sum = (steps: readonly Step[]) => steps.reduce((total, step) => total + each(step), 0)
    report(
      `${documents} read, ${ids.length} held: ${sum(STEPS).toFixed(0)} µs a document, floor ${sum(FLOOR).toFixed(0)}: ` +
        STEPS.map((step) => `${step} ${each(step).toFixed(0)}`).join(', '),
    )
    report(
      `  ${(aligned / Math.max(1, own)).toFixed(2)} alignments of a document that is no copy; ${removed} of ${copies} copies found, ${wrong} wrong removals`,
    )
  }
  corpus.close()
}

const folder = mkdtempSync(path.join(tmpdir(), 'offprint-pace-'))
try {
  const file = path.join(folder, 'crawl.jsonl')
  const crawl = writeTruthCrawl(file, N, 7)
  if (crawl !== undefined) run(folder, file, crawl.planted)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
keepRecord('pace')
