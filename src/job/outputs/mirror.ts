import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { withoutCompression } from '../../read/bytes/compression.js'
import type { Form, InputDocument } from '../../read/document.js'
import type { Input } from '../../read/inputs.node.js'
import { jsonLineOf } from '../../read/records/json-line.js'
import { WRITE_BYTES } from './output.js'
import type { FolderOutput } from './folder-output.js'

const NO_BYTES = new Uint8Array(0)
const LINE_FEED = Uint8Array.of(10)

/**
 * A folder that mirrors the inputs: one file for each input file of which a document is kept, with the same name and
 * format. It holds the bytes before the first record, the kept records byte for byte, and the bytes after the last record.
 * Names are relative to the innermost folder that holds all inputs. Compressed files lose their `.gz` or `.zst`; Parquet
 * becomes JSON Lines.
 */
export class Mirror {
  readonly #folder: FolderOutput
  readonly #base: string
  /** Names in use, in lower case: some file systems do not distinguish case. */
  readonly #taken = new Set<string>()
  #source: string | undefined
  #handle: FileHandle | undefined
  #form: Form | undefined
  #parts: Uint8Array[] = []
  #length = 0
  #parquetFiles = 0

  /** @param inputs what the run reads. */
  constructor(folder: FolderOutput, inputs: readonly Pick<Input, 'path' | 'kind'>[]) {
    this.#folder = folder
    this.#base = commonFolder(inputs)
  }

  /** Number of Parquet files that became JSON Lines. */
  get parquetFiles(): number {
    return this.#parquetFiles
  }

  /** Adds a kept document; the documents of one file come one after the other. */
  async add(document: InputDocument): Promise<void> {
    const { ref, form, bytes } = document
    if (ref.file === this.#source) this.#put(this.#form?.between ?? LINE_FEED)
    else {
      await this.finish()
      await this.#begin(document)
    }
    this.#form = form
    this.#put(form === undefined || bytes === undefined ? encoded(jsonLineOf(document)) : bytes)
    if (this.#length >= WRITE_BYTES) await this.#flush(this.#handle!)
  }

  /** Ends the last file. */
  async finish(): Promise<void> {
    if (this.#handle === undefined) return
    this.#put(this.#form === undefined ? LINE_FEED : this.#form.after)
    await this.#close()
  }

  /** Leaves the last file as far as it is written. */
  async abandon(): Promise<void> {
    if (this.#handle !== undefined) await this.#close()
  }

  async #begin({ ref, form }: InputDocument): Promise<void> {
    this.#source = ref.file
    if (form === undefined) this.#parquetFiles++
    this.#handle = await open(await this.#folder.pathFor(this.#nameFor(ref.file, form)), 'w')
    this.#put(form?.before ?? NO_BYTES)
  }

  async #close(): Promise<void> {
    const handle = this.#handle!
    this.#handle = undefined
    try {
      await this.#flush(handle)
    } finally {
      await handle.close()
    }
  }

  #put(bytes: Uint8Array): void {
    // A copy: a short record would keep the whole chunk it was read from in memory.
    this.#parts.push(bytes.slice())
    this.#length += bytes.length
  }

  async #flush(handle: FileHandle): Promise<void> {
    const bytes = Buffer.concat(this.#parts)
    this.#parts = []
    this.#length = 0
    await handle.appendFile(bytes)
  }

  /** `a.jsonl.gz` beside `a.jsonl` becomes `a-2.jsonl`. */
  #nameFor(file: string, form: Form | undefined): string {
    const plain = mirroredName(file, this.#base, form)
    const { dir, name, ext } = path.posix.parse(plain)
    let free = plain
    for (let n = 2; this.#taken.has(free.toLowerCase()); n++)
      free = path.posix.join(dir, `${name}-${n}${ext}`)
    this.#taken.add(free.toLowerCase())
    return free
  }
}

/**
 * The name of an input file in a mirror, with `/` between names. It never leads out of the mirror.
 * @param base the folder to which names are relative.
 * @param form undefined for Parquet.
 */
export function mirroredName(file: string, base: string, form: Form | undefined): string {
  if (file === '-') return `stdin.${form === undefined ? 'jsonl' : (EXTENSION[form.format] ?? form.format)}`
  const below = path.relative(base, path.resolve(file)).split(path.sep).join('/')
  // Between two drives there is no relative path, and `../` would lead out of the folder.
  const inside = below.replace(/^([A-Za-z]):/, '$1').replace(/^(\.\.\/)+/, '')
  const plain = withoutCompression(inside)
  return form === undefined ? plain.replace(/(\.parquet)?$/i, '.jsonl') : plain
}

/** Extensions that differ from the name of their format. */
const EXTENSION: Readonly<Record<string, string>> = { text: 'txt' }

/** The innermost folder that holds all inputs; a folder holds itself. Without a file or folder, the current folder. */
export function commonFolder(inputs: readonly Pick<Input, 'path' | 'kind'>[]): string {
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
