import type { Witness } from '../../audit/witness.js'
import { OffprintError } from '../../kernel/errors.js'
import { fileName } from '../../read/document.js'
import type { ReadOptions } from '../../read/read-options.js'
import type { ReadOcrOptions } from '../../read/ocr/text-level.js'
import { readText } from '../../read/text.node.js'

/**
 * One copy of a text for an audit: what an OCR engine wrote with its regions, in any format that `readOcr` reads, anything
 * else as plain text. What stands in the file tells which it is, and not its name.
 *
 * @throws OffprintError `ERR_INPUT` for what cannot be read, and for markup, JSON and binary files that are none of these
 * formats: they are named, and never taken for a text.
 */
export async function readWitness(
  location: string,
  options: Pick<ReadOptions, 'stdin' | 'signal' | 'limit' | 'encoding' | 'onWarning'> & ReadOcrOptions = {},
): Promise<Required<Pick<Witness, 'text' | 'name'>> & Witness> {
  const name = fileName(location)
  const { level, ...reading } = options
  const { binaryContent } = await import('../../read/bytes/binary-content.js')
  const { readOcr } = await import('../../read/ocr/index.js')
  const { recognise } = await import('../../read/ocr/recognition.js')
  const refuse = ({ what, advice }: { what: string; advice: string }) =>
    new OffprintError('ERR_INPUT', `${name} is ${what}, not a text; ${advice}`)
  const source = await readText(location, {
    ...reading,
    inspect: (bytes) => {
      const binary = binaryContent(bytes)
      if (binary !== undefined) throw refuse(binary)
    },
  })
  const found = recognise(source)
  if (found.kind === 'other') throw refuse(found)
  if (found.kind === 'text') return { text: source, name }
  try {
    const { text, regions, language } = readOcr(source, level === undefined ? {} : { level })
    return { text, name, regions, ...(language !== undefined && { language }) }
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    throw new OffprintError(error.code, `${name}: ${error.message}`, { cause: error })
  }
}
