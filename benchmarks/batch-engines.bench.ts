import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { noisy, random } from '../tests/noise.js'
import { fleetTexts } from './fleet-documents.js'
import { report, SMOKE } from './harness.js'

// One batch of real prose in one process, in one process that spills, and in DuckDB: seconds, processor seconds, peak memory of
// the process and of all of it, and whether the bytes are the same. Needs a build: the workers are `dist/worker.js`.

const given = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const documents = given('documents', SMOKE ? 50 : 20_000)
const command = path.resolve(process.env.OFFPRINT_DIST ?? 'dist', 'cli.js')

/** Of the documents a third are copies: whole, with 1 % of wrong letters, with a line more. */
async function writeDocuments(file: string): Promise<boolean> {
  const text = fleetTexts(1)
  if (text === undefined) return false
  const next = random(2)
  const out = createWriteStream(file)
  const recent: string[] = []
  for (let id = 0; id < documents; id++) {
    let one = text()
    if (recent.length > 0 && next() < 0.33) {
      const other = recent[Math.floor(next() * recent.length)]
      const copies = [other, noisy(other, 0.01, next).copy, `${other} Printed for the author.`]
      one = copies[Math.floor(next() * copies.length)]
    }
    recent[id % 5000] = one
    if (!out.write(`${JSON.stringify({ id, text: one })}\n`)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  return true
}

/** Kilobytes that a process and its children hold. */
function heldBy(pid: number): { own: number; all: number } {
  const kilobytes = (of: number) => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${of}/status`, 'utf8'))?.[1] ?? 0)
    } catch {
      return 0
    }
  }
  const own = kilobytes(pid)
  let children: number[] = []
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number)
  } catch {
    // It has ended.
  }
  return { own, all: children.reduce((sum, child) => sum + kilobytes(child), own) }
}

async function run(name: string, input: string, folder: string, options: readonly string[]): Promise<string> {
  const out = (file: string) => path.join(folder, `${name}-${file}`)
  const files = [out('kept.jsonl'), out('ledger.jsonl'), out('clusters.jsonl')]
  const outputs = ['-o', files[0], '--ledger', files[1], '--clusters', files[2], '--quiet', '--tmp', folder]
  const started = performance.now()
  const child = spawn('/usr/bin/env', [
    'bash',
    '-c',
    'time "$0" "$@"',
    process.execPath,
    command,
    'batch',
    input,
    ...outputs,
    ...options,
  ])
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const most = { own: 0, all: 0 }
  const watch = setInterval(() => {
    // The shell, its child, and the workers of that.
    const [node] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number)
    if (node === undefined || Number.isNaN(node)) return
    const { own, all } = heldBy(node)
    most.own = Math.max(most.own, own)
    most.all = Math.max(most.all, all)
  }, 100)
  const [code] = (await once(child, 'close')) as [number]
  clearInterval(watch)
  if (code !== 0) throw new Error(said)
  const seconds = (performance.now() - started) / 1000
  const minutes = [...said.matchAll(/(?:user|sys)\s+(\d+)m([\d.]+)s/g)]
  const cpu = minutes.reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0)
  const mb = (kilobytes: number) => `${Math.round(kilobytes / 1024)} MB`
  report(
    `${name}: ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of processor, peak ${mb(most.own)}, with workers ${mb(most.all)}`,
  )
  return files.map((file) => createHash('sha256').update(readFileSync(file)).digest('hex')).join()
}

const folder = mkdtempSync(path.join(tmpdir(), 'engines-'))
try {
  const input = path.join(folder, 'input.jsonl')
  if (!existsSync(command)) report(`${command} is missing: npm run build`)
  else if (!(await writeDocuments(input))) report('the evaluation sets are missing: set OFFPRINT_DATA')
  else {
    report(`${documents} documents of 1,000 characters`)
    const one = await run('one process', input, folder, [])
    const spilled = await run('one process, --memory 16MB', input, folder, ['--memory', '16MB'])
    const duck = await run('DuckDB, --memory 512MB', input, folder, [
      '--engine',
      'duckdb',
      '--memory',
      '512MB',
    ])
    report(`the same bytes: spilled ${one === spilled}, DuckDB ${one === duck}`)
  }
} finally {
  rmSync(folder, { recursive: true })
}
