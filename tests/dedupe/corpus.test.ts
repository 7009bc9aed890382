import { expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { relateSettings } from '../../src/compare/relation.js'
import { Corpus, type CorpusLimits } from '../../src/dedupe/corpus.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { countedSpools } from '../spool.js'

const FREE: CorpusLimits = { relate: relateSettings(), memory: Infinity, spool: undefined }
const STORY = SEEDS[1].slice(0, 700)
const copy = (seed: number) => noisy(STORY, 0.02, random(seed)).copy

/** Keeps and enters a text; returns its number. */
function store(corpus: Corpus, text: string): number {
  const features = corpus.featuresOf(text)
  const number = corpus.keep(features.folded, 'id')
  corpus.enter(number, features)
  return number
}

const numbersFound = (corpus: Corpus, text: string, among?: (number: number) => boolean) =>
  Array.from(corpus.search(corpus.featuresOf(text), among), ({ match }) => match.id)

test('a text is found under its number once it is entered, not when it is kept', () => {
  const corpus = new Corpus(FREE)
  store(corpus, SEEDS[2])
  const features = corpus.featuresOf(STORY)
  const number = corpus.keep(features.folded, 'id')
  expect(numbersFound(corpus, copy(1))).toEqual([])
  corpus.enter(number, features)
  expect(numbersFound(corpus, copy(1))).toEqual([number])
  expect(corpus.textOf(number)).toBe(STORY)
  expect(corpus.count).toBe(2)
})

test('a match says what compare says; edits and the other text come with it', () => {
  const corpus = new Corpus(FREE)
  const number = store(corpus, STORY)
  const text = copy(2)
  const { edits, ...comparison } = compare(text, STORY)
  const match = { ...comparison, id: number, verified: true }
  const [found] = corpus.search(corpus.featuresOf(text))
  for (const each of [found!, corpus.compare(fold(text), number)!]) {
    expect(each.match).toEqual(match)
    expect(each.edits()).toEqual(edits)
    expect(each.other!.source).toBe(STORY)
  }
  expect(corpus.compare(fold(SEEDS[3]), number)).toBeNull()
})

test('numbers may be given anew before the first text is entered', () => {
  const corpus = new Corpus(FREE)
  const texts = [SEEDS[2], STORY, SEEDS[4]]
  for (const text of texts) corpus.keep(fold(text), 'id')
  corpus.renumber((number) => 2 - number)
  for (const number of [0, 1, 2]) corpus.enter(number, corpus.featuresOf(corpus.textOf(number)))
  expect([0, 1, 2].map((number) => corpus.textOf(number))).toEqual([...texts].reverse())
  expect(texts.map((text) => numbersFound(corpus, text))).toEqual([[2], [1], [0]])
  expect(corpus.compare(fold(SEEDS[4]), 0)!.match.relation).toBe('duplicate')
})

test('a search among some numbers finds no other', () => {
  const corpus = new Corpus(FREE)
  const numbers = [1, 2, 3].map((seed) => store(corpus, copy(seed)))
  expect(numbersFound(corpus, STORY).sort()).toEqual(numbers)
  expect(numbersFound(corpus, STORY, (number) => number === numbers[1])).toEqual([numbers[1]])
})

test('a search that leaves candidates out says so', () => {
  const corpus = new Corpus(FREE)
  for (let seed = 1; seed <= 32; seed++) store(corpus, copy(seed))
  const few = corpus.search(corpus.featuresOf(STORY))
  expect([...few].length).toBe(32)
  expect(few.truncated).toBe(false)
  store(corpus, copy(33))
  const many = corpus.search(corpus.featuresOf(STORY))
  expect([...many].length).toBe(32)
  expect(many.truncated).toBe(true)
})

test('the tables are estimated by folded characters, not by those of the source', () => {
  const estimates = ['word '.repeat(100), `word${' '.repeat(20)}`.repeat(100)].map((text) => {
    const corpus = new Corpus(FREE)
    store(corpus, text)
    return corpus.expectedBytes - text.length
  })
  expect(estimates[0]).toBeCloseTo(estimates[1]!, 6)
})

test('what does not fit goes to spools, and is found all the same', () => {
  const spools = countedSpools()
  let told = 0
  const memory = 2 ** 19
  const corpus = new Corpus({ ...FREE, memory, spool: spools.make }, () => {
    expect(spools.written).toBe(0)
    told++
  })
  const letters = random(5)
  const texts = Array.from({ length: 400 }, () =>
    Array.from({ length: 900 }, () => 'etaoinshrdlcum '[Math.floor(letters() * 15)]).join(''),
  )
  const numbers = texts.map((text) => {
    const number = store(corpus, text)
    expect(corpus.bytes).toBeLessThanOrEqual(memory)
    return number
  })
  expect(told).toBe(1)
  expect(texts.map((text) => numbersFound(corpus, text)[0])).toEqual(numbers)
  corpus.close()
  expect(spools.closed).toBe(spools.opened)
})

test('without a spool it says how many documents it holds, and what helps', () => {
  const corpus = new Corpus({ ...FREE, memory: 2 ** 19 })
  const fill = () => {
    for (let seed = 0; ; seed++) store(corpus, copy(seed) + seed)
  }
  expect(fill).toThrow(
    expect.objectContaining({
      code: 'ERR_INDEX_FULL',
      message: expect.stringMatching(
        /^\d+ documents do not fit into options.memory, 524288 bytes; raise it, or/,
      ),
    }),
  )
})
