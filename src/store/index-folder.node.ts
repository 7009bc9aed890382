import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError, requireKnownKeys } from '../kernel/errors.js'
import { DuplicateIndex, type DuplicateIndexOptions } from './duplicate-index.js'
import { LOCK, lockFolder, type FolderLock } from './folder-lock.node.js'
import { MANIFEST, segmentNames, type SnapshotPart } from './snapshot.js'

/** Parts of an index in its folder end in this; other files there are left alone. */
const SUFFIX = '.offprint'
/** Times that an index is read anew because it was saved while it was read. */
const MOST_READS = 10

/**
 * What an index and a folder had in common last: by real path, the digest of the manifest that was read or written there. The
 * manifest names every segment by its content, so two states with one manifest are one state.
 */
const generations = new WeakMap<object, Map<string, string>>()
/** The last save of each folder in this process: the next one waits for it. */
const saves = new Map<string, Promise<unknown>>()

/** The last save of each index: one that was called later must not come before it while both look for the folder. */
const savesOf = new WeakMap<object, Promise<unknown>>()

/** Options of `saveIndex`. */
export interface SaveOptions {
  /** Whether the index takes the place of whatever index the folder holds. Default false. */
  readonly replace?: boolean
}

/** Options of `openIndex`: those of the index, and what to do where there is none. */
export interface OpenOptions<Id> extends DuplicateIndexOptions<Id> {
  /** Whether a folder that does not exist or is empty gives a new, empty index. Default false. */
  readonly create?: boolean
}

/**
 * Saves an index in a folder, which is made if need be: each sealed segment is a file that is written once, so saving
 * again writes the open segment and a small manifest. The manifest comes last and takes its name when it is whole: killed
 * at any moment, the folder holds the index as it was saved before. Only the open segment is copied in memory.
 *
 * Who saves holds the lock of the folder, and replaces only what the index was opened from or last saved as: of two writers the
 * second one is refused, and nothing is lost, neither its index in memory nor the first one's on disk.
 * @throws OffprintError `ERR_INDEX_CHANGED` where the folder holds another index than that, unless `replace`, or another process is
 * saving there; `ERR_OUTPUT_EXISTS` where the folder is a file; `ERR_ARGUMENT`; whatever the file system throws.
 */
export async function saveIndex<Id extends string | number>(
  index: DuplicateIndex<Id>,
  folder: string,
  options: SaveOptions = {},
): Promise<{
  /** Files that were written. */
  written: number
  /** Files that were there already. */
  kept: number
}> {
  requireKnownKeys('options', options, ['replace'])
  // The index may go on while files are written: what can change, the open segment and the manifest, is copied first.
  const parts = index.parts().map(({ name, bytes }, i, all) => {
    if (i < all.length - 2) return { name, bytes }
    const copied = bytes().map((piece) => piece.slice())
    return { name, bytes: () => copied }
  })
  const last = savesOf.get(index) ?? Promise.resolve()
  const saved = last.catch(() => {}).then(() => saveInTurn(index, parts, folder, options))
  savesOf.set(index, saved)
  return saved
}

async function saveInTurn(
  index: object,
  parts: readonly SnapshotPart[],
  folder: string,
  options: SaveOptions,
): Promise<{ written: number; kept: number }> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new OffprintError('ERR_OUTPUT_EXISTS', `${folder} is no folder; name another for the index`, {
      cause,
    })
  }
  const place = await realpath(folder)
  const before = saves.get(place) ?? Promise.resolve()
  const saved = before.catch(() => {}).then(() => saveLocked(index, parts, folder, place, options))
  saves.set(place, saved)
  try {
    return await saved
  } finally {
    if (saves.get(place) === saved) saves.delete(place)
  }
}

async function saveLocked(
  index: object,
  parts: readonly SnapshotPart[],
  folder: string,
  place: string,
  { replace = false }: SaveOptions,
): Promise<{ written: number; kept: number }> {
  const lock = await lockFolder(place)
  if (typeof lock === 'string')
    throw changedError(folder, `cannot be saved to: ${lock}; wait for that, then open the index anew`)
  try {
    const held = await generationIn(place)
    const known = generations.get(index)?.get(place)
    if (held !== null && held !== known && !replace) {
      throw changedError(
        folder,
        known === undefined
          ? 'holds an index that this one was not opened from; give { replace: true } if that may go, or name another folder'
          : 'was saved by somebody else since; open it anew and add to that, or save to another folder',
      )
    }
    return await writeParts(index, parts, folder, place, lock)
  } finally {
    await lock.release()
  }
}

async function writeParts(
  index: object,
  parts: readonly SnapshotPart[],
  folder: string,
  place: string,
  lock: FolderLock,
): Promise<{ written: number; kept: number }> {
  const there = new Set(await readdir(place))
  let written = 0
  let kept = 0
  for (const { name, bytes } of parts) {
    const file = name + SUFFIX
    if (name !== MANIFEST && there.has(file)) {
      kept++
      continue
    }
    const pieces = bytes()
    const partial = path.join(place, `${file}.partial`)
    const handle = await open(partial, 'w')
    try {
      for (const piece of pieces) await handle.write(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (name === MANIFEST) {
      // The names of the segments are on disk before the manifest that needs them.
      await syncFolder(place)
      if (!(await lock.holds())) {
        throw changedError(folder, 'was locked by another process meanwhile; open it anew and add to that')
      }
    }
    await rename(partial, path.join(place, file))
    if (name === MANIFEST) remember(index, place, digestOf(pieces))
    written++
  }
  await syncFolder(place)
  // Files that no manifest names any more.
  const current = new Set(parts.map(({ name }) => name + SUFFIX))
  for (const file of there) {
    if (isPart(file) && file !== LOCK && !current.has(file)) {
      await rm(path.join(place, file), { force: true })
    }
  }
  return { written, kept }
}

/**
 * Opens an index that `saveIndex` wrote; its tables are views of the files' bytes, not copies of them. O(bytes).
 * @throws OffprintError (the promise is rejected) `ERR_INPUT` where a file is missing, or `create` was given for a folder with
 * other files; `ERR_FORMAT` where one is damaged or of another version; `ERR_ARGUMENT` for options other than it was made with.
 */
export async function openIndex<Id extends string | number = string>(
  folder: string,
  options: OpenOptions<Id> = {},
): Promise<DuplicateIndex<Id>> {
  const { create = false, ...shaping } = options
  if (create && (await isVacant(folder))) return new DuplicateIndex<Id>(shaping)
  const parts = await readParts(folder)
  const index = DuplicateIndex.fromParts<Id>((name) => parts.get(name)!, shaping)
  remember(index, await realpath(folder), digestOf([parts.get(MANIFEST)!]))
  return index
}

/** The parts of one state: where a file is missing because the index was saved meanwhile, the new state is read. */
async function readParts(folder: string): Promise<Map<string, Uint8Array>> {
  for (let read = 1; ; read++) {
    const manifest = await readPart(folder, MANIFEST)
    const parts = new Map([[MANIFEST, manifest]])
    try {
      for (const name of segmentNames(manifest)) parts.set(name, await readPart(folder, name))
      return parts
    } catch (error) {
      const now = await generationIn(folder)
      if (read >= MOST_READS || now === null || now === digestOf([manifest])) throw error
    }
  }
}

function remember(index: object, place: string, generation: string): void {
  const known = generations.get(index) ?? new Map<string, string>()
  generations.set(index, known.set(place, generation))
}

/** What tells the state that a folder holds from others; null where it holds none. */
async function generationIn(folder: string): Promise<string | null> {
  try {
    return digestOf([await readFile(path.join(folder, MANIFEST + SUFFIX))])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function digestOf(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

/** Whether a folder is not there or empty; what a killed first save left, and hidden files, do not count. */
async function isVacant(folder: string): Promise<boolean> {
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true
    throw new OffprintError('ERR_INPUT', `${folder} is no folder; name another for the index`, {
      cause: error,
    })
  }
  if (names.includes(MANIFEST + SUFFIX)) return false
  const other = names.find((name) => !isOwn(name) && !name.startsWith('.'))
  if (other === undefined) return true
  throw new OffprintError(
    'ERR_INPUT',
    `${folder} holds no index, and is not empty (${other}); name a folder of its own for the index`,
  )
}

function isOwn(file: string): boolean {
  return isPart(file) || file.startsWith(`${LOCK}.`)
}

function isPart(file: string): boolean {
  return file.endsWith(SUFFIX) || file.endsWith(`${SUFFIX}.partial`)
}

/** Puts the names in a folder on disk; on Windows folders cannot be opened, and need not be. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function changedError(folder: string, what: string): OffprintError {
  return new OffprintError('ERR_INDEX_CHANGED', `${folder} ${what}`)
}

async function readPart(folder: string, name: string): Promise<Uint8Array> {
  const file = path.join(folder, name + SUFFIX)
  try {
    return await readFile(file)
  } catch (cause) {
    throw new OffprintError(
      'ERR_INPUT',
      `${file} cannot be read; is ${folder} the folder of a saved index?`,
      {
        cause,
      },
    )
  }
}

/** Whether a folder holds an index that `saveIndex` wrote. */
export async function isIndexFolder(folder: string): Promise<boolean> {
  const manifest = await stat(path.join(folder, MANIFEST + SUFFIX)).catch(() => undefined)
  return manifest?.isFile() === true
}
