import { defineConfig } from 'tsup'

const library = {
  index: 'src/index.ts',
  sketch: 'src/sketch/index.ts',
  align: 'src/align/index.ts',
  audit: 'src/audit/index.ts',
  report: 'src/report/index.ts',
  ocr: 'src/read/ocr/index.ts',
  node: 'src/node.ts',
}

/** Files of their own, so that a bundler leaves them out where nothing asks for them; no one else can import them. */
const apart = {
  'apart-schemes': 'src/sketch/compat/schemes.ts',
  'apart-rule': 'src/shingles/rule.ts',
  'apart-shape': 'src/audit/shape/look-alike.ts',
}

export default defineConfig({
  entry: { ...library, ...apart, cli: 'src/cli/main.ts' },
  format: 'esm',
  target: ['node20', 'es2022'],
  clean: true,
  splitting: true,
  // tsup would write `fs` for `node:fs`.
  removeNodeProtocol: false,
  dts: {
    entry: library,
    // tsup 8.5 sets `baseUrl`, which TypeScript 6 refuses (TS5101) unless told to let it pass.
    compilerOptions: { ignoreDeprecations: '6.0' },
  },
})
