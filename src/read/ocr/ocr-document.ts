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

/**
 * How the JSON of each engine begins, and what stands in its first characters: records of JSON may have such members, but not
 * both.
 */
const ANSWERS: readonly (readonly [start: RegExp, inside: RegExp])[] = [
  [/^\ufeff?\s*\[?\s*\{\s*"(?:DocumentMetadata|Blocks|JobStatus)"\s*:/, /"BlockType"\s*:/],
  [
    /^\ufeff?\s*\[?\s*\{\s*"(?:inputConfig|responses|textAnnotations|fullTextAnnotation)"\s*:/,
    /"(?:fullTextAnnotation|textAnnotations)"\s*:/,
  ],
  [/^\ufeff?\s*\{\s*"(?:status|analyzeResult|apiVersion)"\s*:/, /"(?:analyzeResult|stringIndexType)"\s*:/],
]

/** Whether the first characters of JSON are those of an engine, whose answer is one text and no record. O(length). */
export function startsAsAnswer(head: string): boolean {
  return ANSWERS.some(([start, inside]) => start.test(head) && inside.test(head))
}

/** Whether JSON begins with a member with which the answers of engines begin. */
export function mayStartAnswer(head: string): boolean {
  return ANSWERS.some(([start]) => start.test(head))
}
