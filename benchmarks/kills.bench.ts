/**
 * Question: does a store lose what it acknowledged when a writer is killed?
 *
 * In each round a process decides about documents of its own, of which every fifth is the one before, and says after each what
 * became of it. It is killed at a random moment; a round in three between the claims and their outcomes. `--rounds N` a store.
 * At last every document is decided about again, by a process that outlives the leases: what was acknowledged must stand as it
 * was said, of each text one document must be kept, and the store must hold no more and no less.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { openSharedIndex, openStore } from '../src/fleet/open-shared-index.node.js'
import { claimOf, prepareDocument } from '../src/fleet/prepared-document.js'
import { indexSettings } from '../src/store/index-options.js'
import { random } from '../tests/noise.js'
import { eachSharedStore, type MeasuredStore } from './fleet-stores.js'
import { keepRecord, report, SMOKE } from './harness.js'

const asked = process.argv.indexOf('--rounds')
const ROUNDS = asked > 0 ? Number(process.argv[asked + 1]) : SMOKE ? 2 : 1000
const DOCUMENTS = 25
/** Milliseconds after the start of its last document within which a writer is killed. */
const MOST_DELAY = 15
/** Milliseconds after which the owner of a claim counts as dead. */
const LEASE = 300

/** The documents of a round, which the killed process and its judge draw alike. */
function documentsOf(round: number): { id: string; text: string }[] {
  const next = random(round + 1)
  const drawn = () => {
    const words = Array.from({ length: 60 }, () => Math.floor(next() * 2 ** 40).toString(36))
    return `${words.join(' ')}.`
  }
  const documents: { id: string; text: string }[] = []
  for (let i = 0; i < DOCUMENTS; i++) {
    documents.push({ id: `${round} ${i}`, text: i % 5 === 4 ? documents[i - 1].text : drawn() })
  }
  return documents
}

const claimsOnly = (round: number) => round % 3 === 2

/** The process that is killed: by itself, because whoever reads what it says may be late. */
async function write(url: string, round: number): Promise<void> {
  const documents = documentsOf(round)
  const next = random(ROUNDS + round + 1)
  const last = documents[Math.floor(next() * DOCUMENTS)]
  const begin = (one: { id: string }) => {
    if (one === last) setTimeout(() => process.kill(process.pid, 'SIGKILL'), MOST_DELAY * next())
  }
  // Into a pipe, on Linux before it goes on.
  const say = (line: string) => process.stdout.write(`${line}\n`)
  if (claimsOnly(round)) {
    const store = await openStore(url)
    const settings = indexSettings({})
    for (const one of documents) {
      begin(one)
      await store.claim([claimOf(prepareDocument(one, settings), 'pending')])
      say(`claimed ${one.id}`)
    }
  } else {
    const shared = await openSharedIndex(url, { lease: LEASE })
    for (const one of documents) {
      const { id, text } = one
      begin(one)
      const decided = await shared.decide(id, text)
      say(JSON.stringify([id, decided.kept ? null : decided.keeper]))
    }
  }
  // Whoever was not killed yet waits for it.
  setInterval(() => {}, 1000)
}

async function killRounds({ name, url }: MeasuredStore): Promise<void> {
  const acknowledged = new Map<string, string | null>()
  const claimed = new Set<string>()
  await (await openSharedIndex(url)).close()
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(process.execPath, [process.argv[1], '--writer', url, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('claimed ')) claimed.add(line.slice('claimed '.length))
      else {
        const [id, keeper] = JSON.parse(line) as [string, string | null]
        acknowledged.set(id, keeper)
      }
    }
    await ended
  }
  const shared = await openSharedIndex<string>(url, { lease: LEASE })
  let lost = 0
  let changed = 0
  for (const [id, keeper] of acknowledged) {
    const held = await shared.get(id)
    if (held === undefined) lost++
    else if (keeper === null ? held.state !== 'kept' : held.state !== 'removed' || held.keeper !== keeper)
      changed++
  }
  for (const id of claimed) if ((await shared.get(id)) === undefined) lost++
  let torn = 0
  for (let round = 0; round < ROUNDS; round++) {
    const documents = documentsOf(round)
    const decisions = await shared.decideMany(documents)
    const kept = new Map<string, number>()
    documents.forEach(({ id, text }, i) => {
      kept.set(text, (kept.get(text) ?? 0) + Number(decisions[i].kept))
      if (acknowledged.has(id) && decisions[i].kept !== (acknowledged.get(id) === null)) changed++
    })
    for (const count of kept.values()) if (count !== 1) torn++
  }
  const { documents, pending, removed } = await shared.stats()
  await shared.close()
  report(
    `${name}: ${ROUNDS} writers killed; ${acknowledged.size} outcomes and ${claimed.size} claims acknowledged: ${lost} lost, ${changed} changed; ${torn} texts not kept once; ${documents} + ${removed} of ${DOCUMENTS * ROUNDS} documents held, ${pending} pending`,
  )
  if (lost + changed + torn + pending > 0 || documents + removed !== DOCUMENTS * ROUNDS) process.exitCode = 1
}

const as = process.argv.indexOf('--writer')
if (as > 0) await write(process.argv[as + 1], Number(process.argv[as + 2]))
else {
  for (const make of await eachSharedStore()) {
    const store = await make()
    try {
      await killRounds(store)
    } finally {
      await store.close()
    }
  }
  keepRecord('kills')
}
