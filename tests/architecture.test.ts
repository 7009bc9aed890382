import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entries, layers, packages } from '../.oxlint/layers.js'

const root = fileURLToPath(new URL('..', import.meta.url))

describe('the list of layers is the tree', () => {
  test('every folder and file directly under src/ is listed', () => {
    const found = readdirSync(path.join(root, 'src'), { withFileTypes: true })
    for (const entry of found) {
      // The map is no source; map.test.ts holds it against the tree.
      if (entry.name === 'README.md') continue
      expect(entry.isDirectory() ? layers : entries, `src/${entry.name}`).toContain(entry.name)
    }
  })

  test('every dependency has its one folder', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    expect(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).sort()).toEqual(
      Object.keys(packages).sort(),
    )
  })
})

// What the linter must let pass, and what it must refuse. Each row: file, its text, the rule that objects.
const allowed: [file: string, text: string][] = [
  ['index.ts', "export { candidates } from './candidates/index.js'\nexport * from './sketch/index.js'\n"],
  ['node.ts', "import 'node:fs'\nimport './store/disk.node.js'\nexport * from './candidates/index.js'\n"],
  [
    'cli/main.ts',
    "import 'node:process'\nimport 'commander'\nimport '../report/patch.js'\nimport './args.js'\n",
  ],
  ['cli/args.ts', 'export const args = 1\n'],
  ['report/patch.ts', "import 'diff'\nexport const load = () => import('../candidates/index.js')\n"],
  ['read/files.node.ts', "import 'node:fs'\nimport '../kernel/hash.js'\n"],
  ['store/disk.node.ts', "import 'node:fs/promises'\nimport '../kernel/hash.js'\n"],
  ['candidates/index.ts', "import type { S } from '../sketch/index.js'\nexport const candidates: S = 1\n"],
  ['sketch/index.ts', "import './deep/slots.js'\nexport type S = number\n"],
  ['sketch/deep/slots.ts', "import '../../kernel/hash.js'\n"],
  ['kernel/hash.ts', 'export const hash = 1\n'],
]
const layersRule = 'offprint(layers)'
const refused: [file: string, text: string, rule: string][] = [
  ['kernel/up.ts', "import '../text/fold.js'\n", layersRule],
  ['kernel/type.ts', "import type { S } from '../sketch/index.js'\nexport type T = S\n", layersRule],
  ['kernel/export-all.ts', "export * from '../candidates/index.js'\n", layersRule],
  ['kernel/export-named.ts', "export { candidates } from '../candidates/index.js'\n", layersRule],
  ['kernel/dynamic.ts', "export const load = () => import('../candidates/index.js')\n", layersRule],
  ['kernel/computed.ts', 'export const load = (name: string) => import(name)\n', layersRule],
  ['kernel/import-type.ts', "export type T = import('../candidates/index.js').T\n", layersRule],
  ['kernel/devious.ts', "import './../sketch/../cli/main.js'\n", layersRule],
  ['sketch/deep/up.ts', "import '../../align/index.js'\n", layersRule],
  ['cli/face.ts', "import '../index.js'\n", layersRule],
  ['cli/node-face.ts', "import '../node.js'\n", layersRule],
  ['report/self.ts', "import 'offprint/sketch'\n", layersRule],
  ['report/outside.ts', "import '../../package.json'\n", layersRule],
  ['utils/index.ts', "import '../kernel/hash.js'\n", layersRule],
  ['helpers.ts', "import './kernel/hash.js'\n", layersRule],
  ['report/node.ts', "import 'node:fs'\n", layersRule],
  ['report/bare-builtin.ts', "import 'fs/promises'\n", layersRule],
  ['dedupe/node-part.ts', "import '../store/disk.node.js'\n", layersRule],
  ['read/node.ts', "import 'node:fs'\n", layersRule],
  ['text/hidden.node.ts', "import 'node:fs'\n", layersRule],
  ['align/diff.ts', "import 'diff'\n", layersRule],
  ['cli/diff.ts', "import 'diff'\n", layersRule],
  ['report/commander.ts', "import 'commander'\n", layersRule],
  ['sketch/undeclared.ts', "import 'minhash'\n", layersRule],
  [
    'align/cycle-a.ts',
    "import { b } from './cycle-b.js'\nexport const a = (): number => b()\n",
    'import(no-cycle)',
  ],
  [
    'align/cycle-b.ts',
    "import { a } from './cycle-a.js'\nexport const b = (): number => a()\n",
    'import(no-cycle)',
  ],
  ['align/console.ts', "console.log('here')\n", 'eslint(no-console)'],
  ['align/any.ts', 'export const a = (x: any) => x\n', 'typescript(no-explicit-any)'],
]

describe('the linter', () => {
  const copy = realpathSync(mkdtempSync(path.join(tmpdir(), 'offprint-lint-')))
  let objections: Map<string, Set<string>>

  beforeAll(() => {
    for (const name of ['.oxlintrc.json', 'tsconfig.json', '.oxlint']) {
      cpSync(path.join(root, name), path.join(copy, name), { recursive: true })
    }
    for (const [file, text] of [...allowed, ...refused]) {
      const target = path.join(copy, 'src', file)
      mkdirSync(path.dirname(target), { recursive: true })
      writeFileSync(target, text)
    }
    const bin = path.join(root, 'node_modules/oxlint/bin/oxlint')
    const run = spawnSync(process.execPath, [bin, '--format=json', 'src'], { cwd: copy, encoding: 'utf8' })
    expect(run.status, run.stderr).toBe(1)
    objections = new Map()
    for (const { filename, code } of JSON.parse(run.stdout).diagnostics) {
      const file = filename.replaceAll('\\', '/').replace(/^.*?\bsrc\//, '')
      objections.set(file, (objections.get(file) ?? new Set()).add(code))
    }
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  test.each(allowed)('accepts src/%s', (file) => {
    expect([...(objections.get(file) ?? [])]).toEqual([])
  })

  test.each(refused)('refuses src/%s', (file, _text, rule) => {
    expect([...(objections.get(file) ?? [])]).toContain(rule)
  })
})

test('the packages it needs come in ranges; exact is one of which files are named, because they may move', () => {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(root, 'src', name), 'utf8'))
  for (const [name, range] of Object.entries(dependencies)) {
    const { exports } = JSON.parse(
      readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'),
    ) as { exports?: object }
    // `@mozilla/readability/JSDOMParser.js` is a file, no promise of the package: it exports nothing by name.
    const namesFile = exports === undefined && sources.some((text) => text.includes(`'${name}/`))
    expect([name, range]).toEqual([
      name,
      expect.stringMatching(namesFile ? /^\d+\.\d+\.\d+$/ : /^\^\d+\.\d+\.\d+$/),
    ])
  }
})
