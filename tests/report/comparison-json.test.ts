import { expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { stringifyComparison, comparisonToJson } from '../../src/report/comparison-json.js'
import { SEEDS } from '../seeds.js'

const comparison = compare(SEEDS[0]!, SEEDS[1]!)

test('keys and their order are a contract', () => {
  const json = JSON.parse(stringifyComparison(comparison))
  expect(Object.keys(json)).toEqual([
    'relation',
    'jaccard',
    'coverage',
    'identity',
    'changed',
    'passages',
    'edits',
    'exact',
  ])
  expect(Object.keys(json.coverage)).toEqual(['a', 'b'])
  expect(Object.keys(json.changed)).toEqual(['numbers', 'words', 'characters'])
  for (const passage of json.passages) expect(Object.keys(passage)).toEqual(['a', 'b', 'identity', 'moved'])
  for (const edit of json.edits) {
    expect(Object.keys(edit)).toEqual(['kind', 'class', 'a', 'b'])
    expect(Object.keys(edit.a)).toEqual(['from', 'to', 'text'])
    expect(Object.keys(edit.b)).toEqual(['from', 'to', 'text'])
    expect(SEEDS[0]!.slice(edit.a.from, edit.a.to)).toBe(edit.a.text)
    expect(SEEDS[1]!.slice(edit.b.from, edit.b.to)).toBe(edit.b.text)
  }
})

test('the text is the object, one line for each passage and edit', () => {
  const text = stringifyComparison(comparison)
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(comparisonToJson(comparison))))
  expect(text.match(/^ {4}\{"kind"/gm)).toHaveLength(comparison.edits.length)
  expect(text.endsWith('}\n')).toBe(true)
})

test('unrelated texts have empty lists', () => {
  const text = stringifyComparison(compare('', 'x'))
  expect(JSON.parse(text)).toEqual({
    relation: 'unrelated',
    jaccard: 0,
    coverage: { a: 0, b: 0 },
    identity: 0,
    changed: { numbers: 0, words: 0, characters: 0 },
    passages: [],
    edits: [],
    exact: true,
  })
})
