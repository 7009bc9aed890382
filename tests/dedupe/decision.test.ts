import { beforeEach, describe, expect, test, vi } from 'vitest'
import { related, relatedSource } from '../../src/compare/compare.js'
import { Corpus } from '../../src/dedupe/corpus.js'
import { Decision } from '../../src/dedupe/decision.js'
import { KeeperRanking } from '../../src/dedupe/keeper-ranking.js'
import type { DedupeOptions } from '../../src/dedupe/options.js'
import { openReferenceSet } from '../../src/dedupe/reference-set.js'
import { dedupeSettings } from '../../src/dedupe/settings.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random, TELLING } from '../noise.js'
import { SEEDS } from '../seeds.js'

vi.mock('../../src/compare/compare.js', { spy: true })
beforeEach(() => {
  vi.mocked(related).mockClear()
  vi.mocked(relatedSource).mockClear()
})
const comparisons = () => vi.mocked(related).mock.calls.length + vi.mocked(relatedSource).mock.calls.length

type Options = DedupeOptions<string, string>

const STORY = SEEDS[1].slice(0, 700)
const OTHER = SEEDS[2].slice(100, 700)
const copy = (text: string, seed: number) => noisy(text, 0.03, random(seed), TELLING).copy

/** Decides on texts that are ranked as they are given; `choose` picks a member of a cluster by its place in it. */
async function decide(
  texts: readonly string[],
  options: Options = {},
  choose?: (ranks: readonly number[]) => number,
) {
  const settings = dedupeSettings<string, string>({
    mode: 'batch',
    ...options,
    ...(choose && { keep: ([first]) => first! }),
  })
  const references = await openReferenceSet(settings, () => {})
  const corpus = new Corpus(settings)
  const ranking = new KeeperRanking<string>()
  texts.forEach((text, place) => {
    const folded = fold(text)
    ranking.add(`d${place}`, text, folded.length, place)
    corpus.keep(folded, `d${place}`)
  })
  const documents = ranking.ranked()
  const decision = new Decision({ settings, corpus, documents, references })
  for (let rank = 0; rank < texts.length; rank++) decision.enter(rank)
  decision.conclude(choose)
  return decision
}

/** By rank: the keeper and, where it is another, the document in between; `null` for the reference set. */
function outcome({ removals }: Awaited<ReturnType<typeof decide>>, count: number) {
  return Array.from({ length: count }, (_, rank) => {
    if (removals.isKept(rank)) return '+'
    const keeper = removals.keeperOf(rank)
    if (keeper === undefined) return 'reference'
    const through = removals.throughOf(rank)
    return through === keeper ? `${keeper}` : `${keeper} through ${through}`
  })
}

describe('stars', () => {
  test('each copy is removed for the best kept document that it matches', async () => {
    const decision = await decide([STORY, OTHER, copy(STORY, 1), copy(OTHER, 2), copy(STORY, 3)])
    expect(outcome(decision, 5)).toEqual(['+', '+', '0', '1', '0'])
    expect(decision.removals.count).toBe(3)
    expect(decision.duplicates.count).toBe(0)
  })

  test('a removed document is found by no later one, and compared once', async () => {
    await decide([STORY, copy(STORY, 1), copy(STORY, 2), copy(STORY, 3)])
    expect(comparisons()).toBe(3)
  })

  test('the match is remembered unless edits or a limit of memory are asked for', async () => {
    const texts = [STORY, copy(STORY, 1)]
    expect((await decide(texts)).matchOf(1)).toMatchObject({ id: 0, relation: 'duplicate' })
    expect((await decide(texts, { edits: true })).matchOf(1)).toBeUndefined()
    expect((await decide(texts, { memory: 2 ** 22 })).matchOf(1)).toBeUndefined()
  })

  test('a kept document is tied to kept ones of lower rank', async () => {
    const page = `${OTHER}\n${STORY}\n${SEEDS[3].slice(0, 500)}`
    const decision = await decide([STORY, OTHER, page])
    expect(outcome(decision, 3)).toEqual(['+', '+', '+'])
    expect([0, 1, 2].map((rank) => decision.tiesOf(rank))).toEqual([[], [], [0, 1]])
  })
})

describe('clusters of links', () => {
  // Each step matches the one before, the last no longer the first.
  const steps = [0, 60, 120].map((from) => SEEDS[1].slice(200 + from, 700 + from))
  const remove: Options['remove'] = ({ relation, coverage }) => relation === 'duplicate' && coverage.a >= 0.85

  test('connected: through the document in between', async () => {
    const decision = await decide(steps, { remove, cluster: 'connected' })
    expect(outcome(decision, 3)).toEqual(['+', '0', '0 through 1'])
  })

  test('a function chooses the keeper, whatever its rank', async () => {
    const texts = [STORY, copy(STORY, 1), copy(STORY, 2), OTHER]
    const decision = await decide(texts, {}, (ranks) => ranks.indexOf(2))
    expect(outcome(decision, 4)).toEqual(['2', '2', '+', '+'])
  })

  test('a search that left candidates out marks its document', async () => {
    const texts = Array.from({ length: 34 }, (_, seed) => copy(STORY, seed + 1))
    const decision = await decide(texts, { cluster: 'connected' })
    expect(texts.map((_, rank) => decision.isTruncated(rank)).indexOf(true)).toBe(33)
    expect(
      new Set(
        outcome(decision, 34)
          .slice(1)
          .map((line) => line.split(' ')[0]),
      ),
    ).toEqual(new Set(['0']))
  })

  test('the reverse direction of a pair is judged by its own edits', async () => {
    const bulletin = (height: string, end = '') =>
      `Water. On 14 May the water at the bridge of Dublin stood at ${height} centimetres above the mean of the year. The ` +
      `harbour was open, the ferries went as planned, and the wardens expect no change.${end}`
    // Two reports of one form, of which the second has a line in front: offsets of one are not those of the other.
    const texts = [bulletin('312'), `Latest news from the river. ${bulletin('298')}`]
    for (const given of [texts, [...texts].reverse()]) {
      const decision = await decide(given, { remove: { coverage: 0, identity: 0 } }, () => 1)
      expect(outcome(decision, 2)).toEqual(['+', '+'])
    }
  })
})

describe('other relations', () => {
  const page = `${OTHER}\n${STORY}\n${SEEDS[3].slice(0, 500)}`
  const column = `${STORY}\n${SEEDS[3].slice(0, 500)}`
  const remove = { contained: true }

  test('what a longer kept document contains is removed, in whichever rank it stands', async () => {
    expect(outcome(await decide([STORY, column, page], { remove }), 3)).toEqual(['2', '2', '+'])
    expect(outcome(await decide([page, column, STORY], { remove }), 3)).toEqual(['+', '0', '0'])
  })

  test('a copy whose keeper is removed takes another keeper that it matches, or is kept after all', async () => {
    expect(outcome(await decide([STORY, copy(STORY, 3), page], { remove }), 3)).toEqual(['2', '2', '+'])
    const longer = STORY + SEEDS[4].slice(0, 60)
    const copied = await decide([copy(STORY, 3), STORY, longer], { remove })
    expect(outcome(copied, 3)).toEqual(['2', '2', '+'])
    const byScores: Options['remove'] = ({ relation, coverage }) =>
      coverage.a >= (relation === 'duplicate' ? 0.9 : 0.94)
    const decision = await decide([STORY, longer, page], { remove: byScores })
    expect(outcome(decision, 3)).toEqual(['2', '+', '+'])
    expect(decision.removals.count).toBe(1)
  })

  test('never both of two, and never in a circle, whatever the rule removes', async () => {
    const overlapping = [0, 400, 800].map((from) => SEEDS[1].slice(from, from + 800))
    const decision = await decide(overlapping, { remove: () => true })
    for (let rank = 0; rank < 3; rank++) {
      const keeper = decision.removals.keeperOf(rank)
      if (keeper !== undefined) expect(decision.removals.isKept(keeper)).toBe(true)
    }
    expect(decision.removals.count).toBe(1)
  })
})

test('what the reference set holds is removed for it, and does not enter', async () => {
  const decision = await decide([copy(STORY, 1), copy(STORY, 2), OTHER], { against: [STORY] })
  expect(outcome(decision, 3)).toEqual(['reference', 'reference', '+'])
  expect([0, 1, 2].map((rank) => decision.hasReferenceTie(rank))).toEqual([true, true, false])
  expect(comparisons()).toBe(2)
})
