/** Files that are no text, by their first bytes, each as a character of Latin 1. */
const SIGNATURES: readonly (readonly [start: string, what: string, advice: string])[] = [
  ['%PDF-', 'PDF', 'recognise its pages with an OCR engine, or extract its text (pdftotext FILE text.txt)'],
  ['AT&TFORM', 'DjVu', 'extract its text (djvutxt FILE text.txt)'],
  ['\x89PNG\r', 'a PNG image', recognise()],
  ['\xff\xd8\xff', 'a JPEG image', recognise()],
  ['II*\0', 'a TIFF image', recognise()],
  ['MM\0*', 'a TIFF image', recognise()],
  ['GIF8', 'a GIF image', recognise()],
  ['\0\0\0\x0cjP  ', 'a JPEG 2000 image', recognise()],
  ['\0\0\0\x0cJXL ', 'a JPEG XL image', recognise()],
  ['PK\x03\x04', 'a ZIP archive or a document of an office program', 'save its text as plain text'],
  ['\xd0\xcf\x11\xe0', 'a document of an office program', 'save its text as plain text'],
  ['\x1f\x8b\x08', 'compressed with gzip', 'decompress it'],
  ['BZh', 'compressed with bzip2', 'decompress it (bunzip2)'],
  ['\xfd7zXZ\0', 'compressed with xz', 'decompress it (unxz)'],
  ['\x04"M\x18', 'compressed with LZ4', 'decompress it (unlz4)'],
  ['\x7fELF', 'a program', 'leave it out'],
  ['7z\xbc\xaf', 'a 7-Zip archive', 'unpack it'],
  ['Rar!', 'a RAR archive', 'unpack it'],
  ['SQLite format 3', 'an SQLite database', 'write its texts into files of plain text or JSON Lines'],
]

function recognise(): string {
  return 'recognise it with an OCR engine first'
}

/** WebP stands in a RIFF container: four bytes of length between the two names. */
const WEBP = /^RIFF[\s\S]{4}WEBP/

/** Bytes that are looked at: more than the longest signature. */
const HEAD = 16

/** What a file is that is no text, by its first bytes, and what to do with it; undefined for every other. O(1). */
export function binaryContent(
  bytes: Uint8Array,
): { readonly what: string; readonly advice: string } | undefined {
  return binaryStart(String.fromCharCode(...bytes.subarray(0, HEAD)))
}

/** The same by the first characters of a file, each the character of a byte. */
export function binaryStart(head: string): { readonly what: string; readonly advice: string } | undefined {
  for (const [start, what, advice] of SIGNATURES) if (head.startsWith(start)) return { what, advice }
  if (WEBP.test(head)) return { what: 'a WebP image', advice: recognise() }
  return undefined
}
