// The installed package gives the same bytes under every version of Node, compiled kernel or not.
import { spawn } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { nodeBinary, VERSIONS } from './nodes.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const vectors = path.join(root, 'tests/vectors')
const project = inject('project')
const expected = JSON.parse(readFileSync(path.join(vectors, 'bytes-v1.json'), 'utf8'))

// Within the project, `offprint` is the package that was packed.
beforeAll(() => {
  for (const file of ['bytes.mjs', 'generate-bytes.mjs', 'signature-of.mjs'])
    copyFileSync(path.join(vectors, file), path.join(project, file))
})

function run(binary: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { cwd: project })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text))
    child.on('error', reject).on('close', () => resolve(output))
  })
}

describe.each(VERSIONS)('Node %s', (version) => {
  const binary = nodeBinary(version)
  if (binary === null) {
    if (!process.env.CI) console.warn(`Node ${version} skipped: not installed; \`npm run nodes\` does`)
    test.skipIf(!process.env.CI)('is installed', () => expect.fail('not installed; `npm run nodes` does'))
    return
  }

  test('is that version', async () => {
    const { stdout } = await run(binary, '--version')
    expect(stdout.split('.')[0]).toBe(`v${version.split('.')[0]}`)
  })

  test('runs the command', async () => {
    const argv = [
      'node_modules/offprint/dist/cli.js',
      'dedupe',
      path.join(root, 'fixtures/hyphenation/*.txt'),
    ]
    const { stdout } = await run(binary, ...argv)
    expect(stdout).toMatch(/^removed .*scan\.txt .* nothing lost /)
  })

  test.concurrent.each([
    ['compiled', []],
    ['twin', ['--twin']],
  ])('gives the checked-in bytes, %s', { timeout: 120_000 }, async (_, options) => {
    const { stdout, stderr } = await run(binary, 'generate-bytes.mjs', '--data', root, ...options)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(expected)
  })
})
