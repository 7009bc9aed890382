import { expect, test } from 'vitest'
import { nearestName } from '../../src/kernel/nearest-name.js'

const NAMES = ['threshold', 'recall', 'k', 'seed', 'edits', 'against', 'onError', 'text', 'date']

test.each([
  ['treshold', 'threshold'],
  ['theshhold', 'threshold'],
  ['recal', 'recall'],
  ['K', 'k'],
  ['onerror', 'onError'],
  ['agianst', 'against'],
  ['texts', 'text'],
  ['tetx', 'text'],
  ['edit', 'edits'],
  ['layout', undefined],
  ['minLength', undefined],
  ['', undefined],
])('%j means %j', (given, meant) => expect(nearestName(given, NAMES)).toBe(meant))
