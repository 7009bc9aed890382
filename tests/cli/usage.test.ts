import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseArguments } from '../../src/cli/parse.js'
import { VERSION } from '../../src/job/version.js'
import { STEPS } from '../demo.mjs'
import { workspace } from '../workspace.js'
import { offprint } from './runner.js'

test('the version is the package’s', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(VERSION).toBe(manifest.version)
  expect(await offprint(['--version'])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: '' })
})

test('help goes to standard output and is no error', async () => {
  const help = await offprint(['--help'])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  for (const word of ['compare', 'dedupe', 'Exit codes']) expect(help.stdout).toContain(word)
  expect((await offprint(['dedupe', '--help'])).stdout).toContain('--fail-on-duplicates')
  expect((await offprint(['compare', '--help'])).stdout).toContain('--layout')
})

test('the demo compares, and ends in removals and ties with their reasons', async () => {
  const [compared, deduped] = await Promise.all(STEPS.map(({ argv }) => offprint(argv)))
  expect([compared!.code, deduped!.code]).toEqual([0, 0])
  expect(compared!.stdout).toMatch(/^A contains B\n/)
  expect(deduped!.stdout).toMatch(/^removed .*hyphenation\/scan\.txt .* nothing lost /m)
  expect(deduped!.stdout).toMatch(/^tied .*not-guilty\.txt .* only one of the two has “nicht” /m)
  expect(deduped!.stderr).toMatch(/ kept \(4 tied to another\), 3 removed\n/)
})

test.each(['compare', 'dedupe', 'audit', 'index', 'index add', 'serve', 'mcp'])(
  'help %s is %s --help',
  async (name) => {
    const words = name.split(' ')
    const help = await offprint(['help', ...words])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain(`Usage: offprint ${name} `)
    expect(help).toEqual(await offprint([...words, '--help']))
  },
)

test('help alone is that of the program; of a command that is not, an error', async () => {
  expect(await offprint(['help'])).toEqual(await offprint(['--help']))
  expect(await offprint(['help', 'inspect'])).toMatchObject({ code: 2, stdout: '' })
})

test.each(['', 'compare', 'dedupe', 'audit', 'index', 'serve', 'mcp'])(
  'help of “%s” begins with examples that can be typed',
  async (name) => {
    const { stdout } = await offprint([...(name === '' ? [] : [name]), '--help'])
    const [examples] = stdout.split('Usage: ', 1)
    expect(examples).toMatch(/^Examples:\n {2}# /)
    const lines = [...examples!.matchAll(/^ {2}offprint (.*)$/gm)].map(([, line]) => line!)
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(() => parseArguments(line.split(' '), process)).not.toThrow()
  },
)

test.each([
  [[], 'Usage: offprint'],
  [['inspect'], "unknown command 'inspect'"],
  [['audit'], "missing required argument 'OCR'"],
  [['compare', 'a.txt'], "missing required argument 'B'"],
  [['compare', 'a.txt', 'a.txt', 'a.txt'], 'too many arguments'],
  [['compare', 'a.txt', 'a.txt', '--nope'], "unknown option '--nope'"],
  [
    ['compare', 'a.txt', 'a.txt', '--json', '--patch'],
    "option '--json' cannot be used with option '--patch'",
  ],
  [
    ['compare', 'a.txt', 'a.txt', '--passage', '0'],
    "'--passage <size>' argument '0' is invalid. Allowed: a number of 1",
  ],
  [['compare', 'a.txt', 'a.txt', '--passage', 'Infinity'], "argument 'Infinity' is invalid"],
  [
    ['compare', '-', '-'],
    'only one of A and B can be standard input (-); name a file for the other [ERR_USAGE]',
  ],
  [['compare', 'missing.txt', 'a.txt'], 'cannot read missing.txt: no such file or folder [ERR_INPUT]'],
  [['compare', 'folder', 'a.txt'], 'cannot read folder: it is a folder [ERR_INPUT]'],
  [
    ['compare', 'binary', 'a.txt'],
    'binary is binary, not text (NUL byte at offset 1); leave it out, or name its encoding with --encoding [ERR_INPUT]',
  ],
  [['dedupe'], "missing required argument 'INPUT'"],
  [['dedupe', 'a.txt', 'missing.txt'], 'cannot read missing.txt'],
  [
    ['dedupe', 'a.txt', '--coverage', '1.5'],
    "'--coverage <share>' argument '1.5' is invalid. Allowed: a number from 0 to 1",
  ],
  [['dedupe', 'a.txt', '--identity', ''], "argument '' is invalid"],
  [['dedupe', 'a.txt', '--relate-coverage', '90%'], "argument '90%' is invalid"],
  [['dedupe', 'a.txt', '--remove', 'overlaps'], 'Allowed: duplicate, contained'],
  [['dedupe', 'a.txt', '--carry', 'a,,b'], 'Allowed: names with commas'],
  [['dedupe', 'a.txt', '--encoding', 'klingon'], 'Allowed: a label of the Encoding Standard'],
  [['dedupe', 'a.txt', '--format', 'docx'], 'Allowed choices are text, html, jsonl'],
  [['dedupe', 'a.txt', '--delimiter', 'ab'], 'Allowed: one character, or tab'],
  [['dedupe', 'a.txt', '--delimiter', ',', '--format', 'json'], '--delimiter separates the fields of CSV'],
  [['dedupe', 'a.txt', '--memory', '12'], 'Allowed: a size of 1MB or more'],
  [['dedupe', 'a.txt', '--memory', 'lots'], 'Allowed: a size of 1MB or more'],
  [['dedupe', 'a.txt', '--tmp', 'nowhere'], '--tmp nowhere is not a folder'],
  [['dedupe', 'a.txt', '--secret-file', 'nowhere'], '--secret-file nowhere cannot be read'],
  [
    ['dedupe', 'a.txt', '--secret-file', 'a.txt'],
    '--secret-file a.txt must be a string of 16 or more characters',
  ],
  [['dedupe', 'a.txt', '--keep', 'best'], 'Allowed choices are first, longest'],
  [['dedupe', 'a.txt', '--keep', 'newest'], '--keep newest and --date FIELD'],
  [['dedupe', 'a.txt', '--date', 'day'], '--keep newest and --date FIELD'],
  [['dedupe', 'a.txt', '--keep', 'preferred', '--prefer', 'a'], '--keep preferred, --source FIELD'],
  [['dedupe', 'a.txt', '--cluster', 'ring'], 'Allowed choices are star, connected'],
  [['dedupe', 'a.txt', '--against', '-'], '--against cannot be standard input'],
  [['dedupe', 'a.txt', '--against', 'missing'], 'cannot read missing: no such file or folder'],
  [['dedupe', 'folder', '--against', 'a.txt', '-o', 'a.txt', '--force'], 'is also an input'],
  [
    ['dedupe', 'folder', '-o', 'clean'],
    'clean/ is a folder, which gets a file for each input file; clean.jsonl is one',
  ],
  [['dedupe', '*.txt', '-o', 'a.txt', '--force'], 'is also an input'],
  [['dedupe', 'a.txt', '--ids', '-', '-o', '-'], '-o and --ids cannot both write to standard output'],
  [['dedupe', 'a.txt', '--show', 'kept', '-o', 'k'], '-o k takes the place of the list; leave one out'],
  [['dedupe', 'a.txt', '--show', 'kept', '--ids', '-'], '--ids - takes the place of the list; leave one out'],
  [['dedupe', 'a.txt', '--show', 'all'], 'Allowed choices are removed, tied, kept'],
  [['dedupe', '-', '-'], 'standard input (-) can be read only once'],
  [['dedupe', 'a.txt', '-o', 'nowhere/kept.jsonl'], 'the folder nowhere does not exist'],
  [['dedupe', 'a.txt', '-o', ''], 'the name after -o is empty; name a file'],
  [['dedupe', 'a.txt', '-o', 'k', '--ledger', 'k.partial'], 'one is the .partial name of the other'],
  [['dedupe', 'a.txt', '-o', 'k', '--ledger', 'k.checkpoint'], 'has the name of this run’s checkpoint'],
  [['dedupe', 'a.txt', '-o', 'k/', '--ledger', 'k'], '--ledger and -o name the same file'],
  [['dedupe', 'a.txt', '-o', 'folder'], 'is a folder with files in it; choose another name'],
  [['dedupe', 'a.txt', '-o', '-', '--ledger', '-'], '-o and --ledger cannot both write to standard output'],
  [['dedupe', 'a.txt', '-o', 'k', '--ledger', './k'], '-o and --ledger name the same file'],
  [['dedupe', 'a.txt', '-o', 'folder/../a.txt', '--force'], 'is also an input'],
  [['dedupe', 'folder', '-o', 'folder/kept.jsonl'], 'lies inside the input folder folder'],
  [['compare', 'a.txt', 'a.txt', '-o', 'a.txt', '--force'], 'is also an input'],
  [['serve'], "missing required argument 'STORE'"],
  [['serve', 'memory:', '--port', '70000'], 'Allowed: a whole number from 0 to 65535'],
  [['serve', 'memory:', '--timeout', '0'], 'Allowed: a number from 1 to 3600'],
  [['serve', 'memory:', '--max-batch', '1.5'], 'Allowed: a whole number of 1 or more'],
  [
    ['serve', 'memory:', '--host', '0.0.0.0'],
    'give a token with --token-file FILE, or in OFFPRINT_TOKEN [ERR_USAGE]',
  ],
  [['mcp', 'missing'], 'is no store of an index'],
] as [string[], string][])('%j: exit 2', async (argv, message) => {
  workspace({ 'a.txt': 'a', 'folder/b.txt': 'b', binary: Uint8Array.of(1, 0, 2) })
  const { code, stdout, stderr } = await offprint(argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr).not.toMatch(/^\s+at /m)
})
