// Bundles one benchmark and runs it: node benchmarks/run.mjs NAME [--smoke] [--record]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
const [name, ...flags] = process.argv.slice(2)
if (!names.includes(name)) {
  console.error(`usage: node benchmarks/run.mjs ${names.join('|')} [--smoke] [--record]`)
  process.exit(2)
}

// Inside the repository, so that the peers in node_modules resolve.
const work = mkdtempSync(path.join(here, '../node_modules/.bench-'))
try {
  const outfile = path.join(work, `${name}.mjs`)
  await build({
    entryPoints: [path.join(here, `${name}.bench.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  const run = spawnSync(process.execPath, ['--expose-gc', outfile, ...flags], {
    stdio: 'inherit',
    cwd: path.join(here, '..'),
  })
  process.exitCode = run.status ?? 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
