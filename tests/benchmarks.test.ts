import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RECORD_HEADINGS } from '../benchmarks/harness.js'
import { bundle, NAMES as names } from '../benchmarks/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
let bundled: Awaited<ReturnType<typeof bundle>>
beforeAll(async () => {
  // Together: each by its own process of Node and of esbuild took a second more.
  bundled = await bundle(names)
})
afterAll(() => bundled.close())

const node = (words: readonly string[]) => spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })

// Once over a few fixture texts, so that no benchmark rots; the times mean nothing here.
test.each(names)('benchmark %s runs', { timeout: 120_000 }, (name) => {
  const run = node(bundled.words(name, ['--smoke']))
  expect(run.status, run.stderr).toBe(0)
  expect(run.stdout).not.toBe('')
})

test('one is run by its name, and a name that is none is told', () => {
  const run = node(['benchmarks/run.mjs', 'shape', '--smoke'])
  expect(run.status, run.stderr).toBe(0)
  expect(run.stdout).not.toBe('')
  const none = node(['benchmarks/run.mjs', 'nothing'])
  expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('|shape|')])
})

const records = readdirSync(new URL('../benchmarks/record', import.meta.url))

test('every benchmark has a record, and every record a benchmark', () => {
  expect(records.sort()).toEqual(names.map((name) => `${name}.md`).sort())
})

test.each(records)('record %s says claim, table, what it shows, what was decided', (file) => {
  const record = readFileSync(new URL(`../benchmarks/record/${file}`, import.meta.url), 'utf8')
  const [title, ...sections] = record.split(/^## /m)
  expect(title).toMatch(/^# .+\n\n$/)
  expect(sections.map((section) => section.split('\n', 1)[0])).toEqual([...RECORD_HEADINGS])
  for (const section of sections) expect(section.split('\n').slice(1).join('').trim()).not.toBe('')
  expect(sections[1]).toMatch(/^Measured\n\n\d{4}-\d\d-\d\d, (before )?commit [0-9a-f]{7}; /)
})
