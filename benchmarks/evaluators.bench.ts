/**
 * Question: where our rates differ from those of other evaluators, what is each difference made of?
 *
 * Pages as an OCR engine wrote them, with their truth. Beside our rates at each level stand those of dinglehopper and
 * jiwer (from a Python that has them: OFFPRINT_PYTHON, default python3) and of ocreval (its `accuracy`, where PATH has it).
 * Each of their numbers is then built from ours: one step for each thing that they do otherwise, each applied to the texts
 * and counted again, until both are equal to 1e-9. A number that no steps reach fails the run.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { countErrors } from '../src/audit/distance/distance.js'
import { LEVELS, rateOf } from '../src/audit/rate.js'
import { rateLevels, rates } from '../src/audit/rates.js'
import { noisy, random } from '../tests/noise.js'
import { dataSet, keepRecord, report, SMOKE } from './harness.js'

interface Page {
  readonly name: string
  /** Paths of the files. */
  readonly files: readonly [ocr: string, truth: string]
  readonly ocr: string
  readonly truth: string
}

/** Something that a peer does otherwise, and the rate of the texts to which it and all steps before it are done. */
interface Step {
  readonly does: string
  readonly rate: number
}

/** A number of a peer, and how it comes from ours. */
interface Explained {
  readonly peer: string
  readonly rate: number
  readonly kind: 'CER' | 'WER'
  readonly ours: number
  readonly steps: readonly Step[]
}

/** What the reader of dinglehopper writes otherwise (`substitute_equivalences`). */
const DINGLEHOPPER_SUBSTITUTES =
  "writes - for ⸗, – for —, ' for ’, letters for ligatures and for umlauts with a small e"

const near = (a: number, b: number) => a === b || Math.abs(a - b) <= 1e-9
const percent = (rate: number) => (Number.isNaN(rate) ? '–' : (100 * rate).toFixed(3)).padStart(9)

const folder = mkdtempSync(path.join(tmpdir(), 'offprint-evaluators-'))
try {
  const pages = SMOKE ? made() : readPages()
  const python = pages.length > 0 ? askPython(pages) : {}
  const ocreval = new Map(pages.map((page) => [page, askOcreval(page)]))
  if (pages.length > 0 && [...ocreval.values()].every((rate) => rate === undefined)) {
    report('skipped: ocreval (its command `accuracy` is not on the PATH)')
  }
  for (const name of ['dinglehopper', 'jiwer'] as const) {
    if (pages.length === 0) continue
    const peer = python[name]
    report(
      peer ? `${name} ${peer.version}` : `skipped: ${name} (set OFFPRINT_PYTHON to a Python that has it)`,
    )
  }
  let unexplained = 0
  pages.forEach((page, i) => {
    const explained: Explained[] = []
    const dinglehopper = python.dinglehopper?.rates[i]
    if (dinglehopper) explained.push(...explainDinglehopper(page, dinglehopper))
    const jiwer = python.jiwer?.rates[i]
    if (jiwer) explained.push(...explainJiwer(page, jiwer))
    const characters = ocreval.get(page)
    if (characters !== undefined) explained.push(explainOcreval(page, characters))
    unexplained += tell(page, explained)
  })
  if (unexplained > 0) throw new Error(`${unexplained} numbers of peers are not explained`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
keepRecord('evaluators')

/** All pages of the set whose truth is known. */
function readPages(): Page[] {
  const set = dataSet('ocr-engine')
  if (set === undefined) return []
  const truths = readdirSync(set).filter((file) => file.endsWith('.gt.txt'))
  return readdirSync(set)
    .filter((file) => file.endsWith('.txt') && !file.endsWith('.gt.txt'))
    .sort()
    .flatMap((file) => {
      const name = file.slice(0, -'.txt'.length)
      const truth = truths.find((one) => `${name}_`.startsWith(`${one.slice(0, -'.gt.txt'.length)}_`))
      return truth === undefined ? [] : [readPage(name, path.join(set, file), path.join(set, truth))]
    })
}

function readPage(name: string, ocr: string, truth: string): Page {
  return { name, files: [ocr, truth], ocr: readFileSync(ocr, 'utf8'), truth: readFileSync(truth, 'utf8') }
}

/** A page with noise, and with all that the peers treat otherwise. */
function made(): Page[] {
  const truth = ` The — old ’ﬁsh’ of\u00a0the sea\n\n  swam \n${readFileSync('README.md', 'utf8').slice(0, 1500)}\n`
  const [ocrFile, truthFile] = [path.join(folder, 'page.txt'), path.join(folder, 'page.gt.txt')]
  writeFileSync(ocrFile, `${noisy(truth, 0.1, random(1)).copy.replaceAll('’', "'")}\n`)
  writeFileSync(truthFile, truth)
  return [readPage('made', ocrFile, truthFile)]
}

/** Prints one page: the numbers, then how each number of a peer comes from ours. Returns how many do not. */
function tell({ name, ocr, truth }: Page, explained: readonly Explained[]): number {
  const own = rateLevels(ocr, truth)
  report()
  report(`${name}: ${own.nothing.cer.length} characters, ${own.nothing.wer.length} words   CER %     WER %`)
  for (const level of LEVELS) {
    report(
      `  ours, without ${level.padEnd(24)} ${percent(own[level].cer.rate)} ${percent(own[level].wer.rate)}`,
    )
  }
  for (const peer of new Set(explained.map((one) => one.peer))) {
    const of = (kind: string) => explained.find((one) => one.peer === peer && one.kind === kind)?.rate ?? NaN
    report(`  ${peer.padEnd(38)} ${percent(of('CER'))} ${percent(of('WER'))}`)
  }
  let unexplained = 0
  for (const { peer, kind, rate, ours, steps } of explained) {
    const path: string[] = []
    let reached = ours
    for (const step of steps) {
      if (near(reached, rate)) break
      if (!near(step.rate, reached)) path.push(`${step.does}: ${percent(step.rate).trim()}`)
      reached = step.rate
    }
    const equal = near(reached, rate)
    if (!equal) unexplained++
    const end = equal ? 'equal to 1e-9' : `NOT EXPLAINED, ${percent(rate).trim()} is its number`
    report(`  ${peer} ${kind}: from ours, ${percent(ours).trim()}; ${[...path, end].join('; ')}`)
  }
  return unexplained
}

/** dinglehopper counts as we do, of texts that its reader changed. */
function explainDinglehopper({ ocr, truth }: Page, { cer, wer, read }: DinglehopperRates): Explained[] {
  const lines = (text: string) => splitLines(text).map(strip).join('\n')
  const stripped = rates(lines(ocr), lines(truth))
  const whole = rates(ocr, truth)
  const last = rates(...read)
  const steps = (kind: 'cer' | 'wer') => [
    { does: 'strips lines, and ends without a line break', rate: stripped[kind].rate },
    { does: DINGLEHOPPER_SUBSTITUTES, rate: last[kind].rate },
  ]
  const peer = 'dinglehopper'
  return [
    { peer, kind: 'CER', rate: cer, ours: whole.cer.rate, steps: steps('cer') },
    { peer, kind: 'WER', rate: wer, ours: whole.wer.rate, steps: steps('wer') },
  ]
}

/** jiwer counts code points, and words between spaces. */
function explainJiwer({ ocr, truth }: Page, { cer, wer }: PeerRates): Explained[] {
  const whole = rates(ocr, truth)
  const joined = (text: string) => text.replace(/\s\s+/gu, ' ')
  // A sign that is no white space, so that it parts no words for us either.
  const kept = (text: string) => strip(joined(text)).replace(/[^\S ]/gu, '\u{f0000}')
  const peer = 'jiwer'
  return [
    {
      peer,
      kind: 'CER',
      rate: cer,
      ours: whole.cer.rate,
      steps: [
        {
          does: 'strips the text',
          rate: rates(strip(ocr), strip(truth)).cer.rate,
        },
        { does: 'counts code points, not in NFC', rate: rateOfPoints(strip(ocr), strip(truth)) },
      ],
    },
    {
      peer,
      kind: 'WER',
      rate: wer,
      ours: whole.wer.rate,
      steps: [
        {
          does: 'parts words by white space, not by UAX #29',
          rate: rates(ocr, truth, { words: 'spaces' }).wer.rate,
        },
        {
          does: 'by U+0020 alone: a lone line break joins two',
          rate: rates(kept(ocr), kept(truth), { words: 'spaces' }).wer.rate,
        },
      ],
    },
  ]
}

/** ocreval counts code points of texts whose blanks are brought together. */
function explainOcreval({ ocr, truth }: Page, rate: number): Explained {
  const compressed = (text: string) =>
    text
      .replace(/[\t\v\f\r\u00a0\p{Z}]+/gu, ' ')
      .replace(/ *\n[ \n]*/g, '\n')
      .replace(/^[ \n]+| +$/g, '')
  return {
    peer: 'ocreval',
    kind: 'CER',
    rate,
    ours: rates(ocr, truth).cer.rate,
    steps: [
      { does: 'counts code points, not in NFC', rate: rateOfPoints(ocr, truth) },
      {
        does: 'makes one blank of several, and drops those at line ends and empty lines',
        rate: rateOfPoints(compressed(ocr), compressed(truth)),
      },
    ],
  }
}

/** The error rate of code points. */
function rateOfPoints(ocr: string, truth: string): number {
  const points = (text: string) => Int32Array.from(text, (point) => point.codePointAt(0)!)
  const [a, b] = [points(ocr), points(truth)]
  return rateOf(countErrors(a, b), b.length).rate
}

/** As Python reads lines of a file: any of three line ends, and none behind the last. */
function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** As Python strips. */
function strip(text: string): string {
  return text.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, '')
}

interface PeerRates {
  readonly cer: number
  readonly wer: number
}

interface DinglehopperRates extends PeerRates {
  /** What its reader made of both files. */
  readonly read: readonly [ocr: string, truth: string]
}

interface PythonPeers {
  readonly dinglehopper?: { readonly version: string; readonly rates: readonly DinglehopperRates[] } | null
  readonly jiwer?: { readonly version: string; readonly rates: readonly PeerRates[] } | null
}

function askPython(pages: readonly Page[]): PythonPeers {
  const file = path.join(folder, 'pairs.json')
  writeFileSync(file, JSON.stringify(pages.map(({ files }) => files)))
  const python = process.env.OFFPRINT_PYTHON ?? 'python3'
  const options = { encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28 } as const
  try {
    return JSON.parse(execFileSync(python, ['benchmarks/peers-evaluators.py', file], options)) as PythonPeers
  } catch {
    return {}
  }
}

/** Errors by characters of the truth, from the first two numbers of a report of `accuracy`; undefined where it is not. */
function askOcreval({ files: [ocr, truth] }: Page): number | undefined {
  try {
    const text = execFileSync('accuracy', [truth, ocr], { encoding: 'utf8', stdio: 'pipe' })
    const characters = /^ *(\d+) +Characters$/m.exec(text)
    const errors = /^ *(\d+) +Errors$/m.exec(text)
    return characters && errors ? Number(errors[1]) / Number(characters[1]) : undefined
  } catch {
    return undefined
  }
}
