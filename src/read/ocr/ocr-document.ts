/** How every file begins that an OCR engine wrote; so do few others. */
const MAY_BE_OCR = /^\ufeff?\s*(?:<|[{[]|[^\n]*\tpage_num\t|1\t\d+\t0\t)/

/** Characters that are looked at, so that a text of nothing but blanks costs no more. */
const HEAD = 4096

/**
 * The text of what an OCR engine wrote; undefined for everything else, such as other markup and texts. The readers are loaded
 * when a file may be one of theirs. O(source length).
 *
 * @throws OffprintError `ERR_INPUT` for a broken file of an engine.
 */
export async function ocrTextIn(source: string): Promise<string | undefined> {
  if (!MAY_BE_OCR.test(source.slice(0, HEAD))) return undefined
  const { ocrFormat, readOcr } = await import('./index.js')
  return ocrFormat(source) === undefined ? undefined : readOcr(source).text
}

/** Whether bytes may be hOCR: a class of it stands in them, in ASCII as in every encoding of the web. O(length). */
export function mayBeHocr(page: string): boolean {
  return /\bocrx?_(page|carea|par|line|word)\b/.test(page)
}
