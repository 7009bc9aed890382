import { readFile } from 'node:fs/promises'
import { tableSecret } from '../../candidates/table-secret.js'
import { OffprintError } from '../../kernel/errors.js'
import { DEFAULT_K } from '../../sketch/signature.js'
import { usageError } from '../errors.js'

/** The secret of a run, and what tells it from others; see `TableSecret`. */
export interface RunSecret {
  readonly text: string
  readonly check: string
}

/**
 * Reads the secret of a run from a file, without the white space around it: what stands in a command line, other users of
 * the machine can read. @throws OffprintError `ERR_USAGE` for a file that cannot be read, or is too short.
 */
export async function readSecret(file: string): Promise<RunSecret> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw usageError(`--secret-file ${file} cannot be read (${cause.message}); name a file that can`)
  })
  const secret = text.trim()
  try {
    return { text: secret, check: tableSecret(secret, DEFAULT_K)!.check }
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    throw usageError(error.message.replace('options.secret', `--secret-file ${file}`))
  }
}

/** The secret of a run whose options name a file of it. @throws as `readSecret`. */
export async function readSecretOf({
  secretFile,
}: {
  readonly secretFile?: string
}): Promise<RunSecret | undefined> {
  return secretFile === undefined ? undefined : readSecret(secretFile)
}
