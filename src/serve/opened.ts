import { readSecretOf } from '../job/dedupe/secret.js'
import { relateFrom } from '../job/relate.js'
import { openStoreIndex } from '../job/shared-store.js'
import { handlerOf, type Handler } from './handler.js'
import type { McpJob, ServeJob } from './options.js'

/** A handler over the store of a job, and what gives the store back. */
export interface OpenedHandler {
  readonly handler: Handler
  close(): Promise<void>
}

/**
 * Opens the store of a job.
 * @param batch most documents of one request. @param exists whether the store must be there; otherwise it is made.
 * @throws OffprintError what `openStoreIndex` throws.
 */
export async function openHandler(
  job: ServeJob | McpJob,
  batch: number,
  exists: boolean,
): Promise<OpenedHandler> {
  const { coverage, identity, maxText } = job
  const relate = relateFrom(job)
  const index = await openStoreIndex('STORE', job.store, { relate, secret: await readSecretOf(job), exists })
  const remove = { contained: job.remove.includes('contained'), coverage, identity }
  return {
    handler: handlerOf(index, { relate, remove, limits: { text: maxText, batch } }),
    close: () => index.close(),
  }
}
