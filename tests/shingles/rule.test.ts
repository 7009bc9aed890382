import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OffprintError } from '../../src/kernel/errors.js'
import { fmix32, lowbias32 } from '../../src/kernel/hash.js'
import { HIGH_FACTOR, localShingles, LOW_FACTOR } from '../../src/shingles/local.js'
import {
  DEFAULT_RULE,
  parseShingleRule,
  requireShingleRule,
  type ShingleRule,
  shingleRuleName,
  shinglesOf,
} from '../../src/shingles/rule.js'
import { fold } from '../../src/text/fold.js'
import { naiveBorders } from '../naive/words.js'
import { perturbedPair, TEXTS } from '../perturb.js'
import { text } from '../text/strings.js'
import { multiplications } from '../work.js'

const char = (size: number): ShingleRule => ({ kind: 'characters', size })
const word = (size: number): ShingleRule => ({ kind: 'words', size })

/** What the rule makes runs of: folded characters, or the folded units of each segment of the source. */
function symbols(source: string, rule: ShingleRule): { at: number; text: string }[] {
  const { units, starts, wordStarts, length } = fold(source)
  const borders = naiveBorders(source)
  const found: { at: number; text: string; segment: number }[] = []
  for (let i = 0; i < length; i++) {
    const segment = borders.findLastIndex((border) => border <= starts[i])
    const unit = String.fromCharCode(units[i])
    const last = found.at(-1)
    const joins =
      rule.kind === 'words'
        ? segment === last?.segment && !(wordStarts[i] === 1 && starts[i] === starts[i - 1])
        : unit >= '\udc00' && unit <= '\udfff'
    if (joins) last!.text += unit
    else found.push({ at: i, text: unit, segment })
  }
  return found
}

const polynomial = (values: readonly number[], factor: number) =>
  values.reduce((sum, value) => (Math.imul(sum, factor) + value) | 0, 0)
const unitsOf = (run: string) => Array.from({ length: run.length }, (_, i) => run.charCodeAt(i))
const lanes = {
  low: (values: readonly number[]) => fmix32(polynomial(values, LOW_FACTOR)),
  high: (values: readonly number[]) => lowbias32(polynomial(values, HIGH_FACTOR)),
}

/** Each run hashed afresh. */
function naive(source: string, rule: Exclude<ShingleRule, { kind: 'local' }>) {
  const all = symbols(source, rule)
  const starts = Math.max(Math.min(all.length, 1), all.length - rule.size + 1)
  return Array.from({ length: starts }, (_, i) => {
    const run = all.slice(i, i + rule.size)
    const hash = (lane: 'low' | 'high') =>
      lanes[lane](
        run.map(({ text }) => (rule.kind === 'words' ? lanes[lane](unitsOf(text)) : text.codePointAt(0)!)),
      ) >>> 0
    return { at: run[0].at, low: hash('low'), high: hash('high') }
  })
}

const rule = fc.oneof(fc.integer({ min: 2, max: 64 }).map(char), fc.integer({ min: 1, max: 16 }).map(word))

describe('shinglesOf', () => {
  const check = (source: string, rule: ShingleRule) => {
    if (rule.kind === 'local') return
    const { count, positions, low, high } = shinglesOf(fold(source), rule)
    const got = Array.from({ length: count }, (_, i) => ({ at: positions[i], low: low[i], high: high[i] }))
    expect(got).toEqual(naive(source, rule))
  }

  it('is the naive twin on any text', () => {
    fc.assert(fc.property(text, rule, check), { numRuns: 3000 })
  })

  it('is the naive twin on running text', () => {
    fc.assert(
      fc.property(perturbedPair, rule, ({ b }, rule) => check(b.slice(0, 300), rule)),
      { numRuns: 60 },
    )
  })

  it('is localShingles by default', () => {
    for (const text of TEXTS) expect(shinglesOf(fold(text))).toEqual(localShingles(fold(text)))
  })

  it('is one hash family: runs of equal units hash alike under every rule', () => {
    const chinese = fold('重庆高新区飞马创新研究院')
    expect(shinglesOf(chinese, char(5))).toEqual(localShingles(chinese))
    const english = fold('On Monday the officers of the lodge were installed')
    expect(shinglesOf(english, char(8))).toEqual(localShingles(english))
  })

  const runs = (source: string, rule: ShingleRule) => {
    const shingles = shinglesOf(fold(source), rule)
    return Array.from(shingles.low, (low, i) => `${low} ${shingles.high[i]}`)
  }

  it('parts words without ambiguity', () => {
    expect(runs('ab c', word(2))).not.toEqual(runs('a bc', word(2)))
    expect(runs('ab c', word(2))).not.toEqual(runs('abc', word(2)))
    expect(runs('ab c', char(3))).toEqual(runs('a bc', char(3)))
  })

  it.each<[string, string, string]>([
    ['case, width and space', 'The BOARD  met', 'the ｂｏａｒｄ\nmet'],
    ['punctuation', '“The board,” he said', 'The board he said'],
    ['apostrophes within words', "l'homme", 'l’homme'],
    ['composition', 'e\u0301te\u0301', 'été'],
    ['Hangul', '\u1112\u1161\u11ab 글', '한 글'],
    ['soft hyphens', 'Do\u00adnau dampf', 'Donau dampf'],
    ['symbols that fold to letters', '5 ㎏', '5 kg'],
    ['fractions', 'plus ½', 'plus 1/2'],
    ['halfwidth kana', 'ﾊﾟｿｺﾝ', 'パソコン'],
    ['script', '開發', '开发'],
  ])('by words, %s make no difference', (_, a, b) => {
    for (const size of [1, 2, 3]) expect(runs(a, word(size))).toEqual(runs(b, word(size)))
  })

  it('takes a short text as one shingle, an empty one as none', () => {
    for (const rule of [char(64), word(16)]) {
      expect(shinglesOf(fold('short text'), rule)).toMatchObject({ count: 1, positions: Uint32Array.of(0) })
      expect(shinglesOf(fold(' …'), rule).count).toBe(0)
      expect(shinglesOf(fold(''), rule).count).toBe(0)
    }
    expect(runs('a', char(64))).not.toEqual(runs('ab', char(64)))
  })

  it('counts a surrogate pair as one', () => {
    const { count, positions } = shinglesOf(fold('a𠀀b𡨸c'), char(4))
    expect([count, ...positions]).toEqual([2, 0, 1])
  })

  it('takes a Thai phrase as a word, a Han character as one', () => {
    expect(shinglesOf(fold('ภาษาไทย ที่นี่'), word(1)).count).toBe(2)
    expect(shinglesOf(fold('重庆330个'), word(1)).count).toBe(4)
  })

  it('costs the same for each character whatever the size', () => {
    const folded = fold('a'.repeat(10_000) + ' ' + 'b '.repeat(5_000))
    const work = (rule: ShingleRule) => multiplications(() => shinglesOf(folded, rule))
    // Two lanes, in each of which a character is added, taken out and mixed in; and a power of the size.
    for (const [small, large] of [
      [char(2), char(64)],
      [word(1), word(16)],
    ]) {
      expect(work(small)).toBeLessThanOrEqual(12 * folded.length)
      expect(work(large)).toBeLessThanOrEqual(work(small) + 2 * 64)
    }
  })
})

describe('the rule as a value', () => {
  const named: [string, ShingleRule][] = [
    ['local-8', { kind: 'local' }],
    ['char-2', char(2)],
    ['char-5', char(5)],
    ['char-64', char(64)],
    ['word-1', word(1)],
    ['word-16', word(16)],
  ]
  it.each(named)('%s', (name, rule) => {
    expect(shingleRuleName(rule)).toBe(name)
    expect(parseShingleRule('rule', name)).toEqual(rule)
  })

  it('every rule comes back from its name', () => {
    fc.assert(
      fc.property(rule, (rule) => {
        expect(parseShingleRule('rule', shingleRuleName(rule))).toEqual(rule)
      }),
    )
    expect(parseShingleRule('rule', shingleRuleName(DEFAULT_RULE))).toEqual(DEFAULT_RULE)
  })

  const forms = /^--shingles must be local-8, char-2 to char-64 or word-1 to word-16, got /
  it.each([
    '',
    'local',
    'local-7',
    'char-1',
    'char-65',
    'char-05',
    'char-5 ',
    'Char-5',
    'word-0',
    'word-17',
    'char-5.0',
    5,
    null,
  ])('%j is no name', (name) => {
    expect(() => parseShingleRule('--shingles', name)).toThrow(forms)
    expect(() => parseShingleRule('--shingles', name)).toThrow(OffprintError)
  })

  it.each<[unknown, RegExp]>([
    [undefined, /^rule must be a shingle rule, got undefined/],
    ['char-5', /^rule must be a shingle rule, got "char-5"/],
    [{}, /^rule.kind must be 'local', 'characters' or 'words', got undefined/],
    [{ kind: 'chars', size: 5 }, /^rule.kind must be .*, got "chars"/],
    [{ kind: 'characters' }, /^rule.size must be a whole number from 2 to 64, got undefined/],
    [char(1), /^rule.size must be a whole number from 2 to 64, got 1/],
    [char(2.5), /^rule.size must be a whole number/],
    [word(17), /^rule.size must be a whole number from 1 to 16, got 17/],
    [{ kind: 'local', size: 5 }, /^rule.size is not an option/],
    [{ kind: 'words', size: 3, case: true }, /^rule.case is not an option/],
  ])('%j is no rule', (rule, message) => {
    expect(() => requireShingleRule('rule', rule)).toThrow(message)
    if (rule !== undefined) expect(() => shinglesOf(fold('a'), rule as ShingleRule)).toThrow(message)
  })
})
