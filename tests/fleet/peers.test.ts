// The packages of stores are optional: without them everything else of `offprint/node` works.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const SCRIPT = `
import { openSharedIndex, readText } from './node.mjs'
const refusals = []
for (const url of ['store', 'postgres://localhost/offprint', 'redis://localhost'])
  await openSharedIndex(url).catch(({ code, message }) => refusals.push(code + ': ' + message))
console.log(JSON.stringify({ refusals, text: (await readText('script.mjs')).length > 0 }))
`

test('where write-excel-file is not installed, a workbook says how to install it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-peers-'))
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('../../src/report/tables/xlsx.ts', import.meta.url))],
      outfile: path.join(folder, 'xlsx.mjs'),
      bundle: true,
      external: ['write-excel-file'],
      format: 'esm',
      logLevel: 'error',
    })
    const script =
      "import('./xlsx.mjs').then((m) => m.loadWorkbookWriter()).catch((e) => console.log(`${e.code}: ${e.message}`))"
    const told = execFileSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' })
    expect(told).toBe(
      'ERR_PACKAGE: the package write-excel-file is not installed; run: npm install write-excel-file\n',
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('where they are not installed, a store that needs one says how to install it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-peers-'))
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('../../src/node.ts', import.meta.url))],
      outfile: path.join(folder, 'node.mjs'),
      bundle: true,
      external: ['lmdb', 'pg', 'ioredis'],
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      banner: {
        js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url)",
      },
    })
    writeFileSync(path.join(folder, 'script.mjs'), SCRIPT)
    const told = JSON.parse(
      execFileSync(process.execPath, ['script.mjs'], { cwd: folder, encoding: 'utf8' }),
    ) as {
      refusals: string[]
    }
    const refusal = (name: string) =>
      `ERR_PACKAGE: the package ${name} is not installed; run: npm install ${name}`
    expect(told).toEqual({ refusals: ['lmdb', 'pg', 'ioredis'].map(refusal), text: true })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
