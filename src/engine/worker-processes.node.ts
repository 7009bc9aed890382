import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { OffprintError } from '../kernel/errors.js'
import { linesOf } from './lines.node.js'

/** A line for a worker; lines of one group come one after the other, and go to one worker. */
export interface GroupedLine {
  readonly group: number
  readonly line: string
}

/** What a worker is started as. */
export interface WorkerCommand {
  /** A bundled worker: `dist/worker.js`. */
  readonly file: string
  /** How many processes. */
  readonly processes: number
  readonly signal?: AbortSignal | undefined
}

/** Characters that are sent to one worker at a time: a worker then has work while the engine is asked for more. */
const BLOCK = 2 ** 18

/**
 * Sends lines through worker processes and gives back their lines of cells, in no order. It waits while all workers are busy, and
 * workers wait while nobody takes what they wrote.
 * @throws OffprintError `ERR_RECORD` with what a worker wrote to standard error, if one ended with another code than 0; `ERR_STORE` if one was killed.
 */
export async function* throughWorkers(
  argv: readonly string[],
  lines: AsyncIterable<GroupedLine>,
  { file, processes, signal }: WorkerCommand,
): AsyncGenerator<string> {
  const workers = Array.from({ length: processes }, () => new Worker([file, ...argv]))
  const abort = () => workers.forEach((worker) => worker.kill())
  signal?.addEventListener('abort', abort)
  const out = new Arrivals(workers.length)
  const failed: { error?: unknown } = {}
  const reading = workers.map(async (worker) => {
    try {
      for await (const line of worker.lines()) await out.put(line)
      await worker.ended()
    } catch (error) {
      failed.error ??= error
      abort()
    } finally {
      out.close()
    }
  })
  const writing = feed(lines, workers).catch((error: unknown) => {
    failed.error ??= error
    abort()
  })
  try {
    yield* out
    await Promise.all([writing, ...reading])
  } finally {
    signal?.removeEventListener('abort', abort)
    abort()
  }
  signal?.throwIfAborted()
  if (failed.error !== undefined) throw failed.error
}

/** Sends blocks of whole groups, each to the worker that takes it first. */
async function feed(lines: AsyncIterable<GroupedLine>, workers: readonly Worker[]): Promise<void> {
  let block = ''
  let last: number | undefined
  let next = 0
  const send = async (): Promise<void> => {
    const free = workers.find((worker) => worker.free) ?? workers[next++ % workers.length]
    const text = block
    block = ''
    await free.write(text)
  }
  for await (const { group, line } of lines) {
    if (block.length > BLOCK && group !== last) await send()
    last = group
    block += `${line}\n`
  }
  if (block !== '') await send()
  for (const worker of workers) worker.end()
}

/** One process of a worker. */
class Worker {
  readonly #process: ChildProcess
  readonly #exit: Promise<[number | null, string | null]>
  #complaint = ''
  #broken = false

  constructor(argv: readonly string[]) {
    this.#process = spawn(process.execPath, [...argv], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#exit = once(this.#process, 'close') as Promise<[number | null, string | null]>
    this.#exit.catch(() => {})
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#complaint += text))
    // Its code says what was wrong.
    this.#process.stdin!.on('error', () => (this.#broken = true))
  }

  /** Whether it would take a block at once. */
  get free(): boolean {
    return !this.#process.stdin!.writableNeedDrain
  }

  async write(text: string): Promise<void> {
    const stdin = this.#process.stdin!
    if (stdin.write(text) || this.#broken) return
    await Promise.race([once(stdin, 'drain').catch(() => {}), this.#exit])
  }

  end(): void {
    this.#process.stdin!.end()
  }

  kill(): void {
    this.#process.kill()
  }

  async *lines(): AsyncGenerator<string> {
    for await (const line of linesOf(this.#process.stdout!)) yield Buffer.from(line).toString('latin1')
  }

  /** @throws OffprintError `ERR_RECORD`. */
  async ended(): Promise<void> {
    const [code, signal] = await this.#exit
    if (code === 0) return
    if (signal !== null) throw new OffprintError('ERR_STORE', `a worker process was ended by ${signal}`)
    const why = this.#complaint.trim().replace(/^offprint: /, '') || `it ended with code ${code}`
    throw new OffprintError('ERR_RECORD', `a worker process failed: ${why}`)
  }
}

/** Lines that many writers put and one reader takes; writers wait while so many are not taken. */
class Arrivals implements AsyncIterable<string> {
  readonly #waiting: string[] = []
  #writers: number
  #arrived: () => void = () => {}
  #taken: (() => void)[] = []

  constructor(writers: number) {
    this.#writers = writers
  }

  async put(line: string): Promise<void> {
    this.#waiting.push(line)
    this.#arrived()
    if (this.#waiting.length > MOST_WAITING) await new Promise<void>((taken) => this.#taken.push(taken))
  }

  close(): void {
    this.#writers--
    this.#arrived()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    while (this.#writers > 0 || this.#waiting.length > 0) {
      if (this.#waiting.length === 0) {
        await new Promise<void>((arrived) => (this.#arrived = arrived))
        continue
      }
      const lines = this.#waiting.splice(0)
      for (const taken of this.#taken.splice(0)) taken()
      yield* lines
    }
  }
}

const MOST_WAITING = 1024
