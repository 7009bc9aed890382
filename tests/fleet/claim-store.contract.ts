import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Claim, ClaimStore } from '../../src/fleet/claim-store.js'
import { holdersOf, lengthOf, MOST_LISTED, placeAt, ticketAt } from '../../src/fleet/posting-list.js'
import { bytesOfId, bytesOfText, idOfBytes, textOfBytes } from '../../src/fleet/string-bytes.js'
import { NaiveClaimStore, type NaiveClaim } from '../naive/claim-store.js'

/** What `claimStoreContract` needs to know of a store. */
export interface StoreUnderTest {
  /** Opens a new, empty store. */
  open(): Promise<ClaimStore>
  /** Opens the store that was opened last once more, as another process would. */
  again?(): Promise<ClaimStore>
  /** Random histories that are tried. */
  runs?: number
}

const FEATURES = Uint8Array.of(0, 0, 1, 0, 0, 0, 7, 255, 0)

export function claimFor({ id, text, at, keys, places, words }: NaiveClaim): Claim {
  return {
    id: bytesOfId(id),
    text: bytesOfText(text),
    at,
    keys: BigInt64Array.from(keys),
    places: Uint32Array.from(places),
    features: FEATURES,
    words: words && BigInt64Array.from(words),
  }
}

/** A document with the keys given, pending. The first key is its digest. */
export function pendingClaim(id: string, keys: bigint[], text = id): Claim {
  return claimFor({ id, text, at: null, keys, places: keys.map((_, i) => 10 * i), words: null })
}

export function postingsOf(list: Uint8Array | null) {
  if (list === null) return []
  return Array.from({ length: lengthOf(list) }, (_, i) => ({
    ticket: ticketAt(list, i),
    place: placeAt(list, i),
  }))
}

/** What every store does. */
export function claimStoreContract(name: string, { open, again, runs = 60 }: StoreUnderTest): void {
  describe(name, () => {
    let store: ClaimStore
    beforeAll(async () => {
      store = await open()
    })
    afterAll(() => store.close())

    test('the first settings hold', async () => {
      const fresh = await open()
      expect(await fresh.agree('one')).toBe('one')
      expect(await fresh.agree('two')).toBe('one')
      await fresh.close()
      store = await open()
    })

    test('a claim is told of all earlier ones, those of its own call too, and of no later one', async () => {
      const [a, b] = await store.claim([
        pendingClaim('order a', [100n, 7n]),
        pendingClaim('order b', [101n, 7n]),
      ])
      const [c] = await store.claim([pendingClaim('order c', [102n, 7n])])
      expect([a.holder, b.holder, c.holder]).toEqual(['new', 'new', 'new'])
      expect(a.ticket).toBeLessThan(b.ticket)
      expect(b.ticket).toBeLessThan(c.ticket)
      expect(postingsOf(a.lists[1])).toEqual([])
      expect(postingsOf(b.lists[1])).toEqual([{ ticket: a.ticket, place: 10 }])
      expect(postingsOf(c.lists[1]).map(({ ticket }) => ticket)).toEqual([a.ticket, b.ticket])
      expect(c.documents - a.documents).toBe(2)
    })

    test('many at once are claimed in one order, each told of all before it', async () => {
      const claims = await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          store.claim([pendingClaim(`crowd ${i}`, [BigInt(2000 + i), 8n])]),
        ),
      )
      const tickets = claims.map(([{ ticket }]) => ticket)
      expect(new Set(tickets).size).toBe(40)
      for (const [{ ticket, lists }] of claims) {
        const told = postingsOf(lists[1]).map((posting) => posting.ticket)
        expect(told.filter((other) => other < ticket)).toEqual(
          tickets.filter((other) => other < ticket).sort((x, y) => x - y),
        )
      }
    })

    test('a repeated claim gets the same ticket, one with another text is told so, and neither enters anything', async () => {
      const [first] = await store.claim([pendingClaim('repeat', [300n, 9n])])
      const before = await store.stats()
      const [again] = await store.claim([pendingClaim('repeat', [300n, 9n])])
      const [other] = await store.claim([pendingClaim('repeat', [301n, 9n])])
      expect([again.ticket, again.holder]).toEqual([first.ticket, 'again'])
      expect([other.ticket, other.holder]).toEqual([first.ticket, 'other'])
      expect((await store.stats()).documents).toBe(before.documents)
      expect(postingsOf((await store.lists(BigInt64Array.of(9n))).lists[0])).toHaveLength(1)
    })

    test('of several outcomes the first one holds, whoever asks', async () => {
      const [keeper, copy] = await store.claim([
        pendingClaim('keeper', [400n]),
        pendingClaim('copy', [401n, 10n]),
      ])
      const removed = {
        ticket: copy.ticket,
        kept: false,
        keeper: keeper.ticket,
        keys: BigInt64Array.of(401n, 10n),
      } as const
      const kept = { ticket: copy.ticket, kept: true, words: BigInt64Array.of(5n) } as const
      expect(await store.commit([removed])).toEqual([{ kept: false, keeper: keeper.ticket }])
      expect(await store.commit([kept])).toEqual([{ kept: false, keeper: keeper.ticket }])
      const [card] = await store.cards([copy.ticket])
      expect(card!.outcome).toEqual({ kept: false, keeper: keeper.ticket })
      expect(
        (await store.texts([copy.ticket, keeper.ticket])).map((text) => text && textOfBytes(text)),
      ).toEqual([null, 'keeper'])
      const { lists } = await store.lists(BigInt64Array.of(401n, 10n, 400n))
      expect(lists.map(postingsOf).map(({ length }) => length)).toEqual([0, 0, 1])
      expect([...(await store.words(BigInt64Array.of(5n)))]).toEqual([0])
      expect(await store.commit([{ ...kept, ticket: 999_999_999 }])).toEqual([null])
    })

    test('a claim that waits says for how long', async () => {
      const [{ ticket }] = await store.claim([pendingClaim('waits', [500n])])
      await new Promise((resolve) => setTimeout(resolve, 30))
      const [card] = await store.cards([ticket])
      expect(card!.outcome).toBe(null)
      expect(card!.pendingFor).toBeGreaterThanOrEqual(20)
      expect(card!.pendingFor).toBeLessThan(20_000)
    })

    test('ids and texts arrive whole: NUL, lone surrogates, line separators, numbers, long ids, long texts', async () => {
      const ids = [
        '',
        '\0',
        'a\0b',
        '\ud800',
        '\udc00x',
        '\u2028',
        "'; DROP TABLE x; --",
        'é'.repeat(5000),
        1,
        '1',
        -1.5,
        1e300,
        '\\x00',
        '\\N',
        '\t\n',
      ]
      const texts = ids.map((id, i) => `${id}\0\ud83d${'text '.repeat(i === 3 ? 400_000 : i)}`)
      const claims = await store.claim(
        ids.map((id, i) => ({
          ...pendingClaim('', [BigInt(10_000 + i)]),
          id: bytesOfId(id),
          text: bytesOfText(texts[i]),
        })),
      )
      expect(claims.map(({ holder }) => holder)).toEqual(ids.map(() => 'new'))
      const tickets = claims.map(({ ticket }) => ticket)
      expect(await store.tickets(ids.map(bytesOfId))).toEqual(tickets)
      expect(await store.tickets([bytesOfId('never'), bytesOfId(2)])).toEqual([null, null])
      const cards = await store.cards(tickets)
      expect(cards.map((card) => idOfBytes(card!.id))).toEqual(ids)
      expect(cards.every((card) => Buffer.compare(card!.features, FEATURES) === 0)).toBe(true)
      expect((await store.texts(tickets)).map((text) => textOfBytes(text!))).toEqual(texts)
    })

    test('keys are signed 64-bit, places 32-bit', async () => {
      const keys = [-(2n ** 63n), 2n ** 63n - 1n, -1n, 0n]
      const claim = { ...pendingClaim('extremes', keys), places: Uint32Array.of(0, 1, 2 ** 31, 2 ** 32 - 1) }
      const [{ ticket }] = await store.claim([claim])
      const { lists } = await store.lists(BigInt64Array.from(keys))
      expect(lists.map((list) => postingsOf(list)[0])).toEqual([
        { ticket, place: 0 },
        { ticket, place: 1 },
        { ticket, place: 2 ** 31 },
        { ticket, place: 2 ** 32 - 1 },
      ])
      const [card] = await store.cards([ticket])
      expect(card!.digest).toBe(-(2n ** 63n))
    })

    test('a document with more keys than a function takes arguments, and many at once, are claimed whole', async () => {
      const base = 10n ** 12n
      const keysFrom = (first: number, count: number) =>
        Array.from({ length: count }, (_, i) => base + BigInt(first + i))
      const shared = base - 1n
      const claims = [
        pendingClaim('of 150,000 keys', [...keysFrom(0, 150_000), shared]),
        ...Array.from({ length: 2000 }, (_, i) =>
          pendingClaim(`of 61 keys, ${i}`, [...keysFrom(200_000 + 60 * i, 60), shared]),
        ),
      ]
      const claimed = await store.claim(claims)
      expect(claimed.map(({ ticket }) => ticket)).toEqual(Array.from(claims, (_, i) => claimed[0].ticket + i))
      expect(claimed[0].lists).toHaveLength(150_001)
      expect(postingsOf(claimed[2].lists.at(-1)!).map(({ ticket }) => ticket)).toEqual([
        claimed[0].ticket,
        claimed[1].ticket,
      ])
      const { lists } = await store.lists(BigInt64Array.of(base + 149_999n, base + 200_000n + 119_999n))
      expect(lists.map((list) => postingsOf(list)[0].ticket)).toEqual([
        claimed[0].ticket,
        claimed[2000].ticket,
      ])
      const outcomes = await store.commit(
        claimed.map(({ ticket }, i) =>
          i % 2 === 0
            ? { ticket, kept: true, words: BigInt64Array.from(keysFrom(0, 60)) }
            : { ticket, kept: false, keeper: claimed[0].ticket, keys: claims[i].keys },
        ),
      )
      expect(outcomes.map((outcome) => outcome!.kept)).toEqual(claims.map((_, i) => i % 2 === 0))
      const gone = await store.forget(claimed.map(({ ticket }, i) => ({ ticket, keys: claims[i].keys })))
      expect(gone.every(Boolean)).toBe(true)
    }, 120_000)

    test('a full list keeps the earliest and goes on counting, about', async () => {
      const many = 10 * MOST_LISTED
      const claims = await store.claim(
        Array.from({ length: many }, (_, i) => pendingClaim(`common ${i}`, [BigInt(20_000 + i), 11n])),
      )
      const { lists } = await store.lists(BigInt64Array.of(11n))
      expect(postingsOf(lists[0]).map(({ ticket }) => ticket)).toEqual(
        claims.slice(0, MOST_LISTED).map(({ ticket }) => ticket),
      )
      expect(holdersOf(lists[0]!)).toBeGreaterThan(0.9 * many)
      expect(holdersOf(lists[0]!)).toBeLessThan(1.1 * many)
    })

    test('stats count what is kept, pending and removed', async () => {
      const fresh = await open()
      const [a, b, c] = await fresh.claim([1n, 2n, 3n].map((key) => pendingClaim(`s${key}`, [key])))
      await fresh.commit([
        { ticket: a.ticket, kept: true, words: new BigInt64Array(0) },
        { ticket: b.ticket, kept: false, keeper: a.ticket, keys: BigInt64Array.of(2n) },
      ])
      const { documents, pending, removed, bytes } = await fresh.stats()
      expect({ documents, pending, removed }).toEqual({ documents: 2, pending: 1, removed: 1 })
      expect(bytes).toBeGreaterThan(0)
      expect(
        await fresh.forget([c, b, b].map(({ ticket }) => ({ ticket, keys: BigInt64Array.of(3n) }))),
      ).toEqual([true, true, false])
      expect(await fresh.stats()).toMatchObject({ documents: 1, pending: 0, removed: 0 })
      await fresh.close()
      store = await open()
    })

    test('random histories: the same as a list of documents', async () => {
      const key = fc.integer({ min: 0, max: 5 }).map(BigInt)
      const claim = fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        digest: fc.integer({ min: 50, max: 53 }).map(BigInt),
        // A digest has the same keys each time.
        at: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
        words: fc.option(fc.uniqueArray(key, { maxLength: 3 }), { nil: null }),
      })
      const step = fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({
            kind: fc.constant('claim' as const),
            claims: fc.array(claim, { minLength: 1, maxLength: 4 }),
          }),
        },
        fc.record({
          kind: fc.constant('commit' as const),
          at: fc.nat(9),
          keeper: fc.nat(9),
          kept: fc.boolean(),
        }),
        fc.record({ kind: fc.constant('forget' as const), at: fc.nat(9) }),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14, size: 'max' }), async (steps) => {
          const real = await open()
          const naive = new NaiveClaimStore()
          /** Tickets of the real store by those of the naive one. */
          const toReal = new Map<number, number>()
          const translated = (lists: { ticket: number; place: number }[]) =>
            lists.map(({ ticket, place }) => ({ ticket: toReal.get(ticket), place }))
          const keysOf = (digest: bigint) => [digest, digest % 3n, 5n, 5n, digest % 2n]
          const placesOf = (digest: bigint) => [0, Number(digest), 1, 2, 3]
          try {
            for (const one of steps) {
              if (one.kind === 'claim') {
                const claims = one.claims.map(({ id, digest, at, words }): NaiveClaim => ({
                  id,
                  text: `${id} ${digest}`,
                  at,
                  words,
                  keys: keysOf(digest),
                  places: placesOf(digest),
                }))
                const got = await real.claim(claims.map(claimFor))
                claims.forEach((given, i) => {
                  const want = naive.claim(given)
                  if (want.holder === 'new') toReal.set(want.ticket, got[i].ticket)
                  expect(got[i].holder).toBe(want.holder)
                  expect(got[i].ticket).toBe(toReal.get(want.ticket))
                  expect(got[i].documents).toBe(want.documents)
                  expect(got[i].lists.map(postingsOf)).toEqual(want.lists.map(translated))
                })
                continue
              }
              const entry = naive.entries[one.at]
              if (entry === undefined) continue
              const ticket = toReal.get(entry.ticket)!
              const keys = BigInt64Array.from(entry.claim.keys)
              if (one.kind === 'forget') {
                expect(await real.forget([{ ticket, keys }])).toEqual([naive.forget(entry.ticket)])
                continue
              }
              const other = naive.entries[one.keeper]?.ticket ?? 77
              const keeper = toReal.get(other) ?? 77
              const words = [1n, 4n]
              const want = naive.commit(
                entry.ticket,
                one.kept ? { kept: true, words } : { kept: false, keeper: other },
              )
              const [got] = await real.commit([
                one.kept
                  ? { ticket, kept: true, words: BigInt64Array.from(words) }
                  : { ticket, kept: false, keeper, keys },
              ])
              expect(got).toEqual(
                want!.kept ? want : { kept: false, keeper: toReal.get(want!.keeper!) ?? 77 },
              )
            }
            const all = [0n, 1n, 2n, 5n, 50n, 51n, 52n, 53n]
            const { lists, documents } = await real.lists(BigInt64Array.from(all))
            expect(lists.map(postingsOf)).toEqual(all.map((one) => translated(naive.list(one))))
            for (let i = 0; i < all.length; i++)
              expect(lists[i] === null ? 0 : holdersOf(lists[i]!)).toBe(naive.list(all[i]).length)
            expect(documents).toBe(naive.entries.filter(({ state }) => state !== 'removed').length)
            expect([...(await real.words(BigInt64Array.from(all)))]).toEqual(
              all.map((one) => naive.wordCounts.get(one) ?? 0),
            )
            const tickets = naive.entries.map(({ ticket }) => toReal.get(ticket)!)
            expect(await real.iterate(0, 100)).toEqual(tickets)
            expect(await real.iterate(0, 2)).toEqual(tickets.slice(0, 2))
            expect(await real.iterate(tickets[0] ?? 0, 100, 3)).toEqual(
              naive.entries
                .slice(1)
                .filter(({ claim: { at } }) => at !== null && at < 3)
                .map(({ ticket }) => toReal.get(ticket)),
            )
            const texts = await real.texts(tickets)
            naive.entries.forEach(({ state, claim: { text } }, i) => {
              expect(texts[i] && textOfBytes(texts[i])).toEqual(state === 'removed' ? null : text)
            })
          } finally {
            await real.close()
          }
        }),
        { numRuns: runs },
      )
      store = await open()
    }, 120_000)

    if (again !== undefined) {
      test('what was acknowledged is there for whoever opens the store', async () => {
        const fresh = await open()
        const [{ ticket }] = await fresh.claim([pendingClaim('stays', [600n, 12n])])
        const other = await again()
        expect(await other.tickets([bytesOfId('stays')])).toEqual([ticket])
        const [told] = await other.claim([pendingClaim('comes', [601n, 12n])])
        expect(postingsOf(told.lists[1])).toEqual([{ ticket, place: 10 }])
        await fresh.close()
        await other.close()
        store = await open()
      })
    }
  })
}
