import { styleText } from 'node:util'
import { plain, type Paint, type Role } from '../report/terminal/paint.js'

/** A stream that a run writes to. */
export type Sink = NodeJS.WritableStream & {
  readonly isTTY?: boolean
  /** Width of a terminal, in columns. */
  readonly columns?: number
}

/** Everything a run touches besides files, so that a test can run a command inside its own process. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Sink
  readonly stderr: Sink
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal
}

const STYLES: Record<Role, Parameters<typeof styleText>[0]> = {
  strong: 'bold',
  dim: 'dim',
  a: 'red',
  b: 'green',
  good: 'green',
  warn: 'yellow',
  bad: 'red',
}

/**
 * How a text for people is coloured: on a terminal with colours; in a file or a pipe without. The environment variables
 * NO_COLOR and FORCE_COLOR decide otherwise for standard output.
 * @param output the value of `-o`; undefined or `-` for standard output.
 */
export function paintFor(output: string | undefined, { stdout, env }: Pick<Io, 'stdout' | 'env'>): Paint {
  if (!isStdout(output) || !wantsColour(stdout, env)) return plain
  return (role, text) => (text === '' ? '' : styleText(STYLES[role], text, { validateStream: false }))
}

function isStdout(output: string | undefined): boolean {
  return output === undefined || output === '-'
}

function wantsColour(sink: Sink, env: Io['env']): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return sink.isTTY === true && env.TERM !== 'dumb'
}
