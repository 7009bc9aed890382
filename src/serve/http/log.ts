import { OffprintError } from '../../kernel/errors.js'
import type { Sink } from '../../job/io.js'

/** What stands on a line of the log: numbers, and words from a fixed choice. */
export type LogFields = Readonly<Record<string, string | number | undefined>>

/** The log of a service: a line of JSON for each event, on standard error. No line has a text, an id or a token. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** Opens the log on a stream. */
export function openLog(stderr: Sink): Log {
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`)
    }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}

/** Characters of a reason that a line shows. */
const SHOWN = 300

/** What a store says of its failure, without what stands in quotation marks, which may be part of a text or an id. */
export function reasonForLog(message: string): string {
  return message.replace(/(["'`])(?:(?!\1)[^])*\1?/g, '$1…$1').slice(0, SHOWN)
}

/** What is told of an error that is a mistake of ours: where it happened. Its message may quote a text. */
export function placeOf(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const { stack = '', message } = error
  const frames = stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
  const code = error instanceof OffprintError ? error.code : undefined
  return { error: error.name, code, at: frames.slice(0, 5).join('; ').replaceAll('    at ', '') }
}
