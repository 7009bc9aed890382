// Whatever the bytes and however they arrive: the same documents, errors of our own only, and an end.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv } from '../../src/read/records/csv.js'
import type { InputDocument } from '../../src/read/document.js'
import { readJson } from '../../src/read/records/json.js'
import { readJsonl } from '../../src/read/records/jsonl.js'
import type { RecordOptions } from '../../src/read/records/record-options.js'
import { readHtml, readTextFile } from '../../src/read/whole-file.js'
import { collect, encode, inChunks, NEWS, plain } from './samples.js'

type Reader = (chunks: Uint8Array[], file: string, options: RecordOptions) => AsyncIterable<InputDocument>

const readers: Record<string, Reader> = {
  jsonl: readJsonl,
  json: readJson,
  csv: readCsv,
  text: (chunks, file, options) => readTextFile(chunks, file, file, options),
  html: (chunks, file, options) => readHtml(chunks, file, file, options),
}

const piece = fc.oneof(
  fc.constantFrom(
    '{"id":1,"text":"a"}',
    '\n',
    '\r\n',
    '[',
    ']',
    ',',
    '{',
    '}',
    '"',
    '\\',
    '\ufeff',
    '\0',
    'id,text\n',
  ),
  fc.constantFrom('1,"a ""b"""\n', '<p>', '</p>', '<meta charset=gbk>', '\t', 'text', ';'),
  fc.constantFrom(...Object.values(NEWS)),
  fc.string({ maxLength: 6 }),
)

test.each(Object.entries(readers))('%s', async (_, reader) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 12 }),
      fc.constantFrom('utf-8', 'utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'windows-1252'),
      fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { maxLength: 2 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(undefined, 30),
      async (pieces, name, changes, sizes, limit) => {
        const bytes = lossy(pieces.join(''), name)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        const read = (chunks: Uint8Array[]) =>
          collect((onError) => reader(chunks, 'a', { onError, ...(limit !== undefined && { limit }) }))
        const whole = await read([bytes])
        for (const { error } of whole.rejects) expect(error.name).toBe('OffprintError')
        expect(plain(await read(inChunks(bytes, ...sizes)))).toEqual(plain(whole))
      },
    ),
    { seed: 9, numRuns: 300 },
  )
})

/** Characters that an encoding lacks as `?`. */
function lossy(text: string, name: string): Uint8Array {
  const bytes = [...text].flatMap((character) => {
    try {
      return [...encode(character, name)]
    } catch {
      return [0x3f]
    }
  })
  return Uint8Array.from(bytes)
}
