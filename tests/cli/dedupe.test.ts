import { existsSync, linkSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { run } from '../../src/cli/run.js'
import { SEEDS } from '../seeds.js'
import { workspace } from '../workspace.js'
import { jsonLines, offprint } from './runner.js'

const [page, article, other] = [SEEDS[0]!, SEEDS[1]!, SEEDS[2]!]
const headline = '共建创新之路  促进合作发展\n'
/** The article once more, with a byline. */
const copy = article.replace(headline, `${headline}本报记者 姜峰\n`)
/** The article once more, with another name. */
const renamed = article.replace('飞马', '飞鸟')
/** The page, which lacks nothing of the article once two of its misprints are mended. */
const whole = page.replace('飞鸟', '飞马').replace('转化转化', '转移转化')

const record = (fields: object) => `${JSON.stringify(fields)}\n`
const crawl =
  record({ id: 'a', url: 'http://a', text: article }) +
  `{ "text":${JSON.stringify(other)}, "id":"b","n":1.50 }\r\n` +
  '\n' +
  record({ id: 'a', url: 'http://c', text: copy }) +
  record({ id: 'p', url: 'http://p', text: page })

test('a folder, for people', async () => {
  workspace({
    'in/000.txt': page,
    'in/001.txt': article,
    'in/002.txt': other,
    'in/copy/1.txt': copy,
    'in/copy/2.txt': article,
    'in/other/1.txt': renamed,
  })
  const { code, stdout, stderr } = await offprint(['dedupe', 'in', '--show', 'kept'])
  expect(code).toBe(0)
  const shown = (name: string) => stdout.split('\n').find((line) => line.slice(9).startsWith(name))!
  expect(stdout.split('\n').map((line) => line.slice(0, 50).trimEnd())).toEqual([
    'kept     000.txt',
    'tied     001.txt                   contained in 00',
    'kept     002.txt',
    'removed  copy/1.txt                duplicate of 00',
    'removed  copy/2.txt                duplicate of 00',
    'tied     other/1.txt               duplicate of 00',
    '',
  ])
  // The reason first, then the figures; what the figures say alone needs no reason.
  expect(shown('copy/1.txt')).toMatch(
    / duplicate of 001\.txt: nothing lost but the byline \(100 % of it, identity 99\.\d %, 1 word changed\)$/,
  )
  expect(shown('copy/2.txt')).toMatch(/ duplicate of 001\.txt \(100 % of it, word for word\)$/)
  expect(shown('other/1.txt')).toMatch(
    / duplicate of 001\.txt: kept: 鸟 \/ 马 \(100 % of it, identity 99\.9 %, 1 word changed\); contained in 000\.txt/,
  )
  const characters = [page, article, other, copy, article, renamed].reduce(
    (sum, { length }) => sum + length,
    0,
  )
  const grouped = (count: number) => count.toLocaleString('en')
  expect(stderr.split('\n')).toEqual([
    '6 documents: 4 kept (2 tied to another), 2 removed',
    `removed: 2 duplicate; ${grouped(copy.length + article.length)} of ${grouped(characters)} characters`,
    'largest of 1 cluster: 3 × 001.txt',
    '',
  ])
  // By default what went; `tied` has what stays for a reason, too.
  const lines = (...what: string[]) =>
    stdout.split('\n').filter((line) => what.includes(line.slice(0, 7).trim()))
  const told = async (...argv: string[]) => offprint(['dedupe', 'in', ...argv])
  const brief = await told()
  expect(brief.stdout).toBe(lines('removed', '').join('\n'))
  expect(brief.stderr).toContain('--show tied lists what resembles another and stays, with the reason\n')
  expect(await told('--show', 'removed')).toEqual(brief)
  expect(await told('--show', 'tied')).toMatchObject({
    stdout: lines('removed', 'tied', '').join('\n'),
    stderr,
  })
  // A program that reads JSON counts on all documents, unless it says what it wants.
  expect((await told('--json')).stdout.split('\n')).toHaveLength(7)
  expect(jsonLines((await told('--json', '--show', 'removed')).stdout)).toHaveLength(2)
})

test('kept records come out unchanged, in order', async () => {
  const { read } = workspace({ 'crawl.jsonl': crawl })
  const { code, stdout } = await offprint(['dedupe', 'crawl.jsonl', '-o', 'kept.jsonl'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  const lines = crawl.split('\n')
  expect(read('kept.jsonl')).toBe(`${lines[0]}\n${lines[1]}\n${lines[4]}\n`)
  expect(readdirSync('.').sort()).toEqual(['crawl.jsonl', 'kept.jsonl'])
})

test('text files come out as records', async () => {
  workspace({ 'in/a.txt': article, 'in/b.txt': copy })
  const { stdout, stderr } = await offprint(['dedupe', 'in', '-o', '-'])
  expect(jsonLines(stdout)).toEqual([{ id: 'a.txt', text: article }])
  expect(stderr).toMatch(/^2 documents: 1 kept, 1 removed\n/)
})

test('the ledger: its contract', async () => {
  const { read } = workspace({ 'crawl.jsonl': crawl })
  const argv = [
    'dedupe',
    'crawl.jsonl',
    '-o',
    'kept.jsonl',
    '--ledger',
    'removed.jsonl',
    '--carry',
    'url,missing',
  ]
  expect(await offprint(argv)).toMatchObject({ code: 0 })
  const [head, ...entries] = jsonLines(read('removed.jsonl'))
  expect(head).toEqual({
    ledger: 2,
    offprint: expect.any(String),
    folding: expect.any(Number),
    options: {
      relate: { coverage: 0.8, identity: 0.5, passage: 48 },
      remove: { contained: false, coverage: 0, identity: 0 },
      mode: 'stream',
      keep: 'first',
      cluster: 'star',
      text: 'text',
      id: 'id',
      carry: ['url', 'missing'],
    },
    seed: expect.any(Number),
  })
  for (const entry of entries) {
    expect(Object.keys(entry)).toEqual([
      'id',
      'ref',
      'keeper',
      'keeperRef',
      'relation',
      'coverage',
      'identity',
      'changed',
      'rule',
      'account',
      'evidence',
      'lost',
      'fields',
    ])
    expect(Object.keys(entry.rule)).toEqual(['removed', 'code', 'reason'])
    expect(Object.keys(entry.account)).toEqual(['total', 'differences'])
  }
  // Both are called `a`; their refs tell them apart.
  expect(entries).toMatchObject([
    {
      id: 'a',
      ref: { file: 'crawl.jsonl', record: 3, line: 4 },
      keeper: 'a',
      keeperRef: { file: 'crawl.jsonl', record: 1, line: 1, offset: 0 },
      relation: 'duplicate',
      changed: { numbers: 0, words: 1, characters: 6 },
      rule: { removed: true, code: 'nothing-lost', reason: 'nothing lost but the byline' },
      account: { total: 1, differences: [{ kind: 'byline', document: '本报记者 姜峰', keeper: '' }] },
      lost: { characters: 0, longest: 0 },
      fields: { document: { url: 'http://c' }, keeper: { url: 'http://a' } },
    },
    {
      id: 'p',
      keeper: 'a',
      keeperRef: { line: 1 },
      relation: 'contains',
      rule: { removed: false, code: 'part', reason: 'kept: the other has only a part of it' },
      account: { total: 0, differences: [] },
    },
  ])
  expect(entries[0].evidence.edits).toEqual([
    { class: 'insertion', text: expect.stringContaining('[−本报记者 姜峰') },
  ])
  const { line, offset } = entries[0].ref
  const bytes = Buffer.from(crawl)
  expect(bytes.subarray(offset).toString().split('\n')[0]).toBe(crawl.split('\n')[line - 1])
})

test('equal runs give equal bytes', async () => {
  const { read } = workspace({ 'crawl.jsonl': crawl })
  const argv = ['dedupe', 'crawl.jsonl', '-o', 'k', '--ledger', 'l', '--summary', 's', '--force']
  await offprint(argv)
  const first = ['k', 'l', 's'].map(read)
  await offprint(argv)
  expect(['k', 'l', 's'].map(read)).toEqual(first)
})

test('--remove contained, and bounds that refuse', async () => {
  workspace({ 'in/0.txt': whole, 'in/1.txt': article, 'in/2.txt': copy, 'in/3.txt': renamed })
  const removed = async (...options: string[]) => {
    const { stdout } = await offprint(['dedupe', 'in', '--json', '--quiet', ...options])
    return jsonLines(stdout)
      .filter(({ kept }) => !kept)
      .map(({ id, keeper }) => [id, keeper])
  }
  expect(await removed()).toEqual([['2.txt', '1.txt']])
  expect(await removed('--remove', 'duplicate,contained')).toEqual([
    ['1.txt', '0.txt'],
    ['2.txt', '0.txt'],
  ])
  expect(await removed('--remove', 'contained')).toEqual([
    ['1.txt', '0.txt'],
    ['2.txt', '0.txt'],
  ])
  expect(await removed('--remove', 'duplicate')).toEqual(await removed())
  expect(await removed('--identity', '1')).toEqual([])
  expect(await removed('--remove', 'contained', '--coverage', '1')).toEqual([['2.txt', '1.txt']])
})

test.each([
  [
    ['--lost', '0'],
    '--lost is no longer an option: a document goes only if its keeper lacks nothing of it; leave it out',
  ],
  [
    ['--keep-siblings'],
    '--keep-siblings is no longer an option: a report that only looks alike is always kept; leave it out',
  ],
  [
    ['--no-keep-siblings'],
    '--no-keep-siblings is no longer an option: a report that only looks alike is always kept; leave it out',
  ],
  [
    ['--keep-if-numbers-differ'],
    '--keep-if-numbers-differ is no longer an option: a document with another number is always kept; leave it out',
  ],
])('%j of version 0.1 is refused, and what stands for it is named', async (former, message) => {
  const { read } = workspace({ 'crawl.jsonl': crawl })
  const { code, stdout, stderr } = await offprint(['dedupe', 'crawl.jsonl', '-o', 'crawl.jsonl', ...former])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(`${message} [ERR_USAGE]`)
  expect(read('crawl.jsonl')).toBe(crawl)
  // No help names what is gone.
  const help = await offprint(['dedupe', '--help'])
  expect(help.stdout).not.toContain(former[0])
})

test('--json without -o: one verdict a line', async () => {
  workspace({ 'crawl.jsonl': crawl })
  const { stdout } = await offprint(['dedupe', 'crawl.jsonl', '--json'])
  const [first, , third, fourth] = jsonLines(stdout)
  expect(first).toEqual({
    id: 'a',
    ref: { file: 'crawl.jsonl', record: 1, line: 1, offset: 0 },
    kept: true,
    tied: [],
  })
  expect(Object.keys(third)).toEqual([
    'id',
    'ref',
    'kept',
    'keeper',
    'keeperRef',
    'relation',
    'jaccard',
    'coverage',
    'identity',
    'changed',
    'verified',
    'exact',
    'code',
    'reason',
  ])
  expect(third).toMatchObject({ code: 'nothing-lost', reason: 'nothing lost but the byline' })
  expect(fourth.tied).toMatchObject([
    {
      keeper: 'a',
      relation: 'contains',
      verified: true,
      code: 'part',
      reason: 'kept: the other has only a part of it',
    },
  ])
})

test('the summary: on standard output, in a file, on standard error', async () => {
  const { read } = workspace({ 'crawl.jsonl': crawl })
  const counts = {
    documents: 4,
    kept: 3,
    tied: 1,
    removed: 1,
    known: 0,
    rejected: 0,
    characters: {
      read: article.length + other.length + copy.length + page.length,
      kept: article.length + other.length + page.length,
      removed: copy.length,
    },
    relations: { duplicate: 1, contained: 0, contains: 1, overlaps: 0 },
    removals: { duplicate: 1, contained: 0, contains: 0, overlaps: 0 },
    inexact: 0,
    truncated: 0,
    clusters: { count: 1, largest: [{ keeper: 'a', size: 2 }] },
  }
  const toFile = await offprint(['dedupe', 'crawl.jsonl', '-o', 'k1', '--json', '--summary', 's'])
  expect(JSON.parse(toFile.stdout)).toEqual(counts)
  expect(toFile.stderr).toBe('')
  expect(JSON.parse(read('s'))).toEqual(counts)
  const toStdout = await offprint(['dedupe', 'crawl.jsonl', '-o', '-', '--json'])
  expect(jsonLines(toStdout.stdout)).toHaveLength(3)
  expect(JSON.parse(toStdout.stderr)).toEqual(counts)
  expect((await offprint(['dedupe', 'crawl.jsonl', '-o', 'k2', '--quiet'])).stderr).toBe('')
})

test('where the counts go to standard error as JSON, nothing else does', async () => {
  workspace({ 'crawl.jsonl': crawl })
  const argv = ['dedupe', 'crawl.jsonl', '--batch', '--memory', '64MB']
  const notes = (await offprint([...argv, '-o', 'k'])).stderr
  expect(notes).toMatch(/^offprint: 4 documents take about/)
  const { stderr } = await offprint([...argv, '-o', '-', '--json'])
  expect(JSON.parse(stderr)).toMatchObject({ documents: 4 })
  expect((await offprint([...argv, '-o', '-', '--json'], { tty: true })).stderr).toContain('take about')
})

test('broken records: exit 3, told with file and line, listed in --rejects, the rest done', async () => {
  const broken = `${record({ id: 1, text: article })}{"id":2\n${record({ id: 3 })}${record({ id: 4, text: other })}`
  const { read } = workspace({ 'crawl.jsonl': broken })
  const { code, stderr } = await offprint([
    'dedupe',
    'crawl.jsonl',
    '-o',
    'kept.jsonl',
    '--rejects',
    'rejects.jsonl',
  ])
  expect(code).toBe(3)
  expect(stderr.split('\n')).toEqual([
    expect.stringMatching(/^offprint: crawl\.jsonl:2 is not JSON .*\[ERR_RECORD\]$/),
    expect.stringMatching(/^offprint: crawl\.jsonl:3 has no field "text".*\[ERR_RECORD\]$/),
    '2 documents: 2 kept, 0 removed; 2 records skipped',
    '',
  ])
  expect(jsonLines(read('kept.jsonl')).map(({ id }) => id)).toEqual([1, 4])
  expect(jsonLines(read('rejects.jsonl'))).toEqual([
    {
      ref: { file: 'crawl.jsonl', record: 2, line: 2, offset: expect.any(Number) },
      code: 'ERR_RECORD',
      message: expect.stringContaining('crawl.jsonl:2'),
    },
    expect.objectContaining({ ref: expect.objectContaining({ line: 3 }) }),
  ])
})

test('--strict stops at the first and leaves nothing', async () => {
  workspace({ 'crawl.jsonl': `${record({ id: 1, text: article })}{"id":2\n` })
  const { code, stderr } = await offprint(['dedupe', 'crawl.jsonl', '--strict', '-o', 'kept.jsonl'])
  expect(code).toBe(2)
  expect(stderr).toMatch(/^offprint: crawl\.jsonl:2 is not JSON .*\n$/)
  expect(readdirSync('.')).toEqual(['crawl.jsonl'])
})

test('--fail-on-duplicates: 1 where some were removed, ties do not count', async () => {
  workspace({
    'none/a.txt': article,
    'none/b.txt': other,
    'none/c.txt': renamed,
    'some/a.txt': article,
    'some/b.txt': copy,
  })
  const codeOf = async (...argv: string[]) =>
    (await offprint(['dedupe', '--fail-on-duplicates', ...argv])).code
  expect(await codeOf('none')).toBe(0)
  expect(await codeOf('some')).toBe(1)
  expect(await codeOf('some', '--identity', '1')).toBe(0)
  writeFileSync('some/c.txt', Uint8Array.of(0))
  expect(await codeOf('some')).toBe(1)
})

test('existing outputs need --force, and all are checked before any is touched', async () => {
  const { read } = workspace({
    'crawl.jsonl': crawl,
    'ledger.jsonl': 'mine',
    'old.jsonl.partial': 'left over',
  })
  const argv = ['dedupe', 'crawl.jsonl', '-o', 'kept.jsonl', '--ledger', 'ledger.jsonl']
  const refused = await offprint(argv)
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain(
    '--ledger ledger.jsonl exists; choose another name or pass --force [ERR_OUTPUT_EXISTS]',
  )
  expect(existsSync('kept.jsonl')).toBe(false)
  expect(read('ledger.jsonl')).toBe('mine')
  expect(await offprint([...argv, '--force'])).toMatchObject({ code: 0 })
  expect(read('ledger.jsonl')).not.toBe('mine')
  expect((await offprint(['dedupe', 'crawl.jsonl', '-o', 'old.jsonl'])).stderr).toContain(
    'old.jsonl.partial exists',
  )
})

test.skipIf(process.platform === 'win32')('outputs behind links and devices', async () => {
  const { read } = workspace({ 'crawl.jsonl': crawl, 'real/kept.jsonl': 'old' })
  symlinkSync('real/kept.jsonl', 'link.jsonl')
  symlinkSync('crawl.jsonl', 'input.jsonl')
  expect(await offprint(['dedupe', 'crawl.jsonl', '-o', 'link.jsonl', '--force'])).toMatchObject({ code: 0 })
  expect(jsonLines(read('real/kept.jsonl'))).toHaveLength(3)
  expect((await offprint(['dedupe', 'crawl.jsonl', '-o', 'input.jsonl', '--force'])).stderr).toContain(
    'is also an input',
  )
  expect(await offprint(['dedupe', 'crawl.jsonl', '-o', '/dev/null', '--quiet'])).toMatchObject({
    code: 0,
    stderr: '',
  })
})

test('--text and --id', async () => {
  const lines = [1, 2].map((n) => record({ meta: { url: `u${n}` }, body: { text: article } })).join('')
  workspace({ 'crawl.jsonl': lines })
  const { stdout } = await offprint(
    ['dedupe', '--id', 'meta.url', '--text', 'body.text', '-', '--show', 'kept'],
    {
      stdin: lines,
    },
  )
  expect(stdout).toBe(
    `kept     u1\nremoved  u2                        duplicate of u1 (100 % of it, word for word)\n`,
  )
})

test('progress shows on a terminal only, and is wiped away', async () => {
  workspace({ 'in/a.txt': article, 'in/b.txt': other })
  const { stderr } = await offprint(['dedupe', 'in', '-o', 'kept.jsonl'], { tty: true })
  const [, drawn, rest] = stderr.split('\r\u001b[2K')
  expect(drawn).toMatch(/^1 document · [\d,]+ a second · 0 removed · \d+ % · \d+ [kM]B$/)
  expect(rest).toBe('2 documents: 2 kept, 0 removed\n')
  const quiet = await offprint(['dedupe', 'in', '-o', 'kept2.jsonl', '--quiet'], { tty: true })
  expect(quiet.stderr).toBe('')
})

test('interrupted: exit 130, complete lines stay under another name', async () => {
  const { read } = workspace()
  const interrupt = new AbortController()
  async function* stdin() {
    yield Buffer.from(record({ id: 1, text: article }) + '{"id":2,"te')
    // What was read so far is judged before more is asked for.
    interrupt.abort()
    yield Buffer.from('xt":"never read"}\n')
  }
  const { code, stderr } = await offprint(['dedupe', '-', '-o', 'kept.jsonl', '--ledger', 'ledger.jsonl'], {
    stdin: stdin(),
    signal: interrupt.signal,
  })
  expect(code).toBe(130)
  expect(stderr).toBe(
    'offprint: interrupted; complete lines so far are in kept.jsonl.partial, ledger.jsonl.partial\n' +
      'offprint: to go on: offprint dedupe … --resume, with the same inputs and options\n',
  )
  expect(jsonLines(read('kept.jsonl.partial')).map(({ id }) => id)).toEqual([1])
  expect(existsSync('kept.jsonl')).toBe(false)
})

test('a reader that goes away is no error', async () => {
  const { read } = workspace({ 'crawl.jsonl': crawl })
  const stdoutFails = { code: 'EPIPE', after: 0 }
  expect(await offprint(['dedupe', 'crawl.jsonl'], { stdoutFails, tty: true })).toMatchObject({
    code: 0,
    stderr: expect.not.stringContaining('EPIPE'),
  })
  expect(await offprint(['dedupe', 'crawl.jsonl', '-o', '-'], { stdoutFails })).toMatchObject({ code: 0 })
  // Files are still wanted.
  expect(await offprint(['dedupe', 'crawl.jsonl', '--ledger', 'l.jsonl'], { stdoutFails })).toMatchObject({
    code: 0,
  })
  expect(jsonLines(read('l.jsonl'))).toHaveLength(3)
})

test('a full disk is an error in one line', async () => {
  workspace({ 'crawl.jsonl': crawl })
  const stdoutFails = { code: 'ENOSPC', after: 0 }
  const { code, stderr } = await offprint(['dedupe', 'crawl.jsonl', '-o', '-', '--quiet'], { stdoutFails })
  expect(code).toBe(2)
  expect(stderr).toBe('offprint: no space left on the device [ENOSPC]\n')
})

test.each(['-o', '--ledger', '--rejects', '--summary'])(
  '%s --force spares an input that has the name under construction',
  async (option) => {
    const { read } = workspace({ 'kept.jsonl.partial': crawl })
    const argv = ['dedupe', 'kept.jsonl.partial', option, './kept.jsonl', '--force']
    const { code, stderr } = await offprint(argv)
    expect(code).toBe(2)
    expect(stderr).toContain('which is also an input; rename the input or name another file [ERR_USAGE]')
    expect(read('kept.jsonl.partial')).toBe(crawl)
  },
)

test.skipIf(process.platform === 'win32')(
  '--force spares what a leftover partial name links to',
  async () => {
    const { read } = workspace({ 'crawl.jsonl': crawl, 'other.jsonl': 'mine' })
    linkSync('crawl.jsonl', 'kept.jsonl.partial')
    symlinkSync('other.jsonl', 'ledger.jsonl.partial')
    const argv = ['dedupe', 'crawl.jsonl', '-o', 'kept.jsonl', '--ledger', 'ledger.jsonl', '--force']
    expect(await offprint(argv)).toMatchObject({ code: 0 })
    expect([read('crawl.jsonl'), read('other.jsonl')]).toEqual([crawl, 'mine'])
    expect(jsonLines(read('kept.jsonl'))).toHaveLength(3)
  },
)

test.skipIf(process.platform === 'win32')('a folder leaves out what is being written', async () => {
  const { read } = workspace({ 'in/a.txt': article, 'out/b.txt': other, 'out/kept.jsonl': crawl })
  symlinkSync('../out', 'in/linked')
  const argv = ['dedupe', 'in', '-o', 'out/kept.jsonl', '--ledger', 'out/l.jsonl', '--force']
  const { code, stderr } = await offprint(argv)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '2 documents: 2 kept, 0 removed\n' })
  expect(jsonLines(read('out/kept.jsonl')).map(({ id }) => id)).toEqual(['a.txt', 'linked/b.txt'])
})

test('the summary comes after the last verdict, even where standard output is slow', async () => {
  workspace({ 'in/a.txt': article, 'in/b.txt': copy })
  const order: string[] = []
  const sink = (name: string, delay: number) =>
    new Writable({
      write(_chunk, _encoding, done) {
        setTimeout(() => done(void order.push(name)), delay)
      },
    })
  const { signal } = new AbortController()
  const stdin = (async function* () {})()
  await run(['dedupe', 'in'], { stdin, stdout: sink('out', 20), stderr: sink('err', 0), env: {}, signal })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(order.at(-1)).toBe('err')
  expect(order).toContain('out')
})

test.skipIf(!existsSync('/dev/full'))('a failed write names its output', async () => {
  workspace({ 'crawl.jsonl': crawl })
  const { code, stderr } = await offprint(['dedupe', 'crawl.jsonl', '-o', '/dev/full', '--quiet'])
  expect(code).toBe(2)
  expect(stderr).toBe('offprint: /dev/full: no space left on the device [ENOSPC]\n')
})

test('reads every format and writes what it keeps as JSON Lines', async () => {
  const text =
    'The council met on Tuesday evening to discuss the plans for a new school at the edge of the old town.'
  const { read } = workspace({
    'in/a.csv': `id,text\n1,"${text}"\n`,
    'in/b.json': `[\n{"id": 2,\n"text": "${text}"},\n{"id": 3, "text": "Something else altogether"}\n]`,
    'in/c.html': `<html><head><title>T</title></head><body><p>${text}</p></body></html>`,
  })
  const { code, stderr } = await offprint(['dedupe', 'in/*.{csv,json,html}', '-o', 'kept.jsonl'])
  expect([code, stderr]).toEqual([0, expect.stringContaining('4 documents')])
  expect(read('kept.jsonl')).toBe(
    `{"id":"1","text":"${text}"}\n{"id": 3, "text": "Something else altogether"}\n`,
  )
})
