import { describe, expect, test } from 'vitest'
import {
  argumentError,
  OffprintError,
  requireInteger,
  requireKnownKeys,
  requireNumber,
  requireString,
} from '../../src/kernel/errors.js'

function thrown(run: () => void): OffprintError {
  try {
    run()
  } catch (error) {
    return error as OffprintError
  }
  throw new Error('nothing was thrown')
}

describe('an error', () => {
  test('has a name, a code, a message and a cause', () => {
    const cause = new Error('disk')
    const error = new OffprintError('ERR_INPUT', 'a.txt is gone', { cause })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'OffprintError', code: 'ERR_INPUT', message: 'a.txt is gone', cause })
  })
})

// What came, and what the message shows of it.
const shown: [got: unknown, as: string][] = [
  [undefined, 'undefined'],
  [null, 'null'],
  ['x', '"x"'],
  ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
  [NaN, 'NaN'],
  [{ secret: 1 }, 'an object'],
  [[1, 2], 'an array'],
  [() => 1, 'a function'],
  [Symbol('s'), 'Symbol(s)'],
  [7n, '7'],
]

test.each(shown)('an argument error shows %o as %s', (got, as) => {
  expect(argumentError('options.k', got, 'a string')).toMatchObject({
    code: 'ERR_ARGUMENT',
    message: `options.k must be a string, got ${as}`,
  })
})

describe('requirements', () => {
  test('pass what is allowed', () => {
    requireString('text', '')
    requireNumber('x', 0, 0, 1)
    requireNumber('x', 1, 0, 1)
    requireNumber('x', 2.5, 0, Infinity)
    requireInteger('x', 1, 1, 9)
    requireInteger('x', 9, 1, 9)
    requireInteger('x', Number.MAX_SAFE_INTEGER, 1, Infinity)
    requireKnownKeys('options', {}, [])
    requireKnownKeys('options', { k: undefined, seed: 1 }, ['k', 'seed'])
  })

  const refused: [run: () => void, message: string][] = [
    [() => requireString('text', 5), 'text must be a string, got 5'],
    [() => requireNumber('x', -0.1, 0, 1), 'x must be a number from 0 to 1, got -0.1'],
    [() => requireNumber('x', NaN, 0, 1), 'x must be a number from 0 to 1, got NaN'],
    [() => requireNumber('x', '1', 0, 1), 'x must be a number from 0 to 1, got "1"'],
    [() => requireNumber('x', 0, 1, Infinity), 'x must be a number of 1 or more, got 0'],
    [() => requireInteger('x', 1.5, 1, 9), 'x must be a whole number from 1 to 9, got 1.5'],
    [() => requireInteger('x', 10, 1, 9), 'x must be a whole number from 1 to 9, got 10'],
    [() => requireInteger('x', 0, 1, Infinity), 'x must be a whole number of 1 or more, got 0'],
    [() => requireInteger('x', '3', 1, 9), 'x must be a whole number from 1 to 9, got "3"'],
    [
      () => requireKnownKeys('options', { K: 1 }, ['k', 'seed']),
      'options.K is not an option; did you mean k? known options are k, seed',
    ],
    [
      () => requireKnownKeys('remove', 'all' as unknown as object, ['k']),
      'remove must be an object, got "all"',
    ],
    [
      () => requireKnownKeys('options', null as unknown as object, ['k']),
      'options must be an object, got null',
    ],
  ]
  test.each(refused)('%s: %s', (run, message) => {
    expect(thrown(run)).toMatchObject({ name: 'OffprintError', code: 'ERR_ARGUMENT', message })
  })
})
