import type { Features } from '../candidates/features.js'

/**
 * What a search needs to know of a candidate before it reads its text, as it lies in the store: the folded length in 4 bytes, the
 * number of grams of a short text in 2, both big-endian, and the slots of the signature.
 */
const HEAD_BYTES = 6

/** O(slots). */
export function cardFeatures({ length, grams, signature }: Features): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + signature.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, length)
  view.setUint16(4, grams?.count ?? 0)
  bytes.set(signature, HEAD_BYTES)
  return bytes
}

/** Folded units of the text. */
export function lengthOfCard(features: Uint8Array): number {
  return new DataView(features.buffer, features.byteOffset).getUint32(0)
}

/** Grams of the text, where it is short; else 0. */
export function gramsOfCard(features: Uint8Array): number {
  return new DataView(features.buffer, features.byteOffset).getUint16(4)
}

/** Slots of the signature. */
export function signatureOfCard(features: Uint8Array): Uint8Array {
  return features.subarray(HEAD_BYTES)
}
