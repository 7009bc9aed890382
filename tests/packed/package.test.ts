import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { describe, expect, inject, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const project = inject('project')
const tarball = inject('tarball')
const installed = path.join(project, 'node_modules/offprint')
const manifest = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'))

const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')
const specifiers = subpaths.map((subpath) => path.posix.join('offprint', subpath))
const nodeTypes = path.join(root, 'node_modules/@types')
const browserSafe = subpaths.filter((subpath) => subpath !== './node')

function node(cwd: string, ...args: string[]) {
  const run = spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  return { status: run.status, output: run.stdout + run.stderr, stdout: run.stdout }
}

/** Runs a tool of this repository by its package's own bin entry, without a shell. */
function tool(name: string, bin: string, ...args: string[]) {
  const folder = path.join(root, 'node_modules', name)
  const { bin: bins } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return node(root, path.join(folder, typeof bins === 'string' ? bins : bins[bin]), ...args)
}

/** Compiles a file that imports these, with the declarations of the package checked like the file itself. */
function compiled(compiler: string, name: string, imported: readonly string[], options: object) {
  const folder = path.join(project, `${compiler}-${name}`)
  mkdirSync(folder)
  const lines = imported.map((specifier, i) => `import * as n${i} from '${specifier}'\nvoid n${i}\n`)
  writeFileSync(path.join(folder, 'consumer.ts'), lines.join(''))
  const compilerOptions = { strict: true, skipLibCheck: false, noEmit: true, target: 'ES2022', ...options }
  const configuration = { compilerOptions, files: ['consumer.ts'] }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(configuration))
  return tool(compiler, 'tsc', '--project', folder)
}

describe('the tarball', () => {
  test('holds what it should and nothing else', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(installed, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      )
    const outside = files.filter((file) => !/^dist\/.+\.(js|d\.ts)$/.test(file))
    // README leads to the guides, and shows one picture.
    const guides = readdirSync(path.join(root, '.github/docs')).map((name) => `.github/docs/${name}`)
    expect(outside.sort()).toEqual(
      // What Spark runs.
      [
        'dist/job.py',
        ...guides,
        '.github/report.webp',
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'package.json',
      ].sort(),
    )
    const targets = Object.values<string | { types: string; default: string }>(manifest.exports).flatMap(
      (target) => (typeof target === 'string' ? [target] : [target.types, target.default]),
    )
    for (const target of [...targets, manifest.bin.offprint])
      expect(files).toContain(path.posix.normalize(target))
  })

  test('declares types first, one bin, no install scripts', () => {
    for (const subpath of subpaths) {
      expect(Object.keys(manifest.exports[subpath]), subpath).toEqual(['types', 'default'])
    }
    expect(manifest.type).toBe('module')
    expect(manifest.sideEffects).toBe(false)
    for (const hook of ['preinstall', 'install', 'postinstall', 'prepare']) {
      expect(manifest.scripts?.[hook], hook).toBeUndefined()
    }
  })

  test('names no path of the machine that built it', () => {
    for (const file of readdirSync(path.join(installed, 'dist'))) {
      expect(readFileSync(path.join(installed, 'dist', file), 'utf8').includes(root), file).toBe(false)
    }
  })

  test('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  test('passes attw', () => {
    const { status, output } = tool('@arethetypeswrong/cli', 'attw', tarball, '--profile', 'esm-only')
    expect(status, output).toBe(0)
  })

  test('keeps within its size budgets', () => {
    const { status, output } = tool('size-limit', 'size-limit')
    expect(status, output).toBe(0)
  })
})

describe('installed', () => {
  test.each(specifiers)('import(%j)', (specifier) => {
    const script = `console.log(Object.keys(await import('${specifier}')).length)`
    const { output, stdout } = node(project, '--input-type=module', '--eval', script)
    expect(Number(stdout), output).toBeGreaterThan(0)
  })

  test.each(specifiers)('require(%j)', (specifier) => {
    const script = `console.log(Object.keys(require('${specifier}')).length)`
    const { output, stdout } = node(project, '--input-type=commonjs', '--no-warnings', '--eval', script)
    expect(Number(stdout), output).toBeGreaterThan(0)
  })

  // The oldest compiler the README promises, the one that writes the declarations, and the one that checks the sources.
  describe.each(['typescript-5.4', 'typescript', 'typescript-7'])(
    'compiles in a strict project by %s,',
    (compiler) => {
      test('in the browser without any Node types', { timeout: 120_000 }, () => {
        const imported = browserSafe.map((subpath) => path.posix.join('offprint', subpath))
        const lib = ['ES2022', 'DOM']
        const options = { module: 'ESNext', moduleResolution: 'bundler', lib, types: [], typeRoots: [] }
        const { status, output } = compiled(compiler, 'browser', imported, options)
        expect(status, output).toBe(0)
      })

      test('in Node', { timeout: 120_000 }, () => {
        const options = { module: 'NodeNext', lib: ['ES2022'], types: ['node'], typeRoots: [nodeTypes] }
        const { status, output } = compiled(compiler, 'server', specifiers, options)
        expect(status, output).toBe(0)
      })
    },
  )

  test('the command answers', () => {
    const bin = path.join(installed, manifest.bin.offprint)
    expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
    const version = node(project, bin, '--version')
    expect(version.status, version.output).toBe(0)
    expect(version.stdout).toContain(manifest.version)
    const help = node(project, bin, '--help')
    expect(help.status, help.output).toBe(0)
    for (const command of ['compare', 'dedupe']) expect(help.stdout).toContain(command)
    expect(node(project, bin, 'no-such-command').status).toBe(2)
  })
})
