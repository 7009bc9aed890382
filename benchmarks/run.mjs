// Bundles one benchmark and runs it: node benchmarks/run.mjs NAME [--smoke] [--record]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
export const NAMES = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))

/**
 * Bundles benchmarks, each into a file of its own.
 * @returns what a process of Node needs to run one, and what removes the files.
 */
export async function bundle(names) {
  // Inside the repository, so that the peers in node_modules resolve.
  const folder = mkdtempSync(path.join(here, '../node_modules/.bench-'))
  const close = () => rmSync(folder, { recursive: true, force: true })
  try {
    await build({
      entryPoints: names.map((name) => ({ in: path.join(here, `${name}.bench.ts`), out: name })),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
    })
  } catch (error) {
    close()
    throw error
  }
  return { words: (name, flags) => ['--expose-gc', path.join(folder, `${name}.mjs`), ...flags], close }
}

async function main([name, ...flags]) {
  if (!NAMES.includes(name)) {
    console.error(`usage: node benchmarks/run.mjs ${NAMES.join('|')} [--smoke] [--record]`)
    process.exit(2)
  }
  const { words, close } = await bundle([name])
  try {
    const cwd = path.join(here, '..')
    process.exitCode = spawnSync(process.execPath, words(name, flags), { stdio: 'inherit', cwd }).status ?? 1
  } finally {
    close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2))
