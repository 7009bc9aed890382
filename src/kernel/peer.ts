import { OffprintError } from './errors.js'

/**
 * Loads an optional package where something needs it.
 * @throws OffprintError `ERR_PACKAGE` where it is not installed, or cannot be loaded here.
 */
export async function loadPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND'
    const reason = missing ? 'is not installed' : `cannot be loaded: ${(cause as Error).message}`
    throw new OffprintError('ERR_PACKAGE', `the package ${name} ${reason}; run: npm install ${name}`, {
      cause,
    })
  }
}
