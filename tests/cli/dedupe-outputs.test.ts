import { existsSync, readdirSync, readFileSync } from 'node:fs'
import zlib, { gunzipSync, gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { parquetWriteFile } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { commonFolder, mirroredName } from '../../src/job/outputs/mirror.js'
import { readWorkbook, type ReadCell } from '../report/tables/workbook.js'
import { SEEDS } from '../seeds.js'
import { workspace } from '../workspace.js'
import { jsonLines, offprint } from './runner.js'

const [, article, other, third] = SEEDS as [string, string, string, string]
/** The article once more, with a byline. */
const copy = article.replace('促进合作发展\n', '$&本报记者 姜峰\n')
const record = (fields: object) => `${JSON.stringify(fields)}\n`

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`)
    .sort()
}

describe('-o DIR/ mirrors the inputs', () => {
  test('in their own formats, byte for byte what was kept', async () => {
    const csv = `\ufeffid;text\r\n1;"${article}"\r\n2;"${copy}"\r\n3;"a ""quoted"" text of its own"\r\n`
    const json = `[\n {"id": 4,\n  "text": ${JSON.stringify(third)}}, {"id":5,"text":${JSON.stringify(copy)}} ]`
    const utf16 = Buffer.from(
      `\ufeff{"id":6,"text":${JSON.stringify(other)}}\n{"id":7,"text":"${'x'.repeat(9)}"}\n`,
      'utf16le',
    )
    const page = `<html><title>T</title><body><p>${SEEDS[4]}</p></body></html>`
    const { read } = workspace({
      'in/a.csv': csv,
      'in/b/c.json': json,
      'in/b/d.jsonl': utf16,
      'in/b/e.html': page,
      'in/f.txt': `${copy}\n`,
      'in/g.txt.gz': gzipSync('A short note, which is nowhere else.'),
    })
    expect(await offprint(['dedupe', 'in', '-o', 'out/'])).toMatchObject({ code: 0, stdout: '' })
    expect(filesBelow('out')).toEqual([
      'out/a.csv',
      'out/b/c.json',
      'out/b/d.jsonl',
      'out/b/e.html',
      'out/g.txt',
    ])
    const rows = csv.split('\r\n')
    expect(read('out/a.csv')).toBe(`${rows[0]}\r\n${rows[1]}\r\n${rows[3]}\r\n`)
    expect(JSON.parse(read('out/b/c.json'))).toEqual([{ id: 4, text: third }])
    expect(read('out/b/c.json')).toContain('{"id": 4,\n  "text"')
    expect(readFileSync('out/b/d.jsonl')).toEqual(utf16)
    expect(read('out/b/e.html')).toBe(page)
    expect(read('out/g.txt')).toBe('A short note, which is nowhere else.')
    // What was written is read again, and nothing more goes.
    expect((await offprint(['dedupe', 'out', '-o', 'again/'])).stderr).toBe(
      '7 documents: 7 kept, 0 removed\n',
    )
    expect(filesBelow('again').map(read)).toEqual(filesBelow('out').map(read))
    expect(existsSync('out.partial')).toBe(false)
  })

  test('Parquet becomes JSON Lines, and that is said', async () => {
    const { root, read } = workspace()
    parquetWriteFile({
      filename: `${root}/a.parquet`,
      columnData: [
        { name: 'id', data: ['1', '2'], type: 'STRING' },
        { name: 'text', data: [article, copy], type: 'STRING' },
      ],
    })
    const { stderr } = await offprint(['dedupe', 'a.parquet', '-o', 'out/'])
    expect(stderr).toContain('1 of Parquet, written as JSON Lines')
    expect(read('out/a.jsonl')).toBe(record({ id: '1', text: article }))
  })

  test('names below what the inputs have in common; none is written twice', async () => {
    workspace({
      'x/2023/a.jsonl': record({ id: 1, text: article }),
      'x/2024/a.jsonl': record({ id: 2, text: other }),
      'x/2024/a.jsonl.gz': gzipSync(record({ id: 3, text: third })),
    })
    await offprint(['dedupe', 'x/2023', 'x/2024/*', '-o', 'out/'])
    expect(filesBelow('out')).toEqual(['out/2023/a.jsonl', 'out/2024/a-2.jsonl', 'out/2024/a.jsonl'])
    await offprint(['dedupe', '-', '-o', 'piped/'], { stdin: record({ id: 1, text: article }) })
    expect(filesBelow('piped')).toEqual(['piped/stdin.jsonl'])
  })

  test('an existing folder with files needs --force, which leaves other files alone', async () => {
    const { read } = workspace({ 'in/a.txt': article, 'out/mine.txt': 'mine', 'out/a.txt': 'old' })
    expect((await offprint(['dedupe', 'in', '-o', 'out'])).stderr).toContain('[ERR_OUTPUT_EXISTS]')
    expect(await offprint(['dedupe', 'in', '-o', 'out', '--force'])).toMatchObject({ code: 0 })
    expect([read('out/a.txt'), read('out/mine.txt')]).toEqual([article, 'mine'])
    expect((await offprint(['dedupe', 'in', '-o', 'in/out/'])).stderr).toContain(
      'lies inside the input folder',
    )
  })

  test('no name climbs out of it', () => {
    const form = { format: 'text' } as never
    expect(mirroredName('../../etc/passwd', '/somewhere/else', form)).not.toMatch(/\.\./)
    expect(commonFolder([{ path: '-', kind: 'stream' }])).toBe(process.cwd())
  })

  test('standard input is named for its format', () => {
    expect(mirroredName('-', '/', { format: 'text' } as never)).toBe('stdin.txt')
    expect(mirroredName('-', '/', { format: 'csv' } as never)).toBe('stdin.csv')
    // Parquet has no form, and becomes JSON Lines.
    expect(mirroredName('-', '/', undefined)).toBe('stdin.jsonl')
  })
})

test('--ids: one a line, in order', async () => {
  const lines = [
    record({ id: 'a', text: article }),
    record({ id: 7, text: other }),
    record({ id: 'c', text: copy }),
  ]
  const { read } = workspace({ 'in.jsonl': `${lines.join('')}${record({ id: 'x\ny', text: third })}` })
  await offprint(['dedupe', 'in.jsonl', '--ids', 'ids', '-o', 'k'])
  expect(read('ids')).toBe('a\n7\n"x\\ny"\n')
  expect((await offprint(['dedupe', 'in.jsonl', '--ids', '-', '--quiet'])).stdout).toBe('a\n7\n"x\\ny"\n')
})

describe('--ledger for editors', () => {
  const docs = [
    { id: 'a', title: '=HYPERLINK("http://evil")', url: 'https://example.org/a', day: 3, text: article },
    { id: 'https://example.org/b', text: other },
    { id: 'c', headline: 'The copy', link: '@c', text: copy },
    { id: 'd', title: '+1 more', text: other },
    { id: 'e', meta: { title: 'Another name' }, text: article.replace('飞马', '飞鸟') },
  ]
  const titles = (
    'verdict|reason|title|URL|title of the keeper|URL of the keeper|in the keeper|identity|numbers changed|' +
    'words changed|relation|id|place|id of the keeper|place of the keeper|day|day of the keeper'
  ).split('|')
  const firstLine = (text: string) => text.trimStart().split('\n')[0]!.trim()
  const expected = [
    {
      verdict: 'removed',
      reason: expect.stringMatching(
        /^Duplicate of a: nothing lost but the byline \(100 % of it, identity 99\.\d %, 1 word changed\)\.$/,
      ),
      title: 'The copy',
      URL: '@c',
      'title of the keeper': '=HYPERLINK("http://evil")',
      'URL of the keeper': 'https://example.org/a',
      relation: 'duplicate',
      place: 'in.jsonl:3',
      'place of the keeper': 'in.jsonl:1',
      'day of the keeper': 3,
    },
    {
      verdict: 'removed',
      title: '+1 more',
      'title of the keeper': firstLine(other),
      'URL of the keeper': 'https://example.org/b',
    },
    {
      verdict: 'kept',
      reason: expect.stringMatching(/^Duplicate of a: kept: 鸟 \/ 马 /),
      title: 'Another name',
    },
  ]
  const run = (name: string) => {
    const { root, read } = workspace({ 'in.jsonl': docs.map(record).join('') })
    const argv = ['dedupe', 'in.jsonl', '--ledger', name, '--carry', 'day', '-o', 'k']
    return offprint(argv).then(({ code }) => {
      expect(code).toBe(0)
      return { root, read }
    })
  }

  test('as CSV: a sentence, both titles, both addresses; no cell is a formula', async () => {
    const { read } = await run('went.csv')
    const rows: Record<string, string>[] = parse(read('went.csv'), { bom: true, columns: true })
    expect(Object.keys(rows[0]!)).toEqual(titles)
    // What a spreadsheet would run has an apostrophe before it.
    const seen = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]) => [name, /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell]),
      ),
    )
    expect(seen).toMatchObject([{ ...expected[0], 'day of the keeper': '3' }, ...expected.slice(1)])
    for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^\s*[=+\-@]/)
    expect(rows[0]!.URL).toBe("'@c")
  })

  test('as a workbook: the same rows, and no cell is a formula', async () => {
    const { root } = await run('went.xlsx')
    const [[name, [head, ...rows]]] = [...readWorkbook(readFileSync(`${root}/went.xlsx`))] as [
      [string, ReadCell[][]],
    ]
    expect([name, head!.map(({ value }) => value)]).toEqual(['ledger', titles])
    const seen = rows.map((row) =>
      Object.fromEntries(titles.map((title, i) => [title, row[i]?.value ?? null])),
    )
    expect(seen).toMatchObject(expected)
    for (const row of rows) expect(row[2]!.format).toMatch(/^(@|49)$/)
  })
})

test('--clusters: JSON Lines, and CSV that no spreadsheet runs', async () => {
  const docs = [
    { id: '=1+1', text: article },
    { id: 'b', text: other },
    { id: 'c', text: copy },
    { id: 'd', text: other.slice(0, -20) },
    { id: 'e', text: article },
  ]
  const { read } = workspace({ 'in.jsonl': docs.map(record).join('') })
  for (const mode of [[], ['--batch']]) {
    const argv = ['dedupe', 'in.jsonl', '-o', 'k', '--force', ...mode]
    await offprint([...argv, '--clusters', 'c.jsonl'])
    expect(jsonLines(read('c.jsonl'))).toEqual([
      {
        cluster: 1,
        keeper: '=1+1',
        keeperRef: expect.objectContaining({ file: 'in.jsonl', line: 1 }),
        size: 3,
        members: [
          { id: 'c', ref: expect.objectContaining({ line: 3 }), relation: 'duplicate' },
          { id: 'e', ref: expect.objectContaining({ line: 5 }), relation: 'duplicate' },
        ],
      },
      expect.objectContaining({ cluster: 2, keeper: 'b', size: 2 }),
    ])
    const { stderr } = await offprint([...argv, '--clusters', 'c.csv'])
    expect(read('c.csv').split('\r\n')).toEqual([
      'cluster,size,keeper,keeper file,keeper line,id,file,line,relation',
      "1,3,'=1+1,in.jsonl,1,c,in.jsonl,3,duplicate",
      "1,3,'=1+1,in.jsonl,1,e,in.jsonl,5,duplicate",
      '2,2,b,in.jsonl,2,d,in.jsonl,4,duplicate',
      '',
    ])
    expect(stderr).toContain('largest of 2 clusters: 3 × =1+1, 2 × b\n')
  }
})

test('--report: a page with every pair, the same each time, whatever the mode', async () => {
  const docs = [
    { id: 'first', text: article },
    { id: 'second', text: other },
    { id: '<b>third</b>', text: copy },
    { id: 'page', text: SEEDS[0]! },
  ]
  const { read } = workspace({
    'in.jsonl': `${docs.map(record).join('')}{"id":\n`,
    'old.jsonl': record(docs[1]!),
  })
  for (const mode of [[], ['--keep', 'longest', '--memory', '64MB'], ['--against', 'old.jsonl']]) {
    const argv = ['dedupe', 'in.jsonl', '-o', 'k', '--report', 'page.html', '--force', ...mode]
    expect(await offprint(argv)).toMatchObject({ code: 3 })
    const page = read('page.html')
    expect(page).toMatch(/^<!doctype html>/i)
    for (const text of ['first', '&lt;b&gt;third&lt;/b&gt;', 'in.jsonl:5 is not JSON', '飞'])
      expect(page).toContain(text)
    expect(page).not.toContain('<b>third')
    await offprint(argv)
    expect(read('page.html')).toBe(page)
  }
  await offprint(['dedupe', 'in.jsonl', '--report', 'page.html', '--report-lang', 'de', '--force'])
  expect(read('page.html')).toContain('lang="de"')
})

test('a mirror that was interrupted says where it is, and goes on', async () => {
  workspace({ 'in/a.jsonl': record({ id: 1, text: article }) })
  const abort = new AbortController()
  async function* stdin(): AsyncGenerator<Uint8Array> {
    abort.abort()
    yield Buffer.from('{}\n')
  }
  const argv = ['dedupe', 'in', '-', '-o', 'out/']
  const whole = record({ id: 1, text: article }).trimEnd()
  const { code, stderr } = await offprint(argv, { stdin: stdin(), signal: abort.signal })
  expect([code, stderr]).toEqual([130, expect.stringContaining('are in out.partial\n')])
  expect(readFileSync('out.partial/a.jsonl', 'utf8')).toBe(whole)
  expect(await offprint([...argv, '--resume'], { stdin: record({ id: 2, text: other }) })).toMatchObject({
    code: 0,
  })
  expect(filesBelow('out')).toEqual(['out/a.jsonl', 'out/stdin.jsonl'])
})

describe('the name of -o says what is written', () => {
  const lines =
    record({ id: 1, text: article }) + record({ id: 2, text: copy }) + record({ id: 3, text: other })
  const kept = record({ id: 1, text: article }) + record({ id: 3, text: other })

  test.each(['out.jsonl.gz', 'out.gz', 'out.ndjson.GZ'])('%s is compressed, and read again', async (name) => {
    workspace({ 'in.jsonl': lines })
    expect(await offprint(['dedupe', 'in.jsonl', '-o', name, '--ids', 'ids.txt.gz'])).toMatchObject({
      code: 0,
    })
    expect(gunzipSync(readFileSync(name)).toString()).toBe(kept)
    expect(gunzipSync(readFileSync('ids.txt.gz')).toString()).toBe('1\n3\n')
    expect(existsSync(`${name}.partial`)).toBe(false)
  })

  test('Zstandard where Node has it, else an error that says so', async () => {
    workspace({ 'in.jsonl': lines })
    const { code, stderr } = await offprint(['dedupe', 'in.jsonl', '-o', 'out.jsonl.zst', '--quiet'])
    if (!('createZstdCompress' in zlib)) {
      expect([code, stderr]).toEqual([
        2,
        'offprint: -o out.jsonl.zst needs Node 22.15 or later, which writes Zstandard; name a file that ends in .gz [ERR_USAGE]\n',
      ])
      return
    }
    expect([...readFileSync('out.jsonl.zst').subarray(0, 4)]).toEqual([0x28, 0xb5, 0x2f, 0xfd])
    expect((await offprint(['dedupe', 'out.jsonl.zst', '-o', '-', '--quiet'])).stdout).toBe(kept)
  })

  test.each(['jsonl', 'ndjson', 'jsonlines', 'v2', ''])('JSON Lines in a file *.%s', async (extension) => {
    const { read } = workspace({ 'in.jsonl': lines })
    const name = extension === '' ? 'kept' : `kept.${extension}`
    expect((await offprint(['dedupe', 'in.jsonl', '-o', name])).code).toBe(0)
    expect(read(name)).toBe(kept)
  })

  test.each(['csv', 'CSV', 'tsv', 'xlsx', 'parquet', 'json', 'txt', 'warc', 'html', 'csv.gz', 'bz2', 'zip'])(
    'no JSON Lines in a file *.%s',
    async (extension) => {
      workspace({ 'in.jsonl': lines })
      const { code, stderr } = await offprint(['dedupe', 'in.jsonl', '-o', `out.${extension}`])
      const format = extension.replace('.gz', '').toUpperCase()
      expect([code, stderr]).toEqual([
        2,
        `offprint: -o out.${extension} would hold JSON Lines, not ${format}; name it out.jsonl or out.jsonl.gz, or a folder (DIR/), which gets a file for each input file in its format [ERR_USAGE]\n`,
      ])
      expect(readdirSync('.')).toEqual(['in.jsonl'])
      expect((await offprint(['dedupe', 'in.jsonl', '--rejects', `out.${extension}`])).code).toBe(2)
    },
  )
})
