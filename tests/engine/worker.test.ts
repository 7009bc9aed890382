import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { Lexicon } from '../../src/dedupe/lexicon.js'
import { bytesOfHex, hexOf } from '../../src/engine/cells.js'
import { lineName, metBy } from '../../src/engine/line-name.js'
import { linesOf, workThroughLines } from '../../src/engine/lines.node.js'
import { rankKey } from '../../src/engine/rank-key.js'
import { sign } from '../../src/engine/sign.js'
import { fileSteps } from '../../src/engine/steps.js'
import { KeeperRanking } from '../../src/dedupe/keeper-ranking.js'
import { runWorker } from '../../src/job/worker/run.js'
import { fold } from '../../src/text/fold.js'
import { wordsOf } from '../../src/fleet/store-keys.js'
import { containedByHand, settledByHand } from '../naive/contained.js'
import { collected } from './collected.js'

const folder = mkdtempSync(path.join(tmpdir(), 'worker-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function* chunksOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const size of sizes) {
    yield bytes.subarray(from, from + size)
    from += size
  }
  yield bytes.subarray(from)
}

const units = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
})

async function run(argv: readonly string[], bytes: Buffer): Promise<string> {
  const { sink, text } = collected()
  await runWorker(argv, { stdin: chunksOf(bytes, []), stdout: sink })
  return text()
}

describe('lines', () => {
  test('end at line feeds alone, wherever the stream is cut', async () => {
    const anyLine = units.map((line) => line.replaceAll('\n', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(anyLine), fc.array(fc.nat(40)), async (lines, sizes) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        const read: string[] = []
        for await (const line of linesOf(chunksOf(bytes, sizes))) read.push(Buffer.from(line).toString())
        expect(read).toEqual(lines.map((line) => Buffer.from(line).toString()))
      }),
    )
  })

  test('wait while the reader does', async () => {
    let open = 0
    const slow = new Writable({
      highWaterMark: 1024,
      write(chunk: Buffer, _encoding, done) {
        open += chunk.length
        setTimeout(() => {
          open -= chunk.length
          done()
        }, 1)
      },
    })
    let most = 0
    const line = (text: string) => {
      most = Math.max(most, open)
      return `${text.repeat(100)}\n`
    }
    const bytes = Buffer.from('0123456789\n'.repeat(2000))
    const lines = await workThroughLines([{ name: 'x', bytes: chunksOf(bytes, []) }], slow, {
      line,
      end: () => '',
    })
    slow.end()
    await once(slow, 'finish')
    expect(lines).toBe(2000)
    // Two million characters passed, 64 KB and one line at a time.
    expect(most).toBeLessThan(2 ** 17)
  })

  test('stop at the first error of the reader', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no space')) })
    const bytes = Buffer.from('0123456789\n'.repeat(20_000))
    const work = { line: (text: string) => `${text.repeat(10)}\n`, end: () => '' }
    await expect(workThroughLines([{ name: 'x', bytes: chunksOf(bytes, []) }], broken, work)).rejects.toThrow(
      'no space',
    )
  })
})

describe('a wrong line ends the worker, with its place', () => {
  const good = '{"doc":0,"text":"a"}\n'
  test.each([
    ['sign', `${good}{"doc":1`, /^stdin, line 2: it is no JSON/],
    ['sign', `${good}\n`, /^stdin, line 2: it is no JSON/],
    ['sign', '[1]\n', /^stdin, line 1: it is no JSON object/],
    ['sign', '{"doc":-1,"text":"a"}\n', /doc must be a whole number, 0 or more, got -1/],
    ['sign', '{"doc":1,"text":5}\n', /text must be a string, got number/],
    ['sign', '{"doc":1,"id":{},"text":""}\n', /id must be a string or a number/],
    ['sign', '{"doc":1,"score":"1","text":""}\n', /score must be a number/],
    ['verify', '{"a":1,"place":0,"b":0,"line":"~","text":""}\n', /come before its text/],
    [
      'verify',
      '{"a":1,"text":"x"}\n{"a":1,"place":0,"b":0,"line":"?","text":""}\n',
      /^stdin, line 2: "\?" is no line/,
    ],
    [
      'verify',
      '{"a":1,"text":"x"}\n{"a":1,"place":0,"b":0,"line":"~"}\n',
      /text must be a string, got nothing/,
    ],
    ['decide', '{"a":1,"b":0,"outcome":"duplicate","goes":1}\n', /come before it/],
    ['decide', '{"a":1}\n{"a":1}\n', /comes twice/],
    ['lexicon', '{"word":4294967296,"count":1}\n', /word must be a signed number of 32 bits/],
    ['contain', '{"n":1,"length":3,"other":1,"otherLength":3}\n', /document 1 cannot go for itself/],
    [
      'contain',
      '{"n":1,"length":3,"other":2,"otherLength":3}\n{"n":2,"length":4,"other":1,"otherLength":3}\n',
      /^document 2 has two lengths, 3 and 4/,
    ],
    ['contain', '{"n":1,"length":3,"other":2}\n', /otherLength must be a whole number/],
    ['settle', '{"n":1,"keeper":1,"instead":-1}\n', /document 1 cannot go for itself/],
    ['settle', '{"n":1,"keeper":2,"instead":-2}\n', /instead must be a whole number, 0 or more, got -2/],
    ['read', '1\tfile\t1\n', /line 1: it must be doc, file, line number and record/],
    ['read', 'x\tfile\t1\t{}\n', /it must be doc, file, line number and record/],
    [
      'rank',
      '{"doc":1,"documents":1,"length":3,"signature":"","kinds":"1,0,0","places":"0"}\n',
      /do not agree/,
    ],
  ])('%s: %j', async (verb, lines, message) => {
    await expect(run([verb], Buffer.from(lines))).rejects.toThrow(message)
  })

  test('bytes that are no UTF-8', async () => {
    await expect(run(['sign'], Buffer.from([0x7b, 0xff, 0x0a]))).rejects.toThrow(
      'stdin, line 1: its bytes are no UTF-8',
    )
  })

  test('with --drain the rest is read before it ends', async () => {
    for (const [argv, expected] of [
      [['sign', '--drain'], 3],
      [['sign'], 1],
    ] as const) {
      let read = 0
      const parts = async function* () {
        for (const line of ['no\n', good, good]) {
          read++
          yield Buffer.from(line)
        }
      }
      const { sink } = collected()
      await expect(runWorker(argv, { stdin: parts(), stdout: sink })).rejects.toThrow(/^stdin, line 1: /)
      expect(read).toBe(expected)
    }
  })

  test('a file is named, and its lines are counted on their own', async () => {
    const [one, two] = ['one', 'two'].map((name) => path.join(folder, name))
    writeFileSync(one, good)
    writeFileSync(two, `${good}no`)
    await expect(run(['sign', one, two], Buffer.alloc(0))).rejects.toThrow(`${two}, line 2: it is no JSON`)
    await expect(run(['sign', path.join(folder, 'none')], Buffer.alloc(0))).rejects.toThrow('ENOENT')
  })

  test('a command line that asks for something impossible', async () => {
    for (const argv of [
      [],
      ['sort'],
      ['sign', '--coverage', '1'],
      ['verify', '--coverage', '2'],
      ['verify', '--none'],
    ]) {
      await expect(run(argv, Buffer.alloc(0))).rejects.toThrow(expect.objectContaining({ code: 'ERR_USAGE' }))
    }
    expect(await run(['--help'], Buffer.alloc(0))).toMatch(/^Usage: offprint worker VERB/)
  })
})

describe('sign', () => {
  test('takes any text and any id whole, and writes ASCII', () => {
    fc.assert(
      fc.property(units, fc.oneof(units, fc.double({ noNaN: true })), (text, id) => {
        const line = sign(JSON.stringify({ doc: 3, id: id === Infinity || id === -Infinity ? 0 : id, text }))
        // eslint-disable-next-line no-control-regex
        expect(line).toMatch(/^[\t\x20-\x7e]*\n$/)
        const cells = line.slice(0, -1).split('\t')
        expect(cells).toHaveLength(9)
        expect(Number(cells[1])).toBe(fold(text).length)
        const kinds = cells[5].split(',').map(Number)
        const sum = kinds.reduce((x, y) => x + y, 0)
        expect(cells[6].split(',')).toHaveLength(sum)
        expect(cells[7].split(',')).toHaveLength(sum)
        for (const key of cells[6].split(',')) expect(BigInt.asIntN(64, BigInt(key))).toBe(BigInt(key))
      }),
    )
  })

  test('ranks documents as a batch does', () => {
    const score = fc.oneof(fc.double(), fc.integer({ min: -2, max: 2 }), fc.constant(NaN))
    const id = fc.oneof(units, fc.double({ noNaN: true }), fc.integer({ min: -2, max: 2 }))
    const document = fc.record({ id, score, text: fc.oneof(units, fc.constantFrom('a', 'b', 'ab')) })
    fc.assert(
      fc.property(fc.array(document, { maxLength: 30 }), (documents) => {
        const ranking = new KeeperRanking<string | number>()
        const keys = documents.map(({ id, score, text }) => {
          const { length } = fold(text)
          ranking.add(id, text, length, score)
          return rankKey(id, text, length, score)
        })
        const byKey = documents.map((_, i) => i)
        byKey.sort((x, y) => (keys[x] < keys[y] ? -1 : keys[x] > keys[y] ? 1 : x - y))
        const ranked = ranking.ranked()
        expect(byKey).toEqual(documents.map((_, at) => ranked.placeOf(at)))
      }),
    )
  })
})

describe('what travels between verbs', () => {
  test('a line says how two documents met', () => {
    for (const diagonal of [NaN, 0, -1, 5_000_000]) {
      for (const share of [0.05, 0.15, 1]) {
        for (const same of [false, true]) {
          const name = lineName({ same, share, diagonal })
          expect(lineName(metBy(name))).toBe(name)
        }
      }
    }
  })

  test('hex', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesOfHex(hexOf(bytes))).toEqual(bytes)
      }),
    )
  })

  test.each([50, 30_000])(
    'a lexicon of %i words and a half is packed and unpacked, and knows what it knew',
    (each) => {
      const lexicon = new Lexicon()
      const counted = new Lexicon()
      const counts = new Map<string, number>()
      for (let document = 0; document < 4; document++) {
        const words = Array.from({ length: each }, (_, i) => `w${(document * each) / 2 + i}`)
        // Folded text knows no spaces: one word at a time.
        lexicon.add(fold(words.join(' ')))
        for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
        lexicon.add(fold('common'))
        counts.set('common', (counts.get('common') ?? 0) + 1)
      }
      const hashes = new Map<number, number>()
      for (const [text, count] of counts) {
        const [hash] = wordsOf(fold(text))
        hashes.set(hash, (hashes.get(hash) ?? 0) + count)
      }
      for (const [hash, count] of hashes) counted.addCounted(hash, count)
      for (const packed of [
        Lexicon.unpacked(lexicon.packed()),
        Lexicon.unpacked(counted.packed()),
        counted,
      ]) {
        const words = [...counts.keys(), 'unknown']
        expect(words.filter((word) => packed.knowsWord(word) !== lexicon.knowsWord(word))).toEqual([])
      }
      expect(lexicon.knowsWord('common')).toBe(true)
      expect(() => Lexicon.unpacked(Uint8Array.of(2))).toThrow('no lexicon')
    },
  )
})

const outcomesOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').map(Number))

describe('what has less, and who asks again', () => {
  const number = fc.integer({ min: 0, max: 12 }).map((n) => n * 1_000_000_007)

  test('contain decides as one does by hand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(number, number)),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 13, maxLength: 13 }),
        async (pairs, sizes) => {
          const wishes = pairs.filter(([n, other]) => n !== other).map(([n, other]) => ({ n, other }))
          const lengthOf = (n: number) => sizes[n / 1_000_000_007]
          const lengths = new Map(wishes.flatMap(({ n, other }) => [n, other]).map((n) => [n, lengthOf(n)]))
          const lines = wishes.map(({ n, other }) =>
            JSON.stringify({ n, length: lengthOf(n), other, otherLength: lengthOf(other) }),
          )
          const out = await run(['contain'], Buffer.from(lines.map((line) => `${line}\n`).join('')))
          const expected = [...containedByHand(lengths, wishes)].sort(([x], [y]) => x - y)
          expect(outcomesOf(out)).toEqual(expected)
        },
      ),
    )
  })

  test('settle decides as one does by hand', async () => {
    const orphan = fc
      .record({ n: number, keeper: number, instead: fc.oneof(fc.constant(-1), number) })
      .filter(({ n, keeper, instead }) => n !== keeper && n !== instead)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(orphan, { selector: ({ n }) => n }), async (orphans) => {
        const lines = orphans.map((one) => `${JSON.stringify(one)}\n`).join('')
        expect(outcomesOf(await run(['settle'], Buffer.from(lines)))).toEqual(settledByHand(orphans))
      }),
    )
  })
})

describe('read', () => {
  const linesOfFile = (file: string, first: number, lines: readonly string[]) =>
    Buffer.from(lines.map((line, i) => `${first + i}\t${file}\t${i + 1}\t${line}\n`).join(''))
  const rowsOf = (out: string) =>
    out
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t'))

  test('any text and id arrive whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: fc.oneof(units, fc.integer()), text: units }), { minLength: 1 }),
        async (records) => {
          const out = await run(
            ['read'],
            linesOfFile(
              'f',
              7,
              records.map((one) => JSON.stringify(one)),
            ),
          )
          const rows = rowsOf(out)
          expect(rows.map(([doc]) => Number(doc))).toEqual(records.map((_, i) => 7 + i))
          expect(rows.map(([, id]) => JSON.parse(id) as unknown)).toEqual(records.map(({ id }) => id))
          expect(rows.map(([, , , text]) => JSON.parse(text) as unknown)).toEqual(
            records.map(({ text }) => text),
          )
          // Nothing in it ends a line for any reader.
          expect(out.match(/[\u0085\u2028\u2029\v\f\r]/)).toBeNull()
        },
      ),
    )
  })

  test('what is no document is told of and loses nothing else; a blank line is nothing', async () => {
    const lines = ['{"text":"a"}', '', '  \r', '{"text":5}', 'no', '\ufffd', '{"text":"b","id":2}\r']
    const rows = rowsOf(await run(['read'], linesOfFile('in/x.jsonl', 0, lines)))
    expect(rows.map(([, id, , text]) => [id, text])).toEqual([
      ['"in/x.jsonl:1"', '"a"'],
      ['null', 'null'],
      ['null', 'null'],
      ['null', 'null'],
      ['null', 'null'],
      ['null', 'null'],
      ['2', '"b"'],
    ])
    const rejects = rows.map(([, , , , reject]) => reject)
    expect(rejects.map((reject) => reject === '')).toEqual([true, true, true, false, false, false, true])
    expect(JSON.parse(rejects[3])).toMatch(/in\/x\.jsonl.*4.* has a number, not a string, in "text"/)
    expect(JSON.parse(rejects[5])).toMatch(/has bytes that are no UTF-8/)
    await expect(run(['read', '--strict'], linesOfFile('x', 0, lines))).rejects.toThrow(/line 4/)
  })

  test('a line that is longer than a record may be is no document, as for the command', async () => {
    const long = (bytes: number) => `{"text":"${'a'.repeat(bytes - 11)}"}`
    const rows = rowsOf(await run(['read'], linesOfFile('f', 0, [long(2 ** 26), long(2 ** 26 + 1)])))
    expect(rows.map(([, , , text]) => text.length)).toEqual([2 ** 26 - 9, 4])
    expect(JSON.parse(rows[1][4])).toBe(
      'f:2 is a record of more than 64 MiB; every record needs a line of its own',
    )
  })

  test('fields and scores are those of the options', async () => {
    const lines = [
      '\ufeff{"body":"one","url":"u","day":"2026-01-01","from":"b"}',
      '{"body":"two","url":"v","day":"2026-01-02","from":"a"}',
      '{"body":"three","url":"w","from":"z"}',
    ]
    const scores = async (...argv: string[]) =>
      rowsOf(await run(['read', '--text', 'body', '--id', 'url', ...argv], linesOfFile('x', 5, lines))).map(
        ([, , score]) => JSON.parse(score) as unknown,
      )
    expect(await scores()).toEqual([5, 6, 7])
    expect(await scores('--keep', 'longest')).toEqual([0, 0, 0])
    expect(await scores('--keep', 'newest', '--date', 'day')).toEqual([
      -Date.parse('2026-01-01'),
      -Date.parse('2026-01-02'),
      null,
    ])
    expect(await scores('--keep', 'preferred', '--source', 'from', '--prefer', 'a,b')).toEqual([1, 0, null])
    await expect(scores('--keep', 'newest')).rejects.toThrow(/--date/)
    await expect(scores('--keep', 'best')).rejects.toThrow(/--keep must be one of/)
    await expect(run(['sign', '--text', 'x'], Buffer.alloc(0))).rejects.toThrow(
      /--text is an option of worker read; worker sign has none/,
    )
  })
})

test('of no words there is a lexicon too, which a job of files has at hand', async () => {
  const file = fileSteps([]).find(({ kind }) => kind === 'file')
  expect(file).toMatchObject({ none: await run(['lexicon'], Buffer.alloc(0)) })
})
