import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

const library = {
  index: 'src/index.ts',
  sketch: 'src/sketch/index.ts',
  align: 'src/align/index.ts',
  audit: 'src/audit/index.ts',
  report: 'src/report/index.ts',
  read: 'src/read/index.ts',
  ocr: 'src/read/ocr/index.ts',
  node: 'src/node.ts',
}

/** Files of their own, so that a bundler leaves them out where nothing asks for them; no one else can import them. */
const apart = {
  'apart-schemes': 'src/sketch/compat/schemes.ts',
  'apart-rule': 'src/shingles/rule.ts',
  'apart-shape': 'src/audit/shape/look-alike.ts',
  'apart-shape-table': 'src/audit/shape/table.data.ts',
  'apart-errors': 'src/kernel/errors.ts',
}

/** What the two own builds of the command leave to others: the rest of it; 210 KB of data; the one class of errors. */
const ELSEWHERE: readonly (readonly [filter: RegExp, file: string])[] = [
  [/\/job\/compare\/run\.js$/, './cli-compare.js'],
  [/\/job\/dedupe\/run\.js$/, './cli-dedupe.js'],
  [/\/job\/audit\/run\.js$/, './cli-audit.js'],
  [/\/job\/index\/run\.js$/, './cli-index.js'],
  [/\/job\/worker\/run\.js$/, './cli-worker.js'],
  [/\/serve\/run\.js$/, './cli-serve.js'],
  [/\/serve\/mcp\.js$/, './cli-mcp.js'],
  [/\/table\.data\.js$/, './apart-shape-table.js'],
  [/\/kernel\/errors\.js$/, './apart-errors.js'],
]

// tsup 9 needs Node 22, and so does vitest 5: both come when Node 20 goes (`engines` in package.json).
const common: Options = {
  format: 'esm',
  target: ['node20', 'es2022'],
  splitting: true,
  // tsup would write `fs` for `node:fs`.
  removeNodeProtocol: false,
}

/**
 * The command line, and the command for which a person waits. Each has its own copy of what it needs of the library, 0.3 MB in
 * all: a file costs Node a millisecond of processor time, and `compare` would read 40, because each entry of the library
 * cuts what it shares with some others into a chunk of its own.
 */
function command(entry: Record<string, string>): Options {
  const plugin: NonNullable<Options['esbuildPlugins']>[number] = {
    name: 'elsewhere',
    setup(build) {
      for (const [filter, file] of ELSEWHERE) {
        build.onResolve({ filter }, ({ kind }) =>
          kind === 'entry-point' ? undefined : { path: file, external: true },
        )
      }
    },
  }
  return {
    ...common,
    entry,
    dts: false,
    esbuildPlugins: [plugin],
  }
}

/** One file that needs nothing but Node: engines ship it to their machines. */
const worker: Options = {
  ...common,
  entry: { worker: 'src/job/worker/main.ts' },
  splitting: false,
  dts: false,
  noExternal: [/./],
  minify: true,
}

export default defineConfig((given) => {
  const out = given.outDir ?? 'dist'
  // Here, not by `clean`: the builds run side by side.
  rmSync(out, { recursive: true, force: true })
  // What Spark runs, beside the command that submits it.
  mkdirSync(out, { recursive: true })
  copyFileSync('src/engine/job.py', `${out}/job.py`)
  return [
    {
      ...common,
      entry: {
        ...library,
        ...apart,
        'cli-dedupe': 'src/job/dedupe/run.ts',
        'cli-audit': 'src/job/audit/run.ts',
        'cli-index': 'src/job/index/run.ts',
        'cli-worker': 'src/job/worker/run.ts',
        'cli-serve': 'src/serve/run.ts',
        'cli-mcp': 'src/serve/mcp.ts',
      },
      dts: {
        entry: library,
        // tsup 8.5 sets `baseUrl`, which TypeScript 6 refuses (TS5101) unless told to let it pass. `npm run typecheck` checks types;
        // checked here again they took more than half of the build.
        compilerOptions: { ignoreDeprecations: '6.0', noCheck: true },
      },
    },
    command({ cli: 'src/cli/main.ts' }),
    command({ 'cli-compare': 'src/job/compare/run.ts' }),
    worker,
  ]
})
