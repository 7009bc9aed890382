import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Bytes that `offprint --version` may load beside commander; it loaded 326,000 when it took the library along. */
const MOST_BYTES = 60_000

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
  const load = (name: string) => {
    if (loaded.has(name)) return
    loaded.add(name)
    for (const { path, kind, external } of outputs.get(name)!.imports) {
      if (external !== true && kind === 'import-statement') load(path)
    }
  }
  load(entry)
  const bytes = [...loaded].reduce((sum, name) => sum + outputs.get(name)!.bytes, 0)
  expect(bytes).toBeLessThan(MOST_BYTES)
  const sources = [...loaded].flatMap((name) => Object.keys(outputs.get(name)!.inputs))
  expect(sources.filter((name) => /src\/(store|align|sketch|candidates|audit)\//.test(name))).toEqual([])
})
