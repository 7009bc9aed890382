import { expect, test } from 'vitest'
import { errorCode, EXIT, exitCode } from '../../src/cli/exit.js'

test('the codes are a promise to scripts', () => {
  expect(EXIT).toEqual({ done: 0, duplicates: 1, fatal: 2, skipped: 3, interrupted: 130 })
})

test.each([
  [{}, {}, 0],
  [{ duplicates: 0, rejected: 0 }, { failOnDuplicates: true }, 0],
  [{ duplicates: 2, rejected: 0 }, {}, 0],
  [{ duplicates: 2, rejected: 0 }, { failOnDuplicates: false }, 0],
  [{ duplicates: 2, rejected: 0 }, { failOnDuplicates: true }, 1],
  [{ duplicates: 2, rejected: 1 }, { failOnDuplicates: true }, 1],
  [{ duplicates: 2, rejected: 1 }, {}, 3],
  [{ duplicates: 0, rejected: 1 }, { failOnDuplicates: true }, 3],
  [{ rejected: 1 }, {}, 3],
  [{ audited: 0, rejected: 0 }, {}, 3],
  [{ audited: 2, rejected: 0 }, {}, 0],
])('%j under %j: %i', (outcome, options, code) => {
  expect(exitCode(outcome, options)).toBe(code)
})

test.each([
  [{ usage: 0, isInterrupted: false }, 0],
  [{ usage: 1, isInterrupted: false }, 2],
  [{ usage: null, isInterrupted: false }, 2],
  [{ usage: null, isInterrupted: true }, 130],
])('without an end, %j: %i', (failure, code) => {
  expect(errorCode(failure)).toBe(code)
})
