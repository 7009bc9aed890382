import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'

/** One file below a folder, or a place below it that cannot be read. */
export interface FolderEntry {
  /** Path relative to the folder, with `/` between names on every system. */
  readonly name: string
  /** Why the place cannot be read; absent for a file. */
  readonly error?: unknown
}

/**
 * Every file below a folder, sorted by path, so that a run does not depend on the file system. Names that begin with a dot,
 * devices and sockets are skipped without a message. Links are followed; a folder that is reached twice is read once.
 */
export async function* walkFolder(folder: string): AsyncGenerator<FolderEntry> {
  yield* walk(folder, '', new Set())
}

async function* walk(folder: string, prefix: string, visited: Set<string>): AsyncGenerator<FolderEntry> {
  let names: string[]
  try {
    const real = await realpath(folder)
    if (visited.has(real)) return
    visited.add(real)
    names = (await readdir(folder)).filter((name) => !name.startsWith('.'))
  } catch (error) {
    yield { name: prefix.slice(0, -1), error }
    return
  }
  const entries: { key: string; name: string; error?: unknown }[] = []
  for (const name of names) {
    try {
      const stats = await stat(path.join(folder, name))
      // With a slash at its end, a folder sorts where its files would in a list of whole paths.
      if (stats.isDirectory()) entries.push({ key: `${name}/`, name })
      else if (stats.isFile()) entries.push({ key: name, name })
    } catch (error) {
      entries.push({ key: name, name, error })
    }
  }
  entries.sort((x, y) => (x.key < y.key ? -1 : 1))
  for (const { key, name, error } of entries) {
    if (error !== undefined) yield { name: prefix + name, error }
    else if (key.endsWith('/')) yield* walk(path.join(folder, name), `${prefix}${name}/`, visited)
    else yield { name: prefix + name }
  }
}
