import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { lmdbStore } from '../../src/fleet/lmdb-store.node.js'
import { claimStoreContract } from './claim-store.contract.js'

const made: string[] = []
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true })
})

claimStoreContract('lmdb', {
  async open() {
    made.push(await mkdtemp(path.join(tmpdir(), 'offprint.store-')))
    return lmdbStore(made.at(-1)!)
  },
  again: () => lmdbStore(made.at(-1)!),
  // A store is a folder with a file of its own.
  runs: 15,
})
