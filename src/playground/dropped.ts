import type { GivenFile } from './messages.js'

/** The files of a drop, those of folders at any depth, in the order of their paths. Names that begin with a point are left out. */
export async function filesOfDrop({ items, files }: DataTransfer): Promise<GivenFile[]> {
  // Entries have to be taken before anything is waited for.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return inOrder([...files].map((file) => ({ path: file.name, file })))
  return inOrder((await Promise.all(entries.map(filesOfEntry))).flat())
}

/** The files of an `<input>`; of a folder, with their paths below it. */
export function filesOfInput({ files }: HTMLInputElement): GivenFile[] {
  return inOrder([...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file })))
}

async function filesOfEntry(entry: FileSystemEntry): Promise<GivenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ path: entry.fullPath.replace(/^\//, ''), file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  // It gives a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) break
    found.push(...some)
  }
  return (await Promise.all(found.map(filesOfEntry))).flat()
}

function inOrder(files: readonly GivenFile[]): GivenFile[] {
  return files
    .filter(({ path }) => !/(^|\/)\./.test(path))
    .sort((x, y) => (x.path < y.path ? -1 : x.path > y.path ? 1 : 0))
}

/** Names of files that hold many documents, whatever their number. */
export function holdsRecords(path: string): boolean {
  return /\.(jsonl|ndjson|jsonlines|csv|tsv|tab|warc|wet|parquet)(\.gz)?$/i.test(path)
}
