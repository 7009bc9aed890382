import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runWorker } from '../../src/job/worker/run.js'
import { SEEDS } from '../seeds.js'
import { collected } from '../engine/collected.js'

// What each verb of the worker writes, cell by cell. A job may have been written by one version and be run by another: whatever
// changes here needs a new number in its tables. UPDATE_VECTORS=1 writes the file anew.
const file = new URL('worker-v1.json', import.meta.url)

interface Vector {
  readonly verb: string
  readonly in: readonly string[]
  readonly out: readonly string[]
}

const [page, article] = SEEDS
const odd = [
  '',
  '   ',
  'a\u2028b\u2029c\u0085d',
  'NUL \0 and \ud800 alone',
  'tab\tand\nline\r\nbreak',
  '🎉🎉 🎉',
  '-5 %',
]

/** Lines of documents; the last ones need a text that is longer than a snippet. */
const documents = [
  ...odd.map((text, doc) => ({ doc, id: `odd\t${doc}\u2028`, text })),
  { doc: 10, text: page.slice(0, 90) },
  { doc: 11, id: 7, text: page.slice(0, 600), score: -1.5 },
  { doc: 12, id: -0, text: article.slice(0, 600), score: null },
  { doc: 13, id: 'no text', text: null },
  { doc: 14, id: 'none' },
]

/** Lines for `read` are cells. */
const records = [
  '0\tcrawl.jsonl\t1\t\ufeff{"id": "a\\u2028", "text": "one\\ttwo \\ud800"}',
  '1\tcrawl.jsonl\t2\t{"text": "no id\u0085"}\r',
  '2\tcrawl.jsonl\t3\t',
  '3\tcrawl.jsonl\t4\t{"id": 12345678901234567890, "text": ""}',
  '4\tmore.jsonl\t1\t{"id": 1}',
  '5\tmore.jsonl\t2\t\ufffd',
]
const wishes = [
  { n: 5, length: 90, other: 9_000_000_000, otherLength: 100 },
  { n: 9_000_000_000, length: 100, other: 5, otherLength: 90 },
  { n: 7, length: 90, other: 5, otherLength: 90 },
]
const orphans = [
  { n: 4, keeper: 5, instead: -1 },
  { n: 6, keeper: 4, instead: 8 },
  { n: 7, keeper: 5, instead: 2 },
]

async function outOf(verb: string, lines: readonly string[]): Promise<string[]> {
  const stdin = [Buffer.from(lines.map((line) => `${line}\n`).join(''))]
  const { sink, text } = collected()
  await runWorker([verb], { stdin: asyncOf(stdin), stdout: sink })
  return text().split('\n').slice(0, -1)
}

async function* asyncOf<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values
}

/** A document and candidates for it that met in each way there is. */
const pairs = [
  { a: 9, text: page.slice(0, 600) },
  { a: 9, place: 0, b: 1, line: '=', text: page.slice(0, 600) },
  { a: 9, place: 1, b: 2, line: '~', text: page.slice(100, 600) },
  { a: 9, place: 2, b: 3, line: '-100s', text: page.slice(100, 800) },
  { a: 9, place: 3, b: 4, line: '0w', text: SEEDS[3].slice(0, 500) },
  { a: 9, place: 4, b: 5, line: '~', text: SEEDS[3].slice(0, 500) },
  { a: 9, place: 5, b: 6, line: '0s', outcome: 'overlaps', goes: 0, gone: 1 },
  { a: 12, text: '' },
  { a: 12, place: 0, b: 0, line: '=', text: '' },
]
const found = [
  { a: 3 },
  { a: 9 },
  { a: 9, b: 5, outcome: 'duplicate', goes: 1 },
  { a: 9, b: 2, outcome: 'contained', goes: 1 },
  { a: 9, b: 4, outcome: 'duplicate', goes: 1 },
  { a: 9, b: 7, outcome: 'beyond', goes: 0 },
  { a: 10 },
]
const words = [
  { word: -5, count: 1 },
  { word: 7, count: 2 },
  { word: 2147483647, count: 3 },
  { word: -2147483648, count: 900 },
]

/** The document 11 of `documents` among three: one equal, one that shares a band and three fingerprints, one that shares a band. */
async function lists(): Promise<object> {
  const [line] = await outOf('sign', [JSON.stringify(documents[8])])
  const [, length, , , signature, kinds, , places] = line.split('\t')
  const half = `${signature.slice(0, 128)}${'00'.repeat(64)}`
  return {
    doc: 20,
    documents: 20,
    length: Number(length),
    signature,
    kinds,
    places,
    holders: '1:2,2:1,18:1,19:1,20:2,21:1000',
    hits: '0:3:0,1:3:0,1:4:0,2:5:0,18:4:48,19:4:70,20:4:96,20:3:0',
    cards: `3:${length}:0:${signature}:8.9,4:700:0:${half}:,5:20:18:${'00'.repeat(128)}:`,
    over: 0,
  }
}

async function inputs(): Promise<[verb: string, records: readonly (object | string)[]][]> {
  return [
    ['sign', documents],
    ['rank', [await lists()]],
    ['verify', pairs],
    ['decide', found],
    ['lexicon', words],
    ['contain', wishes],
    ['settle', orphans],
    ['read', records],
  ]
}

describe('the worker writes what it has always written', () => {
  if (process.env.UPDATE_VECTORS !== undefined || !existsSync(file)) {
    test('the vectors are written anew', async () => {
      const vectors: Vector[] = []
      for (const [verb, records] of await inputs()) {
        const lines = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)))
        vectors.push({ verb, in: lines, out: await outOf(verb, lines) })
      }
      writeFileSync(file, `${JSON.stringify(vectors, null, 1)}\n`)
    })
    return
  }
  for (const { verb, in: lines, out } of JSON.parse(readFileSync(file, 'utf8')) as Vector[]) {
    test(verb, async () => {
      expect(await outOf(verb, lines)).toEqual(out)
    })
  }
})
