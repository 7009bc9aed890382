import type { Fingerprints } from '../candidates/fingerprints.js'
import { fold, type FoldedText } from '../text/fold.js'
import type { Crowded, Look } from './look.js'

/**
 * Looks as words, to go from one thread to another: five numbers each (length, both halves of the digest, prints and grams,
 * NONE for none), the signature, the bands, then prints and grams by columns. A thousand characters make some 200 words, where their
 * folded text would take 2,750; whoever needs that folds again.
 */
const NONE = 0xffffffff
const HEAD = 5

/** Packs looks of one index. O(words). */
export function packLooks(looks: readonly Look[]): Uint32Array<ArrayBuffer> {
  const columns = (prints: Fingerprints | null) => 3 * (prints?.count ?? 0)
  const words = new Uint32Array(
    looks.reduce((sum, { signature, bands, sampled, grams }) => {
      return sum + HEAD + (signature.length >> 2) + bands.length + columns(sampled) + columns(grams)
    }, 0),
  )
  const bytes = new Uint8Array(words.buffer)
  let end = 0
  for (const { length, digest, signature, bands, sampled, grams } of looks) {
    words.set([length, digest.low, digest.high, sampled?.count ?? NONE, grams?.count ?? NONE], end)
    end += HEAD
    bytes.set(signature, 4 * end)
    end += signature.length >> 2
    words.set(bands, end)
    end += bands.length
    for (const prints of [sampled, grams]) {
      if (prints === null) continue
      for (const column of [prints.low, prints.high, prints.positions]) {
        words.set(column, end)
        end += column.length
      }
    }
  }
  return words
}

/** The looks of these sources, as views of the words. */
export function unpackLooks(
  words: Uint32Array<ArrayBuffer>,
  sources: readonly string[],
  slots: number,
  bands: number,
): Look[] {
  let end = 0
  const take = (count: number) => words.subarray(end, (end += count))
  const prints = (count: number) =>
    count === NONE ? null : { count, low: take(count), high: take(count), positions: take(count) }
  return sources.map((source) => {
    const [length, low, high, sampled, grams] = take(HEAD)
    const packed = take(slots >> 2)
    return new UnpackedLook(source, {
      length,
      digest: { low, high },
      signature: new Uint8Array(packed.buffer, packed.byteOffset, slots),
      bands: take(bands),
      sampled: prints(sampled),
      grams: prints(grams),
    })
  })
}

/** Folds only when asked: whose comparisons are known need not be folded. */
class UnpackedLook implements Look {
  readonly passages = true
  readonly source: string
  readonly length: number
  readonly digest: { readonly low: number; readonly high: number }
  readonly signature: Uint8Array
  readonly bands: Uint32Array
  readonly sampled: Fingerprints | null
  readonly grams: Fingerprints | null
  readonly crowded: Crowded = { sampled: null, grams: null, bands: null }
  #folded: FoldedText | null = null

  constructor(
    source: string,
    {
      length,
      digest,
      signature,
      bands,
      sampled,
      grams,
    }: Pick<Look, 'length' | 'digest' | 'signature' | 'bands' | 'sampled' | 'grams'>,
  ) {
    this.source = source
    this.length = length
    this.digest = digest
    this.signature = signature
    this.bands = bands
    this.sampled = sampled
    this.grams = grams
  }

  get folded(): FoldedText {
    return (this.#folded ??= fold(this.source))
  }
}
