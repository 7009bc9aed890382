// Packs the built package once and installs the tarball into an empty project, as a user would.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The tarball. */
    tarball: string
    /** A project that has the tarball installed. */
    project: string
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

function npm(cwd: string, ...args: string[]): string {
  const shell = process.platform === 'win32'
  return execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8', shell })
}

export default function setup(vitest: TestProject) {
  const work = realpathSync(mkdtempSync(path.join(tmpdir(), 'offprint-packed-')))
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', work)
  const tarball = path.join(work, readdirSync(work)[0]!)

  // The run-time packages come from our own node_modules, so that the tests need no network.
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const dependencies: Record<string, string> = { [manifest.name]: `file:${tarball}` }
  // Workbooks are written by an optional package, which the tests of --xlsx and --ledger x.xlsx need.
  for (const name of [...Object.keys(manifest.dependencies), 'write-excel-file']) {
    dependencies[name] = `file:${path.join(root, 'node_modules', name)}`
  }
  writeFileSync(
    path.join(work, 'package.json'),
    JSON.stringify({ type: 'module', private: true, dependencies }),
  )
  npm(work, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock')

  vitest.provide('tarball', tarball)
  vitest.provide('project', work)
  return () => rmSync(work, { recursive: true, force: true })
}
