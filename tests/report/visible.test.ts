import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columns, head, middleCut, shorten, tail, visible } from '../../src/report/visible.js'

test.each([
  ['a\nb\r\nc\rd\te', 'a⏎b⏎c⏎d⇥e'],
  ['\u001b[31mred\u0007', '‹001B›[31mred‹0007›'],
  ['\u009b31m', '‹009B›31m'],
  ['abc\u202etxt.exe', 'abc‹202E›txt.exe'],
  ['so\u00adft\ufeff\u200b', 'so‹00AD›ft‹FEFF›‹200B›'],
  ['\ud800x', '‹D800›x'],
  ['می\u200cخواهم 👨\u200d👩', 'می\u200cخواهم 👨\u200d👩'],
  ['　全　角 𠮷', '　全　角 𠮷'],
])('%j shows as %s', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('no control reaches the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // eslint-disable-next-line no-control-regex
      expect(visible(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})

test('columns', () => {
  expect(columns('ab鸟，ｶ👍e\u0301')).toBe(2 + 2 + 2 + 1 + 2 + 1)
})

test.each([
  ['한글 in parts', '\u1112\u1161\u11ab', 2],
  ['joined', 'می\u200cخواهم', 7],
  ['bopomofo, Yi, enclosed, squared, vertical', 'ㄅꀀ㈠㍿︐', 10],
  ['half width', 'ｶﾞ￩', 3],
  ['Han beyond the first plane', '𠮷𪜀𱍊', 6],
  ['Tangut, kana supplement', '\u{17000}\u{1b002}', 4],
  ['hexagrams, box drawing, arrows', '䷀─→', 3],
  ['a flag', '🇩🇪', 2],
  ['ideographic tone marks', '字\u302a', 2],
])('columns of %s', (_name, text, width) => {
  expect(columns(text)).toBe(width)
})

test('cuts never split a pair and never pass the width', () => {
  const texts = fc.array(fc.constantFrom('a', '鸟', '𠮷', '👍', 'é')).map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 12 }), (text, width) => {
      for (const part of [
        head(text, width),
        tail(text, width),
        shorten(text, width),
        middleCut(text, width),
      ]) {
        expect(columns(part)).toBeLessThanOrEqual(width)
        expect(part).not.toMatch(/\p{Cs}/u)
      }
      expect(text.startsWith(head(text, width))).toBe(true)
      expect(text.endsWith(tail(text, width))).toBe(true)
      if (columns(text) <= width) expect(shorten(text, width)).toBe(text)
    }),
  )
})
