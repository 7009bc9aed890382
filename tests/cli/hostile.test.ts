// What people feed a run by mistake, and what breaks on its way: a clear line with the place, a code, and nothing else lost.
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { random } from '../noise.js'
import { encode, NEWS } from '../read/samples.js'
import { workspace } from '../workspace.js'
import { offprint } from './runner.js'

const GOOD = `${JSON.stringify({ id: 'good', text: NEWS['utf-8'] })}\n`

/** Bytes as they stand in a picture or an archive: of every value, with those of a seed. */
function noise(length: number): Uint8Array {
  const next = random(5)
  return Uint8Array.from({ length }, () => Math.floor(next() * 256))
}

/** Runs `dedupe` on files beside one that is good, which must be read whatever the others are. */
async function run(files: Record<string, string | Uint8Array>) {
  workspace({ ...files, 'z.jsonl': GOOD })
  const { code, stdout, stderr } = await offprint([
    'dedupe',
    '--show',
    'kept',
    ...Object.keys(files),
    'z.jsonl',
  ])
  expect(stdout).toMatch(/^kept +good$/m)
  expect(stderr).not.toMatch(/\n {4}at |mistake in offprint|undefined/)
  const lines = stderr.split('\n').filter((line) => line.startsWith('offprint: '))
  for (const line of lines) expect(line).toMatch(/ \[(ERR|WARN)_[A-Z_]+\]$/)
  return { code, lines, stdout }
}

describe('binary files, under every name', () => {
  test.each(['jsonl', 'json', 'csv', 'tsv', 'txt', 'html', 'warc', 'parquet', 'gz', 'png'])(
    '*.%s: one line',
    async (extension) => {
      const name = `a.${extension}`
      const { code, lines } = await run({ [name]: noise(40_000) })
      expect(code).toBe(3)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(/^offprint: a\.\w+(:1)? (is|does not begin) .*\[ERR_(INPUT|RECORD)\]$/)
    },
  )

  test.each([
    ['a PNG image', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0'],
    ['compressed with bzip2', 'BZh91AY&SY\u0001\0\u0002'],
    ['compressed with xz', '\u00fd7zXZ\0\0\u0004'],
    ['a ZIP archive or a document of an office program', 'PK\u0003\u0004\u0014\0\u0006\0'],
  ])('%s is named', async (what, start) => {
    const bytes = Uint8Array.from([...start].map((character) => character.charCodeAt(0)))
    for (const name of ['a.txt', 'a.jsonl', 'a.csv']) {
      const { lines } = await run({ [name]: Buffer.concat([bytes, noise(500)]) })
      expect(lines).toEqual([expect.stringContaining(`${name} is ${what}, not text; `)])
    }
  })
})

describe('nothing', () => {
  test.each(['jsonl', 'json', 'csv', 'warc'])('an empty *.%s is told', async (extension) => {
    const { code, lines } = await run({ [`a.${extension}`]: '' })
    expect(code).toBe(0)
    expect(lines).toEqual([`offprint: warning: a.${extension} holds no document [WARN_EMPTY]`])
  })

  test('empty text and empty Parquet', async () => {
    expect((await run({ 'a.txt': '' })).stdout).toMatch(/^kept +a\.txt$/m)
    expect((await run({ 'a.parquet': '' })).lines).toEqual([expect.stringContaining('[ERR_INPUT]')])
  })

  test('a header without rows, blank lines, an empty array', async () => {
    const files = { 'a.csv': 'id,text\n', 'b.jsonl': '\n\n', 'c.json': '[]' }
    expect((await run(files)).lines).toHaveLength(3)
  })

  test('folders without files; a broken link; standard input without a byte', async () => {
    workspace({ 'z.jsonl': GOOD })
    mkdirSync('in/a/b', { recursive: true })
    const empty = await offprint(['dedupe', '--show', 'kept', 'in', 'z.jsonl'])
    expect(empty.stderr).toContain('offprint: warning: in is a folder without files [WARN_EMPTY]\n')
    if (process.platform !== 'win32') symlinkSync('nowhere', 'in/a/link.txt')
    const link = await offprint(['dedupe', '--show', 'kept', 'in', 'z.jsonl'])
    if (process.platform !== 'win32') expect(link.stderr).toContain('cannot read in/a/link.txt')
    const stdin = await offprint(['dedupe', '--show', 'kept', '-', 'z.jsonl'], { stdin: '' })
    expect(stdin.stderr).toContain('offprint: warning: standard input holds no document [WARN_EMPTY]\n')
    for (const { stdout } of [empty, link, stdin]) expect(stdout).toMatch(/^kept +good$/m)
  })

  test('a path that is not there ends the run before it begins', async () => {
    workspace({ 'z.jsonl': GOOD })
    const { code, stdout, stderr } = await offprint([
      'dedupe',
      '--show',
      'kept',
      'z.jsonl',
      'nowhere/a.jsonl',
    ])
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      'offprint: cannot read nowhere/a.jsonl: no such file or folder [ERR_INPUT]\n',
    ])
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('an unreadable file', async () => {
    const { root } = workspace({ 'in/a.txt': 'A', 'z.jsonl': GOOD })
    chmodSync(`${root}/in/a.txt`, 0)
    const { stdout, stderr } = await offprint(['dedupe', '--show', 'kept', 'in', 'z.jsonl'])
    expect([stdout.includes('good'), stderr.includes('permission denied')]).toEqual([true, true])
  })
})

describe('broken text', () => {
  test('bytes that are no UTF-8, records that are no JSON, a NUL', async () => {
    const bytes = encode(`{"id":1,"text":"${NEWS.shift_jis}? and more"}\n{"id":2,"text":"?"}\n\0\n{"id":4\n`)
    for (let at = bytes.indexOf(0x3f); at >= 0; at = bytes.indexOf(0x3f, at)) bytes[at] = 0xff
    const { code, lines, stdout } = await run({ 'a.jsonl': bytes })
    expect(code).toBe(3)
    expect(lines.map((line) => [/a\.jsonl:\d/.exec(line)?.[0], /\[(\w+)\]$/.exec(line)?.[1]])).toEqual([
      ['a.jsonl:1', 'WARN_ENCODING'],
      ['a.jsonl:2', 'ERR_RECORD'],
      ['a.jsonl:3', 'ERR_RECORD'],
      ['a.jsonl:4', 'ERR_RECORD'],
    ])
    expect(stdout).toMatch(/^kept +1$/m)
  })

  test('half a surrogate pair, in a text and in an id', async () => {
    const escaped = `{"id":1,"text":"a \\ud800 b, ${LONG}"}\n{"id":"\\udc00","text":"${LONG} \\ud83d\\ude00"}\n`
    const { code, lines } = await run({ 'a.jsonl': escaped })
    expect(code).toBe(0)
    expect(lines).toEqual([
      'offprint: warning: a.jsonl:1 has half of a surrogate pair in its text, which stands for no character; write the record again [WARN_RECORD]',
    ])
  })

  test('a line of 100 MB', async () => {
    const long = Buffer.concat([encode('{"text":"'), Buffer.alloc(100_000_000, 'x'), encode('"}\n')])
    const { code, lines } = await run({ 'a.jsonl': long })
    expect(code).toBe(3)
    expect(lines).toEqual([
      'offprint: a.jsonl:1 is a record of more than 64 MiB; every record needs a line of its own [ERR_RECORD]',
    ])
  })

  test('a compressed file that is cut off gives what there is', async () => {
    const lines = Array.from({ length: 400 }, (_, i) => {
      return JSON.stringify({ id: i, text: Buffer.from(noise(90).map((byte) => byte ^ i)).toString('hex') })
    })
    const whole = gzipSync(lines.join('\n'))
    const found = await run({ 'a.jsonl.gz': whole.subarray(0, whole.length >> 1) })
    expect(found.lines.at(-1)).toBe(
      'offprint: a.jsonl.gz is cut off; what came before was read; get the whole file [ERR_INPUT]',
    )
    expect(found.stdout).toMatch(/^kept +20$/m)
  })

  test('many errors of one kind: three, and their number', async () => {
    const { lines } = await run({ 'a.jsonl': '{"body":"x"}\n'.repeat(1000) })
    expect(lines).toHaveLength(4)
    expect(lines[3]).toMatch(
      /^offprint: 997 more like “a\.jsonl:1 has no field "text".*, the last at a\.jsonl:1000; --rejects lists them \[ERR_RECORD\]$/,
    )
  })
})

const LONG = 'The council met on Tuesday evening to discuss the plans for a new school'
