import { buildSync } from 'esbuild'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The worker as one file, as tsup builds it. @param folder where it is written. */
export function bundledWorker(folder: string): string {
  const outfile = path.join(folder, 'worker.mjs')
  const entry = fileURLToPath(new URL('../../src/job/worker/main.ts', import.meta.url))
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
  })
  return outfile
}
