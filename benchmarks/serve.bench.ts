/**
 * Question: what does a request by HTTP cost beyond the call of the index, and does the service lose or answer twice any of many that
 * come at once?
 *
 * Clients, 200 unless `--clients N` says otherwise, each send one document after the other for `--seconds N`, 60 unless told: once to
 * the index itself, and once by HTTP to a service in a process of its own, as clients of other languages do. Half of the documents
 * are new, the others are copies of earlier ones with a line break moved. Every id must be answered once, and no copy be new.
 */
import { spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { openSharedIndex } from '../src/fleet/open-shared-index.node.js'
import { fleetTexts } from './fleet-documents.js'
import { eachSharedStore, type MeasuredStore } from './fleet-stores.js'
import { keepRecord, report, SMOKE } from './harness.js'

function option(name: string, usual: number): number {
  const at = process.argv.indexOf(`--${name}`)
  return at > 0 ? Number(process.argv[at + 1]) : usual
}

const CLIENTS = option('clients', SMOKE ? 8 : 200)
const SECONDS = option('seconds', SMOKE ? 1 : 60)

/** The command, bundled beside this benchmark, so that packages are found. */
const SCRIPT = path.join(path.dirname(fileURLToPath(import.meta.url)), 'command/main.js')

async function bundleCommand(): Promise<void> {
  await build({
    entryPoints: ['src/cli/main.ts'],
    outdir: path.dirname(SCRIPT),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
}

/** Decides about a document: its keeper, or null where it is kept. */
type Decide = (id: string, text: string) => Promise<string | null>

interface Outcome {
  readonly milliseconds: number[]
  readonly answered: Map<string, string | null>
  readonly sent: number
  readonly seconds: number
  readonly wrong: number
}

/** All clients at once, each with documents of its own. */
async function load(decide: Decide, name: string): Promise<Outcome> {
  const text = fleetTexts(1)!
  const milliseconds: number[] = []
  const answered = new Map<string, string | null>()
  let sent = 0
  let wrong = 0
  const from = performance.now()
  const client = async (number: number) => {
    let last = ''
    for (let i = 0; performance.now() - from < 1000 * SECONDS; i++) {
      const id = `${name} ${number}/${i}`
      const isCopy = i % 2 === 1
      const own = isCopy ? last.replace(/ /g, (space, at: number) => (at % 7 === 0 ? '\n' : space)) : text()
      last = own
      sent++
      const start = performance.now()
      const keeper = await decide(id, own)
      milliseconds.push(performance.now() - start)
      if (answered.has(id) || (keeper !== null) !== isCopy) wrong++
      answered.set(id, keeper)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))
  return { milliseconds, answered, sent, seconds: (performance.now() - from) / 1000, wrong }
}

function tell(name: string, { milliseconds, answered, sent, seconds, wrong }: Outcome): void {
  const sorted = milliseconds.sort((x, y) => x - y)
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))])
  report(
    `  ${name}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${Math.round(answered.size / seconds)} documents a second; ${sent} sent, ${answered.size} answered once, ${wrong} wrong`,
  )
}

/** The service in a process of its own, and what decides by it. */
async function serve(
  store: string,
): Promise<{ decide: Decide; memory: () => Promise<number>; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [SCRIPT, 'serve', store, '--port', '0', '--quiet'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      const [, found] = /"url":"([^"]+)"/.exec(String(chunk)) ?? []
      if (found !== undefined) resolve(found)
      else process.stderr.write(chunk)
    })
    child.once('exit', () => reject(new Error('the service ended')))
  })
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const ask = (address: string, body?: string) =>
    new Promise<string>((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' }
      const asked = request(
        `${url}${address}`,
        { method: body === undefined ? 'GET' : 'POST', headers, agent },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk) => chunks.push(chunk))
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            if (answer.statusCode === 200) resolve(text)
            else reject(new Error(`${answer.statusCode}: ${text}`))
          })
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  return {
    async decide(id, text) {
      const told = JSON.parse(await ask('/documents', JSON.stringify({ id, text })))
      return told.kept === true ? null : told.keeper
    },
    async memory() {
      const [, bytes] = /^process_resident_memory_bytes (\S+)/m.exec(await ask('/metrics'))!
      return Number(bytes)
    },
    stop: () =>
      new Promise<void>((resolve) => {
        agent.destroy()
        child.removeAllListeners('exit')
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

async function measure({ name, url }: MeasuredStore, fresh: () => Promise<MeasuredStore>): Promise<void> {
  report(`${name}, ${CLIENTS} clients, ${SECONDS} s each`)
  const index = await openSharedIndex(url)
  const alone = await load(async (id, text) => {
    const decision = await index.decide(id, text)
    return decision.kept ? null : String(decision.keeper)
  }, 'alone')
  await index.close()
  tell('the index alone', alone)
  // As full as the other one was when it began.
  const other = await fresh()
  try {
    const service = await serve(other.url)
    const before = await service.memory()
    tell('by HTTP', await load(service.decide, 'http'))
    const after = await service.memory()
    report(
      `  memory of the service: ${Math.round(before / 1e6)} MB before, ${Math.round(after / 1e6)} MB after`,
    )
    await service.stop()
  } finally {
    await other.close()
  }
}

if (fleetTexts(1) !== undefined) {
  await bundleCommand()
  const memory = async (): Promise<MeasuredStore> => ({
    name: 'memory',
    url: 'memory:',
    close: async () => {},
  })
  const others = (await eachSharedStore()).slice(SMOKE ? 0 : -1)
  for (const make of SMOKE ? [memory] : [memory, ...others]) {
    const store = await make()
    try {
      await measure(store, make)
    } finally {
      await store.close()
    }
  }
  keepRecord('serve')
}
