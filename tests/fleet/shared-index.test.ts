import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dedupe } from '../../src/dedupe/dedupe.js'
import type { Decided } from '../../src/dedupe/verdict.js'
import type { ClaimStore } from '../../src/fleet/claim-store.js'
import { searchClaimed } from '../../src/fleet/claimed-search.js'
import { memoryStore } from '../../src/fleet/memory-store.js'
import { openSharedIndex } from '../../src/fleet/open-shared-index.node.js'
import { prepareDocument, claimOf } from '../../src/fleet/prepared-document.js'
import { sharedIndex, type SharedIndex } from '../../src/fleet/shared-index.js'
import { bytesOfId } from '../../src/fleet/string-bytes.js'
import { DuplicateIndex } from '../../src/store/duplicate-index.js'
import { indexSettings } from '../../src/store/index-options.js'
import type { Match } from '../../src/store/match.js'
import { noisy, random } from '../noise.js'
import { permutations } from '../permutations.js'
import { TEXTS } from '../perturb.js'
import { SEEDS } from '../seeds.js'

const open = <Id extends string | number = string>(options = {}) => sharedIndex<Id>(memoryStore(), options)
const named = <Id>(matches: readonly Match<Id>[]) => matches.map(({ id, relation }) => `${id} ${relation}`)
const sorted = <Id>(matches: readonly Match<Id>[]) =>
  [...matches].sort((x, y) => (String(x.id) < String(y.id) ? -1 : 1))

/** Whole, noisy, partial and equal copies of texts in three scripts, in a drawn order. */
function crawl(seed: number): { id: string; text: string }[] {
  const next = random(seed)
  const documents: { id: string; text: string }[] = []
  TEXTS.forEach((text, i) => {
    documents.push({ id: `${i} whole`, text })
    documents.push({ id: `${i} again`, text: `\n${text}\n` })
    documents.push({ id: `${i} noisy`, text: noisy(text, 0.05, next).copy })
    documents.push({ id: `${i} noisier`, text: noisy(text, 0.12, next).copy })
    documents.push({ id: `${i} first half`, text: text.slice(0, text.length / 2) })
    documents.push({
      id: `${i} in a page`,
      text: `${TEXTS[(i + 1) % TEXTS.length].slice(0, 200)}\n\n${text}`,
    })
    documents.push({ id: `${i} line`, text: text.slice(40, 90) })
  })
  documents.push(
    { id: 'blank', text: ' \n' },
    { id: 'blank again', text: ' \n' },
    { id: 'dashes', text: '--- ---' },
  )
  return documents
    .map((document) => ({ document, at: next() }))
    .sort((x, y) => x.at - y.at)
    .map(({ document }) => document)
}

describe('what it answers is what the index in memory answers', () => {
  test('the five seeds in every order', async () => {
    for (const order of permutations([0, 1, 2, 3, 4]).slice(0, 40)) {
      const shared = await open<number>()
      const ties: string[] = []
      for (const seed of order) {
        const { matches } = await shared.add(seed, SEEDS[seed])
        ties.push(...named(matches).map((match) => `${seed}: ${match}`))
      }
      expect(ties).toEqual([order.indexOf(1) < order.indexOf(0) ? '0: 1 contains' : '1: 0 contained'])
    }
  })

  test('whole, noisy, partial and equal copies: added one by one, at once, and asked about', async () => {
    for (const seed of [1, 2, 3]) {
      const documents = crawl(seed)
      const memory = new DuplicateIndex()
      const [one, many] = [await open(), await open()]
      const wanted = documents.map(({ id, text }) => memory.add(id, text))
      const atOnce = await many.addMany(documents)
      for (let i = 0; i < documents.length; i++) {
        const { id, text } = documents[i]
        const got = await one.add(id, text)
        expect(sorted(got.matches), id).toEqual(sorted(wanted[i].matches))
        expect(sorted(atOnce[i].matches), id).toEqual(sorted(wanted[i].matches))
      }
      for (const { text } of documents) {
        for (const asked of [text, text.slice(0, 120), `${text}\n${TEXTS[0]}`]) {
          const got = await one.query(asked, { edits: true })
          expect(sorted(got.matches)).toEqual(sorted(memory.query(asked, { edits: true }).matches))
        }
      }
    }
  }, 60_000)

  test('limit, since, filter, share and edits select as in memory', async () => {
    const documents = crawl(4)
    const memory = new DuplicateIndex()
    const shared = await open()
    for (const [at, { id, text }] of documents.entries()) {
      memory.add(id, text, { at })
      await shared.add(id, text, { at })
    }
    for (const options of [
      { limit: 1 },
      { since: 12 },
      { filter: (id: string) => id.endsWith('y') },
      { share: 0.3 },
      { limit: 3, since: 5 },
    ]) {
      for (const { text } of documents.slice(0, 12)) {
        const [got, want] = [await shared.query(text, options), memory.query(text, options)]
        expect(named(sorted(got.matches))).toEqual(named(sorted(want.matches)))
      }
    }
  })

  test('after documents were removed, and their texts came again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(13), { minLength: 2, maxLength: 24, size: 'max' }), async (places) => {
        const documents = crawl(5).slice(0, 14)
        const memory = new DuplicateIndex()
        const shared = await open()
        for (const place of places) {
          const { id, text } = documents[place]
          expect(await shared.has(id)).toBe(memory.has(id))
          if (memory.has(id)) expect(await shared.remove(id)).toBe(memory.remove(id))
          else
            expect(sorted((await shared.add(id, text)).matches)).toEqual(sorted(memory.add(id, text).matches))
        }
        expect((await shared.stats()).documents).toBe(memory.size)
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})

describe('ids', () => {
  test('a known id with the same folded text changes nothing and tells the same; with another text it is refused', async () => {
    const shared = await open()
    await shared.add('first', TEXTS[3])
    const told = await shared.add('second', noisy(TEXTS[3], 0.04, random(1)).copy)
    expect(named(told.matches)).toEqual(['first duplicate'])
    expect(await shared.add('second', ` ${noisy(TEXTS[3], 0.04, random(1)).copy}`)).toMatchObject({
      matches: [{ id: 'first' }],
    })
    expect((await shared.stats()).documents).toBe(2)
    await expect(shared.add('first', TEXTS[4])).rejects.toMatchObject({
      code: 'ERR_DUPLICATE_ID',
      message: 'id "first" is in the index with another text; remove it first, or give the text another id',
    })
    await expect(
      shared.addMany([
        { id: 'third', text: 'another text' },
        { id: 'first', text: 'x' },
        { id: 'second', text: 'y' },
      ]),
    ).rejects.toThrow('ids "first", "second" are in the index')
    expect(await shared.has('third')).toBe(true)
  })

  test('numbers and strings are told apart; get tells what is known', async () => {
    const shared = await open<string | number>()
    await shared.add(1, TEXTS[3], { at: 5 })
    await shared.add('1', TEXTS[4])
    expect(await shared.get(1)).toEqual({ id: 1, text: TEXTS[3], at: 5, state: 'kept' })
    expect(await shared.get('1')).toEqual({ id: '1', text: TEXTS[4], at: null, state: 'kept' })
    expect(await shared.get(2)).toBe(undefined)
    expect(await shared.remove(2)).toBe(false)
  })

  test('a document without a time never expires; of the others the earlier ones do', async () => {
    const shared = await open()
    await shared.addMany([
      { id: 'timeless', text: TEXTS[0] },
      { id: 'old', text: TEXTS[1], at: -3 },
      { id: 'at zero', text: TEXTS[2], at: 0 },
      { id: 'new', text: TEXTS[3], at: new Date(1000) },
    ])
    expect(await shared.expire(1000)).toBe(2)
    expect(await Promise.all(['timeless', 'old', 'at zero', 'new'].map((id) => shared.has(id)))).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect((await shared.query(TEXTS[1])).matches).toEqual([])
  })
})

describe('decide', () => {
  const verdictOf = (verdict: Decided<string>) =>
    verdict.kept
      ? `kept ${named(sorted(verdict.tied)).join(', ')}`
      : `for ${verdict.keeper}: ${verdict.match.decision.reason}`

  test('keeps and removes what a stream of dedupe does, for the same reasons', async () => {
    for (const seed of [6, 7]) {
      const documents = crawl(seed)
      const want: string[] = []
      for await (const verdict of dedupe<{ id: string; text: string }, string>(documents))
        want.push(verdictOf(verdict))
      const one = await open()
      const got: string[] = []
      for (const { id, text } of documents) got.push(verdictOf(await one.decide(id, text)))
      expect(got).toEqual(want)
      const many = await open()
      expect((await many.decideMany(documents)).map(verdictOf)).toEqual(want)
      expect(await many.stats()).toMatchObject({
        pending: 0,
        removed: want.filter((line) => line.startsWith('for')).length,
      })
      // Once more: the same, and nothing is entered.
      const again = await many.decideMany(documents)
      expect(again.every((decision) => decision.again)).toBe(true)
      expect(again.map(({ kept }) => kept)).toEqual(want.map((line) => line.startsWith('kept')))
    }
  }, 60_000)

  test('a word that other documents have tells a misprint, also where these come with it in one call', async () => {
    const keeper =
      'The committee met on Tuesday to consider the report on water supply. Members noted that consumption had risen ' +
      'since the last survey, and the engineer attributed the increase to three new mills on the river.'
    const others = [
      'A new survey of the valley was printed in spring and sold out at once, to the joy of its author.',
      'Nobody in the village had seen a survey like that before the railway came and went.',
      'They asked for a survey of the old bridge, which had stood through four floods.',
    ]
    const pair = [
      { id: 'keeper', text: keeper },
      { id: 'copy', text: keeper.replace('survey', 'sorvey') },
    ]
    const documents = [...others.map((text, i) => ({ id: `other ${i}`, text })), ...pair]
    const alone = await open()
    expect((await alone.decideMany(pair)).map(({ kept }) => kept)).toEqual([true, true])
    const many = await open()
    expect((await many.decideMany(documents)).at(-1)).toMatchObject({ kept: false, keeper: 'keeper' })
    const one = await open()
    for (const { id, text } of documents.slice(0, -1)) await one.decide(id, text)
    expect(await one.decide('copy', pair[1].text)).toMatchObject({ kept: false, keeper: 'keeper' })
  })

  test('a removed document is known, and has no text; its copies find the keeper', async () => {
    const shared = await open()
    await shared.decide('keeper', TEXTS[3])
    const copy = noisy(TEXTS[3], 0.03, random(9), /\d/).copy
    const decided = await shared.decide('copy', copy, { remove: ({ relation }) => relation === 'duplicate' })
    expect(decided).toMatchObject({ kept: false, keeper: 'keeper' })
    expect(await shared.has('copy')).toBe(false)
    expect(await shared.get('copy')).toEqual({
      id: 'copy',
      text: null,
      at: null,
      state: 'removed',
      keeper: 'keeper',
    })
    expect(named((await shared.query(copy)).matches)).toEqual(['keeper duplicate'])
    // Told again under a rule that would keep it, it is told as removed, by another rule than this one.
    const again = await shared.decide('copy', copy, { remove: () => false })
    expect(again).toMatchObject({
      kept: false,
      again: true,
      match: { id: 'keeper', decision: { removed: true, code: 'chosen' } },
    })
    // When the keeper has gone, the copy is a new document.
    await shared.remove('keeper')
    expect(await shared.decide('copy', copy)).toMatchObject({ kept: true })
    expect((await shared.get('copy'))?.state).toBe('kept')
  })

  test('of simultaneous twins one is kept, equal ones and near ones', async () => {
    const shared = await open()
    const next = random(11)
    const pairs = Array.from({ length: 30 }, (_, i) => {
      const text = `${i} ${TEXTS[i % TEXTS.length].slice(0, 500)} ${Array.from({ length: 40 }, () => Math.floor(next() * 1e6).toString(36)).join(' ')}`
      return [text, i % 2 === 0 ? text : `${text} `.replace(' ', '  ')]
    })
    const decisions = await Promise.all(
      pairs.flatMap(([a, b], i) => [shared.decide(`${i}a`, a), shared.decide(`${i}b`, b)]),
    )
    for (let i = 0; i < pairs.length; i++) {
      expect([decisions[2 * i].kept, decisions[2 * i + 1].kept].sort()).toEqual([false, true])
    }
  })
})

describe('a claim whose owner is dead', () => {
  const settings = indexSettings({})
  async function abandoned(documents: { id: string; text: string }[], lease: number) {
    const store = memoryStore()
    await store.claim(documents.map((document) => claimOf(prepareDocument(document, settings), 'pending')))
    return { store, shared: await sharedIndex(store, { lease }) }
  }

  test('is named as an earlier copy, and removes nothing before it is decided', async () => {
    const { shared } = await abandoned([{ id: 'dead', text: TEXTS[3] }], 300)
    expect((await shared.query(TEXTS[3])).matches).toMatchObject([{ id: 'dead', pending: true }])
    const started = performance.now()
    expect(await shared.decide('late', TEXTS[3])).toMatchObject({ kept: false, keeper: 'dead' })
    expect(performance.now() - started).toBeGreaterThan(250)
    expect((await shared.query(TEXTS[3])).matches[0].pending).toBe(undefined)
    expect(await shared.get('dead')).toMatchObject({ state: 'kept', text: TEXTS[3] })
  })

  test('is decided as its owner would have decided: a chain of dead claims ends in one keeper', async () => {
    const { shared } = await abandoned(
      ['a', 'b', 'c'].map((id) => ({ id, text: TEXTS[4] })),
      40,
    )
    expect(await shared.decide('d', TEXTS[4])).toMatchObject({ kept: false, keeper: 'a' })
    expect(await shared.stats()).toMatchObject({ documents: 3, pending: 2 })
    expect(await shared.decide('c', TEXTS[4])).toMatchObject({ kept: false, keeper: 'a', again: true })
  })

  test('is decided by its owner, when it comes back', async () => {
    const { shared } = await abandoned([{ id: 'back', text: TEXTS[2] }], 60_000)
    expect(await shared.decide('back', TEXTS[2])).toMatchObject({ kept: true, again: true })
    expect(await shared.decide('other', TEXTS[2])).toMatchObject({ kept: false, keeper: 'back' })
  })
})

describe('what others do meanwhile', () => {
  const settings = indexSettings({})

  /** Whom a search by the lists of a copy finds, when the copy is removed for its keeper after one of its questions. */
  async function foundWhileRemoved(question: 'lists' | 'cards'): Promise<string[]> {
    const store = memoryStore()
    const shared = await sharedIndex(store)
    await shared.decide('keeper', TEXTS[3])
    const [keeper] = await store.tickets([bytesOfId('keeper')])
    // It shares nothing with its keeper, so that nothing but its removal leads there.
    const copy = prepareDocument({ id: 'copy', text: TEXTS[4] }, settings)
    const [{ ticket }] = await store.claim([claimOf(copy, 'pending')])
    const remove = () => store.commit([{ ticket, kept: false, keeper: keeper!, keys: copy.keys.keys }])
    const lists = await store.lists(copy.keys.keys)
    if (question === 'lists') await remove()
    const meanwhile: ClaimStore = {
      ...store,
      cards: async (tickets) => {
        const answer = await store.cards(tickets)
        await remove()
        return answer
      },
    }
    const given = { features: copy.features, before: Infinity, ...lists }
    const tally = { candidates: 0, verified: 0, truncated: 0 }
    const [{ cards }] = await searchClaimed<string>(meanwhile, [given], {}, settings, tally)
    return [...cards.keys()]
  }

  test('a document that is removed while a search reads lists, or cards, is replaced by its keeper', async () => {
    expect(await foundWhileRemoved('lists')).toEqual(['keeper'])
    expect(await foundWhileRemoved('cards')).toEqual(['keeper'])
  })

  test('what is decided is committed before a call waits for another', async () => {
    const store = memoryStore()
    await store.claim([claimOf(prepareDocument({ id: 'dead', text: TEXTS[3] }, settings), 'pending')])
    const shared = await sharedIndex(store, { lease: 1500 })
    const waiting = shared.decideMany([
      { id: 'x', text: TEXTS[4] },
      { id: 'y', text: TEXTS[3] },
    ])
    const started = performance.now()
    expect(await shared.decide('z', TEXTS[4])).toMatchObject({ kept: false, keeper: 'x' })
    expect(performance.now() - started).toBeLessThan(1000)
    expect((await waiting).map(({ kept }) => kept)).toEqual([true, false])
  })
})

describe('clear errors', () => {
  test('of a store that is none, of options, ids, texts and times', async () => {
    await expect(openSharedIndex('mongodb://x')).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
    await expect(openSharedIndex('')).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
    await expect(openSharedIndex('memory:', { lease: 0 })).rejects.toThrow('options.lease must be')
    await expect(openSharedIndex('memory:', { leese: 1 } as never)).rejects.toThrow(
      'options.leese is not an option',
    )
    const shared: SharedIndex = await openSharedIndex('memory:')
    await expect(shared.add(null as never, 'x')).rejects.toThrow('id must be')
    await expect(shared.add('x', 7 as never)).rejects.toThrow('text must be a string')
    await expect(shared.query(7 as never)).rejects.toThrow('text must be a string')
    await expect(shared.add('x', 'x', { at: NaN })).rejects.toThrow('at must be')
    await expect(shared.expire('soon' as never)).rejects.toThrow('before must be')
    await expect(shared.decide('x', 'x', { remvoe: 1 } as never)).rejects.toThrow(
      'options.remvoe is not an option',
    )
    expect(await shared.stats()).toMatchObject({ documents: 0 })
    expect(await shared.addMany([])).toEqual([])
    expect(await shared.decideMany([])).toEqual([])
  })

  test('all clients of a store give the same secret', async () => {
    const store = memoryStore()
    await sharedIndex(store, { secret: 'sixteen letters!' })
    await sharedIndex(store, { secret: 'sixteen letters!' })
    await expect(sharedIndex(store)).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
    await expect(sharedIndex(store, { secret: 'sixteen others!!' })).rejects.toThrow(
      'options.secret is not the one',
    )
  })
})
