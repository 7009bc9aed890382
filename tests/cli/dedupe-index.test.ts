// `dedupe --index STORE`: the index of a store decides about documents, and holds what is kept.
import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSharedIndex, saveIndex } from '../../src/node.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { REDIS, startRedis } from '../fleet/redis-server.js'
import { workspace } from '../workspace.js'
import { jsonLines, offprint } from './runner.js'

const record = (fields: object) => `${JSON.stringify(fields)}\n`
const STORY = SEEDS[1].slice(0, 700)
const OTHER = SEEDS[2].slice(100, 700)
const THIRD =
  'The council met on Tuesday evening in the great hall to discuss the plans for a new school at the edge of the old town. ' +
  'The mayor said that the building would be ready before the winter, and that nobody would have to walk in the rain.'

/** Articles and copies of earlier ones: clean, noisy, and inside a longer text. */
function crawl(count: number, seed: number): { id: string; text: string }[] {
  const next = random(seed)
  const texts: string[] = []
  return Array.from({ length: count }, (_, i) => {
    const kind = next()
    const origin = texts[Math.floor(next() * texts.length)]
    if (origin !== undefined && kind < 0.4) {
      const text = noisy(origin, kind < 0.2 ? 0 : 0.01, next).copy
      return { id: `u${i}`, text: kind < 0.1 ? `${text} ${SEEDS[3].slice(0, 200)}` : text }
    }
    const text = Array.from({ length: 60 }, () => Math.floor(next() * 1e12).toString(36)).join(' ')
    texts.push(text)
    return { id: `u${i}`, text }
  })
}

/** What was told but how fast it went, which is told of runs of more than ten seconds. */
const withoutPace = (told: string) => told.replace(/^.* a second.*\n/gm, '')

const FILES = [
  '-o',
  'kept',
  '--ledger',
  'ledger',
  '--ids',
  'ids',
  '--clusters',
  'clusters',
  '--summary',
  'summary',
]

test('a new store gives the verdicts, ledger and counts of a stream; again, the same', async () => {
  const { read } = workspace({ 'crawl.jsonl': crawl(300, 3).map(record).join('') })
  const all = (suffix: string) => FILES.map((word) => (word.startsWith('-') ? word : `${word}${suffix}`))
  const plain = await offprint(['dedupe', 'crawl.jsonl', ...all('-stream')])
  expect(plain.code).toBe(0)
  for (const suffix of ['-first', '-again']) {
    const argv = ['dedupe', 'crawl.jsonl', '--index', 'store', ...all(suffix)]
    const run = await offprint([...argv, '--report', `page${suffix}.html`])
    expect([run.code, withoutPace(run.stderr)]).toEqual([0, withoutPace(plain.stderr)])
    for (const name of ['kept', 'ids', 'clusters', 'summary']) {
      expect(read(`${name}${suffix}`)).toBe(read(`${name}-stream`))
    }
    expect(jsonLines(read(`ledger${suffix}`)).slice(1)).toEqual(jsonLines(read('ledger-stream')).slice(1))
  }
  expect(existsSync('kept-first.checkpoint')).toBe(false)
})

test('a later run removes what an earlier one kept, and names it', async () => {
  const { read } = workspace({
    'monday.jsonl': record({ id: 'a', text: STORY }) + record({ id: 'b', text: OTHER }),
    'tuesday.jsonl':
      record({ id: 'c', text: THIRD }) +
      record({ id: 'd', text: STORY.toUpperCase() }) +
      record({ id: 'e', text: THIRD }),
  })
  expect(await offprint(['dedupe', 'monday.jsonl', '--index', 'lmdb:store', '-o', 'm'])).toMatchObject({
    code: 0,
  })
  const argv = ['dedupe', 'tuesday.jsonl', '--index', 'store', '-o', 't', '--ledger', 'l', '--summary', 's']
  const run = await offprint([...argv, '--report', 'page.html', '--clusters', 'clusters'])
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('1 of them seen before') as string })
  expect(jsonLines(read('t')).map(({ id }) => id)).toEqual(['c'])
  expect(jsonLines(read('s'))).toMatchObject([{ documents: 3, kept: 1, removed: 2, known: 1 }])
  const [, first, second] = jsonLines(read('l'))
  expect(first).toMatchObject({
    id: 'd',
    keeper: 'a',
    keeperRef: { file: 'store' },
    against: true,
    rule: { removed: true },
    evidence: { b: expect.stringContaining(STORY.trim().slice(0, 6)) },
  })
  expect(second).toMatchObject({ id: 'e', keeper: 'c', keeperRef: { file: 'tuesday.jsonl', line: 1 } })
  expect(second).not.toHaveProperty('against')
  expect(jsonLines(read('clusters'))).toMatchObject([{ keeper: 'a' }, { keeper: 'c' }])
  const index = await openSharedIndex('store')
  expect(await index.get('d')).toMatchObject({ state: 'removed', keeper: 'a' })
  expect(await index.stats()).toMatchObject({ documents: 3, removed: 2, pending: 0 })
  await index.close()
})

test('ids: a repeated record goes for the first; an id that is held with another text is skipped', async () => {
  const lines = [
    { id: 'a', text: STORY },
    { id: 'b', text: OTHER },
    { id: 'a', text: STORY },
    { id: 'b', text: THIRD },
    { id: 'c', text: 'Something else stands here, in a sentence or two that nobody has written before.' },
  ]
  const { read } = workspace({ 'crawl.jsonl': lines.map(record).join('') })
  const argv = ['dedupe', 'crawl.jsonl', '--index', 'store', '--json', '--rejects', 'rejects']
  const { code, stdout, stderr } = await offprint(argv)
  expect(code).toBe(3)
  const verdicts = jsonLines(stdout).map(({ id, kept, keeperRef }) => [id, kept || keeperRef.line])
  expect(verdicts).toEqual([
    ['a', true],
    ['b', true],
    ['a', 1],
    ['c', true],
  ])
  expect(stderr).toContain('crawl.jsonl:4: the index holds another text under the id "b"')
  expect(jsonLines(read('rejects'))).toMatchObject([{ ref: { line: 4 }, code: 'ERR_DUPLICATE_ID' }])
  const strict = await offprint([...argv, '--strict', '--force', '--quiet'])
  expect(strict).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/crawl.jsonl:4: .*\[ERR_DUPLICATE_ID\]/),
  })
})

test('two runs at once: of each text one is kept', async () => {
  const docs = crawl(260, 8)
  workspace({
    'a.jsonl': docs.map(({ id, text }) => record({ id: `a-${id}`, text })).join(''),
    'b.jsonl': docs.map(({ id, text }) => record({ id: `b-${id}`, text })).join(''),
    'all.jsonl': docs.map(record).join(''),
  })
  const run = (name: string) =>
    offprint([
      'dedupe',
      `${name}.jsonl`,
      '--index',
      'store',
      '-o',
      `${name}.kept`,
      '--summary',
      `${name}.counts`,
    ])
  const codes = await Promise.all(['a', 'b'].map(run))
  expect(codes.map(({ code }) => code)).toEqual([0, 0])
  const index = await openSharedIndex('store')
  const { documents, pending } = await index.stats()
  await index.close()
  const { stdout } = await offprint(['dedupe', 'all.jsonl', '-o', '/dev/null', '--json'])
  expect([documents, pending]).toEqual([JSON.parse(stdout).kept, 0])
})

test('--secret-file and --date go to the store', async () => {
  workspace({
    secret: 'correct horse battery staple',
    'a.jsonl': record({ id: 'a', text: STORY, day: '2024-05-01' }) + record({ id: 'b', text: OTHER }),
  })
  const argv = ['dedupe', 'a.jsonl', '--index', 'store', '-o', '/dev/null', '--quiet']
  expect(await offprint([...argv, '--secret-file', 'secret', '--date', 'day'])).toMatchObject({ code: 0 })
  expect(await offprint(argv)).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'offprint: --secret-file is not the one that this store was made with; all its clients must give the same one [ERR_ARGUMENT]\n',
  })
  const index = await openSharedIndex('store', { secret: 'correct horse battery staple' })
  expect(await index.get('a')).toMatchObject({ at: Date.UTC(2024, 4, 1) })
  expect(await index.get('b')).toMatchObject({ at: null })
  await index.close()
})

test('what does not go together, and what is no store', async () => {
  const { root } = workspace({ 'a.jsonl': record({ id: 'a', text: STORY }), file: '' })
  const saved = new DuplicateIndex()
  saved.add('x', OTHER)
  await saveIndex(saved, `${root}/saved`)
  const refused = async (argv: readonly string[]) => {
    const { code, stderr } = await offprint(['dedupe', 'a.jsonl', '--quiet', ...argv])
    expect(code).toBe(2)
    return stderr
  }
  const index = ['--index', 'store']
  expect(await refused([...index, '--batch'])).toMatch(/leave one out \[ERR_USAGE\]/)
  expect(await refused([...index, '--keep', 'longest'])).toMatch(/leave one out \[ERR_USAGE\]/)
  expect(await refused([...index, '--against', 'a.jsonl'])).toMatch(/leave --against out \[ERR_USAGE\]/)
  expect(await refused([...index, '--memory', '1MB'])).toMatch(/--memory limits tables .* \[ERR_USAGE\]/)
  expect(await refused([...index, '--resume', '-o', 'kept'])).toMatch(/without --resume \[ERR_USAGE\]/)
  expect(existsSync('store')).toBe(false)
  expect(await refused(['--index', 'saved'])).toMatch(/saved is an index that saveIndex made.* \[ERR_USAGE\]/)
  expect(readdirSync('saved')).not.toContain('data.mdb')
  expect(await refused(['--index', 'kafka:topic'])).toMatch(/--index must be a folder, or a URL/)
  expect(await refused(['--index', 'file'])).toMatch(/the store file cannot be opened.* \[ERR_STORE\]/)
  expect(await offprint(['dedupe', 'a.jsonl', ...index, '-o', 'kept'])).toMatchObject({ code: 0 })
  expect(await refused(['--against', 'store'])).toMatch(/name it with --index.* \[ERR_USAGE\]/)
})

test('documents that come slowly are decided as they come', async () => {
  workspace()
  let told = ''
  async function* slowly(): AsyncGenerator<Uint8Array> {
    for (const [id, text] of [STORY, OTHER, STORY].entries()) {
      yield new TextEncoder().encode(record({ id, text }))
      await new Promise((resolve) => setTimeout(resolve, 400))
      const index = await openSharedIndex<number>('store')
      told += `${(await index.stats()).documents} `
      await index.close()
    }
  }
  const run = await offprint(['dedupe', '-', '--index', 'store', '--json', '--quiet'], { stdin: slowly() })
  expect(jsonLines(run.stdout).map(({ id, kept, keeper }) => [id, kept, keeper])).toEqual([
    [0, true, undefined],
    [1, true, undefined],
    [2, false, 0],
  ])
  expect(told).toBe('1 2 2 ')
})

test.runIf(REDIS)(
  'a store that dies in the middle ends the run with its place; the next run gives what an undisturbed one gives',
  async () => {
    const { read } = workspace({ 'crawl.jsonl': crawl(520, 4).map(record).join('') })
    const server = await startRedis()
    try {
      const url = `redis://127.0.0.1:${server.port}`
      const argv = ['dedupe', 'crawl.jsonl', '--index', url, '-o', 'kept', '--ledger', 'ledger']
      const watcher = await openSharedIndex(url)
      const running = offprint(argv)
      while ((await watcher.stats()).documents === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      await server.kill()
      const { code, stderr } = await running
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/crawl\.jsonl:\d+ and the \d+ after it: .*\[ERR_STORE\]/),
      ])
      expect(existsSync('kept')).toBe(false)
      await server.start()
      expect((await watcher.stats()).documents).toBeLessThan(520)
      await watcher.close()
      expect(await offprint(argv)).toMatchObject({ code: 0 })
      const undisturbed = ['--index', `${url}?name=undisturbed`, '-o', 'kept-2', '--ledger', 'ledger-2']
      expect(await offprint(['dedupe', 'crawl.jsonl', ...undisturbed])).toMatchObject({ code: 0 })
      expect(read('kept')).toBe(read('kept-2'))
      expect(jsonLines(read('ledger')).slice(1)).toEqual(jsonLines(read('ledger-2')).slice(1))
    } finally {
      await server.close()
    }
  },
  120_000,
)
