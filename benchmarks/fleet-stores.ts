import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { postgresBinaries, startPostgres } from '../tests/fleet/postgres-server.js'
import { REDIS, startRedis } from '../tests/fleet/redis-server.js'

/** A store that a benchmark opens by its URL. */
export interface MeasuredStore {
  readonly name: string
  readonly url: string
  /** Bytes of the log that it has written so far, where it has one. */
  log?(): Promise<number>
  close(): Promise<void>
}

/** New, empty stores that several processes can open: those of which the server is installed. */
export async function eachSharedStore(): Promise<(() => Promise<MeasuredStore>)[]> {
  const folder = async (): Promise<MeasuredStore> => {
    const place = mkdtempSync(path.join(tmpdir(), 'offprint-bench-'))
    return {
      name: 'LMDB',
      url: place,
      close: async () => rmSync(place, { recursive: true, force: true }),
    }
  }
  const inMemory = async (): Promise<MeasuredStore> => {
    const server = await startRedis()
    return { name: 'Redis', url: `redis://127.0.0.1:${server.port}`, close: () => server.close() }
  }
  if (REDIS === undefined) console.log('without Redis, which is not installed')
  const stores = REDIS === undefined ? [folder] : [folder, inMemory]
  const bin = postgresBinaries()
  if (bin === undefined) {
    console.log('without PostgreSQL, which is not installed')
    return stores
  }
  const database = async (): Promise<MeasuredStore> => {
    const server = await startPostgres(bin)
    return {
      name: 'PostgreSQL',
      url: server.url('bench'),
      log: async () =>
        Number(
          (await server.run(`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bytes`)).rows[0].bytes,
        ),
      close: () => server.close(),
    }
  }
  return [...stores, database]
}
