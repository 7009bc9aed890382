import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { lmdbStore } from '../../src/fleet/lmdb-store.node.js'
import { claimStoreContract } from './claim-store.contract.js'
import { fleetContract } from './fleet.contract.js'

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
