// A process of a fleet, for tests: opens the store of its first argument, and does what it is told, line by line.
import { createInterface } from 'node:readline'
import { openSharedIndex } from '../../src/fleet/open-shared-index.node.js'
import { openStore } from '../../src/fleet/open-shared-index.node.js'
import { claimOf, prepareDocument } from '../../src/fleet/prepared-document.js'
import type { SharedDecision } from '../../src/fleet/shared-index.js'
import { indexSettings } from '../../src/store/index-options.js'
import type { Order, Told } from './processes.js'

const [url, lease] = process.argv.slice(2)
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
const shared = await openSharedIndex(url, { lease: Number(lease) })
say('open')
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order
  if (order.do === 'decide') {
    const decided = await Promise.all(order.documents.map(({ id, text }) => shared.decide(id, text)))
    say(decided.map(toldOf))
  } else if (order.do === 'decide together') {
    const decided = await shared.decideMany(order.documents)
    say(decided.map(toldOf))
  } else if (order.do === 'one by one') {
    for (const { id, text } of order.documents) {
      const decided = await shared.decide(id, text).catch((error: { code?: string }) => error.code!)
      say([id, typeof decided === 'string' ? decided : decided.kept ? null : decided.keeper])
    }
    say('done')
  } else {
    // Killed between claim and commit.
    const store = await openStore(url)
    const settings = indexSettings({})
    await store.claim(order.documents.map((one) => claimOf(prepareDocument(one, settings), 'pending')))
    say('claimed')
  }
}
await shared.close()

function toldOf(one: SharedDecision<string>): Told {
  return one.kept ? { keeper: null, tied: one.tied.map(({ id }) => id) } : { keeper: one.keeper, tied: [] }
}
