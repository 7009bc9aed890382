// Runs the README against the installed package: what it shows is what a user gets.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const project = inject('project')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')

/** The fenced blocks of one language. */
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map((match) => match[1])

describe('README', () => {
  test.each(blocks('js').map((code) => [code.match(/import \{ (.*) \}/)![1], code]))(
    '%s example',
    (name, code) => {
      const expected = [...code.matchAll(/\/\/ → (.*)/g)].map((match) => match[1])
      expect(expected.length).toBeGreaterThan(0)
      const file = path.join(project, `readme-${name}.mjs`)
      writeFileSync(file, code)
      const output = execFileSync(process.execPath, [file], { cwd: project, encoding: 'utf8' })
      expect(output.trim().split('\n')).toEqual(expected)
    },
  )

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
    const { EDIT_CLASSES } = await import('../../src/audit/classes.js')
    for (const editClass of EDIT_CLASSES) expect(readme).toContain(`| \`${editClass}\``)
  })

  test('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
    for (const [, script] of readme.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script])
  })
})
