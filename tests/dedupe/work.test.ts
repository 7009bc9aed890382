import { beforeEach, expect, test, vi } from 'vitest'
import { related, relatedSource } from '../../src/compare/compare.js'
import { dedupe, type DedupeOptions } from '../../src/dedupe/dedupe.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random, TELLING } from '../noise.js'
import { SEEDS } from '../seeds.js'

vi.mock('../../src/compare/compare.js', { spy: true })
vi.mock('../../src/text/fold.js', { spy: true })
beforeEach(() => {
  vi.mocked(related).mockClear()
  vi.mocked(relatedSource).mockClear()
  vi.mocked(fold).mockClear()
})

const STORY = SEEDS[1].slice(0, 700)
const COPY = noisy(STORY, 0.03, random(1), TELLING).copy
const OTHER = SEEDS[2].slice(100, 700)

async function run(texts: readonly string[], options: DedupeOptions<string, number>): Promise<string> {
  let kept = ''
  for await (const verdict of dedupe<string, number>(() => texts, options)) kept += verdict.kept ? '+' : '-'
  return kept
}
const comparisons = () => vi.mocked(related).mock.calls.length + vi.mocked(relatedSource).mock.calls.length
const folds = (text: string) => vi.mocked(fold).mock.calls.filter(([source]) => source === text).length

const indexOf = (text: string) => {
  const index = new DuplicateIndex<number>()
  index.add(0, text)
  return index
}

test.each([
  ['alone', () => ({})],
  ['against documents', () => ({ against: [OTHER] })],
  ['against an index', () => ({ against: indexOf(OTHER) })],
])('a stream folds each text once and compares each pair once, %s', async (_, options) => {
  const given = options()
  vi.mocked(fold).mockClear()
  // Noise and the guards make the rule ask for the edits of the pair.
  expect(await run([STORY, COPY], { ...given, edits: true })).toBe('+-')
  expect(comparisons()).toBe(1)
  expect(folds(COPY)).toBe(1)
  // Once to be entered, once as the text that was found.
  expect(folds(STORY)).toBe(2)
})

test.each([
  ['documents', () => [STORY]],
  ['an index', () => indexOf(STORY)],
])('the reference set is asked once for a pair: %s', async (_, against) => {
  const given = against()
  expect(await run([COPY], { against: given })).toBe('-')
  expect(comparisons()).toBe(1)
})

test('a batch compares a pair once for its decision, and folds a text once in each pass', async () => {
  expect(await run([STORY, COPY], { mode: 'batch' })).toBe('+-')
  expect(comparisons()).toBe(1)
  // Read, decided; the match is remembered.
  expect(folds(COPY)).toBe(2)
})
