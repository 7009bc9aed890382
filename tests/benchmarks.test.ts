import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

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
