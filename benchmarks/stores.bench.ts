/**
 * Question: how many documents a second do the stores of a shared index take, one by one and in hundreds, from one, two and four
 * processes; how many queries do they answer; and what does a document take?
 *
 * A document is a chain of phrases of English books, of 1 KB, with all its keys and words. Only calls of the store are timed:
 * fingerprints before and alignments after them cost the same on every store. `--documents N` are held before anything is
 * measured but the filling itself.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Claim, ClaimStore } from '../src/fleet/claim-store.js'
import { openStore } from '../src/fleet/open-shared-index.node.js'
import { fleetClaim, fleetTexts } from './fleet-documents.js'
import { eachSharedStore, type MeasuredStore } from './fleet-stores.js'
import { keepRecord, report, SMOKE } from './harness.js'

const asked = process.argv.indexOf('--documents')
const N = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 100 : 20_000
/** Documents of one measurement: of those that go one by one, and of those that go in hundreds. */
const SINGLES = SMOKE ? 10 : 100
const BATCHED = SMOKE ? 100 : 300
const BATCH = 100

const perSecond = (count: number, milliseconds: number) => Math.round((1000 * count) / milliseconds)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

function* hundreds(claims: readonly Claim[]): Generator<readonly Claim[]> {
  for (let from = 0; from < claims.length; from += BATCH) yield claims.slice(from, from + BATCH)
}

const drawn = (text: () => string, name: string, count: number) =>
  Array.from({ length: count }, (_, i) => fleetClaim(`${name} ${i}`, text()))

async function claimInHundreds(store: ClaimStore, claims: readonly Claim[]): Promise<void> {
  for (const some of hundreds(claims)) await store.claim(some)
}

async function claimSingly(store: ClaimStore, claims: readonly Claim[]): Promise<void> {
  for (const one of claims) await store.claim([one])
}

async function measure({ name, url, log }: MeasuredStore, text: () => string): Promise<void> {
  const store = await openStore(url)
  let milliseconds = 0
  let tenth = 0
  let late = 0
  let client = 0
  let keys = 0
  for (let from = 0; from < N; from += BATCH) {
    const claims = drawn(text, `fill ${from}`, BATCH)
    for (const one of claims) keys += one.keys.length
    const cpu = process.cpuUsage()
    const took = await timed(() => store.claim(claims))
    const { user, system } = process.cpuUsage(cpu)
    client += (user + system) / 1000
    milliseconds += took
    if (from + BATCH > 0.9 * N) {
      tenth += took
      late += BATCH
    }
  }
  const bytes = (await store.stats()).bytes
  const logged = await log?.()
  report(
    `${name}: ${N} documents with ${Math.round(keys / N)} keys in hundreds: ${perSecond(N, milliseconds)} a second, the last tenth ${perSecond(late, tenth)}`,
  )
  report(
    `  ${Math.round(bytes / N)} bytes a document${logged === undefined ? '' : `, ${Math.round(logged / N)} of log`}; CPU of this process ${Math.round((1000 * client) / N)} µs of ${Math.round((1000 * milliseconds) / N)}`,
  )
  const singles = drawn(text, 'single', SINGLES)
  const single = await timed(() => claimSingly(store, singles))
  const crowd = drawn(text, 'crowd', SINGLES)
  const crowded = await timed(() => Promise.all(crowd.map((one) => store.claim([one]))))
  report(
    `  add one by one ${perSecond(SINGLES, single)}, ${SINGLES} at once ${perSecond(SINGLES, crowded)} a second`,
  )
  const queries = drawn(text, 'query', Math.max(SINGLES, BATCH))
  const queried = await timed(async () => {
    for (const { keys: own } of queries) await store.lists(own)
  })
  const together = await timed(async () => {
    for (const some of hundreds(queries)) {
      const all = some.flatMap(({ keys: own }) => [...own])
      await store.lists(BigInt64Array.from(all))
    }
  })
  report(
    `  query one by one ${perSecond(queries.length, queried)}, in hundreds ${perSecond(queries.length, together)} a second`,
  )
  await store.close()
}

/** Processes that claim at the same time. */
async function measureClients({ url }: MeasuredStore, clients: number): Promise<void> {
  const started = Array.from({ length: clients }, (_, i) => {
    const child = spawn(
      process.execPath,
      [process.argv[1], '--client', url, String(i + 10 * clients), ...(SMOKE ? ['--smoke'] : [])],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    )
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
  })
  const all = () => Promise.all(started.map(({ lines }) => lines.next()))
  const go = () => started.forEach(({ child }) => child.stdin.write('go\n'))
  await all()
  const hundred = await timed(async () => {
    go()
    await all()
  })
  const single = await timed(async () => {
    go()
    await all()
  })
  await Promise.all(
    started.map(({ child }) => {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.stdin.end()
      return ended
    }),
  )
  report(
    `  ${clients} processes: add in hundreds ${perSecond(clients * BATCHED, hundred)}, one by one ${perSecond(clients * SINGLES, single)} a second`,
  )
}

/** One of the processes: claims when it is told to. */
async function client(url: string, seed: number): Promise<void> {
  const text = fleetTexts(seed)!
  const batched = drawn(text, `batched ${seed}`, BATCHED)
  const singles = drawn(text, `singles ${seed}`, SINGLES)
  const store = await openStore(url)
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  console.log('ready')
  await lines.next()
  await claimInHundreds(store, batched)
  console.log('done')
  await lines.next()
  await claimSingly(store, singles)
  console.log('done')
  await store.close()
}

const as = process.argv.indexOf('--client')
if (as > 0) await client(process.argv[as + 1], Number(process.argv[as + 2]))
else if (fleetTexts(1) !== undefined) {
  await measure({ name: 'memory', url: 'memory:', close: async () => {} }, fleetTexts(1)!)
  for (const make of await eachSharedStore()) {
    const store = await make()
    try {
      await measure(store, fleetTexts(1)!)
      for (const clients of SMOKE ? [2] : [1, 2, 4]) await measureClients(store, clients)
    } finally {
      await store.close()
    }
  }
  keepRecord('stores')
}
