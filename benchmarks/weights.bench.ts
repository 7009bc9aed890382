/**
 * How much a character of each script says: the numbers behind src/kernel/weights.ts.
 *
 * Needs a folder of texts, `scripts/<language>/<source>.txt` under OFFPRINT_DATA: one independent source a file, one
 * paragraph or message a line. Where `scripts/<language>/german/<source>.txt` (or `english/`) has the same content in
 * another language, the language is measured against that: catalogues of messages repeat themselves far more than prose
 * does, but they do so in every language.
 *
 * Measured is the chance that a random run of n characters of one source occurs in 10,000 characters of the others. A
 * run stays within its line and among the letters of its script. Out comes the n that is as rare as eight letters of the
 * reference.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fold } from '../src/text/fold.js'
import { Script, scriptOf } from '../src/text/script.js'
import { dataSet, keepRecord, report, SMOKE } from './harness.js'

const WINDOW = 10_000
const WINDOWS = 24
const SHORTEST = 3
const LONGEST = 14
/** Letters of an English shingle. */
const REFERENCE = 8
/** A source below this many characters tells little. */
const LEAST = 4000

/** Runs of letters of the one script family that a source is written in; Han and kana are one. */
function runsOf(text: string): string[] {
  const latin = (unit: number) => scriptOf(unit) === Script.Latin
  const foldedLines = text.split('\n').map((line) => fold(line))
  let balance = 0
  for (const { units } of foldedLines) for (const unit of units) balance += latin(unit) ? 1 : -1
  const belongs = (unit: number) => scriptOf(unit) !== Script.Digit && latin(unit) === balance > 0
  return foldedLines.flatMap(({ units }) => {
    const runs: string[] = []
    let from = 0
    for (let i = 0; i <= units.length; i++) {
      if (i < units.length && belongs(units[i])) continue
      if (i - from >= SHORTEST) runs.push(String.fromCharCode(...units.subarray(from, i)))
      from = i + 1
    }
    return runs
  })
}

const lengthOf = (runs: readonly string[]) => runs.reduce((sum, run) => sum + run.length, 0)

/** Where the shingle that begins at i of a run ends, or beyond the run. */
type Rule = (run: string, i: number) => number

const fixed =
  (n: number): Rule =>
  (_, i) =>
    i + n

/** The local rule on Han and kana. */
const weighted =
  (kana: number): Rule =>
  (run, i) => {
    let sum = 0
    for (; sum < 40 && i <= run.length; i++) sum += scriptOf(run.charCodeAt(i)) === Script.Han ? 8 : kana
    return i
  }

/** Chance that a shingle occurs in a window of the other sources, meant over sources and windows. */
function rarity(sources: readonly (readonly string[])[], rule: Rule): number {
  let sum = 0
  let count = 0
  const eachShingle = (run: string, visit: (shingle: string) => void) => {
    for (let i = 0; i < run.length; i++) {
      const end = rule(run, i)
      if (end > run.length) break
      visit(run.slice(i, end))
    }
  }
  sources.forEach((own, s) => {
    const others = sources.flatMap((runs, i) => (i === s ? [] : runs))
    if (lengthOf(own) < LEAST || lengthOf(others) < WINDOW) return
    for (let w = 0; w < WINDOWS; w++) {
      const known = new Set<string>()
      for (let at = Math.floor((w / WINDOWS) * others.length), size = 0; size < WINDOW; at++) {
        const run = others[at % others.length].slice(0, WINDOW - size)
        eachShingle(run, (shingle) => known.add(shingle))
        size += run.length
      }
      let hits = 0
      let all = 0
      for (let r = w; r < own.length; r += WINDOWS) {
        eachShingle(own[r], (shingle) => {
          all++
          if (known.has(shingle)) hits++
        })
      }
      if (all === 0) continue
      sum += hits / all
      count++
    }
  })
  return count === 0 ? NaN : sum / count
}

/** The length, between whole ones on a log scale, at which the chance is `wanted`. */
function lengthAt(chances: readonly number[], wanted: number): number {
  for (let n = SHORTEST + 1; n <= LONGEST; n++) {
    if (chances[n] > wanted) continue
    const [above, below] = [Math.log(chances[n - 1]), Math.log(Math.max(chances[n], 1e-9))]
    return n - 1 + (above - Math.log(wanted)) / (above - below)
  }
  return NaN
}

function readFolder(folder: string): string[][] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => runsOf(readFileSync(path.join(folder, file), 'utf8')))
}

const percent = (p: number) =>
  (p < 0 || Number.isNaN(p) ? '-' : (100 * p).toFixed(p < 0.001 ? 3 : 2)).padStart(7)

/** The length as rare as eight letters of the same content in another language, if there is any. */
function equalTo(chances: readonly number[], folder: string): string {
  if (!existsSync(folder)) return '      -      -'
  const wanted = rarity(readFolder(folder), fixed(REFERENCE))
  return percent(wanted) + lengthAt(chances, wanted).toFixed(1).padStart(7)
}

function row(language: string, folder: string, sources: readonly string[][]): void {
  const chances: number[] = []
  for (let n = SHORTEST; n <= LONGEST; n++) chances[n] = rarity(sources, fixed(n))
  report(
    language.padEnd(10) +
      String(Math.round(sources.reduce((sum, runs) => sum + lengthOf(runs), 0) / 1000)).padStart(6) +
      SHOWN.map((n) => percent(chances[n])).join('') +
      equalTo(chances, path.join(folder, 'english')) +
      equalTo(chances, path.join(folder, 'german')),
  )
}

const SHOWN = [4, 5, 6, 7, 8, 9, 10, 12]
const root = SMOKE ? undefined : dataSet('scripts')
report(`chance in % that a run of n characters occurs in ${WINDOW} characters of unrelated text`)
report('language    1000' + SHOWN.map((n) => String(n).padStart(7)).join('') + '   en 8   n(=)   de 8   n(=)')
if (SMOKE) {
  const seeds = [1, 2, 3, 4].map((i) => runsOf(readFileSync(`fixtures/seeds/texts/00${i}.txt`, 'utf8')))
  row('zh', 'fixtures/seeds', seeds)
} else if (root !== undefined) {
  for (const language of readdirSync(root).sort()) {
    const folder = path.join(root, language)
    const sources = readFolder(folder)
    row(language, folder, sources)
    if (language !== 'ja') continue
    for (const kana of [4, 5, 6, 7, 8]) {
      report(`ja, Han 8 and kana ${kana}: ${percent(rarity(sources, weighted(kana)))}`)
    }
  }
  keepRecord('weights')
}
