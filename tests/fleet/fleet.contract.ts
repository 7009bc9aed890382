import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSharedIndex } from '../../src/fleet/open-shared-index.node.js'
import { noisy, random } from '../noise.js'
import { TEXTS } from '../perturb.js'
import { openFleet, type Fleet, type Sent, type Told } from './processes.js'

/** Pairs of twins that are sent at once, half of them equal; `OFFPRINT_TWINS=4000` for what benchmarks/record/kills.md says. */
const TWINS = Number(process.env.OFFPRINT_TWINS ?? 200)
const KILLS = 20

/** Words of no language make a text that nothing else resembles. */
function drawnText(next: () => number): string {
  const words = Array.from({ length: 60 }, () => Math.floor(next() * 2 ** 40).toString(36))
  return `${TEXTS[3].slice(0, 120)} ${words.join(' ')}.`
}

/** Equal twins and twins with a few wrong letters, in turn. */
function twins(seed: number): [Sent[], Sent[]] {
  const next = random(seed)
  const pairs = Array.from({ length: TWINS }, (_, i) => {
    const text = drawnText(next)
    const other = i % 2 === 0 ? text : noisy(text, 0.01, next, /\d/).copy
    return [
      { id: `${i} a`, text },
      { id: `${i} b`, text: other },
    ]
  })
  return [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
}

/** What several processes of one store may rely on. @param place makes the URL of a new, empty store. */
export function fleetContract(name: string, place: () => Promise<string>): void {
  describe(`${name}, many processes`, () => {
    let fleet: Fleet
    beforeAll(async () => {
      fleet = await openFleet()
    })
    afterAll(() => fleet.close())

    test(
      'of twins sent at once from two processes neither is missed, and no two go for each other',
      async () => {
        for (const how of ['decide', 'decide together'] as const) {
          const url = await place()
          const workers = [await fleet.start(url), await fleet.start(url)]
          const sent = twins(3)
          workers.forEach((worker, i) => worker.tell({ do: how, documents: sent[i] }))
          const [first, second] = (await Promise.all(workers.map((worker) => worker.heard()))) as Told[][]
          await Promise.all(workers.map((worker) => worker.end()))
          let missed = 0
          for (let i = 0; i < TWINS; i++) {
            const [a, b] = [`${i} a`, `${i} b`]
            const kept = [first[i], second[i]].filter(({ keeper }) => keeper === null).length
            expect(kept, `both of pair ${i} went`).not.toBe(0)
            // Of equal twins one goes. Of near ones the account may keep both; then the later one is tied to the earlier one.
            if (kept === 2 && (i % 2 === 0 || !(first[i].tied.includes(b) || second[i].tied.includes(a))))
              missed++
            if (first[i].keeper !== null) expect(first[i].keeper).toBe(b)
            if (second[i].keeper !== null) expect(second[i].keeper).toBe(a)
          }
          expect(missed).toBe(0)
          const shared = await openSharedIndex(url)
          const { documents, pending, removed } = await shared.stats()
          expect([documents + removed, pending]).toEqual([2 * TWINS, 0])
          await shared.close()
        }
      },
      180_000 + 100 * TWINS,
    )

    test('a writer is killed at random moments: nothing acknowledged is lost, and the store answers', async () => {
      const url = await place()
      const next = random(5)
      const acknowledged = new Map<string, string | null>()
      const texts = new Map<string, string>()
      for (let round = 0; round < KILLS; round++) {
        const worker = await fleet.start(url, 200)
        const documents = Array.from({ length: 25 }, (_, i) => ({
          id: `${round} ${i}`,
          text: drawnText(next),
        }))
        // Every fifth is a copy of the one before.
        documents.forEach((one, i) => {
          if (i % 5 === 4) one.text = documents[i - 1].text
          texts.set(one.id, one.text)
        })
        worker.tell({ do: 'one by one', documents })
        const last = Math.floor(next() * 12)
        for (let line = 0; line <= last; line++) {
          const [id, keeper] = (await worker.heard()) as [string, string | null]
          acknowledged.set(id, keeper)
        }
        if (round % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 10 * next()))
        await worker.kill()
      }
      const shared = await openSharedIndex(url, { lease: 200 })
      expect(acknowledged.size).toBeGreaterThan(KILLS)
      for (const [id, keeper] of acknowledged) {
        const held = await shared.get(id)
        if (keeper === null) expect(held).toMatchObject({ state: 'kept', text: texts.get(id) })
        else expect(held).toMatchObject({ state: 'removed', keeper })
      }
      // Whatever else was claimed is decided when somebody asks: of each text one document is kept.
      const ids = [...texts.keys()]
      const decisions = await shared.decideMany(ids.map((id) => ({ id, text: texts.get(id)! })))
      ids.forEach((id, i) => {
        if (acknowledged.has(id)) expect(decisions[i].kept).toBe(acknowledged.get(id) === null)
      })
      for (const text of new Set(texts.values())) {
        const { matches } = await shared.query(text)
        expect(
          matches.filter(({ identity, relation }) => relation === 'duplicate' && identity === 1),
        ).toHaveLength(1)
      }
      expect((await shared.stats()).pending).toBe(0)
      await shared.close()
    }, 240_000)

    test('killed between claim and commit: neither twin is lost', async () => {
      const url = await place()
      const worker = await fleet.start(url)
      worker.tell({ do: 'claim only', documents: [{ id: 'dead', text: TEXTS[3] }] })
      expect(await worker.heard()).toBe('claimed')
      await worker.kill()
      const shared = await openSharedIndex(url, { lease: 100 })
      expect(await shared.decide('living', TEXTS[3])).toMatchObject({ kept: false, keeper: 'dead' })
      expect(await shared.get('dead')).toMatchObject({ state: 'kept', text: TEXTS[3] })
      expect((await shared.query(TEXTS[3])).matches.map(({ id }) => id)).toEqual(['dead'])
      await shared.close()
    })
  })
}
