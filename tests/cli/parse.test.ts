import { Writable } from 'node:stream'
import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { parseArguments } from '../../src/cli/parse.js'

function streams(columns?: number) {
  let text = ''
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    text += String(chunk)
    done()
  }
  const sink = Object.assign(new Writable({ write }), columns === undefined ? {} : { columns })
  return { io: { stdout: sink, stderr: sink }, text: () => text }
}

const parse = (...argv: string[]) => parseArguments(argv, streams().io)
const RELATE = { relateCoverage: 0.8, relateIdentity: 0.5, passage: 48 }

test('compare: a job with its defaults', () => {
  expect(parse('compare', 'a', 'b', '--layout', '-o', 'c')).toEqual({
    command: 'compare',
    job: { a: 'a', b: 'b', layout: true, output: 'c', ...RELATE },
  })
})

test('audit: the OCR comes first', () => {
  expect(parse('audit', 'page', 'x', 'y', '--csv-separator', 'tab', '--passage', '20')).toEqual({
    command: 'audit',
    job: {
      paths: ['page', 'x', 'y'],
      csvSeparator: '\t',
      level: 'line',
      ...RELATE,
      passage: 20,
    },
  })
})

test('dedupe: the job knows nothing of the exit code', () => {
  const defaults = {
    ...RELATE,
    keep: 'first',
    cluster: 'star',
    remove: ['duplicate'],
    coverage: 0,
    identity: 0,
  }
  expect(parse('dedupe', 'a')).toEqual({
    command: 'dedupe',
    job: { inputs: ['a'], ...defaults },
    failOnDuplicates: false,
  })
  const argv = [
    '--against',
    'x',
    '--against',
    'y',
    '--memory',
    '1.5GiB',
    '--remove',
    'contained',
    '--carry',
    'u,v,u',
  ]
  expect(parse('dedupe', 'a', 'b', ...argv, '--fail-on-duplicates')).toEqual({
    command: 'dedupe',
    job: {
      inputs: ['a', 'b'],
      ...defaults,
      against: ['x', 'y'],
      memory: 1.5 * 2 ** 30,
      remove: ['contained'],
      carry: ['u', 'v'],
    },
    failOnDuplicates: true,
  })
})

test.each([[60], [80], [120]])('help fits a terminal of %i columns', (columns) => {
  for (const command of ['compare', 'dedupe', 'audit', 'index', 'serve', 'mcp']) {
    const { io, text } = streams(columns)
    expect(() => parseArguments([command, '--help'], io)).toThrow(CommanderError)
    const longest = Math.max(
      ...text()
        .split('\n')
        .map(({ length }) => length),
    )
    expect(longest).toBeLessThanOrEqual(columns)
    expect(longest).toBeGreaterThan(columns - 20)
    // Every option says what it does.
    expect(text()).not.toMatch(/^ +-[^ ]*(, --[^ ]+)?( <[^>]+>)?$/m)
  }
})
