// Runs the README against the installed package: what it shows is what a user gets.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const project = inject('project')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')

/** The fenced blocks of one language. */
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map((match) => match[1])

/** What examples need besides offprint; `kafkajs` is what calls a recipe, `lmdb` is the store of an index. */
const FRAMEWORKS = ['@langchain/core', '@llamaindex/core', '@crawlee/cheerio', 'kafkajs', 'lmdb']
for (const name of FRAMEWORKS) {
  const link = path.join(project, 'node_modules', name)
  mkdirSync(path.dirname(link), { recursive: true })
  symlinkSync(path.join(root, 'node_modules', name), link, 'junction')
}

/** Crawlee says nothing and keeps what it crawls in memory. */
const env = { ...process.env, CRAWLEE_LOG_LEVEL: 'OFF', CRAWLEE_PERSIST_STORAGE: 'false' }

/** A recipe that exports something is for a framework to run, which `recipes/` has a driver for. */
const examples = blocks('js').map((code) => ({
  name: [...code.matchAll(/^import \{ (.*) \}/gm)].map(([, names]) => names).join(', '),
  code,
  driver: code.match(/^export (?:const|async function) (\w+)/m)?.[1],
}))

describe('README', () => {
  test.each(examples)('$name example', ({ name, code, driver }) => {
    const expected = [...code.matchAll(/\/\/ → (.*)/g)].map((match) => match[1])
    expect(expected.length).toBeGreaterThan(0)
    const file = path.join(project, `readme-${name.replace(/\W+/g, '-')}.mjs`)
    writeFileSync(file, code)
    let run = file
    if (driver !== undefined) {
      run = path.join(project, `drive-${driver}.mjs`)
      copyFileSync(path.join(root, 'tests/packed/recipes', `${driver}.mjs`), run)
    }
    const output = execFileSync(process.execPath, [run, file], { cwd: project, encoding: 'utf8', env })
    expect(output.trim().split('\n')).toEqual(expected)
  })

  test('has a recipe for each package it names', () => {
    const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    for (const name of FRAMEWORKS) expect(devDependencies).toHaveProperty([name])
    expect(examples.map(({ driver }) => driver).filter(Boolean)).toEqual(['crawler', 'eachBatch'])
  })

  test.each(blocks('console'))('console block %#', (block) => {
    const [command, ...shown] = block.split('\n')
    const [name, ...args] = command.replace(/^\$ /, '').split(' ')
    expect(name).toBe('offprint')
    const bin = path.join(project, 'node_modules/offprint/dist/cli.js')
    const run = spawnSync(process.execPath, [bin, ...args], { cwd: root, encoding: 'utf8' })
    expect(run.status).toBe(0)
    expect(run.stdout.trim()).toBe(shown.join('\n').trim())
  })

  test('defines every class of edit', async () => {
    const { EDIT_CLASSES } = await import('../../src/compare/classes.js')
    for (const editClass of EDIT_CLASSES) expect(readme).toContain(`| \`${editClass}\``)
  })

  test('states every code of a decision, and its sentence', async () => {
    const { reasonOf, REMOVAL_CODES, isRemoval } = await import('../../src/dedupe/reason.js')
    const rows = [...readme.matchAll(/^\| `([a-z-]+)` +\| (goes|stays): .*?\| (.*?) *\|$/gm)]
    expect(rows.map(([, code]) => code)).toEqual([...REMOVAL_CODES])
    for (const [, code, fate, reason] of rows as unknown as [
      string,
      (typeof REMOVAL_CODES)[number],
      string,
      string,
    ][]) {
      expect(fate).toBe(isRemoval(code) ? 'goes' : 'stays')
      // The examples above the table show the sentences that quote or name something.
      if (code === 'nothing-lost' || code === 'content') expect(readme).toContain(`| ${code} | ${reason}`)
      else expect(reason).toBe(reasonOf(code))
    }
  })

  test('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    for (const [, script] of readme.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script])
  })
})
