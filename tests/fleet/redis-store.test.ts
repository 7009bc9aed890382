import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import { openSharedIndex } from '../../src/fleet/open-shared-index.node.js'
import { redisStore } from '../../src/fleet/redis-store.node.js'
import { TEXTS } from '../perturb.js'
import { claimStoreContract } from './claim-store.contract.js'
import { fleetContract } from './fleet.contract.js'
import { REDIS, startRedis } from './redis-server.js'

if (REDIS === undefined) {
  test.skip('Redis: no redis-server or valkey-server is installed here', () => {})
} else {
  const server = await startRedis()
  afterAll(() => server.close())
  let stores = 0
  const url = (name: string | number) => `redis://127.0.0.1:${server.port}/0?name=${name}`
  const place = async () => url(`store-${++stores}`)

  claimStoreContract('redis', {
    open: async () => redisStore(await place()),
    again: () => redisStore(url(`store-${stores}`)),
    runs: 40,
  })
  fleetContract('redis', place)

  describe('redis', () => {
    test('a cluster refuses commands over several slots: a store lies in one', async () => {
      const node = await startRedis(['--cluster-enabled', 'yes'])
      const admin = new Redis(node.port)
      try {
        const slots = Array.from({ length: 16_384 }, (_, slot) => slot)
        await admin.cluster('ADDSLOTS', ...slots)
        while (!/cluster_state:ok/.test(String(await admin.cluster('INFO')))) await setTimeout(20)
        const shared = await openSharedIndex(`redis://127.0.0.1:${node.port}`)
        await shared.decide('one', TEXTS[3])
        expect(await shared.decide('two', TEXTS[3])).toMatchObject({ kept: false, keeper: 'one' })
        expect((await shared.query(TEXTS[3])).matches.map(({ id }) => id)).toEqual(['one'])
        expect(await shared.remove('one')).toBe(true)
        await shared.close()
      } finally {
        admin.disconnect()
        await node.close()
      }
    }, 30_000)

    test('a server that does not write at once is refused, unless it may forget', async () => {
      const lazy = await startRedis(['--appendfsync', 'everysec'])
      const there = `redis://127.0.0.1:${lazy.port}/0`
      try {
        await expect(openSharedIndex(there)).rejects.toMatchObject({
          code: 'ERR_STORE',
          message: expect.stringMatching(
            /would lose what it acknowledged \(appendonly yes, appendfsync everysec\); set/,
          ) as string,
        })
        const shared = await openSharedIndex(`${there}?cache=yes`)
        await shared.add('one', 'a text that is kept')
        expect(await shared.has('one')).toBe(true)
        await shared.close()
      } finally {
        await lazy.close()
      }
    })

    test('a server that is killed and comes back has what it acknowledged; calls meanwhile wait for it', async () => {
      const other = await startRedis()
      try {
        const shared = await openSharedIndex(`redis://127.0.0.1:${other.port}`)
        await shared.add('before', 'a text that came before the server was killed')
        await other.kill()
        const meanwhile = shared.add('meanwhile', 'a text that came while the server was away')
        await other.start()
        await meanwhile
        expect(await Promise.all(['before', 'meanwhile'].map((id) => shared.has(id)))).toEqual([true, true])
        await shared.close()
      } finally {
        await other.close()
      }
    }, 60_000)

    test('a server that is away, full, or closed to this user: clear errors, and no password in them', async () => {
      const other = await startRedis(['--requirepass', 'secret-word'])
      const there = (login: string) => `redis://${login}127.0.0.1:${other.port}`
      try {
        await expect(openSharedIndex(there(''))).rejects.toMatchObject({ code: 'ERR_STORE' })
        const wrong = openSharedIndex(there(':wrong-word@'))
        await expect(wrong).rejects.toMatchObject({ code: 'ERR_STORE' })
        await wrong.catch((error: Error) => expect(error.message).not.toContain('wrong-word'))
        const admin = new Redis(other.port, { password: 'secret-word' })
        const shared = await openSharedIndex(there(':secret-word@'))
        await admin.config('SET', 'maxmemory', '1')
        await expect(shared.add('x', 'a text for a full server')).rejects.toThrow('has no memory left')
        await admin.config('SET', 'maxmemory', '0')
        await shared.add('x', 'a text for a full server')
        admin.disconnect()
        await other.kill()
        const away = shared.add('y', 'a text for nobody')
        await expect(away).rejects.toMatchObject({ code: 'ERR_STORE' })
        await away.catch((error: Error) => expect(error.message).not.toContain('secret-word'))
        // Whoever holds the index open need not open it anew.
        await other.start()
        expect(await shared.has('x')).toBe(true)
        await other.kill()
        await shared.close()
        await expect(openSharedIndex(there(':secret-word@'))).rejects.toThrow('cannot be reached')
      } finally {
        await other.close()
      }
    }, 60_000)

    test('URLs that are none, and options that are none', async () => {
      await expect(openSharedIndex('redis://h?name=a b')).rejects.toMatchObject({ code: 'ERR_ARGUMENT' })
      await expect(openSharedIndex('redis://h?nmae=a')).rejects.toThrow('the option nmae of redis://h')
      await expect(openSharedIndex('redis://h?cache=maybe')).rejects.toThrow('yes or no')
    })
  })
}
