import { expect, test } from 'vitest'
import { estimate, sketch, sketchBy } from '../../src/sketch/index.js'
import { foldToString } from '../../src/text/fold.js'
import { WORDS_VERSION } from '../../src/text/words.js'
import { naiveJaccard } from '../naive/jaccard.js'
import { SEEDS } from '../seeds.js'

const grams = (text: string, size: number) => {
  const characters = [...foldToString(text)]
  return characters
    .slice(0, characters.length - size + 1)
    .map((_, i) => characters.slice(i, i + size).join(''))
}

test.each([2, 5, 13, 64])('char-%i is exact where the sets are kept', (size) => {
  const [a, b] = [SEEDS[0].slice(0, 900), SEEDS[1].slice(0, 900)]
  const { jaccard, error } = estimate(
    sketchBy(`char-${size}`, a, { k: 4096 }),
    sketchBy(`char-${size}`, b, { k: 4096 }),
  )
  expect(error).toBe(0)
  expect(jaccard).toBe(naiveJaccard(grams(a, size), grams(b, size)))
})

test('word shingles know words, whatever stands between them', () => {
  const a = sketchBy('word-2', 'The quick brown fox jumps over the lazy dog')
  const b = sketchBy('word-2', 'the QUICK — brown, fox jumps… (over) the lazy dog!')
  const c = sketchBy('word-2', 'the quickbrown fox jumps over the lazy dog')
  expect(estimate(a, b).jaccard).toBe(1)
  expect(estimate(a, c).jaccard).toBe(5 / 10)
})

test('words carry the version of their borders, and no other rule does', () => {
  expect(sketchBy('word-3', SEEDS[2]).wordsVersion).toBe(WORDS_VERSION)
  for (const rule of ['local-8', 'char-5']) expect(sketchBy(rule, SEEDS[2]).wordsVersion).toBe(0)
})

test('local-8 is the default rule, and other rules do not compare with it', () => {
  const [text, local] = [SEEDS[2], sketch(SEEDS[2])]
  expect(estimate(sketchBy('local-8', text), local).jaccard).toBe(1)
  expect(sketchBy({ kind: 'local' }, text).slots).toEqual(local.slots)
  expect(() => estimate(sketchBy('char-5', text), local)).toThrow(
    'signatures differ in shingles (char-5 and local-8)',
  )
})

test.each([
  ['char-65', 'rule must be local-8, char-2 to char-64 or word-1 to word-16, got "char-65"'],
  [{ kind: 'words', size: 17 }, 'rule.size must be a whole number from 1 to 16, got 17'],
  [null, 'rule must be a shingle rule, got null'],
])('refuses %j', (rule, message) => {
  expect(() => sketchBy(rule as never, 'text')).toThrow(message)
})
