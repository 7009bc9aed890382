import { afterAll, beforeAll, describe, test } from 'vitest'
import { postgresStore } from '../../src/fleet/postgres-store.node.js'
import { claimStoreContract } from './claim-store.contract.js'
import { fleetContract } from './fleet.contract.js'
import { postgresBinaries, startPostgres, type PostgresServer } from './postgres-server.js'

const bin = postgresBinaries()

if (bin === undefined) {
  const none = 'no PostgreSQL: install one (Debian: apt-get install postgresql)'
  console.warn(`Tests of the store of PostgreSQL skipped: ${none}`)
  test.skip(none, () => {})
} else {
  describe('postgres', () => {
    let server: PostgresServer
    let schemas = 0
    beforeAll(async () => {
      server = await startPostgres(bin)
    })
    afterAll(() => server?.close())

    fleetContract('postgres', async () => server.url(`fleet_${++schemas}`))

    claimStoreContract('contract', {
      open: () => postgresStore(server.url(`contract_${++schemas}`)),
      again: () => postgresStore(server.url(`contract_${schemas}`)),
      // A store is a schema of its own.
      runs: 15,
    })
  })
}
