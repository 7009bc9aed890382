import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { findInputs } from '../../read/inputs.node.js'
import { walkFolder } from '../../read/folder.node.js'

/** What a run is going to read. */
export interface Inventory {
  readonly files: number
  readonly bytes: number
  /** SHA-256 over names, sizes and times of change, in hexadecimal. */
  readonly digest: string
  /** Whether a stream is among them, of which neither size nor digest is known. */
  readonly streams: boolean
}

/**
 * Counts files and their bytes, without opening one. O(files).
 * @param paths files, folders, patterns and `-`.
 * @param exclude real paths of files that folders and patterns leave out.
 * @throws OffprintError `ERR_INPUT` for a path that does not exist.
 */
export async function inventoryOf(
  paths: readonly string[],
  exclude: ReadonlySet<string>,
): Promise<Inventory> {
  const hash = createHash('sha256')
  let files = 0
  let bytes = 0
  let streams = false
  for (const input of await findInputs(paths)) {
    if (input.kind === 'stream') {
      streams = true
      hash.update(`${input.path}\0`)
    } else if (input.kind === 'file') await add(input.path, input.found)
    else {
      for await (const { name, error } of walkFolder(input.path)) {
        if (error === undefined) await add(path.join(input.path, name), true)
      }
    }
  }
  return { files, bytes, digest: hash.digest('hex'), streams }

  async function add(location: string, found: boolean): Promise<void> {
    if (found && exclude.size > 0 && exclude.has(await realpath(location).catch(() => location))) return
    const stats = await stat(location).catch(() => undefined)
    files++
    bytes += stats?.size ?? 0
    hash.update(`${location}\0${stats?.size}\0${stats?.mtimeMs}\0`)
  }
}
