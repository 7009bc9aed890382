import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashString } from '../../src/dedupe/account/tokens.js'
import { Lexicon } from '../../src/dedupe/lexicon.js'
import { fold } from '../../src/text/fold.js'

test('counts documents, not words: against a Map of sets', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcd'), minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 30 }), { maxLength: 40 }), (documents) => {
      const lexicon = new Lexicon()
      const naive = new Map<string, number>()
      for (const words of documents) {
        lexicon.add(fold(words.join(' ')))
        for (const one of new Set(words)) naive.set(one, (naive.get(one) ?? 0) + 1)
      }
      for (const [one, count] of naive) expect(lexicon.knows(hashString(one))).toBe(count >= 3)
      expect(lexicon.knows(hashString('zebra'))).toBe(false)
    }),
    { numRuns: 100 },
  )
})

test('of many words none that is known is missed, and few others are taken for one, in whatever order they come', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const word = (i: number) =>
    Array.from({ length: 5 }, (_, k) => letters[Math.floor(i / 26 ** k) % 26]).join('')
  const words = Array.from({ length: 100_000 }, (_, i) => word(i * 17))
  const documents = Array.from({ length: 1000 }, (_, i) => words.slice(100 * i, 100 * i + 100).join(' '))
  // Every tenth word stands in two documents more.
  const tenth = words.filter((_, i) => i % 10 === 0)
  for (let i = 0; i < 2; i++)
    documents.push(...[0, 1, 2, 3].map((k) => tenth.slice(2500 * k, 2500 * k + 2500).join(' ')))
  const answers = [documents, [...documents].reverse()].map((given) => {
    const lexicon = new Lexicon()
    for (const text of given) lexicon.add(fold(text))
    return words.map((one) => lexicon.knows(hashString(one)))
  })
  expect(answers[1]).toEqual(answers[0])
  expect(tenth.length).toBe(10_000)
  expect(answers[0].filter((known, i) => known && i % 10 === 0).length).toBe(10_000)
  expect(answers[0].filter((known, i) => known && i % 10 !== 0).length).toBeLessThan(100)
})

test('a document with more words than are counted one by one comes to an end, and each counts once', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  const words = Array.from({ length: 80_000 }, (_, i) =>
    Array.from({ length: 5 }, (_, k) => letters[Math.floor((i * 17) / 26 ** k) % 26]).join(''),
  )
  // Each word three times over: once for the document.
  const book = fold(`${words.join(' ')} ${words.join(' ')} ${words.join(' ')}`)
  const lexicon = new Lexicon()
  for (let copies = 1; copies <= 3; copies++) {
    lexicon.add(book)
    const known = words.filter((one) => lexicon.knows(hashString(one))).length
    if (copies < 3) expect(known).toBeLessThan(1000)
    else expect(known).toBe(words.length)
  }
})
