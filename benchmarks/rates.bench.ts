/**
 * Question: are the error rates those of jiwer and dinglehopper, and what does counting cost?
 *
 * Equality is checked on the evaluation sets against tests/vectors/rates.json, where jiwer and dinglehopper answered for
 * the same texts (compared by hash). Times are of characters alone, without segmentation, and of whole calls, against
 * rapidfuzz in the same run, where a Python with it is found (OFFPRINT_PYTHON, default python3).
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { audit } from '../src/audit/audit.js'
import { Numbering, wordsOfText } from '../src/audit/numbering.js'
import { addRateLevels, LEVELS, meanRateLevels, type Ignore, type RateLevels } from '../src/audit/rate.js'
import { rateLevels, rates } from '../src/audit/rates.js'
import { countErrors, type Errors } from '../src/audit/distance/distance.js'
import { composed } from '../src/text/composed.js'
import { dehyphenated, wordsOf } from '../src/text/dehyphenated.js'
import { foldToString } from '../src/text/fold.js'
import { unwrapped, withoutLayout } from '../src/audit/without-layout.js'
import { noisy, random } from '../tests/noise.js'
import { english } from './corpora.js'
import { dataSet, keepRecord, median, readData, report, SMOKE } from './harness.js'

interface Pair {
  readonly id: string
  readonly ocr: string
  readonly truth: string
}

interface Answer {
  readonly id: string
  readonly hash: string
  readonly cer: number | 'Infinity'
  readonly wer: number | 'Infinity'
  readonly points: number | null
  readonly spaced: number | null
}

interface Vectors {
  readonly samples: readonly Answer[]
  readonly sets: Readonly<Record<string, readonly Answer[]>>
}

const vectors = JSON.parse(readFileSync('tests/vectors/rates.json', 'utf8')) as Vectors

function readPairs(folder: string, file: string): Pair[] {
  const lines = readData(folder, file).split('\n').slice(0, -1)
  if (folder === 'faspell-ocr') {
    // As many captions to a document as generate-rates.py puts together.
    const pairs: Pair[] = []
    for (let at = 0; at < lines.length; at += 25) {
      const rows = lines.slice(at, at + 25).map((line) => line.split('\t'))
      const join = (column: number) => rows.map((row) => row[column]).join('\n')
      pairs.push({ id: String(at), ocr: join(1), truth: join(2) })
    }
    return pairs
  }
  return lines.map((line) => {
    const record = JSON.parse(line)
    return {
      id: record.document_metadata.document_id,
      ocr: record.ocr_hypothesis.transcription_unit,
      truth: record.ground_truth.transcription_unit,
    }
  })
}

const near = (value: number, peer: number) => value === peer || Math.abs(value - peer) <= 1e-9
const percent = (value: number) => (100 * value).toFixed(3).padStart(8)

/** Of how many pairs each rate equals the peer's, and how far off the farthest is. */
function compare(name: string, pairs: readonly Pair[], answers: readonly Answer[]): void {
  const kinds = ['cer', 'wer', 'points', 'spaced'] as const
  const equal = { cer: 0, wer: 0, points: 0, spaced: 0 }
  const farthest = { cer: 0, wer: 0, points: 0, spaced: 0 }
  const others = { cer: '', wer: '', points: '', spaced: '' }
  let all = 0
  const levels: RateLevels[] = []
  pairs.forEach(({ id, ocr, truth }, i) => {
    const hash = createHash('sha256').update(`${ocr}\0${truth}`).digest('hex').slice(0, 16)
    if (answers[i]?.id !== id || answers[i].hash !== hash)
      throw new Error(`${name}: ${id} is another text than asked`)
    const own = rateLevels(ocr, truth)
    levels.push(own)
    const ours = {
      cer: own.nothing.cer.rate,
      wer: own.nothing.wer.rate,
      points: rates(strip(ocr), strip(truth)).cer.rate,
      spaced: rates(ocr, truth, { words: 'spaces' }).wer.rate,
    }
    all++
    for (const kind of kinds) {
      // jiwer refuses an empty truth.
      const peer = answers[i][kind] === null ? ours[kind] : Number(answers[i][kind])
      if (near(ours[kind], peer)) equal[kind]++
      else {
        farthest[kind] = Math.max(farthest[kind], Math.abs(ours[kind] - peer))
        others[kind] ||= id
      }
    }
  })
  report(`${name}: ${all} pairs`)
  for (const kind of kinds) {
    const rest =
      equal[kind] === all ? '' : `; farthest ${farthest[kind].toExponential(1)}; first ${others[kind]}`
    report(`  ${PEERS[kind].padEnd(32)} ${equal[kind]} equal to 1e-9${rest}`)
  }
  const micro = addRateLevels(levels)
  const macro = meanRateLevels(levels)
  for (const level of ['nothing', 'layout', 'form'] as const) {
    report(
      `  without ${level.padEnd(8)}  micro CER ${percent(micro[level].cer.rate)} WER ${percent(micro[level].wer.rate)}` +
        `  macro CER ${percent(macro[level].cer)} WER ${percent(macro[level].wer)}  (%)`,
    )
  }
}

const PEERS = {
  cer: 'CER, dinglehopper',
  wer: 'WER, dinglehopper',
  points: 'CER, jiwer, stripped',
  spaced: 'WER, jiwer, one space for any',
}

/** As Python strips. */
function strip(text: string): string {
  return text.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, '')
}

const SETS: readonly (readonly [folder: string, file: string])[] = Object.keys(vectors.sets).map((file) => [
  file.includes('overproof') ? 'overproof' : file.includes('dta19') ? 'hipe-dta19' : 'faspell-ocr',
  file,
])

if (SMOKE) {
  const samples = JSON.parse(readFileSync('tests/vectors/rates-samples.json', 'utf8')) as [
    string,
    string,
    string,
  ][]
  const pairs = samples.map(([id, ocr, truth]) => ({ id, ocr, truth }))
  const hash = ({ ocr, truth }: Pair) =>
    createHash('sha256').update(`${ocr}\0${truth}`).digest('hex').slice(0, 16)
  const answers = vectors.samples.map((answer, i) => ({ ...answer, id: pairs[i].id, hash: hash(pairs[i]) }))
  compare('samples', pairs, answers)
} else {
  for (const [folder, file] of SETS) {
    if (dataSet(folder) !== undefined) compare(file, readPairs(folder, file), vectors.sets[file])
  }
}

/** Running text with line breaks out, so that made noise is the only difference. */
const books = english()?.join(' ').replace(/\s+/g, ' ')
if (books !== undefined) {
  const sizes = SMOKE ? [2000] : [10_000, 200_000, 1_000_000]
  const pairs: (readonly [name: string, ocr: string, truth: string])[] = []
  for (const size of sizes) {
    for (const rate of [0.05, 0.1]) {
      const truth = books.slice(0, size)
      pairs.push([
        `${truth.length} characters, ${100 * rate} % noise`,
        noisy(truth, rate, random(1)).copy,
        truth,
      ])
    }
  }
  const half = SMOKE ? 1000 : 200_000
  pairs.push([`${half} characters, unrelated`, books.slice(0, half), books.slice(-half)])
  const whole = SMOKE ? 2000 : 900_000
  pairs.push([
    `${whole} characters, unrelated`,
    books.slice(0, whole),
    Array.from(books.slice(-whole)).reverse().join(''),
  ])
  const units = (text: string) => Int32Array.from(text, (char) => char.codePointAt(0)!)

  // The first calls run before the compiler has seen them.
  for (let i = 0; i < 3; i++) countErrors(units(pairs[0][1]), units(pairs[0][2]))
  const ours = pairs.map(([name, ocr, truth]) => {
    const [a, b] = [units(ocr), units(truth)]
    const { result, time } = timed(() => countErrors(a, b))
    return { name, ocr, truth, time, total: sumOf(result), exact: result.exact }
  })
  const asked = ours.filter(({ exact }) => exact)
  const answers = rapidfuzz(asked.map(({ ocr, truth, total }) => ({ ocr, truth, hint: total })))
  report()
  report(
    'processor seconds, medians of up to 3 calls: ours with the split; rapidfuzz with the distance as hint; once without; once',
  )
  report('with the split')
  for (const own of ours) {
    const { name, time, total, exact } = own
    const other = answers?.[asked.indexOf(own)]
    if (other !== undefined && other.total !== total)
      throw new Error(`${name}: ${total}, peer ${other.total}`)
    report(
      `  ${name.padEnd(34)} ${seconds(time)} ${seconds(other?.hinted)} ${seconds(other?.plain)} ${seconds(other?.split)}` +
        `   ${total} errors${exact ? '' : ' at most (not exact)'}`,
    )
  }

  const [, ocr, truth] = pairs.filter(([name]) => name.includes('5 %')).at(-1)!
  report()
  report(`whole calls on ${truth.length} characters with 5 % noise; rapidfuzz on the same units, with hints`)
  const levels = timed(() => rateLevels(ocr, truth))
  const one = timed(() => rates(ocr, truth))
  const audited = timed(() => audit(ocr, truth))
  const sequences = LEVELS.flatMap((level) => {
    const of = levels.result[level]
    // Where nothing but white space tells two levels apart, words are those of the level before, and counted once.
    return [
      { ...charactersOf(level, ocr, truth), hint: sumOf(of.cer) },
      ...(level === 'wrapping' ? [] : [{ ...wordsAt(level, ocr, truth), hint: sumOf(of.wer) }]),
    ]
  }).filter(({ ocr: a, truth: b }, i, all) => all.findIndex((x) => x.ocr === a && x.truth === b) === i)
  const same = rapidfuzz(sequences)
  sequences.forEach(({ hint }, i) => {
    if (same !== undefined && same[i].total !== hint)
      throw new Error(`sequence ${i}: ${hint}, peer ${same[i].total}`)
  })
  const hinted = same?.[0].hinted
  const times = (value: number) =>
    hinted === undefined ? '' : `   ${(value / hinted).toFixed(2)} × one level`
  report(`  rapidfuzz, characters of one level ${seconds(hinted)}`)
  report(`  rapidfuzz, all levels              ${seconds(same?.reduce((sum, { hinted: t }) => sum + t, 0))}`)
  report(`  rates                              ${seconds(one.time)}${times(one.time)}`)
  report(`  rateLevels                         ${seconds(levels.time)}${times(levels.time)}`)
  report(`  audit                              ${seconds(audited.time)}${times(audited.time)}`)
  if (!SMOKE) report(`  peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
}
keepRecord('rates')

function seconds(value: number | null | undefined): string {
  return (value == null ? '-' : value.toFixed(3)).padStart(8)
}

function sumOf({ substitutions, deletions, insertions }: Errors): number {
  return substitutions + deletions + insertions
}

/** Processor seconds after which a call is not repeated. */
const ENOUGH = 2

/** The result and the median of the processor seconds of up to three calls. */
function timed<T>(run: () => T): { result: T; time: number } {
  const times: number[] = []
  for (;;) {
    const start = process.cpuUsage()
    const result = run()
    times.push(process.cpuUsage(start).user / 1e6)
    const spent = times.reduce((sum, time) => sum + time, 0)
    if (SMOKE || times.length === 3 || spent > ENOUGH) return { result, time: median(times) }
  }
}

/** What counts as characters at a level. */
function charactersOf(level: Ignore, ocr: string, truth: string): { ocr: string; truth: string } {
  const numbers = new Numbering()
  const at = (text: string) => {
    if (level === 'wrapping') return unwrapped(text)
    if (level === 'layout') return composed(withoutLayout(text))
    return level === 'form' ? composed(foldToString(text)) : text
  }
  const [a, b] = [ocr, truth].map((text) => asText(numbers.ofGraphemes(at(composed(text)))))
  return { ocr: a, truth: b }
}

/** The words of a level. */
function wordsAt(level: Ignore, ocr: string, truth: string): { ocr: string; truth: string } {
  const isWord = wordsOf([ocr, truth])
  const numbers = new Numbering(level === 'form')
  const [a, b] = [ocr, truth].map((text) => {
    const running = level === 'nothing' ? composed(text) : dehyphenated(composed(text), isWord)
    return asText(numbers.ofWords(wordsOfText(running, 'unicode')))
  })
  return { ocr: a, truth: b }
}

/** A code point for each number, surrogates left out: rapidfuzz compares strings fastest. */
function asText(numbers: Int32Array): string {
  const parts: string[] = []
  for (const number of numbers) parts.push(String.fromCodePoint(number < 0xd800 ? number : number + 0x800))
  return parts.join('')
}

interface PeerTime {
  readonly total: number
  readonly hinted: number
  readonly plain: number | null
  readonly split: number | null
}

function rapidfuzz(
  pairs: readonly { readonly ocr: string; readonly truth: string; readonly hint: number }[],
): PeerTime[] | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-rates-'))
  try {
    const file = path.join(folder, 'pairs.json')
    writeFileSync(file, JSON.stringify(pairs))
    const python = process.env.OFFPRINT_PYTHON ?? 'python3'
    const options = { encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28 } as const
    return JSON.parse(execFileSync(python, ['benchmarks/peers-rates.py', file], options)) as PeerTime[]
  } catch {
    report(`skipped: rapidfuzz (set OFFPRINT_PYTHON to a Python that has it)`)
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
