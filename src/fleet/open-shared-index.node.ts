import { fileURLToPath } from 'node:url'
import { argumentError } from '../kernel/errors.js'
import type { ClaimStore } from './claim-store.js'
import { lmdbStore } from './lmdb-store.node.js'
import { memoryStore } from './memory-store.js'
import { postgresStore } from './postgres-store.node.js'
import { redisStore } from './redis-store.node.js'
import { sharedIndex, type SharedIndex, type SharedIndexOptions } from './shared-index.js'

/**
 * Opens the index of a store, which is made if it is new:
 *
 * - `./folder`, `file:///folder` or `lmdb:folder`: a folder of LMDB, for the processes of one machine;
 * - `postgres://user@host:port/database?schema=name`: a schema of a PostgreSQL database, for any number of machines; without a
 *   name it is `offprint`;
 * - `redis://host:port/0?name=offprint`, or `rediss:`: Redis or Valkey that writes each command to its disk;
 * - `memory:`: the memory of this process, gone with it.
 *
 * All who open a store give the same `secret`, if one has it.
 * @throws OffprintError `ERR_ARGUMENT`; `ERR_PACKAGE` where the package of the store is not installed; `ERR_STORE` where it cannot
 * be opened; `ERR_FORMAT` where it is of another version.
 */
export async function openSharedIndex<Id extends string | number = string>(
  url: string,
  options: SharedIndexOptions = {},
): Promise<SharedIndex<Id>> {
  const store = await openStore(url)
  try {
    return await sharedIndex<Id>(store, options)
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Opens the store that a URL names. */
export async function openStore(url: string): Promise<ClaimStore> {
  if (typeof url !== 'string' || url === '')
    throw argumentError('url', url, 'the folder or the URL of a store')
  const folder = lmdbFolder(url)
  if (folder !== null) return lmdbStore(folder)
  const scheme = schemeOf(url)
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return postgresStore(url)
    case 'redis':
    case 'rediss':
      return redisStore(url)
    case 'memory':
      return memoryStore()
    default:
      // Without what follows, which may hold a password.
      throw argumentError(
        'url',
        `${scheme}:`,
        'a folder, or a URL that begins with lmdb:, file:, postgres:, redis: or memory:',
      )
  }
}

/** The folder of LMDB that a URL names; null for a store of another kind. */
export function lmdbFolder(url: string): string | null {
  switch (schemeOf(url)) {
    case undefined:
      return url
    case 'lmdb':
      return url.slice('lmdb:'.length).replace(/^\/\//, '')
    case 'file':
      return fileURLToPath(url)
    default:
      return null
  }
}

function schemeOf(url: string): string | undefined {
  return /^([a-z][a-z+]+):/.exec(url)?.[1]
}
