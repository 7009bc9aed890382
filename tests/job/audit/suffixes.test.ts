import { describe, expect, test } from 'vitest'
import { ocrSuffixesIn, truthSuffixIn } from '../../../src/job/audit/suffixes.js'

describe('the ends by which OCR and truths are told apart', () => {
  test.each([
    [['1.gt.txt', '1.txt'], '.gt.txt'],
    [['a/1_gt.xml', 'a/2_gt.xml'], '_gt.xml'],
    [['1-truth.txt'], '-truth.txt'],
    [['1.GT.txt'], '.GT.txt'],
    [['1.gt.txt.gz'], '.gt.txt.gz'],
    [['1.ground-truth.txt', '1.pred.txt'], '.ground-truth.txt'],
    [['1.gt.txt', '1.gt.xml'], undefined],
    [['1.txt', 'gt.txt', 'gt/1.txt', '.gt.txt', 'a/.gt.txt', 'weight.txt'], undefined],
    [[], undefined],
  ])('of %j truths end in %s', (names, suffix) => {
    expect(truthSuffixIn(names)).toBe(suffix)
  })

  test.each([
    [['1.gt.txt', '1.txt', '1.png', '1.nrm.png', '1.lstmf', '1.box'], ['.txt']],
    [['1.gt.txt', '1.pred.txt', '1.bin.png', '10.pred.txt'], ['.pred.txt']],
    [['1.gt.txt', '1.pred.txt', '1.txt'], ['.pred.txt']],
    [
      ['1.gt.txt', '1.a.txt', '1.txt'],
      ['.a.txt', '.txt'],
    ],
    // 1.a.txt belongs to 1.a.gt.txt, and not to 1.gt.txt.
    [['1.gt.txt', '1.txt', '1.a.gt.txt', '1.a.txt'], ['.txt']],
    [['a.b/1.gt.txt', 'a.b/1_ocr.hocr', 'a.txt'], ['_ocr.hocr']],
    [['1.gt.txt', '12.txt', 'x/1.txt'], []],
  ])('of %j OCR ends in %j', (names, suffixes) => {
    expect(ocrSuffixesIn(names, names, '.gt.txt')).toEqual(suffixes)
  })
})
