import { OffprintError, requireString } from '../../kernel/errors.js'
import { readAlto } from './alto.js'
import { readHocr } from './hocr.js'
import { rootName } from './markup.js'
import type { OcrFormat, OcrText } from './ocr-text.js'
import { readPageXml } from './page-xml.js'

export type { OcrFormat, OcrText } from './ocr-text.js'

/** A class attribute with a class of hOCR. A page that only writes about hOCR has no such attribute. */
const HOCR_CLASS =
  /\bclass\s?=\s?(?:"[^"<>]*\bocrx?_|'[^'<>]*\bocrx?_|ocrx?_)(?:page|carea|block|par|line|word)\b/i

/**
 * The OCR format of a file: ALTO and PAGE-XML are recognised by the name of the root element, whatever its prefix; hOCR by
 * its classes. Undefined for everything else, such as other XML and HTML. O(source length).
 *
 * @throws OffprintError `ERR_ARGUMENT` for a source that is no string.
 */
export function ocrFormat(source: string): OcrFormat | undefined {
  requireString('source', source)
  switch (rootName(source)) {
    case 'alto':
      return 'alto'
    case 'PcGts':
      return 'page'
    case undefined:
      return undefined
    default:
      return HOCR_CLASS.test(source) ? 'hocr' : undefined
  }
}

/**
 * Reads hOCR, ALTO or PAGE-XML, whichever the source is. O(source length).
 *
 * @throws OffprintError `ERR_ARGUMENT` for a source that is no string; `ERR_INPUT` for another format, for markup that is
 * cut off or broken, and for a file without pages or without text.
 */
export function readOcr(source: string): OcrText {
  switch (ocrFormat(source)) {
    case 'alto':
      return readAlto(source)
    case 'page':
      return readPageXml(source)
    case 'hocr':
      return readHocr(source)
    case undefined:
      throw unknownFormat(rootName(source))
  }
}

function unknownFormat(root: string | undefined): OffprintError {
  const found =
    root === undefined
      ? 'it has no markup'
      : root.toLowerCase() === 'html'
        ? 'it is HTML without the classes of hOCR (ocr_page, ocr_line, ocrx_word)'
        : `its root element is <${root.slice(0, 40)}>`
  return new OffprintError(
    'ERR_INPUT',
    `the file is neither hOCR, ALTO nor PAGE-XML: ${found}; export it in one of these formats`,
  )
}
