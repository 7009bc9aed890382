import { expect, test } from 'vitest'
import { languageTag } from '../../../src/read/ocr/language.js'

test.each([
  ['deu', 'de'],
  ['deu+eng', 'de'],
  ['frk', 'de'],
  ['chi_sim', 'zh-Hans'],
  ['chi_tra_vert', 'zh-Hant'],
  ['Chinese, simplified', 'zh-Hans'],
  [' German ', 'de'],
  ['en', 'en'],
  ['zh-Hant-TW', 'zh-Hant-TW'],
  ['en_GB', 'en-GB'],
  ['gsw', 'gsw'],
  ['und', undefined],
  ['mul', undefined],
  ['', undefined],
  ['constructor', undefined],
  ['Old High Martian', undefined],
])('%j is %s', (written, tag) => {
  expect(languageTag(written)).toBe(tag)
})
