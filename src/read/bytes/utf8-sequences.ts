/** How much of a sample is UTF-8 by the shape of its sequences; overlong ones are not told apart. */
export interface Utf8Count {
  /** Number of sequences of two to four bytes. */
  readonly valid: number
  /** Number of bytes beyond ASCII that belong to no sequence. */
  readonly invalid: number
}

/**
 * Counts the UTF-8 sequences of a sample. O(bytes).
 * @param whole whether the sample is all of the file, so that a sequence cut off at its end is invalid
 */
export function countUtf8(bytes: Uint8Array, whole: boolean): Utf8Count {
  let valid = 0
  let invalid = 0
  for (let i = 0; i < bytes.length;) {
    const length = sequenceLength(bytes[i]!)
    const end = sequenceEnd(bytes, i, length)
    if (length === 0) invalid++
    else if (end === i + length) valid += length > 1 ? 1 : 0
    else if (end < bytes.length || whole) invalid++
    i = end
  }
  return { valid, invalid }
}

/**
 * Whether bytes beyond ASCII are UTF-8, but for a few broken ones: pages are cut off and patched together, and characters of
 * other encodings are mostly invalid as UTF-8.
 */
export function isMostlyUtf8({ valid, invalid }: Utf8Count): boolean {
  return invalid * 4 <= valid
}

/**
 * This many valid sequences and none that is not decide for UTF-8 at once, so that a live pipe is not held back. Two bytes
 * of GBK look like one sequence by chance in about one case of seven.
 */
const SURE = 12

/**
 * Makes a function that is asked about the growing beginning of one file: whether its first `SURE` sequences beyond ASCII are
 * all UTF-8, whatever follows them. It goes on where it stopped, so that all calls together cost O(bytes).
 */
export function surelyUtf8(): (sample: Uint8Array) => boolean {
  let at = 0
  let valid = 0
  let isBroken = false
  return (sample) => {
    while (at < sample.length && valid < SURE && !isBroken) {
      const length = sequenceLength(sample[at]!)
      const end = sequenceEnd(sample, at, length)
      if (end < at + length && end === sample.length) return false
      isBroken = length === 0 || end < at + length
      if (length > 1 && !isBroken) valid++
      at = end
    }
    return valid === SURE
  }
}

/** Length of the UTF-8 sequence that a byte begins; 0 for a byte that begins none. */
function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
}

function sequenceEnd(bytes: Uint8Array, from: number, length: number): number {
  let end = from + 1
  while (end < from + length && end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end++
  return end
}
