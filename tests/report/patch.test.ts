import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { applyPatch, structuredPatch } from 'diff'
import type * as Diff from 'diff'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { textsToPatch } from '../../src/report/patch.js'
import { SEEDS } from '../seeds.js'
import { workspace } from '../workspace.js'

// The package itself, whose calls can be looked at.
vi.mock('diff', async (original) => {
  const diff = await original<typeof Diff>()
  return { ...diff, structuredPatch: vi.fn(diff.structuredPatch) }
})

const pairs: [name: string, a: string, b: string][] = [
  ['one line', 'a\nb\nc\n', 'a\nB\nc\n'],
  ['no final newline in A', 'a\nb', 'a\nc\n'],
  ['no final newline in B', 'a\nb\n', 'a\nc'],
  ['no final newline in either', 'a\nb', 'a\nc'],
  ['only the final newline', 'a\nb', 'a\nb\n'],
  ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
  ['CRLF against LF', 'a\r\nb\r\n', 'a\nb\n'],
  ['lone carriage returns', 'a\rb\rc', 'a\rB\rc'],
  ['A empty', '', 'a\nb\n'],
  ['B empty', 'a\nb\n', ''],
  ['A empty, B without newline', '', 'a'],
  ['byte order mark on both sides', '\ufeffa\nb\n', '\ufeffa\nc\n'],
  ['byte order mark gone', '\ufeffa\r\nb', 'a\r\nb'],
  ['one CRLF among LF', 'a\nb\nc', 'a\r\nb\nc\r'],
  ['line ends of other systems', 'a\u2028b\u0085c\fd\ve\n', 'a\u2028b\u0085c\fd\vE\n'],
  ['a NUL', 'a\u0000b\nc\n', 'a\u0000B\nc\n'],
  ['only newlines', '\n', '\n\n\n'],
  [
    'lines that look like a patch',
    '--- a\n+++ b\n@@ -1 +1 @@\n',
    '+++ b\n--- a\n\\ No newline at end of file\n',
  ],
  ['page and article', SEEDS[0]!, SEEDS[1]!],
]

const tool = (name: string) => spawnSync(name, ['--version']).status === 0
const hasPatch = process.platform !== 'win32' && tool('patch')
const hasGit = process.platform !== 'win32' && tool('git')

test.each(pairs)('%s', (_name, a, b) => {
  const patch = textsToPatch(a, b, { name: 'text.txt' })
  expect(patch.startsWith('--- a/text.txt\n+++ b/text.txt\n@@ ')).toBe(true)
  expect(applyPatch(a, patch)).toBe(b)
})

test('any two texts', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'b', 'c', '\n', '\n', '\r\n', '\r', '\\', '-', '+'), { maxLength: 24 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, texts, fc.nat(4), (a, b, context) => {
      const patch = textsToPatch(a, b, { context })
      expect(patch === '').toBe(a === b)
      // applyPatch takes '\r' before a line feed of the patch for a line end it may adapt; the tools below do not.
      if (a !== b) expect(applyPatch(a, patch, { autoConvertLineEndings: false })).toBe(b)
    }),
  )
})

test.runIf(hasPatch).each(pairs)('patch applies: %s', (_name, a, b) => {
  const { write, root } = workspace({ 'scan page.txt': a })
  write('p.patch', textsToPatch(a, b, { name: 'scan page.txt' }))
  // POSIX tells patch not to remove a file that becomes empty.
  const run = spawnSync('patch', ['-p1', '--binary', '--posix', '-i', 'p.patch'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(run.status, run.stdout + run.stderr).toBe(0)
  expect(readFileSync('scan page.txt', 'utf8')).toBe(b)
})

test.runIf(hasGit).each(pairs)('git applies: %s', (_name, a, b) => {
  const { write, root } = workspace({ '新 页.txt': a })
  write('p.patch', textsToPatch(a, b, { name: '新 页.txt' }))
  const run = spawnSync('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', 'p.patch'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GIT_DIR: '/nonexistent' },
  })
  expect(run.status, run.stderr).toBe(0)
  expect(readFileSync('新 页.txt', 'utf8')).toBe(b)
})

const names = [
  'we"ird.txt',
  '"quoted"',
  'back\\slash',
  'new\nline',
  'a b\n+++ b/elsewhere',
  'carriage\rreturn',
  'tab\t.txt',
  'bell\u0007',
  ' before',
  'behind ',
  '-option',
  'e\u202e.txt',
  'ü 页.txt',
]

test.runIf(hasPatch && hasGit).each(names)('both tools find the file %j', (name) => {
  const patch = textsToPatch('a\nb\n', 'a\nc\n', { name })
  expect(patch.split('\n')[2]).toBe('@@ -1,2 +1,2 @@')
  const tools = [
    ['patch', '-p1', '--binary'],
    ['git', '-c', 'core.autocrlf=false', 'apply'],
  ]
  for (const [command, ...options] of tools) {
    const { root, write } = workspace()
    write(name, 'a\nb\n')
    const env = { ...process.env, GIT_DIR: '/nonexistent' }
    const run = spawnSync(command!, options, { cwd: root, input: patch, encoding: 'utf8', env })
    expect(run.status, run.stdout + run.stderr).toBe(0)
    expect(readFileSync(`${root}/${name}`, 'utf8')).toBe('a\nc\n')
  }
})

test('two unrelated megabytes cost one hunk, not the square', () => {
  const mebibyte = (seed: number) => {
    const lines = ['same head', 'second']
    for (let i = 0, x = seed; i < 60_000; i++)
      lines.push(String((x = (Math.imul(x, 1103515245) + 12345) >>> 0)))
    return `${lines.join('\n')}\nsame tail\n`
  }
  const [a, b] = [mebibyte(1), mebibyte(2)]
  const search = vi.mocked(structuredPatch)
  search.mockClear()
  const patch = textsToPatch(a, b)
  // One search, which is quadratic in the edits it may try and gave up after 2,000 of 120,000.
  expect(search.mock.calls.map(([, , , , , , options]) => options)).toMatchObject([{ maxEditLength: 2000 }])
  expect(search.mock.results).toEqual([{ type: 'return', value: undefined }])
  expect(patch.match(/^@@.*$/gm)).toEqual(['@@ -1,60003 +1,60003 @@'])
  expect(patch).toContain('\n same head\n second\n-')
  expect(patch.endsWith('\n same tail\n')).toBe(true)
  writeFileSync(`${workspace().root}/text`, a)
  if (hasPatch) {
    const run = spawnSync('patch', ['-p1', '--binary'], { input: patch, encoding: 'utf8' })
    expect(run.status, run.stderr).toBe(0)
    expect(readFileSync('text', 'utf8') === b).toBe(true)
  }
})
