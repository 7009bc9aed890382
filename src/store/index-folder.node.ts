import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../kernel/errors.js'
import { DuplicateIndex, type DuplicateIndexOptions } from './duplicate-index.js'
import { MANIFEST, segmentNames } from './snapshot.js'

/** Parts of an index in its folder end in this; other files there are left alone. */
const SUFFIX = '.offprint'

/**
 * Saves an index in a folder, which is made if need be: each sealed segment is a file that is written once, so saving
 * again writes the open segment and a small manifest. The manifest comes last and takes its name when it is whole: killed
 * at any moment, the folder holds the index as it was saved before. Only the open segment is copied in memory.
 * @throws OffprintError `ERR_OUTPUT_EXISTS` where the folder is a file; whatever the file system throws.
 */
export async function saveIndex<Id extends string | number>(
  index: DuplicateIndex<Id>,
  folder: string,
): Promise<{ written: number; kept: number }> {
  // The index may go on while files are written: what can change, the open segment and the manifest, is copied first.
  const parts = index.parts().map(({ name, bytes }, i, all) => {
    if (i < all.length - 2) return { name, bytes }
    const copied = bytes().map((piece) => piece.slice())
    return { name, bytes: () => copied }
  })
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new OffprintError('ERR_OUTPUT_EXISTS', `${folder} is no folder; name another for the index`, {
      cause,
    })
  }
  const there = new Set(await readdir(folder))
  let written = 0
  let kept = 0
  for (const { name, bytes } of parts) {
    const file = name + SUFFIX
    if (name !== MANIFEST && there.has(file)) {
      kept++
      continue
    }
    const partial = path.join(folder, `${file}.partial`)
    const handle = await open(partial, 'w')
    try {
      for (const piece of bytes()) await handle.write(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(partial, path.join(folder, file))
    written++
  }
  // Files that no manifest names any more.
  const current = new Set(parts.map(({ name }) => name + SUFFIX))
  for (const file of there) {
    if ((file.endsWith(SUFFIX) || file.endsWith(`${SUFFIX}.partial`)) && !current.has(file)) {
      await rm(path.join(folder, file), { force: true })
    }
  }
  return { written, kept }
}

/**
 * Opens an index that `saveIndex` wrote; its tables are views of the files' bytes, not copies of them. O(bytes).
 * @throws OffprintError (the promise is rejected) `ERR_INPUT` where a file is missing; `ERR_FORMAT` where one is damaged or of
 * another version; `ERR_ARGUMENT` for options other than it was made with.
 */
export async function openIndex<Id extends string | number = string>(
  folder: string,
  options: DuplicateIndexOptions<Id> = {},
): Promise<DuplicateIndex<Id>> {
  const manifest = await readPart(folder, MANIFEST)
  const parts = new Map([[MANIFEST, manifest]])
  for (const name of segmentNames(manifest)) parts.set(name, await readPart(folder, name))
  return DuplicateIndex.fromParts<Id>((name) => parts.get(name)!, options)
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
