import { expect, test } from 'vitest'
import { JsonLineReader } from '../../../src/job/dedupe/line-reader.js'
import { workspace } from '../../workspace.js'

function read(content: string | Uint8Array): { values: unknown[]; end: number } {
  const { write } = workspace()
  const reader = new JsonLineReader(write('lines', content))
  const values: unknown[] = []
  for (let value = reader.next(); value !== null; value = reader.next()) values.push(value)
  expect(reader.next()).toBeNull()
  const { end } = reader
  reader.close()
  reader.close()
  return { values, end }
}

test('values up to the first line that is not whole, and the bytes they take', () => {
  expect(read('')).toEqual({ values: [], end: 0 })
  expect(read('{"a":1}\n[2]\n')).toEqual({ values: [{ a: 1 }, [2]], end: 12 })
  expect(read('{"a":"日"}\n{"b":')).toEqual({ values: [{ a: '日' }], end: 12 })
  // Whole JSON without its line feed may have been cut off: 12 of 123.
  expect(read('1\n12')).toEqual({ values: [1], end: 2 })
  expect(read('1\n\0\0\n2\n')).toEqual({ values: [1], end: 2 })
})

test('lines longer than what is read at once', () => {
  const long = 'x'.repeat(200_000)
  expect(read(`"${long}"\n1\n`)).toEqual({ values: [long, 1], end: 200_005 })
})
