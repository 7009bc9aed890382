import { argumentError, OffprintError } from '../../kernel/errors.js'
import type { CompatScheme } from './schemes.js'
import { requireSignature, type CompatSignature } from './signature.js'

/**
 * datasketch's `LeanMinHash` as bytes, little-endian:
 *
 *     legacy   int64 seed, int32 k,                 k × uint32
 *     affine   int64 seed, int32 −k, uint8 scheme,  k × uint32 (affine32) or uint64 (affine64)
 *
 * `packed` is `serialize(buffer, '<')`. `native` is what `serialize(buffer)` and pickles write on a little-endian
 * 64-bit machine: after the scheme byte follow 3 bytes of zero, so that slots are aligned.
 */
export type LeanLayout = 'packed' | 'native'

const SCHEME_BYTES = { 'datasketch-legacy': 0, 'datasketch-affine32': 1, 'datasketch-affine64': 2 } as const
const HEADER = 12
const SCHEME_AT = HEADER
/** Where slots begin after a scheme byte. */
const SLOTS_AT = { packed: 13, native: 16 } as const

/**
 * The bytes `LeanMinHash.serialize` writes for a signature: 12 + 4k, 13 + 4k or 13 + 8k of them; `native` 3 more in the
 * affine schemes. O(k). @throws OffprintError `ERR_ARGUMENT`, also for `minhash-npm`, which has no such format.
 */
export function writeLean(signature: CompatSignature, layout: LeanLayout = 'packed'): Uint8Array {
  requireSignature('signature', signature)
  requireLayout(layout)
  const { scheme, seed, slots } = signature
  if (scheme === 'minhash-npm') throw argumentError('signature.scheme', scheme, 'one of datasketch')
  const schemeByte = SCHEME_BYTES[scheme]
  const start = schemeByte === 0 ? HEADER : SLOTS_AT[layout]
  const bytes = new Uint8Array(start + slots.byteLength)
  const view = new DataView(bytes.buffer)
  view.setBigInt64(0, BigInt(seed), true)
  view.setInt32(8, schemeByte === 0 ? slots.length : -slots.length, true)
  if (schemeByte !== 0) view.setUint8(SCHEME_AT, schemeByte)
  if (slots instanceof BigUint64Array) {
    for (let i = 0; i < slots.length; i++) view.setBigUint64(start + 8 * i, slots[i], true)
  } else {
    for (let i = 0; i < slots.length; i++) view.setUint32(start + 4 * i, slots[i], true)
  }
  return bytes
}

/**
 * Reads one `LeanMinHash`, which must fill `bytes`. O(k).
 * @throws OffprintError `ERR_FORMAT` for bytes that are too short or too long, a seed that datasketch does not take, an
 * unknown scheme; `ERR_ARGUMENT`.
 */
export function readLean(bytes: Uint8Array, layout: LeanLayout = 'packed'): CompatSignature {
  if (!(bytes instanceof Uint8Array)) throw argumentError('bytes', bytes, 'a Uint8Array')
  requireLayout(layout)
  if (bytes.length < HEADER) throw formatError(`expected a header of ${HEADER} bytes, found ${bytes.length}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const seed = view.getBigInt64(0, true)
  if (seed < 0n || seed > 0xffffffffn) {
    throw formatError(`expected a little-endian seed from 0 to 2^32 − 1 in bytes 0–7, found ${seed}`)
  }
  const count = view.getInt32(8, true)
  if (count === 0) {
    throw formatError('expected the number of slots in bytes 8–11, above 0 or negated, found 0')
  }
  const k = Math.abs(count)
  const scheme = count > 0 ? 'datasketch-legacy' : schemeAt(bytes)
  const start = count > 0 ? HEADER : SLOTS_AT[layout]
  const width = scheme === 'datasketch-affine64' ? 8 : 4
  const length = start + width * k
  if (bytes.length !== length) {
    const other = layout === 'packed' ? 'native' : 'packed'
    const hint =
      count < 0 && bytes.length === SLOTS_AT[other] + width * k
        ? `; it has the length of layout '${other}'`
        : ''
    throw formatError(
      `expected ${length} bytes for ${k} slots of ${scheme} in layout '${layout}', found ${bytes.length}${hint}`,
    )
  }
  for (let i = SCHEME_AT + 1; i < start; i++) {
    if (bytes[i] !== 0)
      throw formatError(`expected zeros in bytes 13–15 of layout 'native', found ${bytes[i]}`)
  }
  if (width === 8) {
    const slots = new BigUint64Array(k)
    for (let i = 0; i < k; i++) slots[i] = view.getBigUint64(start + 8 * i, true)
    return { scheme, seed: Number(seed), slots }
  }
  const slots = new Uint32Array(k)
  for (let i = 0; i < k; i++) slots[i] = view.getUint32(start + 4 * i, true)
  return { scheme, seed: Number(seed), slots }
}

function schemeAt(bytes: Uint8Array): CompatScheme {
  const byte = bytes[SCHEME_AT]
  if (byte === 1) return 'datasketch-affine32'
  if (byte === 2) return 'datasketch-affine64'
  throw formatError(
    `expected scheme 1 (affine32) or 2 (affine64) in byte ${SCHEME_AT} after a negated number of slots, found ${byte ?? 'the end'}`,
  )
}

function requireLayout(layout: LeanLayout): void {
  if (layout !== 'packed' && layout !== 'native')
    throw argumentError('layout', layout, "'packed' or 'native'")
}

function formatError(problem: string): OffprintError {
  return new OffprintError('ERR_FORMAT', `not a LeanMinHash: ${problem}`)
}
