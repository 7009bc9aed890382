import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Bytes that `offprint --version` may load; it loaded 326,000 when it took the library along, and then commander. */
const MOST_BYTES = 3000

test('the command starts without the library: what --version loads, counted in bytes', async () => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))],
    outdir: 'dist',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const outputs = new Map(Object.entries(metafile.outputs))
  const [entry] = [...outputs].find(([, { entryPoint }]) => entryPoint?.endsWith('src/cli/main.ts'))!
  const loaded = new Set<string>()
  const packages = new Set<string>()
  const load = (name: string) => {
    if (loaded.has(name)) return
    loaded.add(name)
    for (const { path, kind, external } of outputs.get(name)!.imports) {
      if (kind !== 'import-statement') continue
      if (external === true) packages.add(path)
      else load(path)
    }
  }
  load(entry)
  const bytes = [...loaded].reduce((sum, name) => sum + outputs.get(name)!.bytes, 0)
  expect(bytes).toBeLessThan(MOST_BYTES)
  expect([...packages]).toEqual([])
  const sources = [...loaded].flatMap((name) => Object.keys(outputs.get(name)!.inputs))
  expect(sources.filter((name) => !/src\/(cli|job)\//.test(name))).toEqual([])
})
