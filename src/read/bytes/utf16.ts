import { decodeLoosely } from './decode.js'
import { UTF16BE, UTF16LE, type Encoding } from './encoding.js'
import { countUtf8 } from './utf8-sequences.js'

/** Share of plausible characters from which UTF-16 is believed; a sample that is plausible in both orders is left alone. */
const PLAUSIBLE = 0.97

/**
 * Recognises UTF-16 without a byte order mark by its NUL bytes: in ASCII every other byte is one, always on the same side; in
 * Chinese a few are, on both sides (a line feed is U+000A, 开 is U+5F00). O(bytes).
 *
 * @param whole whether the sample is all of the file
 * @returns `null` for a sample that may be something else, such as ASCII with a stray NUL
 */
export function guessUtf16(sample: Uint8Array, whole: boolean): Encoding | null {
  const units = sample.length >>> 1
  if (units === 0 || (whole && sample.length % 2 === 1)) return null
  const nuls: [number, number] = [0, 0]
  for (let at = sample.indexOf(0); at >= 0; at = sample.indexOf(0, at + 1)) nuls[(at & 1) as 0 | 1]++
  const [even, odd] = nuls
  if (even + odd === 0) return null
  const share = (encoding: Encoding) => plausibleShare(decodeLoosely(sample.subarray(0, units * 2), encoding))
  if (Math.max(even, odd) >= units / 4 && Math.min(even, odd) <= units / 32) {
    const encoding = odd > even ? UTF16LE : UTF16BE
    return share(encoding) >= PLAUSIBLE ? encoding : null
  }
  const { valid, invalid } = countUtf8(sample, whole)
  if (invalid < 4 || invalid * 4 <= valid) return null
  const [little, big] = [share(UTF16LE), share(UTF16BE)]
  if (Math.max(little, big) < PLAUSIBLE || Math.min(little, big) >= PLAUSIBLE) return null
  return little > big ? UTF16LE : UTF16BE
}

/** Share of characters of the scripts in wide use; 0 for a text with controls or private use characters. */
function plausibleShare(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 32 && unit !== 9 && unit !== 10 && unit !== 12 && unit !== 13) return 0
    if (unit >= 0xe000 && unit <= 0xf8ff) return 0
    // The end of a sample may cut a surrogate pair in two; the decoder shows the half as one U+FFFD.
    if (unit >= 0xfffd && i < text.length - 1) return 0
    const isUsual =
      unit < 0x1100 ||
      (unit >= 0x2000 && unit < 0x2070) ||
      (unit >= 0x3000 && unit < 0x3100) ||
      (unit >= 0x4e00 && unit < 0xa000) ||
      (unit >= 0xac00 && unit < 0xd7a4) ||
      unit >= 0xff00
    if (isUsual) count++
  }
  return text.length === 0 ? 0 : count / text.length
}
