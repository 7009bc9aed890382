import { expect, test } from 'vitest'
import { isSpaceBetween } from '../../../src/read/ocr/word-space.js'

test.each([
  ['word', 'word', true],
  ['Ärger', 'Über', true],
  ['слово', 'Слово', true],
  ['λόγος', 'ὁ', true],
  ['كلمة', 'كلمة', true],
  ['शब्द', 'शब्द', true],
  ['한국', '어', true],
  ['სიტყვა', 'სიტყვა', true],
  ['5', '6', true],
  ['word', '5', true],
  ['鸟', '马', false],
  ['鸟', 'かな', false],
  ['カ', 'ﾅ', false],
  ['𠀀', '𪜀', false],
  ['〇', '々', false],
  ['鸟', '，', false],
  ['“', '鸟', false],
  ['1998', '年', false],
  ['鸟', 'Python', true],
  ['鸟', 'É', true],
  ['鸟', '한', true],
  ['ไทย', 'ไทย', false],
  ['ລາວ', 'ລາວ', false],
  ['မြန်မာ', 'စာ', false],
  ['ខ្មែរ', 'ខ្មែរ', false],
  ['ไทย', '5', true],
  ['ไทย', '鸟', false],
])('%s and %s: %s, both ways round', (before, after, space) => {
  expect(isSpaceBetween(before, after)).toBe(space)
  expect(isSpaceBetween(after, before)).toBe(space)
})
