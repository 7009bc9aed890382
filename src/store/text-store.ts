import type { Spool } from './spool.js'

/** Chunks grow from the first size to the last, unless one text is larger. */
const FIRST_CHUNK = 2 ** 14
const CHUNK = 2 ** 20
/** Arguments that fromCharCode takes at a time. */
const SLICE = 8192

interface NodeBuffer extends Uint8Array {
  latin1Write(text: string, offset: number): number
  ucs2Write(text: string, offset: number): number
  latin1Slice(from: number, to: number): string
  ucs2Slice(from: number, to: number): string
}

interface NodeGlobal {
  Buffer?: { from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer }
}

/** Where a text lies: bytes from the beginning of all chunks, and its length; negative where it is Latin-1. */
export interface TextPlace {
  readonly from: number
  readonly length: number
}

/** A chunk that went to a spool. */
interface Spooled {
  readonly from: number
  readonly length: number
}

/**
 * Texts as bytes: one byte per character for Latin-1, two for anything else. A JavaScript string may keep the page alive that
 * it was cut from, and its bytes cannot be counted; those of a store can, and they are saved as they are.
 */
export class TextStore {
  readonly #mostChunk: number
  readonly #chunks: (Uint8Array<ArrayBuffer> | Spooled)[] = []
  /** Where each chunk begins, in bytes from the beginning of all. */
  readonly #starts: number[] = []
  #used = 0
  #end = 0
  #bytes = 0
  #spool: Spool | null = null

  /** @param mostChunk bytes that are set aside at a time, at most. */
  constructor(mostChunk = CHUNK) {
    this.#mostChunk = mostChunk
  }

  /** Bytes held in memory. */
  get bytes(): number {
    return this.#bytes
  }

  /** The chunks, the last one as far as it is used. */
  get chunks(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#chunks.map((chunk, i) => {
      if (!(chunk instanceof Uint8Array)) return new Uint8Array(this.#spool!.read(chunk.from, chunk.length))
      return i === this.#chunks.length - 1 ? chunk.subarray(0, this.#used) : chunk
    })
  }

  /** Moves the texts to a spool, those that come later too, chunk by chunk. */
  spill(spool: Spool): void {
    this.#spool = spool
    this.trim()
    for (let i = 0; i < this.#chunks.length; i++) this.#move(i)
  }

  #move(i: number): void {
    const chunk = this.#chunks[i]
    if (!(chunk instanceof Uint8Array)) return
    this.#chunks[i] = { from: this.#spool!.append(chunk), length: chunk.length }
    this.#bytes -= chunk.length
  }

  /** Takes over a chunk that was stored. */
  adopt(chunk: Uint8Array<ArrayBuffer>): void {
    this.#starts.push(this.#end)
    this.#chunks.push(chunk)
    this.#used = chunk.length
    this.#end += chunk.length
    this.#bytes += chunk.length
  }

  /** Stores a text. O(length). */
  add(text: string): TextPlace {
    const latin = isLatin(text)
    const bytes = latin ? text.length : 2 * text.length
    const before = this.#chunks.at(-1)
    if (!(before instanceof Uint8Array) || this.#used + bytes > before.length) {
      this.trim()
      if (this.#spool !== null && before !== undefined) this.#move(this.#chunks.length - 1)
      const room = Math.max(bytes, Math.min(this.#mostChunk, FIRST_CHUNK * 2 ** this.#chunks.length))
      this.#starts.push(this.#end)
      this.#chunks.push(new Uint8Array(room))
      this.#bytes += room
      this.#used = 0
    }
    const last = this.#chunks.length - 1
    write(this.#chunks[last] as Uint8Array, this.#used, text, latin)
    const from = this.#starts[last] + this.#used
    this.#used += bytes
    this.#end = this.#starts[last] + this.#used
    return { from, length: latin ? -text.length : text.length }
  }

  /** The text at a place. O(length). */
  get(from: number, length: number): string {
    if (length === 0) return ''
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle] <= from) low = middle
      else high = middle - 1
    }
    const chunk = this.#chunks[low]
    const at = from - this.#starts[low]
    const latin = length < 0
    const units = Math.abs(length)
    if (chunk instanceof Uint8Array) return read(chunk, at, units, latin)
    return read(this.#spool!.read(chunk.from + at, latin ? units : 2 * units), 0, units, latin)
  }

  /** Gives back what is left free of the last chunk. */
  trim(): void {
    const last = this.#chunks.at(-1)
    if (!(last instanceof Uint8Array) || this.#used >= last.length) return
    this.#bytes -= last.length - this.#used
    this.#chunks[this.#chunks.length - 1] = last.slice(0, this.#used)
  }
}

function isLatin(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false
  return true
}

function nodeBuffer(chunk: Uint8Array): NodeBuffer | undefined {
  return (globalThis as unknown as NodeGlobal).Buffer?.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

function write(chunk: Uint8Array, at: number, text: string, latin: boolean): void {
  const buffer = nodeBuffer(chunk)
  if (buffer !== undefined) {
    if (latin) buffer.latin1Write(text, at)
    else buffer.ucs2Write(text, at)
    return
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    chunk[at++] = unit & 255
    if (!latin) chunk[at++] = unit >>> 8
  }
}

function read(chunk: Uint8Array, at: number, length: number, latin: boolean): string {
  const buffer = nodeBuffer(chunk)
  if (buffer !== undefined) {
    return latin ? buffer.latin1Slice(at, at + length) : buffer.ucs2Slice(at, at + 2 * length)
  }
  let text = ''
  for (let i = 0; i < length; i += SLICE) {
    const units = new Uint16Array(Math.min(SLICE, length - i))
    for (let k = 0; k < units.length; k++) {
      const from = latin ? at + i + k : at + 2 * (i + k)
      units[k] = latin ? chunk[from] : chunk[from] | (chunk[from + 1] << 8)
    }
    text += String.fromCharCode(...units)
  }
  return text
}
