import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lmdbStore } from '../../src/fleet/lmdb-store.node.js'
import { claimStoreContract } from './claim-store.contract.js'
import { fleetContract } from './fleet.contract.js'
import { openFleet } from './processes.js'
import { openSharedIndex } from '../../src/fleet/open-shared-index.node.js'

const made: string[] = []
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  made.push(await mkdtemp(path.join(tmpdir(), 'offprint.store-')))
  return made.at(-1)!
}

fleetContract('lmdb', newFolder)

claimStoreContract('lmdb', {
  open: async () => lmdbStore(await newFolder()),
  again: () => lmdbStore(made.at(-1)!),
  // A store is a folder with a file of its own.
  runs: 15,
})

describe('lmdb', () => {
  test('a folder that is none, a file that is none of LMDB, a store that is closed: clear errors', async () => {
    const folder = await newFolder()
    const file = path.join(folder, 'data.mdb')
    await writeFile(file, 'this is no file of LMDB. '.repeat(1000))
    await expect(openSharedIndex(folder)).rejects.toMatchObject({
      code: 'ERR_FORMAT',
      message: `${file} is no file of LMDB; name another folder for the store`,
    })
    await expect(openSharedIndex(file)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: expect.stringContaining(`the store ${file} cannot be opened`) as string,
    })
    const shared = await openSharedIndex(await newFolder())
    await shared.close()
    await expect(shared.add('a', 'text')).rejects.toMatchObject({ code: 'ERR_STORE' })
    await expect(shared.query('text')).rejects.toMatchObject({ code: 'ERR_STORE' })
  })

  test('a store of another version is left alone', async () => {
    const folder = await newFolder()
    const store = await lmdbStore(folder)
    await store.agree('offprint 99 of the future')
    await store.close()
    await expect(openSharedIndex(folder)).rejects.toMatchObject({
      code: 'ERR_FORMAT',
      message: expect.stringMatching(/^the store is of version 99, this is version \d+; use/) as string,
    })
  })

  test.skipIf(process.platform === 'win32')(
    'a full disk: what was acknowledged stays, the rest is refused',
    async () => {
      const folder = await newFolder()
      const fleet = await openFleet()
      try {
        const worker = await fleet.start(folder, 1000, 600)
        const documents = Array.from({ length: 120 }, (_, i) => ({
          id: String(i),
          text: `${i} `.repeat(900 + i),
        }))
        worker.tell({ do: 'one by one', documents })
        const kept: string[] = []
        let refused = 0
        for (;;) {
          const heard = (await worker.heard()) as 'done' | [string, string | null]
          if (heard === 'done') break
          if (heard[1] === 'ERR_STORE') refused++
          else kept.push(heard[0])
        }
        await worker.end()
        expect(kept.length).toBeGreaterThan(0)
        expect(refused).toBeGreaterThan(0)
        const shared = await openSharedIndex(folder)
        for (const id of kept) expect(await shared.get(id)).not.toBe(undefined)
        await shared.add('more', 'room again')
        await shared.close()
      } finally {
        fleet.close()
      }
    },
    60_000,
  )
})

test('two openings of a folder in one process: both work at once, and the one does not close the other', async () => {
  const folder = await newFolder()
  const documents = (name: string, round: number) =>
    Array.from({ length: 30 }, (_, i) => ({
      id: `${name}-${round}-${i}`,
      text: `${i * 7919} of ${round} `.repeat(9),
    }))
  const work = async (name: string) => {
    const index = await openSharedIndex(path.join(folder, name === 'a' ? '.' : '../' + path.basename(folder)))
    for (let round = 0; round < 3; round++) await index.decideMany(documents(name, round))
    await index.close()
    await index.close()
  }
  await Promise.all(['a', 'b'].map(work))
  const index = await openSharedIndex(folder)
  expect(await index.stats()).toMatchObject({ pending: 0, documents: 90, removed: 90 })
  await index.close()
})
