import { spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { workspace } from '../workspace.js'
import { jsonLines, offprint } from './runner.js'

const record = (fields: object) => `${JSON.stringify(fields)}\n`

/** Articles of their own, near copies, pages that hold them, and lines that are no records. */
function crawl(count: number): string[] {
  const next = random(7)
  const texts: string[] = []
  const lines: string[] = []
  for (let i = 0; i < count; i++) {
    const kind = next()
    if (i > 3 && kind < 0.4 && i % 25 !== 11) {
      const origin = texts[Math.floor(next() * texts.length)]!
      const { copy } = noisy(origin, next() < 0.5 ? 0 : 0.02, next)
      lines.push(
        record({ id: i, url: `u${i}`, text: kind < 0.1 ? `${copy} ${SEEDS[3]!.slice(0, 300)}` : copy }),
      )
    } else if (i % 25 === 11) lines.push('{"id":\n')
    else {
      const text = Array.from({ length: 60 }, () => Math.floor(next() * 1e12).toString(36)).join(' ')
      texts.push(text)
      lines.push(record({ id: i, url: `u${i}`, text }))
    }
  }
  return lines
}

/** Every file below, by name. */
function contents(...places: string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const place of places) {
    if (!existsSync(place)) continue
    const entries = readdirSync('.', { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      const name = path.join(entry.parentPath, entry.name).replaceAll('\\', '/')
      if (entry.isFile() && (name === place || name.startsWith(`${place}/`)))
        found[name] = readFileSync(name, 'utf8')
    }
  }
  return found
}

const FILES = ['kept.jsonl', 'ledger', 'rejects', 'ids', 'clusters', 'summary']
const TO_FILES = [
  ['-o', 'kept.jsonl', '--ledger', 'ledger', '--rejects', 'rejects', '--ids', 'ids'],
  ['--clusters', 'clusters', '--summary', 'summary', '--carry', 'url', '--quiet'],
].flat()
const TO_FOLDER = ['-o', 'out/', '--ledger', 'ledger', '--quiet']

describe('a run that goes on', () => {
  const lines = crawl(60)

  /** A workspace in which a run was interrupted when all was read, so that its checkpoint has all verdicts. */
  async function interrupted(argv: readonly string[]) {
    const space = workspace({
      'in/a.jsonl': lines.slice(0, 30).join(''),
      'in/b.jsonl': lines.slice(30).join(''),
      'old.jsonl': lines.slice(20, 24).join(''),
    })
    const whole = ['dedupe', 'in', '-', ...argv]
    const { code } = await offprint(whole)
    const expected = contents(...FILES, 'out')
    for (const name of [...FILES, 'out']) rmSync(name, { recursive: true, force: true })
    const abort = new AbortController()
    async function* stdin(): AsyncGenerator<Uint8Array> {
      abort.abort()
      yield Buffer.from('{}\n')
    }
    expect((await offprint(whole, { stdin: stdin(), signal: abort.signal })).code).toBe(130)
    const [checkpoint] = readdirSync('.').filter((name) => name.endsWith('.checkpoint'))
    return { ...space, whole, code, expected, checkpoint: checkpoint! }
  }

  test.each([[TO_FILES], [TO_FOLDER], [[...TO_FILES, '--against', 'old.jsonl', '--memory', '1MB']]])(
    'writes the same bytes, wherever the checkpoint was cut: %j',
    async (argv) => {
      const { whole, code, expected, checkpoint } = await interrupted(argv)
      expect(Object.keys(expected).length).toBeGreaterThan(2)
      copyFileSync(checkpoint, 'saved')
      const bytes = readFileSync('saved')
      const head = bytes.indexOf(10) + 1
      expect(jsonLines(bytes.toString())).toHaveLength(
        1 + jsonLines(lines.filter((line) => line.length > 8).join('')).length,
      )
      const next = random(3)
      const cuts = Array.from({ length: 12 }, () => head + Math.floor(next() * (bytes.length - head + 1)))
      for (const cut of [head, ...cuts, bytes.length]) {
        copyFileSync('saved', checkpoint)
        truncateSync(checkpoint, cut)
        expect(await offprint([...whole, '--resume'])).toMatchObject({ code })
        expect(contents(...FILES, 'out')).toEqual(expected)
        expect(existsSync(checkpoint)).toBe(false)
      }
    },
  )

  test('takes verdicts as they are, and says how many', async () => {
    const { whole, checkpoint, read } = await interrupted(TO_FILES)
    // A verdict that no search would give shows that none was made.
    const noted = readFileSync(checkpoint, 'utf8').split('\n')
    const at = noted.findIndex((line, i) => i > 3 && line.includes('"keeper"'))
    noted[at] = JSON.stringify({ length: JSON.parse(noted[at]!).length, kept: true })
    writeFileSync(checkpoint, noted.slice(0, at + 1).join('\n') + '\n')
    const { stderr } = await offprint([...whole.filter((word) => word !== '--quiet'), '--resume'])
    expect(stderr).toContain(`offprint: ${at} documents decided before; going on\n`)
    expect(jsonLines(read('kept.jsonl'))).toContainEqual(
      JSON.parse(lines.filter((line) => line.length > 8)[at - 1]!),
    )
  })

  test('refuses other options and inputs, and says which', async () => {
    const { whole, write, checkpoint } = await interrupted(TO_FILES)
    const refused = async (...argv: string[]) => {
      const { code, stderr } = await offprint([...whole, ...argv])
      expect(code).toBe(2)
      expect(existsSync(checkpoint)).toBe(true)
      return stderr
    }
    expect(await refused()).toBe(
      'offprint: kept.jsonl.checkpoint is of a run that was not finished; go on with --resume, or begin anew with --force [ERR_OUTPUT_EXISTS]\n',
    )
    expect(await refused('--resume', '--coverage', '0.8')).toContain('--coverage was 0, now it is 0.8')
    expect(await refused('--resume', '--remove', 'contained')).toContain(
      '--remove was ["duplicate"], now it is ["contained"]',
    )
    expect(await refused('--resume', '--batch')).toContain('--batch was not given, now it is true')
    expect(await refused('--resume', '--against', 'old.jsonl')).toContain('against was not given')
    write('secret.txt', 'h7Qp-29xW_kk41.zR')
    expect(await refused('--resume', '--secret-file', 'secret.txt')).toMatch(
      /--secret-file was not given, now it is "[0-9a-f]{16}"/,
    )
    const changed = new Date(Date.now() - 1e6)
    utimesSync('in/a.jsonl', changed, changed)
    expect(await refused('--resume')).toContain('inputs were written to since; run as before, or begin anew')
    write('in/c.jsonl', record({ id: 'c', text: 'more' }))
    expect(await refused('--resume')).toMatch(/inputs were 2 files of \d+ bytes, now they are 3 files of/)
    // Version 1 knew no account.
    write(checkpoint, readFileSync(checkpoint, 'utf8').replace('{"checkpoint":2,', '{"checkpoint":1,'))
    expect(await refused('--resume')).toContain('kept.jsonl.checkpoint is no checkpoint of this version')
    write(checkpoint, 'mine\n')
    expect(await refused('--resume')).toContain('kept.jsonl.checkpoint is no checkpoint of this version')
    expect(await offprint([...whole, '--force'])).toMatchObject({ code: 3 })
  })

  test('refuses another standard input', async () => {
    workspace()
    const abort = new AbortController()
    async function* stdin(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(lines.slice(0, 9).join(''))
      abort.abort()
      yield Buffer.from('{}\n')
    }
    const argv = ['dedupe', '-', '-o', 'kept', '--quiet']
    await offprint(argv, { stdin: stdin(), signal: abort.signal })
    const other = await offprint([...argv, '--resume'], { stdin: lines.slice(1).join('') })
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('standard input:1 is another document than before'),
    ])
    // The checkpoint is still there.
    const fewer = await offprint([...argv, '--resume'], { stdin: lines[0]! })
    expect([fewer.code, fewer.stderr]).toEqual([
      2,
      expect.stringContaining('the inputs hold 1 document, and held more'),
    ])
  })

  test('a checkpoint survives a run whose outputs cannot be opened', async () => {
    const { whole, expected, checkpoint, code } = await interrupted(TO_FILES)
    rmSync('kept.jsonl.partial', { force: true })
    mkdirSync('kept.jsonl.partial')
    expect(await offprint([...whole, '--resume'])).toMatchObject({ code: 2 })
    expect(existsSync(checkpoint)).toBe(true)
    rmSync('kept.jsonl.partial', { recursive: true })
    expect(await offprint([...whole, '--resume'])).toMatchObject({ code })
    expect(contents(...FILES, 'out')).toEqual(expected)
  })

  test('begins where there is nothing to go on from; a batch always does', async () => {
    const { read } = workspace({ 'in.jsonl': lines.join('') })
    const argv = ['dedupe', 'in.jsonl', '-o', 'kept', '--resume']
    expect(await offprint(argv)).toMatchObject({ code: 3 })
    const kept = read('kept')
    expect(await offprint(argv)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ERR_OUTPUT_EXISTS'),
    })
    const abort = new AbortController()
    abort.abort()
    const batch = ['dedupe', 'in.jsonl', '-o', 'kept2', '--batch']
    expect(await offprint(batch, { signal: abort.signal })).toMatchObject({ code: 130 })
    const { stderr } = await offprint([...batch, '--resume'])
    expect(stderr).toContain('offprint: a batch decides when all is read, so it begins anew\n')
    await offprint(['dedupe', 'in.jsonl', '-o', 'kept3', '--batch'])
    expect(read('kept2')).toBe(read('kept3'))
    // Where a later document has all of an earlier one and more, a batch keeps it, and a stream keeps both.
    expect(jsonLines(read('kept2')).length).toBeLessThan(jsonLines(kept).length)
    expect((await offprint(['dedupe', 'in.jsonl', '--resume'])).stderr).toContain(
      '--resume needs an output that is a file',
    )
  })
})

test('goes on with more memory where there was too little', { timeout: 60_000 }, async () => {
  const next = random(5)
  const lines = Array.from({ length: 4000 }, (_, id) => {
    const text = Array.from({ length: 60 }, () => Math.floor(next() * 1e12).toString(36)).join(' ')
    return record({ id, text })
  })
  const { read } = workspace({ 'in.jsonl': lines.join('') })
  const argv = ['dedupe', 'in.jsonl', '-o', 'kept']
  const { code, stderr } = await offprint([...argv, '--memory', '1MB'])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /to go on: offprint dedupe … --resume.*\noffprint: \d+ documents do not fit into --memory/,
  )
  const more = await offprint([...argv, '--memory', '64MB', '--resume'])
  expect(more).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/\d+ documents decided before; going on/),
  })
  expect(read('kept')).toBe(lines.join(''))
})

/**
 * Loaded into the command before it starts: counts its steps, the calls that change a file, and kills it at the n-th, an
 * append after half of its bytes. The clock makes every verdict reach the checkpoint at once. So the test depends on the
 * work that was done, not on the speed of the machine.
 */
const KILLER = `
import fs from 'node:fs'
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
const at = Number(process.env.KILL_AT)
let steps = 0
const isLast = () => ++steps === at
const kill = () => process.kill(process.pid, 'SIGKILL')
let now = 0
performance.now = () => (now += 1000)
const open = files.open
let patched = false
async function patch(handle) {
  if (patched) return
  patched = true
  const prototype = Object.getPrototypeOf(handle)
  const { appendFile } = prototype
  prototype.appendFile = async function (data) {
    if (!isLast()) return appendFile.call(this, data)
    await appendFile.call(this, data.slice(0, data.length >> 1))
    kill()
  }
}
for (const name of ['open', 'rename', 'rm', 'unlink', 'mkdir', 'truncate', 'writeFile']) {
  const original = files[name]
  files[name] = async (...given) => {
    if (isLast()) kill()
    const result = await original(...given)
    if (original === open) await patch(result)
    return result
  }
}
syncBuiltinESMExports()
process.on('exit', () => fs.writeFileSync(process.env.STEPS, String(steps)))
`

test('killed at random steps, fifty times: the same bytes as in one go', { timeout: 300_000 }, async () => {
  const lines = crawl(130)
  const { root } = workspace({
    'in/a.jsonl': lines.slice(0, 50).join(''),
    'in/b.jsonl': lines.slice(50).join(''),
    'killer.mjs': KILLER,
  })
  const command = path.join(root, 'command', 'main.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))],
    outdir: path.dirname(command),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Each of a hundred runs then loads what it needs, not all.
    splitting: true,
    platform: 'node',
    format: 'esm',
    // It comes with binaries, and is loaded only where a run asks for it.
    external: ['@duckdb/node-api'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url)",
    },
  })
  const runUntil = (argv: readonly string[], step: number) =>
    new Promise<number | null>((resolve, reject) => {
      const words = ['--import', './killer.mjs', command, 'dedupe', 'in', ...argv]
      const child = spawn(process.execPath, words, {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, KILL_AT: String(step), STEPS: 'steps' },
      })
      let stderr = ''
      child.stderr.on('data', (text) => (stderr += text))
      child.on('close', (code) => {
        // What went wrong is worth more than the code.
        if (code !== null && code !== 3) reject(new Error(stderr))
        else resolve(code)
      })
    })

  const next = random(11)
  let kills = 0
  let wentOn = 0
  for (const argv of [TO_FILES, TO_FOLDER]) {
    for (const name of FILES) rmSync(name, { force: true })
    expect(await runUntil(argv, Infinity)).toBe(3)
    const steps = Number(readFileSync('steps', 'utf8'))
    // Each readable record is a verdict, and each verdict a step.
    expect(steps).toBeGreaterThan(120)
    const expected = contents(...FILES, 'out')
    for (const half = kills + 25; kills < half;) {
      for (const name of [...FILES, 'out']) rmSync(name, { recursive: true, force: true })
      for (;;) {
        const code = await runUntil([...argv, '--resume'], 1 + Math.floor(steps * next()))
        if (code !== null) {
          expect(code).toBe(3)
          break
        }
        kills++
        const [checkpoint] = readdirSync('.').filter((name) => name.endsWith('.checkpoint'))
        // All was done but for the end of the process.
        if (checkpoint === undefined && existsSync('ledger')) break
        if (checkpoint !== undefined && readFileSync(checkpoint, 'utf8').split('\n').length > 2) wentOn++
      }
      expect(contents(...FILES, 'out')).toEqual(expected)
      expect(readdirSync('.').filter((name) => /partial|checkpoint/.test(name))).toEqual([])
    }
  }
  // Otherwise every run would have begun anew.
  expect(wentOn).toBeGreaterThan(10)
})
