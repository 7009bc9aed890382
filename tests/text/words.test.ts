import { describe, expect, it } from 'vitest'
import { fold, foldToString } from '../../src/text/fold.js'
import { clusters } from './strings.js'

/** One line a case: what is written, what it folds to. */
const same: [string, string, string][] = [
  ['German', 'Straße GROẞ Äpfel', 'strassegrossäpfel'],
  ['Turkish İ keeps its dot, ı stays', 'İstanbul ılık', 'i\u0307stanbulılık'],
  ['Greek final sigma', 'ὈΔΥΣΣΕΎΣ Ὀδυσσεύς', 'ὀδυσσεύσὀδυσσεύσ'],
  ['Greek iota below', 'ᾼ ῳ', 'αιωι'],
  ['Cherokee folds up', 'ꭰꮳ', 'ᎠᏣ'],
  ['ligatures', 'ﬁnd ﬅraße Ǆ', 'findstrassedž'],
  ['long s', 'Waſſer', 'wasser'],
  ['squared katakana', '㌔㍍', 'キロメートル'],
  ['degrees', '20℃', '20c'],
  ['halfwidth kana', 'ｶﾞｷﾞ ﾊﾟﾝ', 'ガギパン'],
  ['decomposed kana', 'か\u3099は\u309a', 'がぱ'],
  ['Hangul, decomposed', '\u1112\u1161\u11ab\u1100\u1173\u11af', '한글'],
  ['Hangul, compatibility letters', 'ㅎㅏㄴ ㅋㅋㅋ', '하\u1102\u110f\u110f\u110f'],
  ['Hangul, halfwidth', '\uffbe\uffc2\uffa4', '하\u1102'],
  ['Latin, decomposed', 'e\u0301te\u0301 A\u030a', 'étéå'],
  ['Vietnamese, two marks in either order', 'e\u0323\u0302 e\u0302\u0323', 'ệệ'],
  ['fullwidth', 'ＡＢＣ１２３，。', 'abc123'],
  ['numbers', '① ² Ⅷ ½', '12viii12'],
  ['mathematical letters', '𝐀𝔟𝟘', 'ab0'],
  ['Deseret', '𐐀', '𐐨'],
  ['traditional to simplified', '標點，開發龍樣', '标点开发龙样'],
  ['compatibility ideographs', '\uf9dc\u{2f81a}', '隆\u51ac'],
  ['radicals', '⼀⾔', '一言'],
  ['traditional astral pairs', '𠁞𡃕', '𠀾𠴛'],
  ['traditional to astral and back', '㗲𠗣', '𠵾㓆'],
  ['emoji', '好👍🏽好❤️👨‍👩‍👧‍👦', '好好'],
  ['keycap without its digit', '#️⃣', ''],
  ['apostrophe of any kind', 'l’homme l´homme l`homme', 'lhommelhommelhomme'],
  ['Hindi', 'हिन्दी में समाचार', 'हिन्दीमेंसमाचार'],
  ['Hindi nukta, composed and not', 'क\u093c \u0958', 'क\u093cक\u093c'],
  ['Tamil', 'தமிழ் கொடி', 'தமிழ்கொடி'],
  ['Tamil vowel in two halves', 'க\u0bc6\u0bbe', 'க\u0bca'],
  ['Bengali', 'বাংলা ক্ষ', 'বাংলাক্ষ'],
  ['Burmese', 'မြန်မာစာ', 'မြန်မာစာ'],
  ['Thai', 'ภาษาไทย ที่นี่', 'ภาษาไทยที่นี่'],
  ['Thai am', 'น้ำ', 'น้\u0e4d\u0e32'],
  ['Khmer', 'ភាសា\u200bខ្មែរ', 'ភាសាខ្មែរ'],
  ['Arabic, vocalised', 'مَرْحَبًا بِٱلْعَالَمِ', 'مرحبابٱلعالم'],
  ['Arabic madda and hamza', 'ا\u0653 ا\u0654 سُوٓء', 'آأسوء'],
  ['Arabic tatweel', 'مـــحمد', 'محمد'],
  ['Arabic presentation forms', 'ﻻ ﷲ', 'لاالله'],
  ['Hebrew, pointed', 'שָׁלוֹם בְּרֵאשִׁית', 'שלוםבראשית'],
  ['Hebrew presentation forms', 'שׁ\ufb2a', 'שש'],
  ['Persian, with and without joiner', 'می\u200cخواهم', 'میخواهم'],
  ['soft hyphen, zero-width space, byte order mark', '\ufeffDo\u00adnau\u200bdampf', 'donaudampf'],
  ['lone surrogates, private use, unassigned', 'a\ud800b\udc00c\ue000d\u0378e', 'abcde'],
]

describe('words', () => {
  it.each(same)('%s', (_, source, folded) => expect(foldToString(source)).toBe(folded))

  it.each([
    ['مَدْرَسَةٌ', 'مدرسة'],
    ['שָׁלוֹם', 'שלום'],
    ['Übergrößenträger', 'U\u0308BERGRO\u0308SSENTRA\u0308GER'],
    ['ﾊﾟｿｺﾝ', 'パソコン'],
    ['臺灣', '台湾'],
    ['각', '\u1100\u1161\u11a8'],
  ])('%s and %s are one', (a, b) => expect(foldToString(a)).toBe(foldToString(b)))

  it('keeps the script on request', () => {
    expect(foldToString('樣 Ａ', { script: false })).toBe('樣a')
    expect(foldToString('樣 Ａ')).toBe('样a')
  })
})

describe('clusters', () => {
  const cut = (source: string) => clusters(fold(source)).map(({ start, end }) => source.slice(start, end))

  it.each<[string, string[]]>([
    ['ßa', ['ß', 'a']],
    ['㌔m', ['㌔', 'm']],
    ['e\u0301 e', ['e\u0301', 'e']],
    ['한ㅎㅏ', ['한', 'ㅎㅏ']],
    ['葛\u{e0100}城', ['葛\u{e0100}', '城']],
    ['שָׁל', ['שָׁ', 'ל']],
    ['مـح', ['مـ', 'ح']],
    ['िकि', ['ि', 'क', 'ि']],
    ['a\u00adb', ['a', 'b']],
    ['x\u200by\ufeffz', ['x', 'y', 'z']],
    ['𠀀。a', ['𠀀', 'a']],
    ['一⏎⏎带', ['一', '带']],
  ])('%j', (source, expected) => expect(cut(source)).toEqual(expected))

  it('start a word after a gap, but not after a soft hyphen', () => {
    const starts = (source: string) => [...fold(source).wordStarts].join('')
    expect(starts('in the')).toBe('10100')
    expect(starts('in\u00adthe')).toBe('10000')
    expect(starts('in-the')).toBe('10100')
    expect(starts('in\u200bthe')).toBe('10100')
    expect(starts('in\u200dthe')).toBe('10000')
    expect(starts('½')).toBe('11')
    expect(starts('⒈a')).toBe('11')
  })
})
