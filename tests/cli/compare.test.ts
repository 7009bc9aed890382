import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { applyPatch } from 'diff'
import { expect, test } from 'vitest'
import { lookAlike } from '../../src/audit/index.js'
import { compare } from '../../src/compare/compare.js'
import { interruptOf } from '../../src/cli/interrupt.js'
import { SEEDS } from '../seeds.js'
import { workspace } from '../workspace.js'
import { offprint } from './runner.js'

const [page, article] = [SEEDS[0]!, SEEDS[1]!]
const files = { 'page.txt': page, 'article.txt': article }

test('for people', async () => {
  workspace(files)
  const { code, stdout, stderr } = await offprint(['compare', 'page.txt', 'article.txt'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^A contains B\n/)
  expect(stdout).toContain('飞[鸟→马]创')
  expect(stdout).not.toContain('\u001b')
})

test('colours on a terminal, or on demand', async () => {
  workspace(files)
  const argv = ['compare', 'page.txt', 'article.txt']
  expect((await offprint(argv, { tty: true })).stdout).toContain('\u001b[31m鸟\u001b[39m')
  expect((await offprint(argv, { tty: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b')
  expect((await offprint(argv, { tty: true, env: { TERM: 'dumb' } })).stdout).not.toContain('\u001b')
  expect((await offprint(argv, { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b')
})

test('--json is the comparison', async () => {
  workspace(files)
  const { code, stdout } = await offprint(['compare', 'page.txt', 'article.txt', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(compare(page, article, { alike: lookAlike }))))
})

test('--layout and the relate options are passed on', async () => {
  workspace(files)
  const json = async (...options: string[]) =>
    JSON.parse((await offprint(['compare', 'page.txt', 'article.txt', '--json', ...options])).stdout)
  const layout = await json('--layout')
  expect(layout.edits.some((edit: { class: string }) => edit.class === 'layout')).toBe(true)
  expect((await json('--relate-coverage', '0.3')).relation).toBe('duplicate')
  expect((await json('--relate-identity', '1')).relation).not.toBe('contains')
  expect((await json('--passage', '5000', '--relate-coverage', '1')).relation).not.toBe('duplicate')
})

test('--patch turns A into B', async () => {
  workspace({ 'in/page.txt': page, 'article.txt': article })
  const { code, stdout } = await offprint(['compare', 'in/page.txt', 'article.txt', '--patch'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^--- a\/in\/page\.txt\n\+\+\+ b\/in\/page\.txt\n/)
  expect(applyPatch(page, stdout)).toBe(article)
  expect((await offprint(['compare', 'article.txt', 'article.txt', '--patch'])).stdout).toBe('')
})

test('- is standard input', async () => {
  workspace(files)
  const { stdout } = await offprint(['compare', '-', 'article.txt'], { stdin: page })
  expect(stdout).toContain('A  standard input')
  expect(stdout).toMatch(/^A contains B\n/)
})

test('-o writes a file, and over one only with --force', async () => {
  const { read } = workspace(files)
  const argv = ['compare', 'page.txt', 'article.txt', '--json', '-o', 'out.json']
  expect(await offprint(argv)).toEqual({ code: 0, stdout: '', stderr: '' })
  const first = read('out.json')
  expect(JSON.parse(first).relation).toBe('contains')
  const again = await offprint([...argv, '--layout'])
  expect(again).toMatchObject({ code: 2, stdout: '' })
  expect(again.stderr).toBe(
    'offprint: -o out.json exists; choose another name or pass --force [ERR_OUTPUT_EXISTS]\n',
  )
  expect(read('out.json')).toBe(first)
  expect(await offprint([...argv, '--layout', '--force'])).toMatchObject({ code: 0 })
  expect(read('out.json')).not.toBe(first)
  expect(existsSync('out.json.partial')).toBe(false)
})

test('a failed reading leaves no file', async () => {
  workspace({ ...files, 'latin1.txt': Uint8Array.of(0xe9) })
  const { code, stderr } = await offprint(['compare', 'page.txt', 'latin1.txt', '-o', 'out.txt'])
  expect(code).toBe(2)
  expect(stderr).toContain('latin1.txt is not UTF-8 text')
  expect([existsSync('out.txt'), existsSync('out.txt.partial')]).toEqual([false, false])
})

test.each([
  ['\ufeffa\nb\n', 'a\nB\n'],
  ['a\nb\n', '\ufeffa\nB\n'],
  ['\ufeffa\nb\n', '\ufeffa\nB\n'],
  ['\ufeffa\n', 'a\n'],
])('--patch %j %j: the byte order mark counts', async (a, b) => {
  workspace({ 'a.txt': a, 'b.txt': b })
  const { code, stdout } = await offprint(['compare', 'a.txt', 'b.txt', '--patch'])
  expect(code).toBe(0)
  expect(applyPatch(a, stdout)).toBe(b)
})

test('--force spares an input that has the name under construction', async () => {
  const { read } = workspace({ 'cmp.partial': page, 'b.txt': article })
  const { code, stderr } = await offprint(['compare', 'cmp.partial', 'b.txt', '-o', 'cmp', '--force'])
  expect(code).toBe(2)
  expect(stderr).toContain('-o cmp is written as cmp.partial, which is also an input; rename the input')
  expect(read('cmp.partial')).toBe(page)
})

test('an interrupt is left to the system for compare, and handled for dedupe', () => {
  const process = new EventEmitter()
  interruptOf(['compare', 'a', 'b'], process)
  expect(process.eventNames()).toEqual([])
  const signal = interruptOf(['dedupe', 'a'], process)
  process.emit('SIGINT')
  expect(signal.aborted).toBe(true)
  expect(process.listenerCount('SIGINT')).toBe(0)
})
