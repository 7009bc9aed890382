import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, type NamedEdit } from '../../../src/compare/compare.js'
import { lookAlike, shapeSimilarity } from '../../../src/audit/index.js'
import { CONFUSABLE_HAN, confusableUnits } from '../../../src/audit/shape/look-alike.js'
import { shapeTable } from '../../../src/audit/shape/table.js'
import { crc32 } from '../../../src/kernel/crc32.js'
import { foldToString } from '../../../src/text/fold.js'
import {
  cangjieOf,
  componentsOf,
  cornersOf,
  shapeSimilarity as naiveSimilarity,
  strokesOf,
} from '../../naive/shape.js'

/** Characters of the table, in code order. */
const characters = Array.from({ length: 0x10000 }, (_, unit) => unit)
  .filter((unit) => shapeTable().glyphOf[unit] > 0)
  .map((unit) => String.fromCharCode(unit))
const han = fc.constantFrom(...characters)
const letter = fc.constantFrom(...'abcdeijlmnorsuvwIOJ01ſßäé鸟马一ー')
const short = fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join(''))

describe('the table', () => {
  test('holds what the sources say', () => {
    expect(characters).toHaveLength(18757)
    // U+9E1F kFourCornerCode 2712.7, kCangjie HVSM.
    expect([cornersOf('鸟').join(''), cangjieOf('鸟')]).toEqual(['2712', 'HVSM'])
    expect(cangjieOf('明')).toBe('AB')
    expect(strokesOf('三')).toBe('jjj')
    const named = (c: string) => componentsOf(c).map((glyph) => characters[glyph])
    expect(named('样')).toEqual(['木', '羊'])
    expect(named('明')).toEqual(['日', '月'])
  })

  test('is whole: every character has parts, and every component is there', () => {
    const { partsFrom, parts, characters: count } = shapeTable()
    let drawn = 0
    for (let i = 0; i < count; i++) if (partsFrom[i + 1] > partsFrom[i]) drawn++
    expect(drawn).toBe(count)
    const lost: number[] = []
    let at = 0
    while (at < parts.length) {
      if (parts[at] >= partsFrom.length) lost.push(at)
      at += parts[at] > 0 ? 5 : 1 - 2 * parts[at]
    }
    expect(at).toBe(parts.length)
    expect(lost).toEqual([])
    const having = (of: (character: string) => ArrayLike<unknown>) =>
      characters.filter((c) => of(c).length > 0)
    // All that Unihan has of the basic plane; cnchar-order has three more characters, none in wide use.
    expect(having(cornersOf)).toHaveLength(16256)
    expect(having(cangjieOf)).toHaveLength(18754)
    expect(having(strokesOf)).toHaveLength(6936)
  })

  test('decodes to the bytes it was made of', () => {
    const { corners, cangjie, strokes, parts } = shapeTable()
    const bytes = [corners, cangjie, strokes, parts].map((column) =>
      crc32(new Uint8Array(column.buffer, column.byteOffset, column.byteLength)),
    )
    expect(bytes).toEqual([1490424416, 447013986, 494899394, 1165616039])
  })
})

describe('shapeSimilarity', () => {
  test.each([
    '鸟马',
    '样樣',
    '创創',
    '未末',
    '土士',
    '日曰',
    '己已',
    '大太',
    '侯候',
    '拴撞'.slice(0, 1) + '栓',
  ])('%s are related', (pair) => {
    expect(shapeSimilarity(pair[0], pair[1])).toBeGreaterThanOrEqual(CONFUSABLE_HAN)
    expect(lookAlike(pair[0], pair[1])).toBe(true)
  })

  test.each(['转移', '化移', '人口', '飞马', '一龙', '和与'])('%s are not', (pair) => {
    expect(shapeSimilarity(pair[0], pair[1])).toBeLessThan(CONFUSABLE_HAN)
    expect(lookAlike(pair[0], pair[1])).toBe(false)
  })

  test('is symmetric, in [0, 1], and 1 for a character and itself', () => {
    fc.assert(
      fc.property(han, han, (a, b) => {
        const similarity = shapeSimilarity(a, b)
        expect(similarity).toBe(shapeSimilarity(b, a))
        expect(similarity).toBeGreaterThanOrEqual(0)
        expect(similarity).toBeLessThanOrEqual(1)
        expect(shapeSimilarity(a, a)).toBe(1)
      }),
    )
  })

  test('is what the sources spelled out come to', () => {
    // Features are kept in bytes: that moves the mean by less than a hundredth.
    const close = (a: string, b: string) => {
      expect(Math.abs(shapeSimilarity(a, b) - naiveSimilarity(a, b)), a + b).toBeLessThan(0.01)
    }
    fc.assert(fc.property(han, han, close), { numRuns: 300 })
    fc.assert(
      // Neighbours share their radical, so that all sources have something to say.
      fc.property(fc.nat(characters.length - 9), fc.integer({ min: 1, max: 8 }), (i, step) =>
        close(characters[i], characters[i + step]),
      ),
      { numRuns: 300 },
    )
    // 36 strokes, which is more than a word has bits.
    close('齉', '鑫')
    close('一', '齉')
    // No stroke of it is known.
    close('條', '㐵')
  })

  test('is 0 for what is no character of the table', () => {
    for (const [a, b] of [
      ['a', 'b'],
      ['鸟', 'a'],
      ['鸟马', '马'],
      ['', '鸟'],
      ['𠀀', '𠀁'],
    ])
      expect(shapeSimilarity(a, b)).toBe(0)
    expect(() => shapeSimilarity('鸟', 1 as never)).toThrow('b must be a string, got 1')
  })
})

describe('lookAlike', () => {
  test.each([
    'rn m',
    'cl d',
    'li h',
    'vv w',
    'ii n',
    'ii u',
    'in m',
    'ri n',
    'nn m',
    'l 1',
    'I l',
    'l |',
    'l !',
    'c e',
    'e o',
    'ſ f',
    'ſ l',
    'O 0',
    'o 0',
    'B 8',
    'S 5',
    'Z 2',
    'g 9',
    'g q',
    'u n',
    'h b',
    't f',
    't r',
    'f r',
    'i j',
    'ﬁ fi',
    'f s',
    'k t',
    'x r',
    'B V',
    'y h',
    'R K',
    'C E',
    'tz ß',
    'I J',
    'а a',
    'Ρ P',
    'р p',
    'ν v',
    'カ 力',
    'ー 一',
    '一 —',
    '一 –',
    '— ー',
    '□ 口',
    'ロ 口',
    'modem modern',
    'Hans Haus',
    'dass daſs',
    'ü ii',
    '鳥 马',
    '鳥 馬',
    '飞鸟 飞马',
    'LITTLE LlTTLE',
    'é e',
  ])('%s', (pair) => {
    const [a, b] = pair.split(' ')
    expect(lookAlike(a, b)).toBe(true)
    expect(lookAlike(b, a)).toBe(true)
  })

  test.each([
    'x q',
    'a k',
    'w i',
    'and 和',
    'hello help',
    'm mm',
    '飞鸟 转马',
    'day night',
    'p 力',
    'rn rnm',
    ', .',
  ])('not %s', (pair) => {
    const [a, b] = pair.split(' ')
    expect(lookAlike(a, b)).toBe(false)
    expect(lookAlike(b, a)).toBe(false)
  })

  test('is symmetric, and true of a text and itself', () => {
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(lookAlike(a, b)).toBe(lookAlike(b, a))
        expect(lookAlike(a, a)).toBe(true)
        expect(lookAlike(a + b, a + b)).toBe(true)
      }),
    )
  })

  test('joins: what looks alike in pieces looks alike whole', () => {
    const pieces = fc.constantFrom('rn m', 'cl d', 'e e', 'ſ f', 'k t', 'O 0', '鸟 马', '和 和', 'u n', 'M m')
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 8 }), (chosen) => {
        const [a, b] = [0, 1].map((side) => chosen.map((piece) => piece.split(' ')[side]).join(''))
        expect(lookAlike(a, b), `${a} ${b}`).toBe(true)
        expect(lookAlike(`${a}x`, `${b}q`)).toBe(false)
      }),
    )
  })

  test('takes any text, and has nothing to say of empty and long ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), short, (a, b) => typeof lookAlike(a, b) === 'boolean'),
    )
    expect(lookAlike('', '')).toBe(false)
    expect(lookAlike('', 'a')).toBe(false)
    expect(lookAlike('\u0301', 'a')).toBe(false)
    expect(lookAlike('l'.repeat(65), '1'.repeat(65))).toBe(false)
    expect(() => lookAlike(undefined as never, 'a')).toThrow('a must be a string, got undefined')
  })
})

describe('confusableUnits', () => {
  const unit = (text: string) => foldToString(text).charCodeAt(0)

  test('says of folded units what lookAlike says of them', () => {
    // Some traditional characters fold to a simplified one of two units (詷, 諴), of which a half says nothing.
    const single = han.filter((char) => foldToString(char).length === 1)
    fc.assert(
      fc.property(single, single, (a, b) => {
        expect(confusableUnits(unit(a), unit(b))).toBe(lookAlike(foldToString(a), foldToString(b)))
      }),
      { numRuns: 2000 },
    )
    for (const [a, b] of ['鸟马', 'll', 'l1', 'O0', 'ſf', 'BV', 'ec', 'пп', '樣样']) {
      expect(confusableUnits(unit(a), unit(b)), a + b).toBe(true)
    }
    for (const [a, b] of ['转移', 'xq', 'a力', '和a'])
      expect(confusableUnits(unit(a), unit(b)), a + b).toBe(false)
  })

  test('takes every pair of units, halves of pairs too', () => {
    const any = fc.integer({ min: 0, max: 0xffff })
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(confusableUnits(a, b)).toBe(confusableUnits(b, a))
        expect(confusableUnits(a, a)).toBe(true)
      }),
    )
    expect(confusableUnits(0xd840, 0xd841)).toBe(false)
  })
})

describe('the class shape', () => {
  const ENGLISH = [
    'In the first days of spring the harbour board met and heard of ',
    ' before the members went home.',
  ]
  const GERMAN = [
    'Am Montag hörte der Rat der Stadt den Bericht seines Baumeisters über ',
    ' und ging danach zu Tisch.',
  ]
  const CHINESE = ['据研究院昨日发布的消息，重庆高新区的', '研究院与多家机构共同参加了今年的展览。']
  const named = (edits: readonly NamedEdit[]) =>
    edits.map((edit) => `${edit.class} ${edit.a.text}/${edit.b.text}`).join(', ')

  test.each([
    [ENGLISH, 'a modern main', 'a modem main', 'shape rn/m'],
    [ENGLISH, 'a clear main', 'a dear main', 'shape cl/d'],
    [ENGLISH, 'the hallo of', 'the hailo of', 'shape l/i'],
    [ENGLISH, 'the old mаin', 'the old main', 'shape а/a'],
    [ENGLISH, 'at 10 sharp', 'at l0 sharp', 'number 1/l'],
    [ENGLISH, 'a café main', 'a cafe main', 'diacritic é/e'],
    [ENGLISH, 'the story of', 'the ſtory of', 'compatibility s/ſ'],
    [ENGLISH, 'the wax of', 'the way of', 'other x/y'],
    [GERMAN, 'die Kirche', 'die Rirche', 'shape K/R'],
    [GERMAN, 'das Haus', 'das Hans', 'shape u/n'],
    [GERMAN, 'ist gut', 'ift gut', 'shape s/f'],
    [GERMAN, 'sein Blatt', 'sein Vlatt', 'shape B/V'],
    [CHINESE, '飞鸟', '飞马', 'shape 鸟/马'],
    [CHINESE, '飛鳥', '飛馬', 'shape 鳥/馬'],
    [CHINESE, '转变', '移变', 'other 转/移'],
    [CHINESE, '转化转化', '转移转化', 'repetition 化/移'],
    [CHINESE, '模样', '模樣', 'script 样/樣'],
  ])('%#: %s', ([before, after], a, b, expected) => {
    expect(named(compare(before + a + after, before + b + after, { alike: lookAlike }).edits)).toBe(expected)
    const without = expected.replace('shape', expected.includes('а') ? 'foreign' : 'other')
    expect(named(compare(before + a + after, before + b + after).edits)).toBe(without)
  })

  test('wants a function', () => {
    expect(() => compare('a', 'b', { alike: true as never })).toThrow(
      'options.alike must be a function, got true',
    )
  })
})
