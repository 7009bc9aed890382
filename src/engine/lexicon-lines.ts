import { OffprintError } from '../kernel/errors.js'
import { Lexicon } from '../dedupe/lexicon.js'
import { badRecord, recordOf, wholeNumber } from './cells.js'

/**
 * `worker lexicon`: the words of all documents → the file that `worker verify --lexicon` reads. In: `{"word": -5, "count": 2}` for
 * each distinct word of `sign`, and how many documents have it. Out, once all are in: one line, base64.
 * O(words), 4 MB. @throws OffprintError `ERR_RECORD`.
 */
export function lexiconMaker(): { line(line: string): string; end(): string } {
  const lexicon = new Lexicon()
  return {
    line(line) {
      const record = recordOf(line)
      const { word } = record
      if (!Number.isInteger(word) || (word as number) !== ((word as number) | 0)) {
        throw badRecord(`word must be a signed number of 32 bits, got ${JSON.stringify(word)}`)
      }
      lexicon.addCounted(word as number, wholeNumber(record, 'count'))
      return ''
    },
    end: () => lexiconLine(lexicon),
  }
}

/** A lexicon as a line. */
export function lexiconLine(lexicon: Lexicon): string {
  return `${base64Of(lexicon.packed())}\n`
}

/** The lexicon of a line that `lexiconMaker` wrote. @throws OffprintError `ERR_FORMAT`. */
export function lexiconOf(line: string): Lexicon {
  let binary: string
  try {
    binary = atob(line.trim())
  } catch (cause) {
    throw new OffprintError('ERR_FORMAT', 'this is no lexicon: it is not base64', { cause })
  }
  return Lexicon.unpacked(Uint8Array.from({ length: binary.length }, (_, i) => binary.charCodeAt(i)))
}

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (let from = 0; from < bytes.length; from += MOST_ARGUMENTS) {
    binary += String.fromCharCode(...bytes.subarray(from, from + MOST_ARGUMENTS))
  }
  return btoa(binary)
}

/** Of one call: 4 million would overflow the stack. */
const MOST_ARGUMENTS = 8192
