// The command as its own process: what only a real process has, exit codes, pipes and signals.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { SEEDS } from '../seeds.js'

const installed = path.join(inject('project'), 'node_modules/offprint')
const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))
const bin = path.join(installed, manifest.bin.offprint)
const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'offprint-command-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

SEEDS.forEach((text, i) => writeFileSync(path.join(folder, `00${i}.txt`), text))

function offprint(...argv: string[]) {
  const env = { ...process.env, NO_COLOR: '1' }
  return spawnSync(process.execPath, [bin, ...argv], { cwd: folder, encoding: 'utf8', env })
}

test('compare and dedupe', () => {
  const compared = offprint('compare', '000.txt', '001.txt', '--json')
  expect(compared.status, compared.stderr).toBe(0)
  expect(JSON.parse(compared.stdout).relation).toBe('contains')
  const asked = ['--fail-on-duplicates', '--remove', 'contained', '--show', 'tied']
  const deduped = offprint('dedupe', '.', ...asked)
  expect(deduped.status, deduped.stderr).toBe(0)
  // The scan of the page has two other characters.
  expect(deduped.stdout).toMatch(/^tied {5}001\.txt +contained in 000\.txt: kept: 移 \/ 化; 马 \/ 鸟 \(/m)
  const mended = SEEDS[0]!.replace('飞鸟', '飞马').replace('转化转化', '转移转化')
  writeFileSync(path.join(folder, 'mended.txt'), mended)
  const files = ['mended.txt', '001.txt', '002.txt']
  const again = offprint('dedupe', ...files, '--fail-on-duplicates', '--remove', 'contained')
  rmSync(path.join(folder, 'mended.txt'))
  expect(again.status, again.stderr).toBe(1)
  expect(again.stdout).toContain('removed  001.txt')
})

test('audit, and its report', () => {
  const audited = offprint(
    'audit',
    '000.txt',
    '001.txt',
    '--part',
    '--html',
    'report.html',
    '--xlsx',
    'r.xlsx',
  )
  expect(audited.status, audited.stderr).toBe(0)
  expect(audited.stdout).toContain('[鸟→马]')
  expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).toContain('Content-Security-Policy')
  expect(readFileSync(path.join(folder, 'r.xlsx')).subarray(0, 2).toString()).toBe('PK')
})

test('user errors end in 2 without a stack', () => {
  const { status, stderr } = offprint('compare', '000.txt', 'missing.txt')
  expect(status).toBe(2)
  expect(stderr).toBe('offprint: cannot read missing.txt: no such file or folder [ERR_INPUT]\n')
})

test.skipIf(process.platform === 'win32')('| head is quiet', () => {
  const records = `seq 1 10000000 | sed 's/.*/{"id":&,"text":""}/'`
  const script = `${records} | "${process.execPath}" "${bin}" dedupe - -o - | head -n 1`
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', timeout: 20_000 })
  expect({ stdout, stderr }).toEqual({ stdout: '{"id":1,"text":""}\n', stderr: '' })
})

test.skipIf(process.platform === 'win32')('Ctrl-C while waiting for standard input ends in 130', async () => {
  const child = spawn(process.execPath, [bin, 'dedupe', '-', '-o', 'kept.jsonl'], { cwd: folder })
  let stderr = ''
  child.stderr.on('data', (chunk) => (stderr += chunk))
  child.stdin.write('{"id":1,"text":"the first record, and no end of the stream"}\n')
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })))
  // The file appears once the command is at work, long after its signal handlers.
  for (let i = 0; i < 200 && !existsPartial(); i++) await new Promise((resolve) => setTimeout(resolve, 25))
  child.kill('SIGINT')
  expect(await ended).toEqual({ code: 130, signal: null })
  expect(stderr).toContain('kept.jsonl.partial')
})

function existsPartial(): boolean {
  try {
    readFileSync(path.join(folder, 'kept.jsonl.partial'))
    return true
  } catch {
    return false
  }
}
