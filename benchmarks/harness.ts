import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'

/** `--smoke` runs everything once on little data, so that the tests can show that no benchmark rots. */
export const SMOKE = process.argv.includes('--smoke')
/** Where the evaluation texts lie; they are not part of the repository. */
export const DATA = process.env.OFFPRINT_DATA ?? path.resolve('../shared/data')

/** The path of an evaluation set, or undefined (after a line that says so) where it is not there. */
export function dataSet(name: string): string | undefined {
  const folder = path.join(DATA, name)
  if (existsSync(folder)) return folder
  console.log(`skipped: needs the set ${name} (set OFFPRINT_DATA to the folder that holds it)`)
  return undefined
}

export interface Contender {
  readonly name: string
  /** Handles one document. What it returns is kept, so that no work can be left out. */
  readonly run: (document: string) => unknown
  /** Share of the documents it gets; a slow peer need not sign them all. Default 1. */
  readonly share?: number
}

export interface Timing {
  readonly name: string
  /** Median nanoseconds per character over the rounds. */
  readonly perCharacter: number
  /** Median microseconds per document. */
  readonly perDocument: number
}

let sink: unknown

/**
 * Times contenders in interleaved rounds, so that a slow spell of the machine hits all of them, and takes medians.
 * The documents must be distinct: a few that repeat train the branch predictor.
 */
export function race(
  documents: readonly string[],
  contenders: readonly Contender[],
  rounds = SMOKE ? 1 : 11,
): Timing[] {
  const times = contenders.map((): number[] => [])
  const shares = contenders.map(({ share = 1 }) =>
    documents.slice(0, Math.max(1, Math.ceil(share * documents.length))),
  )
  for (let round = 0; round < rounds + (SMOKE ? 0 : 2); round++) {
    contenders.forEach(({ run }, i) => {
      const start = performance.now()
      for (const document of shares[i]) sink = run(document)
      const characters = shares[i].reduce((sum, document) => sum + document.length, 0)
      // The first two rounds warm up.
      if (SMOKE || round >= 2) times[i].push(((performance.now() - start) * 1e6) / characters)
    })
  }
  return contenders.map(({ name }, i) => {
    const perCharacter = median(times[i])
    const characters = shares[i].reduce((sum, document) => sum + document.length, 0)
    return { name, perCharacter, perDocument: (perCharacter * characters) / shares[i].length / 1000 }
  })
}

/** What the last contender returned; read it to keep the compiler honest. */
export function lastResult(): unknown {
  return sink
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y)
  return sorted[Math.floor(sorted.length / 2)]
}

/** Cuts distinct documents of a length out of texts, evenly over all of them. */
export function cutDocuments(texts: readonly string[], count: number, length: number): string[] {
  const whole = texts.join('\n')
  const step = Math.max(1, Math.floor((whole.length - length) / count))
  const documents = new Set<string>()
  for (let at = 0; documents.size < count && at + length <= whole.length; at += step) {
    documents.add(whole.slice(at, at + length))
  }
  return [...documents]
}

const lines: string[] = []

/** Prints a line and keeps it for the record. */
export function report(line = ''): void {
  lines.push(line)
  console.log(line)
}

/** The headings of a record, in their order; all but `Measured` are written by hand. */
export const RECORD_HEADINGS = ['Claim', 'Measured', 'What it shows', 'Decided'] as const

/**
 * With `--record`, writes the report into benchmarks/record/ under `Measured`, with date, commit and machine, in place of
 * what was measured before. A new record gets the other headings too, to be filled in by hand.
 */
export function keepRecord(name: string): void {
  if (!process.argv.includes('--record')) return
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const date = new Date().toISOString().slice(0, 10)
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`
  const measured =
    `## Measured\n\n${date}, commit ${commit}; ${machine}; \`npm run bench ${name}\`\n\n` +
    `\`\`\`\n${lines.join('\n')}\n\`\`\`\n`
  const file = `benchmarks/record/${name}.md`
  mkdirSync('benchmarks/record', { recursive: true })
  const before = existsSync(file)
    ? readFileSync(file, 'utf8')
    : `# ${name}\n\n${RECORD_HEADINGS.map((heading) => `## ${heading}\n`).join('\n')}`
  const from = before.indexOf('## Measured\n')
  const to = before.indexOf('\n## ', from)
  writeFileSync(file, before.slice(0, from) + measured + before.slice(to))
}

/** Reads a file of an evaluation set. */
export function readData(...parts: string[]): string {
  return readFileSync(path.join(DATA, ...parts), 'utf8')
}
