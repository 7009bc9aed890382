import { OffprintError, requireString } from '../../kernel/errors.js'
import { readAbbyy } from './abbyy.js'
import { readAlto } from './alto.js'
import { readAzure } from './azure.js'
import { readGoogleVision } from './google-vision.js'
import { readHocr } from './hocr.js'
import type { OcrFormat, OcrText } from './ocr-text.js'
import { readPageXml } from './page-xml.js'
import { levelOf, type ReadOcrOptions } from './text-level.js'
import { EXPORT, recognise } from './recognition.js'
import { readTesseractTsv } from './tesseract-tsv.js'
import { readTextract } from './textract.js'

export type { OcrFormat, OcrText } from './ocr-text.js'
export type { ReadOcrOptions, TextLevel } from './text-level.js'

/**
 * The OCR format of a source, by what stands in it: ALTO and PAGE-XML by the name of the root element, whatever its prefix,
 * hOCR by its classes, the TSV of Tesseract by its columns. Undefined for everything else, such as other XML and HTML, and
 * texts. O(source length).
 *
 * @throws OffprintError `ERR_ARGUMENT` for a source that is no string.
 */
export function ocrFormat(source: string): OcrFormat | undefined {
  requireString('source', source)
  const found = recognise(source)
  return found.kind === 'ocr' ? found.format : undefined
}

/**
 * Reads what an OCR engine wrote, in whichever of the formats the source is. O(source length).
 *
 * @throws OffprintError `ERR_ARGUMENT` for a source that is no string, and unknown options; `ERR_INPUT` for another format, which the message
 * names, for markup that is cut off or broken, and for a file without pages or without text.
 */
export function readOcr(source: string, options: ReadOcrOptions = {}): OcrText {
  requireString('source', source)
  levelOf(options)
  const found = recognise(source)
  if (found.kind === 'ocr') return READERS[found.format](source, options)
  const { what, advice } = found.kind === 'text' ? { what: 'a plain text', advice: EXPORT } : found
  throw new OffprintError(
    'ERR_INPUT',
    `the file is ${what}, not the output of an OCR engine that is read; ${advice}`,
  )
}

const READERS: Readonly<Record<OcrFormat, (source: string, options: ReadOcrOptions) => OcrText>> = {
  hocr: readHocr,
  alto: readAlto,
  page: readPageXml,
  tsv: readTesseractTsv,
  abbyy: readAbbyy,
  textract: readTextract,
  vision: readGoogleVision,
  azure: readAzure,
}
