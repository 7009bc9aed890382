import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { RECORD_HEADINGS } from '../benchmarks/harness.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const names = readdirSync(new URL('../benchmarks', import.meta.url))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))

// Once over a few fixture texts, so that no benchmark rots; the times mean nothing here.
test.each(names)('benchmark %s runs', (name) => {
  const run = spawnSync(process.execPath, ['benchmarks/run.mjs', name, '--smoke'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(run.status, run.stderr).toBe(0)
  expect(run.stdout).not.toBe('')
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
