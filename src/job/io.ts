import { styleText } from 'node:util'
import type { Paint, Role } from '../report/terminal/paint.js'

/** A stream to write to, as far as the command cares. */
export type Sink = NodeJS.WritableStream & { readonly isTTY?: boolean }

/** All a run touches besides files, so that tests can run the command inside their own process. */
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

/** Colours for a terminal, nothing for a file or a pipe; NO_COLOR and FORCE_COLOR decide otherwise. */
export function paintFor(sink: Sink, env: Io['env']): Paint {
  if (!wantsColour(sink, env)) return (_role, text) => text
  return (role, text) => (text === '' ? '' : styleText(STYLES[role], text, { validateStream: false }))
}

function wantsColour(sink: Sink, env: Io['env']): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return sink.isTTY === true && env.TERM !== 'dumb'
}
