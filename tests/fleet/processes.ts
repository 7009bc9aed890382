import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A document of a test. */
export interface Sent {
  readonly id: string
  readonly text: string
}

/** What a process is told to do. */
export interface Order {
  readonly do: 'decide' | 'decide together' | 'one by one' | 'claim only'
  readonly documents: readonly Sent[]
}

/** What a process says of a document: whom it went for, or to whom it is tied. */
export interface Told {
  readonly keeper: string | null
  readonly tied: readonly string[]
}

/** A process of a fleet. */
export interface Worker {
  /** Sends an order. */
  tell(order: Order): void
  /** The next line that it prints; undefined when it has ended. */
  heard(): Promise<unknown>
  /** Kills it at once, and waits until it is gone. */
  kill(): Promise<void>
  /** Lets it end. */
  end(): Promise<void>
}

/** What makes workers of one bundle. */
export interface Fleet {
  /** @param blocks of 512 or 1,024 bytes that a file may have, as if the disk were full then. */
  start(url: string, lease?: number, blocks?: number): Promise<Worker>
  close(): void
}

const PEERS = /^(lmdb|pg|ioredis)$/

/** Bundles the worker; the packages of stores are loaded from where they are installed. */
export async function openFleet(): Promise<Fleet> {
  const folder = mkdtempSync(path.join(tmpdir(), 'offprint-fleet-'))
  const script = path.join(folder, 'worker.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    plugins: [
      {
        name: 'peers',
        setup: ({ onResolve }) =>
          onResolve({ filter: PEERS }, ({ path: name }) => ({
            path: import.meta.resolve(name),
            external: true,
          })),
      },
    ],
  })
  const started = new Set<ChildProcess>()
  return {
    async start(url, lease = 30_000, blocks) {
      const words = [process.execPath, script, url, String(lease)]
      const [command, ...rest] =
        blocks === undefined ? words : ['bash', '-c', `ulimit -f ${blocks}; exec "$0" "$@"`, ...words]
      const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
      started.add(child)
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
      // Told after it was killed, it hears nothing.
      child.stdin.on('error', () => {})
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      const worker: Worker = {
        tell: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
        async heard() {
          const { value, done } = await lines.next()
          return done === true ? undefined : JSON.parse(value)
        },
        async kill() {
          child.kill('SIGKILL')
          await ended
        },
        async end() {
          child.stdin.end()
          await ended
        },
      }
      if ((await worker.heard()) !== 'open') throw new Error(`the worker could not open ${url}`)
      return worker
    },
    close() {
      for (const child of started) child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
