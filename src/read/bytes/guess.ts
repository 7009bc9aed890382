import { Script, scriptOf } from '../../text/script.js'
import { countBroken, decodeLoosely } from './decode.js'
import { encodingOrNull, type Encoding } from './encoding.js'

/** An encoding in which a sample decodes, and the confidence that chardet has in it, 0 to 100. */
export interface Guess {
  readonly encoding: Encoding
  readonly confidence: number
}

/** Confidence of chardet from which a guess is sure, and its lead over the next one that decodes. */
const MULTI_BYTE = { confidence: 60, lead: 10 }
const SINGLE_BYTE = { confidence: 40, lead: 15 }

/** Share of the characters beyond ASCII that may be broken: of texts of one byte a character nothing is. */
const BROKEN_SHARE = { multi: 1 / 20, single: 1 / 100 }

/** The encodings in which a sample decodes, the likeliest first, as chardet has them. chardet is loaded when it is needed. */
export async function guessesOf(sample: Uint8Array): Promise<Guess[]> {
  const { analyse } = await import('chardet')
  const guesses: Guess[] = []
  for (const { name, confidence } of analyse(withoutTags(sample))) {
    const found = encodingOrNull(name)
    if (found === null || found.unit === 2 || found.name === 'utf-8') continue
    const encoding = found.name === 'koi8-r' && isUkrainian(sample) ? KOI8_U : found
    if (guesses.some((other) => other.encoding.name === encoding.name) || !decodes(sample, encoding)) continue
    guesses.push({ encoding, confidence })
  }
  return guesses
}

/** Whether the first guess is sure. */
export function isSure([best, next]: readonly Guess[]): boolean {
  if (best === undefined) return false
  const needed = isMultiByte(best.encoding) ? MULTI_BYTE : SINGLE_BYTE
  return best.confidence >= needed.confidence && best.confidence - (next?.confidence ?? 0) >= needed.lead
}

/**
 * Confidence that a guess needs against a declared encoding in which the text decodes too, and its lead over the confidence
 * in that one. Measured on the Universal Declaration of Human Rights in 40 languages and 60 pairs of language and encoding,
 * passages of 120, 400 and 2,000 characters: of 2,043 right declarations 1 is overruled, of 10,789 that mean another script
 * 9,311 are corrected.
 */
const AGAINST = {
  otherScript: { confidence: 25, lead: 15 },
  sameScript: { confidence: 50, lead: 30 },
  eastAsian: { confidence: 60, lead: 30 },
}

/** Encodings that chardet knows by the name of their relative, or does not tell from it. */
const RELATIVES: Readonly<Record<string, string>> = {
  gb18030: 'gbk',
  'iso-8859-2': 'windows-1250',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-8-i': 'windows-1255',
  'koi8-u': 'koi8-r',
}

/** The encodings, by their relatives, that chardet knows: it says nothing about another one. */
const KNOWN = /^(shift_jis|big5|euc-(jp|kr)|gbk|windows-(874|125[0-8])|iso-8859-[56]|koi8-r)$/

/** The guess that is more plausible than the declared encoding; `null` where that one holds. */
export function guessAgainst(
  declared: Encoding,
  guesses: readonly Guess[],
  sample: Uint8Array,
): Encoding | null {
  const [best] = guesses
  const name = relativeOf(declared)
  if (best === undefined || !KNOWN.test(name) || relativeOf(best.encoding) === name) return null
  const rival = guesses.find(({ encoding }) => relativeOf(encoding) === name)
  const [said, found] = [declared, best.encoding].map((encoding) =>
    mainScript(decodeLoosely(sample, encoding)),
  )
  const kind = said !== found ? 'otherScript' : said === 'eastAsian' ? 'eastAsian' : 'sameScript'
  const { confidence, lead } = AGAINST[kind]
  const wins = best.confidence >= confidence && best.confidence - (rival?.confidence ?? 0) >= lead
  return wins ? best.encoding : null
}

function relativeOf({ name }: Encoding): string {
  return RELATIVES[name] ?? name
}

/** The script that most characters beyond ASCII are of. */
function mainScript(text: string): Script | 'eastAsian' {
  const counts = new Map<Script | 'eastAsian', number>()
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) continue
    // The table is that of folded characters, which have no accents and no capitals.
    const folded = text[i]!.normalize('NFKD').toLowerCase().charCodeAt(0)
    const script = scriptOf(folded)
    const key = EAST_ASIAN.has(script) ? 'eastAsian' : script
    if (key !== Script.Other) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  let main: Script | 'eastAsian' = Script.Other
  for (const [key, count] of counts) if (count > (counts.get(main) ?? 0)) main = key
  return main
}

const EAST_ASIAN: ReadonlySet<Script> = new Set([Script.Han, Script.Hiragana, Script.Katakana, Script.Hangul])

const KOI8_U: Encoding = { name: 'koi8-u', unit: 1 }

/** Whether there are bytes that are letters in KOI8-U (ґ є і ї) and lines of tables in KOI8-R (RFC 2319). */
function isUkrainian(sample: Uint8Array): boolean {
  return [0xa4, 0xa6, 0xa7, 0xad, 0xb4, 0xb6, 0xb7, 0xbd].some((byte) => sample.includes(byte))
}

function isMultiByte({ name }: Encoding): boolean {
  return /^(gb|big5|shift_jis|euc)/.test(name)
}

/** Fewest bytes outside tags by which an encoding is guessed without what stands inside them. */
const LEAST_OUTSIDE = 100

/**
 * A sample without its tags, whose ASCII letters would count as words of a language; the sample itself where it has few tags.
 * No encoding has `<` or `>` as a second byte.
 */
function withoutTags(sample: Uint8Array): Uint8Array {
  const kept = new Uint8Array(sample.length)
  let length = 0
  let tags = 0
  let inside = false
  for (const byte of sample) {
    if (byte === 0x3c) {
      inside = true
      tags++
    }
    if (!inside) kept[length++] = byte
    if (byte === 0x3e) inside = false
  }
  return tags < 5 || length < LEAST_OUTSIDE ? sample : kept.subarray(0, length)
}

/** Whether a sample decodes, but for a few characters and one that its end cuts off. */
function decodes(sample: Uint8Array, encoding: Encoding): boolean {
  const text = new TextDecoder(encoding.name).decode(sample, { stream: true })
  const { broken, beyondAscii } = countBroken(text)
  return broken <= beyondAscii * BROKEN_SHARE[isMultiByte(encoding) ? 'multi' : 'single']
}
