import { binaryStart } from '../bytes/binary-content.js'
import { isTesseractTsv } from './tesseract-tsv.js'
import { rootName } from './markup.js'
import type { OcrFormat } from './ocr-text.js'

/** What a source is, by what stands in it: a format that is read, something else that is no text to audit, or a text. */
export type Recognised =
  | { readonly kind: 'ocr'; readonly format: OcrFormat }
  | { readonly kind: 'other'; readonly what: string; readonly advice: string }
  | { readonly kind: 'text' }

const TEXT: Recognised = { kind: 'text' }

/**
 * Recognises what a source is; its name, which says nothing about what a program wrote into it, is not asked. Markup, JSON
 * and tables of programs are never taken for a text: what is not read is told by its name. A text may begin with "<", "{" or
 * "[" as long as the rest of it is no markup and no JSON. O(source length).
 */
export function recognise(source: string): Recognised {
  const start = firstCharacters(source)
  if (start.startsWith('<')) return recogniseMarkup(source)
  if (/^[[{(]/.test(start)) {
    const data = recogniseData(source)
    if (data.kind !== 'text') return data
  }
  if (isTesseractTsv(source)) return ocr('tsv')
  const binary = binaryStart(start)
  if (binary !== undefined) return other(binary.what, binary.advice)
  for (const [pattern, what, advice] of TEXTUAL) if (pattern.test(start)) return other(what, advice)
  return TEXT
}

/** What to do with a file that no reader of ours reads. */
export const EXPORT: string = 'export hOCR, ALTO, PAGE-XML or plain text'

/** Files that begin with characters of their own, and what they are. */
const TEXTUAL: readonly (readonly [pattern: RegExp, what: string, advice: string])[] = [
  [/^\{\\rtf/, 'RTF', 'save its text as plain text'],
  [/^%!PS/, 'PostScript', 'recognise its pages with an OCR engine, or extract its text'],
  [
    /^,?level,page_num,block_num,/,
    'a table of Tesseract with commas',
    'write it with tabs: tesseract IMAGE NAME tsv',
  ],
  [/^\S+\t\[\{"transcription"/, 'labels of PaddleOCR', 'write the texts of its lines into a plain text'],
]

/** Root elements of XML that is not read, in lower case, and what it is. */
const ROOTS: ReadonlyMap<string, readonly [what: string, advice: string]> = new Map([
  ['tei', ['TEI', 'write the text of its body as plain text, or export PAGE-XML or ALTO']],
  ['tei.2', ['TEI', 'write the text of its body as plain text, or export PAGE-XML or ALTO']],
  ['teicorpus', ['TEI', 'write the texts of its bodies as plain text, or export PAGE-XML or ALTO']],
  ['djvuxml', ['DjVu XML', 'write plain text instead (djvutxt FILE text.txt)']],
  [
    'mets',
    [
      'METS, which only lists the files of a work',
      'name the files it lists, or only the METS to audit the pairs in it',
    ],
  ],
  ['html', ['HTML without the classes of hOCR (ocr_page, ocr_line, ocrx_word)', EXPORT]],
])

/** A class attribute with a class of hOCR. A page that only writes about hOCR has no such attribute. */
const HOCR_CLASS =
  /\bclass\s?=\s?(?:"[^"<>]*\bocrx?_|'[^'<>]*\bocrx?_|ocrx?_)(?:page|carea|block|par|line|word)\b/i

/** What only FineReader writes into a `document`: its namespace, or an element for a character. */
const ABBYY = /abbyy\.com\/finereader_xml|<charParams\b/i

function recogniseMarkup(source: string): Recognised {
  const root = rootName(source)
  if (root === undefined)
    return /^\s*<(\?xml|!doctype)\b/i.test(source) ? other('XML without an element', EXPORT) : TEXT
  if (root === 'alto') return ocr('alto')
  if (root === 'PcGts') return ocr('page')
  if (root === 'document' && ABBYY.test(source)) return ocr('abbyy')
  if (HOCR_CLASS.test(source) && root.toLowerCase() !== 'tei') return ocr('hocr')
  const isHtml = /^\s*<!doctype\s+html\b/i.test(source)
  const [what, advice] = ROOTS.get(isHtml ? 'html' : root.toLowerCase()) ?? []
  if (what !== undefined) return other(what, advice!)
  if (!isMarkup(source, root)) return TEXT
  return other(`markup whose first element is <${root.slice(0, 40)}>`, EXPORT)
}

/** Whether a source is markup throughout: it declares itself, or what opens at its beginning closes at its end. */
function isMarkup(source: string, root: string): boolean {
  if (/^\s*<(\?xml|!doctype)\b/i.test(source)) return true
  const end = source.slice(-END).trimEnd()
  return end.endsWith('/>') || new RegExp(`</([\\w.-]+:)?${escaped(root)}\\s*>$`, 'i').test(end)
}

/** Characters among which the last tag stands. */
const END = 512

function escaped(name: string): string {
  return name.replace(/[^\w]/g, '\\$&')
}

/** JSON whose first character opens an object, or a list of objects, lists or strings. A text that begins with "[1]" does not. */
const JSON_START = /^\s*(?:\{\s*(?:"[^"\n]*"\s*:|\}\s*$)|\[\s*(?:\{\s*["}]|\[\s*[-\d["{\]]))/

/** Python prints what EasyOCR and PaddleOCR return: a box, then the text in quotes. */
const PRINTED = /^\[*\(?\[\[\s*-?\d[^'"(]*(\(?)\s*['"]/

/** The text layer of DjVu (djvused, djvutxt --detail). */
const DJVU_TEXT = /^\((page|column|region|para|line|word)( -?\d+){4}\s/

/** What to do with the output of an engine that gives lines without pages and blocks. */
const LINES = 'write the texts of its lines, in reading order, into a plain text'

/** JSON by a name that stands in it, and the format that it is. */
const JSON_FORMATS: readonly (readonly [pattern: RegExp, format: OcrFormat])[] = [
  [/"BlockType"\s*:\s*"(PAGE|LINE|WORD)"/, 'textract'],
  [/"(fullTextAnnotation|full_text_annotation|textAnnotations|text_annotations)"\s*:/, 'vision'],
  // A batch of blank pages, or of errors.
  [/^\s*\{\s*"responses"\s*:\s*\[/, 'vision'],
  [/"(analyzeResult|analyze_result|stringIndexType|readResults)"\s*:/, 'azure'],
]

/** JSON that is not read by a name that stands in it, and what it is. */
const JSON_KINDS: readonly (readonly [pattern: RegExp, what: string, advice: string])[] = [
  [/"(rec_texts|rec_text|rec_polys|dt_polys)"\s*:|"transcription"\s*:\s*"/, 'JSON of PaddleOCR', LINES],
  [/"confident"\s*:/, 'JSON of EasyOCR', LINES],
  [/"textAnchor"\s*:/, 'JSON of Google Document AI', EXPORT],
  [/"readResult"\s*:/, 'JSON of Azure Computer Vision', EXPORT],
]

/** JSON, and what looks like it: what Python prints, the text layer of DjVu. */
function recogniseData(source: string): Recognised {
  const start = firstCharacters(source)
  if (DJVU_TEXT.test(start))
    return other('the text layer of DjVu', 'extract its text (djvutxt FILE text.txt)')
  const [printed, inner] = PRINTED.exec(start) ?? []
  if (printed !== undefined) return other(`the output of ${nameOfPrinted(printed, inner)}`, LINES)
  if (!JSON_START.test(source)) return TEXT
  for (const [pattern, format] of JSON_FORMATS) if (pattern.test(source)) return ocr(format)
  // What the Python client of Azure writes. Two searches: one for both names would be quadratic.
  if (/"model_?[iI]d"\s*:/.test(source) && /"page_?[nN]umber"\s*:/.test(source)) return ocr('azure')
  for (const [pattern, what, advice] of JSON_KINDS) if (pattern.test(source)) return other(what, advice)
  return other(
    'JSON of no OCR engine that is read',
    'name the fields of records with --ocr and --truth, or export hOCR, ALTO, PAGE-XML or plain text',
  )
}

/** PaddleOCR puts text and confidence into a pair of their own, EasyOCR behind the box. */
function nameOfPrinted(printed: string, inner: string): string {
  return inner === '(' || /\[\s*['"]$/.test(printed) ? 'PaddleOCR' : 'EasyOCR'
}

function ocr(format: OcrFormat): Recognised {
  return { kind: 'ocr', format }
}

function other(what: string, advice: string): Recognised {
  return { kind: 'other', what, advice }
}

/** The first characters behind a byte order mark and white space. */
function firstCharacters(source: string): string {
  return source.slice(0, 4096).trimStart().slice(0, 256)
}
