import { describe, expect, test } from 'vitest'
import { readMets } from '../../../src/read/ocr/mets.js'

const file = (id: string, href: string, mime = 'application/vnd.prima.page+xml') =>
  `<mets:file ID="${id}" MIMETYPE="${mime}"><mets:FLocat LOCTYPE="OTHER" OTHERLOCTYPE="FILE" xlink:href="${href}"/></mets:file>`
const group = (use: string, ...files: readonly string[]) =>
  `<mets:fileGrp USE="${use}">${files.join('')}</mets:fileGrp>`
const page = (id: string, ...files: readonly string[]) =>
  `<mets:div TYPE="page" ID="${id}">${files.map((one) => `<mets:fptr FILEID="${one}"/>`).join('')}</mets:div>`
const mets = (groups: string, pages: string, type = 'PHYSICAL') =>
  `<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><mets:fileSec>${groups}</mets:fileSec><mets:structMap TYPE="LOGICAL"><mets:div ID="LOG"><mets:fptr FILEID="I1"/></mets:div></mets:structMap><mets:structMap TYPE="${type}"><mets:div TYPE="physSequence" ID="seq">${pages}</mets:div></mets:structMap></mets:mets>`

describe('METS', () => {
  const groups =
    group('OCR-D-IMG', file('I1', 'img/1.tif', 'image/tiff')) +
    group('OCR-D-GT', file('G1', 'gt/1.xml'), file('G2', 'gt/2.xml')) +
    group('outer', group('OCR-D-OCR', file('T1', 'ocr/1.xml')), '')

  test('files by groups and pages, without images', () => {
    const { groups: names, pages } = readMets(
      mets(groups, page('P1', 'I1', 'T1', 'G1') + page('P2', 'G2', 'unknown')),
    )
    expect(names).toEqual(['OCR-D-GT', 'OCR-D-OCR'])
    expect(pages.map(({ id, files }) => [id, files.map(({ group: one, href }) => `${one} ${href}`)])).toEqual(
      [
        ['P1', ['OCR-D-OCR ocr/1.xml', 'OCR-D-GT gt/1.xml']],
        ['P2', ['OCR-D-GT gt/2.xml']],
      ],
    )
  })

  test('without a physical structure, any other counts; areas of files count as files', () => {
    const area = '<mets:div ORDER="7"><mets:fptr><mets:area FILEID="T1"/></mets:fptr></mets:div>'
    const { pages } = readMets(mets(groups, area, 'OTHER'))
    expect(pages.map(({ id, files }) => [id, files.length])).toEqual([
      ['LOG', 0],
      ['7', 1],
    ])
  })

  test('broken: cut off, and without anything', () => {
    expect(() => readMets(mets(groups, page('P1', 'T1')).slice(0, -40))).toThrow('line 1 of the METS: <')
    expect(readMets('<mets/>')).toEqual({ groups: [], pages: [] })
  })
})
