import type { Bytes } from '../kernel/bytes.js'
import { argumentError, OffprintError, requireInteger, requireString } from '../kernel/errors.js'
import { crc32 } from '../kernel/crc32.js'
import { requireSignature } from './estimate.js'
import { MAX_K } from './fss.js'
import { keptSet, type PlainSlots, type Scheme, type Signature } from './signature.js'

/*
 * Signatures as bytes, format version 1. Everything is little-endian, on every machine:
 *
 *     0  4  magic "OFPS"
 *     4  1  format version, 1
 *     5  1  scheme: place in SCHEMES
 *     6  1  bits of a slot
 *     7  1  flags: 1 a set follows instead of slots (of compact forms only the empty one), 2 traditional → simplified
 *     8  4  k
 *    12  4  seed
 *    16  2  version of the folding
 *    18  1  bytes of the shingle rule
 *    19  1  version of the word borders, from 2 on; 0 for version 1, and where the shingles are not words
 *    20  4  number of values: of the set, or k
 *    24     the shingle rule in its short form, ASCII, filled up with zeros to a multiple of 4
 *           values, a slot's bytes each; of full slots first all values (4 bytes), then all rounds (2 bytes)
 *     –  4  CRC-32 of everything before
 */
const MAGIC = 0x5350464f
/** The format that this version writes, and the only one it reads. */
export const SIGNATURE_FORMAT = 1
const HEADER = 24
const SCHEMES: readonly Scheme[] = [
  'fss',
  'datasketch-affine32',
  'datasketch-affine64',
  'datasketch-legacy',
  'minhash-npm',
]
const HOLDS_SET = 1
const FOLDS_SCRIPT = 2
const RULE = /^[ -~]{0,255}$/
/** Names of word shingles; see shingles/rule.ts, which would bring the table of word borders along. */
const WORD_RULE = /^word-/

/** The header of a stored signature, for people. */
export interface SignatureHeader extends Omit<Signature, 'set' | 'slots'> {
  /** Version of the format of the bytes. */
  readonly format: number
  /** Number of distinct hashes, where the set was kept; else null. */
  readonly distinct: number | null
  /** Length of the bytes. */
  readonly bytes: number
}

/** Writes a signature. The bytes are the same on every runtime. O(k). @throws OffprintError `ERR_ARGUMENT`. */
export function toBytes(signature: Signature): Bytes {
  requireSignature('signature', signature)
  const { scheme, k, seed, slotBits, foldVersion, script, wordsVersion, set } = signature
  if (!SCHEMES.includes(scheme))
    throw argumentError('signature.scheme', scheme, `one of ${SCHEMES.join(', ')}`)
  if (!RULE.test(signature.shingles)) {
    throw argumentError('signature.shingles', signature.shingles, 'at most 255 characters of ASCII')
  }
  if (WORD_RULE.test(signature.shingles)) requireInteger('signature.wordsVersion', wordsVersion, 1, 255)
  else if (wordsVersion !== 0)
    throw argumentError('signature.wordsVersion', wordsVersion, '0 where the shingles are not words')
  const rule = new TextEncoder().encode(signature.shingles)
  const ruleBytes = (rule.length + 3) & ~3
  const values = set ?? signature.slots.values
  const rounds = set === null ? signature.slots.rounds : null
  const payload = values.length * values.BYTES_PER_ELEMENT + (rounds === null ? 0 : 2 * rounds.length)
  const bytes = new Uint8Array(HEADER + ruleBytes + payload + 4)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, MAGIC, true)
  view.setUint8(4, SIGNATURE_FORMAT)
  view.setUint8(5, SCHEMES.indexOf(scheme))
  view.setUint8(6, slotBits)
  view.setUint8(7, (set === null ? 0 : HOLDS_SET) | (script ? FOLDS_SCRIPT : 0))
  view.setUint32(8, k, true)
  view.setUint32(12, seed, true)
  view.setUint16(16, foldVersion, true)
  view.setUint8(18, rule.length)
  // Format 1 is older than this byte: what it left 0 is version 1.
  view.setUint8(19, wordsVersion === 1 ? 0 : wordsVersion)
  view.setUint32(20, values.length, true)
  bytes.set(rule, HEADER)
  let at = HEADER + ruleBytes
  for (const value of values) at = write(view, at, value, values.BYTES_PER_ELEMENT)
  if (rounds !== null) for (const round of rounds) at = write(view, at, round, 2)
  view.setUint32(at, crc32(bytes.subarray(0, at)), true)
  return bytes
}

function write(view: DataView, at: number, value: number | bigint, width: number): number {
  if (typeof value === 'bigint') view.setBigUint64(at, value, true)
  else if (width === 4) view.setUint32(at, value, true)
  else if (width === 2) view.setUint16(at, value, true)
  else view.setUint8(at, value)
  return at + width
}

/**
 * Reads a signature. O(k).
 * @throws OffprintError `ERR_FORMAT` for anything but whole, intact bytes of a known version; never a wrong answer.
 */
export function fromBytes(bytes: Uint8Array): Signature {
  if (!(bytes instanceof Uint8Array)) throw argumentError('bytes', bytes, 'a Uint8Array')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const header = readHeader(view)
  const { slotBits, k, distinct } = header
  let at = HEADER + ((view.getUint8(18) + 3) & ~3)
  const read = <T extends Uint8Array | Uint16Array | Uint32Array>(array: T): T => {
    for (let i = 0; i < array.length; i++, at += array.BYTES_PER_ELEMENT) {
      array[i] =
        array.BYTES_PER_ELEMENT === 4
          ? view.getUint32(at, true)
          : array.BYTES_PER_ELEMENT === 2
            ? view.getUint16(at, true)
            : view.getUint8(at)
    }
    return array
  }
  const { format: _format, distinct: _distinct, bytes: _bytes, ...rest } = header
  if (distinct !== null) {
    const set = read(new Uint32Array(distinct))
    for (let i = 1; i < set.length; i++) if (set[i] <= set[i - 1]) throw damaged('its set is not ascending')
    return slotBits === 48 ? keptSet(rest, set) : { ...rest, set, slots: plainSlots(slotBits, k) }
  }
  if (slotBits === 48) {
    const values = read(new Uint32Array(k))
    return { ...rest, set: null, slots: { values, rounds: read(new Uint16Array(k)) } }
  }
  const slots = plainSlots(slotBits, k)
  if (slots.values instanceof BigUint64Array) {
    for (let i = 0; i < k; i++, at += 8) slots.values[i] = view.getBigUint64(at, true)
  } else {
    read(slots.values)
  }
  return { ...rest, set: null, slots }
}

function plainSlots(slotBits: 8 | 16 | 32 | 64, k: number): PlainSlots {
  const array = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array, 64: BigUint64Array }[slotBits]
  return { values: new array(k), rounds: null }
}

/**
 * The header of a signature's bytes, as a plain object. The checksum is checked, the values are not read. O(bytes).
 * @throws OffprintError `ERR_FORMAT`, as `fromBytes` does.
 */
export function describeBytes(bytes: Uint8Array): SignatureHeader {
  if (!(bytes instanceof Uint8Array)) throw argumentError('bytes', bytes, 'a Uint8Array')
  return readHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}

/** `toBytes` in base64 (RFC 4648 §4), for JSON and databases that hold text. O(k). @throws OffprintError `ERR_ARGUMENT`. */
export function toBase64(signature: Signature): string {
  let binary = ''
  for (const byte of toBytes(signature)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Reads what `toBase64` wrote. O(k). @throws OffprintError `ERR_FORMAT`; `ERR_ARGUMENT` for anything but a string. */
export function fromBase64(text: string): Signature {
  requireString('text', text)
  let binary: string
  try {
    binary = atob(text)
  } catch {
    throw damaged('it is not base64')
  }
  return fromBytes(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
}

function readHeader(view: DataView): SignatureHeader {
  const length = view.byteLength
  if (length < HEADER + 4 || view.getUint32(0, true) !== MAGIC) throw damaged('it does not begin as one')
  const format = view.getUint8(4)
  if (format !== SIGNATURE_FORMAT) {
    throw new OffprintError(
      'ERR_FORMAT',
      `the signature has format ${format}, and this version reads format ${SIGNATURE_FORMAT}; read it with a newer offprint`,
    )
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset, length)
  if (crc32(bytes.subarray(0, length - 4)) !== view.getUint32(length - 4, true))
    throw damaged('its checksum is wrong')
  const scheme = SCHEMES[view.getUint8(5)]
  const slotBits = view.getUint8(6) as Signature['slotBits']
  const flags = view.getUint8(7)
  const k = view.getUint32(8, true)
  const ruleLength = view.getUint8(18)
  const count = view.getUint32(20, true)
  const holdsSet = (flags & HOLDS_SET) !== 0
  if (scheme === undefined) throw damaged('its scheme is unknown')
  if (
    !SLOT_BITS[scheme === 'fss' ? 'fss' : scheme === 'datasketch-affine64' ? 'wide' : 'plain'].includes(
      slotBits,
    )
  ) {
    throw damaged(`slots of ${slotBits} bits do not belong to ${scheme}`)
  }
  if (k < 1 || (scheme === 'fss' && k > MAX_K)) throw damaged(`it has ${k} slots`)
  if ((flags & ~(HOLDS_SET | FOLDS_SCRIPT)) !== 0) throw damaged('it says what format 1 cannot')
  // Compact forms keep nothing but the knowledge that the text was empty.
  const setFits = scheme === 'fss' && count <= (slotBits === 48 ? k : 0)
  if (holdsSet ? !setFits : count !== k) throw damaged(`it holds ${count} values for ${k} slots`)
  const size = holdsSet ? 4 : slotBits / 8
  const ruleEnd = HEADER + ruleLength
  const valuesAt = (ruleEnd + 3) & ~3
  if (length !== valuesAt + count * size + 4) throw damaged('its length is wrong')
  const shingles = String.fromCharCode(...bytes.subarray(HEADER, ruleEnd))
  if (!RULE.test(shingles) || bytes.subarray(ruleEnd, valuesAt).some((byte) => byte !== 0)) {
    throw damaged('its shingle rule is not ASCII')
  }
  const ofWords = WORD_RULE.test(shingles)
  const wordsVersion = view.getUint8(19)
  if (ofWords ? wordsVersion === 1 : wordsVersion !== 0) throw damaged('it says what format 1 cannot')
  return {
    format,
    scheme,
    k,
    seed: view.getUint32(12, true),
    slotBits,
    shingles,
    foldVersion: view.getUint16(16, true),
    script: (flags & FOLDS_SCRIPT) !== 0,
    wordsVersion: ofWords ? wordsVersion || 1 : 0,
    distinct: holdsSet ? count : null,
    bytes: length,
  }
}

/** Which sizes of slots a scheme has. */
const SLOT_BITS: Record<'fss' | 'plain' | 'wide', readonly number[]> = {
  fss: [8, 16, 32, 48],
  plain: [32],
  wide: [64],
}

function damaged(what: string): OffprintError {
  return new OffprintError('ERR_FORMAT', `these bytes are not a whole offprint signature: ${what}`)
}
