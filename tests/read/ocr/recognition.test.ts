import { describe, expect, test } from 'vitest'
import { binaryContent } from '../../../src/read/bytes/binary-content.js'
import { recognise } from '../../../src/read/ocr/recognition.js'

describe('what a source is, by what stands in it', () => {
  test.each([
    ['<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>', 'TEI'],
    ['<?xml version="1.0"?>\n<teiCorpus>', 'TEI'],
    ['<TEI.2><text><body/></text></TEI.2>', 'TEI'],
    ['<?xml version="1.0"?><!DOCTYPE DjVuXML><DjVuXML><BODY>', 'DjVu XML'],
    ['(page 0 0 100 100 (line 1 2 3 4 "a"))', 'the text layer of DjVu'],
    ['AT&TFORM', 'DjVu'],
    ['%PDF-1.7\n%', 'PDF'],
    ['{\\rtf1\\ansi The council met.}', 'RTF'],
    ['{"res":{"input_path":"a.png","rec_texts":["a"],"rec_scores":[0.9]}}', 'JSON of PaddleOCR'],
    ['[{"transcription": "a", "points": [[1,2]]}]', 'JSON of PaddleOCR'],
    ['a.png\t[{"transcription": "a", "points": [[1,2]]}]', 'labels of PaddleOCR'],
    [
      "[[[[24.0, 36.0], [304.0, 34.0], [304.0, 72.0], [24.0, 74.0]], ('a', 0.99)]]",
      'the output of PaddleOCR',
    ],
    ['[[[[24.0,36.0],[304.0,34.0],[304.0,72.0],[24.0,74.0]],["a",0.99]]]', 'the output of PaddleOCR'],
    ["[([[189, 75], [469, 75], [469, 165], [189, 165]], 'a', 0.37)]", 'the output of EasyOCR'],
    ['[[[[189,75],[469,75],[469,165],[189,165]],"a",0.37]]', 'the output of EasyOCR'],
    ['{"boxes":[[1,2]],"text":"a","confident":0.9}', 'JSON of EasyOCR'],
    ['{"pages":[{"layout":{"textAnchor":{}}}],"text":"a"}', 'JSON of Google Document AI'],
    ['{"id": 1, "text": "a"}\n{"id": 2}', 'JSON of no OCR engine that is read'],
    ['{"id": 1, "te', 'JSON of no OCR engine that is read'],
    ['[{"a":1}]', 'JSON of no OCR engine that is read'],
    [',level,page_num,block_num,par_num\n0,1,1,0,0', 'a table of Tesseract with commas'],
    [
      '<html><body><p>The council met.</p></body></html>',
      'HTML without the classes of hOCR (ocr_page, ocr_line, ocrx_word)',
    ],
    ['<!doctype html><title>a</title>', 'HTML without the classes of hOCR (ocr_page, ocr_line, ocrx_word)'],
    [
      '<mets:mets xmlns:mets="http://www.loc.gov/METS/"></mets:mets>',
      'METS, which only lists the files of a work',
    ],
    ['<p>The council</p> <p>met.</p>', 'markup whose first element is <p>'],
    ['\ufeff  <x:doc xmlns:x="u">a</x:doc >\n', 'markup whose first element is <doc>'],
    ['<?xml version="1.0"?>', 'XML without an element'],
  ])('%j is %s', (source, what) => {
    expect(recognise(source)).toMatchObject({ kind: 'other', what })
  })

  test.each([
    '',
    'The council met.',
    '<unclear> the council met',
    '< 3 pounds',
    '<3',
    '[1] The council met.',
    '[The council met.]',
    '{The council} met',
    '(page 4) The council met.',
    '[[sic]] The council met.',
    'level\tpage\n1\t2\n',
    'A text about <alto> and <PcGts>.',
    'A text with "BlockType": "LINE" in it',
    '"rec_texts": said the clerk',
    '1\t2\t3',
  ])('%j is a text', (source) => {
    expect(recognise(source)).toEqual({ kind: 'text' })
  })

  test.each([
    ['%PDF-1.4', 'PDF'],
    ['\x89PNG\r\n\x1a\n', 'a PNG image'],
    ['\xff\xd8\xff\xe0', 'a JPEG image'],
    ['II*\0', 'a TIFF image'],
    ['RIFF\x10\x20\0\0WEBPVP8 ', 'a WebP image'],
    ['AT&TFORM\0\0', 'DjVu'],
    ['PK\x03\x04', 'a ZIP archive or a document of an office program'],
    ['The council', undefined],
    ['', undefined],
  ])('the first bytes %j say %s', (bytes, what) => {
    expect(binaryContent(Uint8Array.from(bytes, (c) => c.charCodeAt(0)))?.what).toBe(what)
  })

  test('long sources that begin like much are recognised in time', () => {
    const long = 300_000
    const sources = [
      `{"modelId":1,${'"modelId":2,'.repeat(long)}"x":1}`,
      `{"regions":1,${'"regions":2,'.repeat(long)}"x":1}`,
      `${' '.repeat(10 * long)}x`,
      `<a ${'class="ocr '.repeat(long)}`,
      `${'\t'.repeat(10 * long)}level`,
      `[[${'['.repeat(long)}`,
      `<a>${'</'.repeat(long)}`,
    ]
    const start = performance.now()
    for (const source of sources) recognise(source)
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
