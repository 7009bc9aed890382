import type { Io } from '../job/io.js'
import { usageError } from '../job/errors.js'
import { isLoopback, readToken } from './http/guard.js'
import { openLog } from './http/log.js'
import { openServer } from './http/server.js'
import { openHandler } from './opened.js'
import type { ServeJob } from './options.js'

/**
 * Serves the index of a store by HTTP until the signal of the user: then it takes in nothing more, answers what it took in, and
 * gives the store back.
 * @throws OffprintError `ERR_USAGE` for an address that other machines reach without a token, a token that cannot be used, and an
 * address where it cannot listen; `ERR_PACKAGE`; what `openSharedIndex` throws.
 */
export async function runServe(job: ServeJob, io: Io): Promise<void> {
  const { host, port, maxBody, maxText, maxBatch, maxRequests, timeout, quiet = false } = job
  const token = await readToken(job.tokenFile, io.env)
  if (token === undefined && !isLoopback(host)) {
    throw usageError(
      `--host ${host} is reached from other machines; give a token with --token-file FILE, or in OFFPRINT_TOKEN`,
    )
  }
  const log = openLog(io.stderr)
  const { handler, close } = await openHandler(job, maxBatch, false)
  try {
    const limits = {
      body: maxBody,
      text: maxText,
      batch: maxBatch,
      requests: maxRequests,
      timeout: 1000 * timeout,
    }
    const server = await openServer(handler, { host, port, token, limits, quiet }, log)
    log.info('listening', { url: server.url })
    await aborted(io.signal)
    log.info('stopping')
    await server.close()
  } finally {
    await close()
  }
  log.info('stopped')
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
