// Runs the command inside the test's own process: argv in, exit code and both streams out.
import { Writable } from 'node:stream'
import type { Io } from '../../src/job/io.js'
import { run } from '../../src/cli/run.js'

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Setting {
  readonly stdin?: string | AsyncIterable<Uint8Array>
  readonly env?: Record<string, string>
  readonly signal?: AbortSignal
  /** Both streams are terminals. */
  readonly tty?: boolean
  /** Standard output fails with this code after so many writes. */
  readonly stdoutFails?: { readonly code: string; readonly after: number }
}

class Collector extends Writable {
  readonly isTTY: boolean
  readonly #chunks: Buffer[] = []
  readonly #fails: Setting['stdoutFails']

  constructor(tty: boolean, fails?: Setting['stdoutFails']) {
    super()
    this.isTTY = tty
    this.#fails = fails
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.#fails !== undefined && this.#chunks.length >= this.#fails.after) {
      const { code } = this.#fails
      return done(Object.assign(new Error(code), { code, syscall: 'write' }))
    }
    this.#chunks.push(chunk)
    done()
  }

  override toString(): string {
    return Buffer.concat(this.#chunks).toString()
  }
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

export async function offprint(argv: readonly string[], setting: Setting = {}): Promise<Outcome> {
  const { stdin = '', env = {}, signal = new AbortController().signal, tty = false } = setting
  const stdout = new Collector(tty, setting.stdoutFails)
  const stderr = new Collector(tty)
  const io: Io = { stdin: typeof stdin === 'string' ? once(stdin) : stdin, stdout, stderr, env, signal }
  const code = await run(argv, io)
  return { code, stdout: String(stdout), stderr: String(stderr) }
}

/** The objects of a JSON Lines text. */
// eslint-disable-next-line typescript/no-explicit-any -- a test says what it expects of them
export function jsonLines(text: string): any[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line is not complete')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}
