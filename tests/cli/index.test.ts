// `offprint index`: build, add, query, stats and expire.
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSharedIndex } from '../../src/node.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { workspace } from '../workspace.js'
import { jsonLines, offprint } from './runner.js'

const record = (fields: object) => `${JSON.stringify(fields)}\n`
const STORY = SEEDS[1].slice(0, 700)
const OTHER = SEEDS[2].slice(100, 700)
const COUNCIL =
  'The council met on Tuesday evening in the great hall to discuss the plans for a new school at the edge of the old town. ' +
  'The mayor said that the building would be ready before the winter, and that nobody would have to walk in the rain.'

const may = [
  { id: 'a', text: STORY, day: '2024-05-01' },
  { id: 'b', text: OTHER, day: '2024-05-20' },
]

test('build, add, stats, query and expire', async () => {
  const { root } = workspace({
    'may.jsonl': may.map(record).join(''),
    'june.jsonl':
      record({ id: 'c', text: COUNCIL, day: 'some day' }) +
      record({ id: 'd', text: `${OTHER} .`, day: '2024-06-01' }),
    'asked.jsonl':
      record({ id: 1, text: noisy(STORY, 0.02, random(3)).copy }) + record({ id: 2, text: 'Nothing.' }),
  })
  expect(await offprint(['index', 'build', 'store', 'may.jsonl', '--date', 'day'])).toEqual({
    code: 0,
    stdout: '',
    stderr: '2 documents entered; the index holds 2\n',
  })
  expect(
    await offprint(['index', 'add', `lmdb:${root}/store`, 'june.jsonl', '--date', 'day', '--json']),
  ).toEqual({
    code: 0,
    stdout: record({ documents: 2, matched: 1, conflicts: 0, rejected: 0, held: 4 }),
    stderr: '',
  })
  const stats = await offprint(['index', 'stats', 'store'])
  expect(stats.stdout).toMatch(
    /^documents  4\nremoved    0\nsize       [\d,]+ kB, [\d,]+ bytes a document\n$/,
  )
  expect(JSON.parse((await offprint(['index', 'stats', 'store', '--json'])).stdout)).toMatchObject({
    documents: 4,
    pending: 0,
    removed: 0,
  })

  const query = ['index', 'query', 'store', 'asked.jsonl']
  const asked = await offprint(query)
  expect(asked).toMatchObject({ code: 0, stderr: '2 documents, 1 with a match\n' })
  expect(jsonLines(asked.stdout)).toMatchObject([
    {
      id: 1,
      ref: { file: 'asked.jsonl', line: 1 },
      matches: [{ id: 'a', relation: 'duplicate', verified: true }],
    },
    { id: 2, matches: [] },
  ])
  expect(await offprint([...query, '-o', 'matches.jsonl', '--quiet'])).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  })
  expect(await offprint([...query, '-o', 'matches.jsonl'])).toMatchObject({ code: 2 })
  const people = await offprint(query, { tty: true, env: { NO_COLOR: '1' } })
  expect(people.stdout).toMatch(/^tied {5}1 +duplicate of a \(.*\)\nkept {5}2\n$/)
  expect(jsonLines((await offprint([...query, '--json'], { tty: true })).stdout).length).toBe(2)

  expect(await offprint(['index', 'expire', 'store', '--before', '2024-05-20'])).toMatchObject({
    code: 0,
    stderr: '1 document expired; the index holds 3\n',
  })
  const later = await offprint(['index', 'expire', 'store', '--before', '2025-01-01', '--json'])
  expect(later).toEqual({ code: 0, stdout: record({ expired: 2, held: 1 }), stderr: '' })
  const index = await openSharedIndex('store')
  expect(await index.has('c')).toBe(true)
  await index.close()
})

test('conflicts of ids and records that cannot be read are skipped, listed and counted', async () => {
  const { read } = workspace({
    'may.jsonl': may.map(record).join(''),
    'more.jsonl': [
      record(may[0]),
      record({ id: 'b', text: STORY }),
      '{"id":\n',
      record({ id: 'e', text: COUNCIL }),
    ].join(''),
  })
  await offprint(['index', 'add', 'store', 'may.jsonl'])
  const argv = ['index', 'add', 'store', 'more.jsonl']
  const run = await offprint([...argv, '--rejects', 'rejects'])
  expect(run.code).toBe(3)
  expect(run.stderr).toContain(
    'more.jsonl:2: the index holds another text under the id "b"; ids must name one text',
  )
  expect(run.stderr).toContain(
    '2 documents entered; 1 id held with another text; 1 record skipped; the index holds 3\n',
  )
  expect(jsonLines(read('rejects')).map(({ ref, code }) => [ref.line, code])).toEqual([
    [3, 'ERR_RECORD'],
    [2, 'ERR_DUPLICATE_ID'],
  ])
  const strict = await offprint([...argv, '--strict', '--quiet'])
  expect(strict).toMatchObject({ code: 2, stderr: expect.stringContaining('more.jsonl:') as string })
})

test('hundreds of documents with conflicts among them: all others are in', async () => {
  const text = (i: number) => `Number ${i} of a list: ${(i * 7919).toString(36).repeat(30)}`
  const ids = Array.from({ length: 300 }, (_, i) => i)
  workspace({
    'a.jsonl': ids
      .filter((i) => i % 40 === 0)
      .map((id) => record({ id, text: `${text(id)} but another` }))
      .join(''),
    'b.jsonl': ids.map((id) => record({ id, text: text(id) })).join(''),
  })
  await offprint(['index', 'build', 'store', 'a.jsonl'])
  const { code, stdout } = await offprint(['index', 'add', 'store', 'b.jsonl', '--json'])
  expect([code, JSON.parse(stdout)]).toMatchObject([3, { documents: 292, conflicts: 8, held: 300 }])
})

test('what is refused', async () => {
  workspace({ 'may.jsonl': may.map(record).join(''), secret: 'correct horse battery staple' })
  const refused = async (...argv: string[]) => {
    const { code, stderr } = await offprint(['index', ...argv])
    expect(code).toBe(2)
    return stderr
  }
  expect(await refused('query', 'store', 'may.jsonl')).toMatch(
    /STORE store is no store of an index; make one by offprint index build store INPUT \[ERR_INPUT\]/,
  )
  expect(await refused('stats', 'store')).toMatch(/is no store of an index/)
  expect(await refused('expire', 'store', '--before', '2024-01-01')).toMatch(/is no store of an index/)
  expect(await refused('build', 'store', 'missing.jsonl')).toMatch(/cannot read missing.jsonl/)
  expect(existsSync('store')).toBe(false)
  await offprint(['index', 'build', 'store', 'may.jsonl', '--secret-file', 'secret'])
  expect(await refused('build', 'store', 'may.jsonl', '--secret-file', 'secret')).toMatch(
    /store holds 2 documents; add to it by offprint index add, or name a new store \[ERR_OUTPUT_EXISTS\]/,
  )
  expect(await refused('stats', 'store')).toMatch(/--secret-file is not the one .* \[ERR_ARGUMENT\]/)
  expect(await refused('expire', 'store')).toMatch(/required option '--before <date>' not specified/)
  expect(await refused('expire', 'store', '--before', 'May')).toMatch(/Allowed: a date of ISO 8601/)
  expect(await refused('add', 'store', '-', '-')).toMatch(/standard input \(-\) can be read only once/)
  expect(await refused('add', 'kafka:topic', 'may.jsonl')).toMatch(/STORE must be a folder, or a URL/)
  expect(await refused('forget', 'store')).toMatch(/unknown command 'forget'/)
  expect((await offprint(['index', 'add', '--help'])).stdout).toMatch(
    /Usage: offprint index add \[options\] <STORE> <INPUT...>/,
  )
})
