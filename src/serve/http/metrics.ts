import { loadPeer } from '../../kernel/peer.js'
import type { DocumentAnswer } from '../handler.js'
import type { RecentHoldings } from './recent-holdings.js'

/** What a service counts and measures, in the text format of Prometheus. */
export interface Metrics {
  /** A request was answered, or its client has gone. @param seconds from its head to the end of the answer. */
  request(route: string, method: string, status: number, seconds: number): void
  /** Documents were decided about. */
  documents(answers: readonly DocumentAnswer[]): void
  /** The text of all metrics, and its media type. */
  text(): Promise<{ readonly type: string; readonly text: string }>
}

/** Requests and bytes of bodies that are at work. */
export interface AtWork {
  readonly requests: number
  readonly bytes: number
}

/** Upper ends of the classes of times, in seconds: an answer from memory takes 2 ms, one that waits for a lease 30 s. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** @throws OffprintError `ERR_PACKAGE` where the package `prom-client` is not installed. */
export async function openMetrics(recent: RecentHoldings, atWork: () => AtWork): Promise<Metrics> {
  const { Registry, Counter, Gauge, Histogram, collectDefaultMetrics } = await loadPeer(
    'prom-client',
    async () => (await import('prom-client')).default,
  )
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'offprint_requests_total',
    help: 'Requests that were answered, by address, method and status; 499 where the client had gone.',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'offprint_request_seconds',
    help: 'Seconds from the head of a request to the end of its answer.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  })
  const documents = new Counter({
    name: 'offprint_documents_total',
    help: 'Documents that were decided about: kept, removed, again where a request had decided before, conflict where the id is held with another text.',
    labelNames: ['verdict'],
    registers,
  })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  gauge('offprint_requests_at_work', 'Requests that are at work.', () => atWork().requests)
  gauge('offprint_request_bytes_at_work', 'Bytes of their bodies.', () => atWork().bytes)
  const up = new Gauge({ name: 'offprint_store_up', help: '1 where the store answers.', registers })
  const held = new Gauge({
    name: 'offprint_index_documents',
    help: 'Documents of the index: held, pending among them, and removed for others.',
    labelNames: ['state'],
    registers,
  })
  const bytes = new Gauge({ name: 'offprint_index_bytes', help: 'Bytes of the index.', registers })

  return {
    request(route, method, status, took) {
      requests.inc({ route, method, status })
      seconds.observe({ route }, took)
    },
    documents(answers) {
      for (const answer of answers) documents.inc({ verdict: kindOf(answer) })
    },
    async text() {
      const holdings = await recent()
      up.set('answer' in holdings ? 1 : 0)
      if ('answer' in holdings) {
        const { answer } = holdings
        held.set({ state: 'held' }, answer.documents)
        held.set({ state: 'pending' }, answer.pending)
        held.set({ state: 'removed' }, answer.removed)
        bytes.set(answer.bytes)
      }
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}

function kindOf(answer: DocumentAnswer): string {
  if ('error' in answer) return 'conflict'
  if ('again' in answer) return 'again'
  return answer.kept ? 'kept' : 'removed'
}
