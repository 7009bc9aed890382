import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Form, InputDocument } from '../../read/document.js'
import { jsonLineOf } from '../../read/records/json-line.js'
import { BATCH } from './stream-output.js'
import type { FolderOutput } from './folder-output.js'

const COMPRESSED = /\.(gz|zst|zstd)$/i
const NOTHING = new Uint8Array(0)
const FEED = Uint8Array.of(10)

/**
 * A folder with a file for each input file of which something is kept, of the same name and format: what stood before the
 * first record, the kept records as they stood, what stood after the last. Names are relative to the innermost folder that
 * holds all inputs. Compressed files lose their `.gz` or `.zst`, Parquet becomes JSON Lines.
 */
export class Mirror {
  readonly #folder: FolderOutput
  readonly #base: string
  readonly #taken = new Set<string>()
  #source: string | undefined
  #handle: FileHandle | undefined
  #form: Form | undefined
  #parts: Uint8Array[] = []
  #length = 0
  #parquet = 0

  /** @param inputs files and folders that are read, `-` for standard input. */
  constructor(folder: FolderOutput, inputs: readonly { path: string; kind: string }[]) {
    this.#folder = folder
    this.#base = commonFolder(inputs)
  }

  /** Parquet files that became JSON Lines. */
  get converted(): number {
    return this.#parquet
  }

  /** Adds a kept document; those of one file come one after the other. */
  async add(document: InputDocument): Promise<void> {
    const { ref, form, bytes } = document
    if (ref.file !== this.#source) {
      await this.#end()
      await this.#begin(document)
    } else this.#put(this.#form?.between ?? FEED)
    this.#form = form
    this.#put(form === undefined || bytes === undefined ? encoded(jsonLineOf(document)) : bytes)
    if (this.#length >= BATCH) await this.#flush()
  }

  /** Finishes the last file. */
  async finish(): Promise<void> {
    await this.#end()
  }

  /** Leaves the last file as far as it is. */
  async abandon(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    if (handle === undefined) return
    try {
      await this.#flush(handle)
    } finally {
      await handle.close()
    }
  }

  async #begin({ ref, form }: InputDocument): Promise<void> {
    this.#source = ref.file
    if (form === undefined) this.#parquet++
    const name = this.#nameFor(ref.file, form)
    this.#handle = await open(await this.#folder.place(name), 'w')
    this.#put(form?.before ?? NOTHING)
  }

  async #end(): Promise<void> {
    if (this.#handle === undefined) return
    this.#put(this.#form === undefined ? FEED : this.#form.after)
    const handle = this.#handle
    this.#handle = undefined
    try {
      await this.#flush(handle)
    } finally {
      await handle.close()
    }
  }

  #put(bytes: Uint8Array): void {
    // A short record would hold the whole chunk it was read from.
    this.#parts.push(bytes.slice())
    this.#length += bytes.length
  }

  async #flush(handle: FileHandle = this.#handle!): Promise<void> {
    const bytes = Buffer.concat(this.#parts)
    this.#parts = []
    this.#length = 0
    await handle.appendFile(bytes)
  }

  /** `a.jsonl.gz` beside `a.jsonl` becomes `a-2.jsonl`. */
  #nameFor(file: string, form: Form | undefined): string {
    const plain = mirroredName(file, this.#base, form)
    const { dir, name, ext } = path.posix.parse(plain)
    let given = plain
    // Some file systems do not tell case apart.
    for (let n = 2; this.#taken.has(given.toLowerCase()); n++)
      given = path.posix.join(dir, `${name}-${n}${ext}`)
    this.#taken.add(given.toLowerCase())
    return given
  }
}

/** The name of a file in the mirror, with `/` between names. */
export function mirroredName(file: string, base: string, form: Form | undefined): string {
  if (file === '-') return `stdin.${EXTENSION[form?.format ?? 'jsonl'] ?? form?.format}`
  const below = path.relative(base, path.resolve(file)).split(path.sep).join('/')
  // On another drive there is no relative path; what climbs out would leave the folder.
  const inside = below.replace(/^([A-Za-z]):/, '$1').replace(/^(\.\.\/)+/, '')
  const plain = inside.replace(COMPRESSED, '')
  return form === undefined ? plain.replace(/(\.parquet)?$/i, '.jsonl') : plain
}

const EXTENSION: Readonly<Record<string, string>> = { text: 'txt' }

/** The innermost folder that holds all: a folder holds itself. */
export function commonFolder(inputs: readonly { path: string; kind: string }[]): string {
  let common: string[] | undefined
  for (const { path: given, kind } of inputs) {
    if (given === '-') continue
    const resolved = path.resolve(given)
    const names = (kind === 'folder' ? resolved : path.dirname(resolved)).split(path.sep)
    if (common === undefined) common = names
    else {
      const end = common.findIndex((name, i) => name !== names[i])
      if (end >= 0) common = common.slice(0, end)
    }
  }
  if (common === undefined) return path.resolve('.')
  return common.join(path.sep) || path.sep
}

function encoded(line: string | Uint8Array): Uint8Array {
  return typeof line === 'string' ? new TextEncoder().encode(line) : line
}
