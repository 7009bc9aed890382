import type { Witness } from '../../audit/witness.js'
import { OffprintError } from '../../kernel/errors.js'
import { withoutCompression } from '../../read/bytes/compression.js'
import { fileName } from '../../read/document.js'
import type { ReadOptions } from '../../read/read-options.js'
import { readText } from '../../read/text.node.js'

/** Names under which hOCR, ALTO and PAGE-XML are stored; a `.txt` is a text even if it begins with a tag. */
const MARKUP = /\.(xml|hocr|x?html?)$/i

/**
 * One copy of a text for an audit: hOCR, ALTO and PAGE-XML with their regions, anything else as plain text. The name
 * of a file tells which it is, the bytes of standard input do.
 *
 * @throws OffprintError `ERR_INPUT` for what cannot be read, naming the file.
 */
export async function readWitness(
  location: string,
  options: Pick<ReadOptions, 'stdin' | 'signal' | 'limit' | 'encoding'> = {},
): Promise<Required<Pick<Witness, 'text' | 'name'>> & Witness> {
  const name = fileName(location)
  const text = await readText(location, options)
  if (location !== '-' && !MARKUP.test(withoutCompression(location))) return { text, name }
  const { ocrFormat, readOcr } = await import('../../read/ocr/index.js')
  if (ocrFormat(text) === undefined && location === '-') return { text, name }
  try {
    const { text: words, regions, language } = readOcr(text)
    return { text: words, name, regions, ...(language !== undefined && { language }) }
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    throw new OffprintError(error.code, `${name}: ${error.message}`, { cause: error })
  }
}
