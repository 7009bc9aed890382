import type { Io } from '../io.js'
import { jsonLine } from '../json-line.js'
import { StreamOutput } from '../outputs/stream-output.js'

/** Tells counts: with `--json` as an object on standard output, else for people on standard error, unless `--quiet`. */
export async function tell(
  { json = false, quiet = false }: { readonly json?: boolean; readonly quiet?: boolean },
  io: Io,
  counts: object,
  text: string,
): Promise<void> {
  if (json) {
    const stdout = new StreamOutput(io.stdout)
    await stdout.write(jsonLine(counts))
    await stdout.drain()
  } else if (!quiet) io.stderr.write(text)
}
