import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRateLevels, addRates, meanRateLevels, type Ignore, type Rate } from '../../src/audit/rate.js'
import { rateLevels, rates, ratesInside, ratesOfBoth, type RateOptions } from '../../src/audit/rates.js'
import { foldToString } from '../../src/text/fold.js'
import { isWhiteSpace, dehyphenated } from '../../src/text/dehyphenated.js'
import { naiveGraphemes } from '../naive/graphemes.js'
import { naiveInk, naiveUnwrapped } from '../naive/layout.js'
import { naiveErrors } from '../naive/levenshtein.js'
import { naiveWords } from '../naive/words.js'
import { text } from '../text/strings.js'

interface Sample {
  readonly cer: number | 'Infinity'
  readonly characters: number
  readonly wer: number | 'Infinity'
  readonly words: number
  readonly points: number | null
  readonly spaced: number | null
}

const vectors = (file: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8'))
const texts = vectors('rates-samples.json') as [string, string, string][]
const samples = texts.map(([name, ocr, truth], i) => ({
  name,
  ocr,
  truth,
  ...(vectors('rates.json') as { samples: Sample[] }).samples[i],
}))

/** Where grapheme clusters are not code points, jiwer's character rate is another. */
const CLUSTERS = /\p{M}|\u200d|\p{Regional_Indicator}|\p{Emoji_Modifier}|\r\n/u

describe.each(samples)('$name', ({ ocr, truth, ...peers }) => {
  it('has the rates of dinglehopper', () => {
    const { cer, wer } = rates(ocr, truth)
    expect(cer.length).toBe(peers.characters)
    expect(cer.rate).toBeCloseTo(Number(peers.cer), 12)
    expect(wer.length).toBe(peers.words)
    expect(wer.rate).toBeCloseTo(Number(peers.wer), 12)
  })

  it('has the rates of jiwer', () => {
    const { wer } = rates(ocr, truth, { words: 'spaces' })
    expect(wer.rate).toBeCloseTo(peers.spaced ?? (ocr === '' ? 0 : Infinity), 12)
    const clusters = CLUSTERS.test((ocr + truth).normalize('NFC'))
    if (!clusters)
      expect(rates(ocr, truth).cer.rate).toBeCloseTo(peers.points ?? (ocr === '' ? 0 : Infinity), 12)
  })
})

it('differs from jiwer only where clusters or their edges do', () => {
  // The samples that the test above passes over are there, and differ.
  const passed = samples.filter(({ ocr, truth }) => CLUSTERS.test((ocr + truth).normalize('NFC')))
  expect(passed.map(({ name }) => name)).toEqual([
    'combining e',
    'Hindi',
    'Tamil',
    'Arabic with vowels',
    'emoji',
    'carriage returns',
  ])
})

/** Rates by the slow twins. */
function naiveRates(ocr: string, truth: string, { ignore = 'nothing', words = 'unicode' }: RateOptions) {
  const known = [ocr, truth].flatMap((source) => source.normalize('NFC').match(/[\p{L}\p{M}]+/gu) ?? [])
  const [a, b] = [ocr, truth].map((source) => {
    const nfc = source.normalize('NFC')
    const isRaw = ignore === 'nothing' || ignore === 'wrapping'
    const running = isRaw ? nfc : dehyphenated(nfc, (letters) => known.includes(letters))
    const characters = {
      nothing: nfc,
      wrapping: naiveUnwrapped(nfc),
      layout: naiveInk(nfc),
      form: foldToString(nfc).normalize('NFC'),
    }
    const parts =
      words === 'unicode'
        ? naiveWords(running)
        : Array.from(running, (c) => (isWhiteSpace(c.codePointAt(0)!) ? ' ' : c))
            .join('')
            .split(' ')
            .filter((w) => w !== '')
    const folded = ignore === 'form' ? parts.map((word) => foldToString(word)).filter((w) => w !== '') : parts
    return { characters: naiveGraphemes(characters[ignore]), words: folded }
  })
  return {
    cer: { length: b.characters.length, ...naiveErrors(a.characters, b.characters) },
    wer: { length: b.words.length, ...naiveErrors(a.words, b.words) },
  }
}

const LEVELS: Ignore[] = ['nothing', 'wrapping', 'layout', 'form']

describe('rates', () => {
  const piece = fc.constantFrom(
    ...'aäÄbﬁ .,-\n¬1字樣样ー',
    'u\u0308',
    'क\u094dष',
    '👍🏽',
    '𠀀',
    '\r\n',
    '\u00ad',
    '\u200b',
  )
  const written = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    text,
  )

  it.each(LEVELS)('without %s equal the slow twins', (ignore) => {
    for (const words of ['unicode', 'spaces'] as const) {
      fc.assert(
        fc.property(written, written, (ocr, truth) => {
          const { cer, wer } = rates(ocr, truth, { ignore, words })
          const naive = naiveRates(ocr, truth, { ignore, words })
          expect(cer).toMatchObject(naive.cer)
          expect(wer).toMatchObject(naive.wer)
        }),
        { numRuns: 300 },
      )
    }
  })

  /** One line a case: OCR, truth, character errors and word errors at the four levels. */
  const cases: [string, string, string, string][] = [
    ['a line break in running text', 'in running\ntext', 'in running text', '1/0 0/0 0/0 0/0'],
    ['a divided word', 'were in¬\nstalled', 'were installed', '2/2 2/2 0/0 0/0'],
    ['a divided acronym', 'the FP-\nGA board', 'the FPGA board', '2/2 2/2 0/0 0/0'],
    ['a hyphen parted by a space', 'ein Man -\ngel', 'ein Mangel', '3/2 3/2 0/0 0/0'],
    ['a dash at a line end', 'ein Haus -\nund Hof', 'ein Haus - und Hof', '1/0 0/0 0/0 0/0'],
    ['one division in both', 'Man -\ngel Mangcl', 'Man -\ngel Mangel', '1/1 1/1 1/1 1/1'],
    ['a hyphen on one side', 'well known well-known', 'well-known wellknown', '2/2 2/2 0/2 0/2'],
    ['a doubled space', 'in  running', 'in running', '1/0 0/0 0/0 0/0'],
    ['a missing space', 'ofthe land', 'of the land', '1/2 1/2 0/2 0/2'],
    ['a Chinese line break', '创好\n业了', '创好业了', '1/0 1/0 0/0 0/0'],
    ['a Thai line break', 'ภาษา\nไทย', 'ภาษาไทย', '1/2 1/2 0/0 0/0'],
    ['case', 'The End', 'the end', '2/2 2/2 2/2 0/0'],
    ['script', '樣式', '样式', '1/1 1/1 1/1 0/0'],
    ['a ligature', 'ﬁnden', 'finden', '2/1 2/1 2/1 0/0'],
    ['width', 'ＡＢ１', 'AB1', '3/1 3/1 3/1 0/0'],
    ['punctuation', 'so, he said.', 'so he said', '2/0 2/0 2/0 0/0'],
    ['a wrong letter', 'tbe', 'the', '1/1 1/1 1/1 1/1'],
    ['a wrong digit', '1899', '1889', '1/1 1/1 1/1 1/1'],
    ['a decomposed letter', 'u\u0308ber', 'über', '0/0 0/0 0/0 0/0'],
  ]

  it.each(cases)('%s', (_, ocr, truth, expected) => {
    const levels = rateLevels(ocr, truth)
    const sum = ({ substitutions, deletions, insertions }: Rate) => substitutions + deletions + insertions
    expect(LEVELS.map((level) => `${sum(levels[level].cer)}/${sum(levels[level].wer)}`).join(' ')).toBe(
      expected,
    )
    for (const level of LEVELS) expect(rates(ocr, truth, { ignore: level })).toEqual(levels[level])
  })

  /** Texts with a space, a line break, a hyphen or a mark at any place. */
  const spaced = fc
    .array(
      fc.constantFrom(
        'a',
        'é',
        'ß',
        '字',
        'ﬁ',
        '7',
        '.',
        '-',
        '=',
        '¬',
        ' ',
        '\n',
        '  ',
        '\r\n',
        '\u3000',
        '\u200b',
        '\u0301',
      ),
      { maxLength: 24 },
    )
    .map((parts) => parts.join(''))
  const without = (source: string, keep: readonly boolean[]) => {
    let at = 0
    return source.replace(/[\p{White_Space}\u200b]/gu, (space) => (keep[at++ % keep.length] ? space : ''))
  }

  it('without layout are those of the ink, and white space taken out or put in is none of it', () => {
    fc.assert(
      fc.property(spaced, fc.array(fc.boolean(), { minLength: 1 }), (truth, keep) => {
        // A dash beside a space may become one that divides a word, in both.
        for (const ocr of [
          without(truth, keep),
          truth.replace(/(?=\p{L})/gu, ' '),
          truth.replaceAll(' ', '\n'),
        ]) {
          expect(rates(ocr, truth, { ignore: 'layout' }).cer.rate).toBe(0)
          expect(rates(truth, ocr, { ignore: 'layout' }).cer.rate).toBe(0)
        }
      }),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(spaced, spaced, (ocr, truth) => {
        const [a, b] = [ocr, truth].map((source) => naiveInk(source.replaceAll('=', '').replace(/[-¬]/g, '')))
        const plain = [ocr, truth].map((source) => source.replace(/[-¬=]/g, ''))
        const { cer } = rates(plain[0]!, plain[1]!, { ignore: 'layout' })
        const [x, y] = [naiveGraphemes(a!), naiveGraphemes(b!)]
        expect(cer).toMatchObject({ length: y.length, ...naiveErrors(x, y) })
      }),
      { numRuns: 500 },
    )
  })

  it('tells the errors apart', () => {
    expect(rates('hcre we gog', 'here wwe go').cer).toEqual({
      length: 11,
      substitutions: 1,
      deletions: 1,
      insertions: 1,
      rate: 3 / 11,
      exact: true,
    })
  })

  it('prefers substitutions where alignments cost the same', () => {
    // Also a deletion and an insertion around a match.
    expect(rates('ab', 'ba').cer).toMatchObject({ substitutions: 2, deletions: 0, insertions: 0 })
  })

  it('of empty texts', () => {
    for (const level of LEVELS) {
      expect(rateLevels('', '')[level].cer).toMatchObject({ length: 0, rate: 0 })
      expect(rateLevels('x', '')[level].wer).toMatchObject({ length: 0, insertions: 1, rate: Infinity })
      expect(rateLevels('', 'x y')[level].wer).toMatchObject({ length: 2, deletions: 2, rate: 1 })
    }
    expect(rateLevels('...', '').form.cer.rate).toBe(0)
  })

  it('say so when the budget was too small', () => {
    const truth = 'the quick brown fox jumps over the lazy dog '.repeat(60)
    const ocr = truth.replaceAll('fox', 'f0x')
    expect(rates(ocr, truth).cer).toMatchObject({ substitutions: 60, exact: true })
    const { cer } = rates(ocr, truth, { cells: 0 })
    expect(cer.exact).toBe(false)
    expect(cer.rate).toBeGreaterThanOrEqual(60 / truth.length)
    expect(addRates([rates(ocr, truth), rates(ocr, truth, { cells: 0 })]).cer.exact).toBe(false)
  })

  it('survive a flood of marks', () => {
    const flood = 'a' + '\u0301\u0323'.repeat(50_000)
    expect(rates(flood, flood + 'b').cer).toMatchObject({ length: 2, deletions: 1 })
  })
})

describe('ratesInside', () => {
  const ocr = 'XXXX The qu1ck fox. YYYY jumped high.'
  const truth = 'The quick fox. jumped hiqh. ZZZZZZ'

  it('counts nothing outside of passages', () => {
    const inside = ratesInside(ocr, truth, [
      { a: { from: 5, to: 19 }, b: { from: 0, to: 14 } },
      { a: { from: 25, to: 37 }, b: { from: 15, to: 27 } },
    ])
    expect(inside.nothing.cer).toMatchObject({ length: 26, substitutions: 2, rate: 2 / 26 })
    expect(inside.nothing.wer).toMatchObject({ length: 5, substitutions: 2 })
    expect(inside).toEqual(
      addRateLevels([
        rateLevels('The qu1ck fox.', 'The quick fox.'),
        rateLevels('jumped high.', 'jumped hiqh.'),
      ]),
    )
  })

  it('is no number without passages', () => {
    expect(ratesInside(ocr, truth, []).form.cer).toEqual({
      length: 0,
      substitutions: 0,
      deletions: 0,
      insertions: 0,
      rate: NaN,
      exact: true,
    })
    const blank = [{ a: { from: 0, to: 0 }, b: { from: 0, to: 0 } }]
    expect(ratesInside(ocr, truth, blank).nothing.cer.rate).toBe(NaN)
  })

  it.each<[unknown, RegExp]>([
    [{ a: { from: 0, to: 99 }, b: { from: 0, to: 1 } }, /passages\[0\]\.a\.to .* from 0 to 37, got 99/],
    [{ a: { from: 0, to: 1 }, b: { from: 3, to: 1 } }, /passages\[0\]\.b\.to .* from 3 to 34, got 1/],
    [{ a: { from: -1, to: 1 }, b: { from: 0, to: 1 } }, /passages\[0\]\.a\.from/],
    [{ a: { from: 0, to: 1 } }, /passages\[0\]\.b must be a range/],
    [null, /passages\[0\] must be a passage/],
  ])('refuses %j', (passage, message) => {
    expect(() => ratesInside(ocr, truth, [passage as never])).toThrow(message)
  })
})

describe('averages', () => {
  const long = rateLevels('a'.repeat(90) + 'b'.repeat(10), 'a'.repeat(100))
  const short = rateLevels('xy', 'ab')
  const empty = rateLevels('noise', '')

  it('micro: counts added up', () => {
    expect(addRateLevels([long, short]).nothing.cer).toEqual({
      length: 102,
      substitutions: 12,
      deletions: 0,
      insertions: 0,
      rate: 12 / 102,
      exact: true,
    })
    expect(addRateLevels([long, empty]).nothing.cer.rate).toBe(15 / 100)
    expect(addRateLevels([empty]).nothing.cer.rate).toBe(Infinity)
    expect(addRateLevels([]).form.wer.rate).toBe(NaN)
    expect(addRateLevels([rateLevels('', '')]).nothing.cer.rate).toBe(NaN)
  })

  it('macro: mean of rates, without those that have no truth', () => {
    const { nothing } = meanRateLevels([long, short, empty, rateLevels('', '')])
    expect(nothing.cer).toBeCloseTo((0.1 + 1) / 2, 12)
    expect(nothing.wer).toBe(1)
    expect(nothing.leftOut).toEqual({ cer: 2, wer: 2 })
    expect(meanRateLevels([empty]).form).toEqual({ cer: NaN, wer: NaN, leftOut: { cer: 1, wer: 1 } })
  })
})

describe('bad arguments', () => {
  it.each<[() => unknown, RegExp]>([
    [() => rates(1 as never, ''), /ocr must be a string, got 1/],
    [() => rates('', undefined as never), /truth must be a string/],
    [
      () => rates('', '', { ignore: 'case' as never }),
      /options\.ignore must be one of nothing, wrapping, layout, form, got "case"/,
    ],
    [() => rates('', '', { words: 'lines' as never }), /options\.words must be one of unicode, spaces/],
    [() => rates('', '', { cells: -1 }), /options\.cells must be a number of 0 or more/],
    [() => rates('', '', { cell: 1 } as never), /options\.cell is not an option/],
    [() => rateLevels('', '', { ignore: 'form' } as never), /options\.ignore is not an option/],
    [() => ratesInside('', '', 5 as never), /passages must be an array, got 5/],
    [() => ratesInside('', '', [], { words: 'x' as never }), /options\.words/],
  ])('%#', (call, message) => {
    expect(call).toThrow(message)
    expect(call).toThrow(expect.objectContaining({ code: 'ERR_ARGUMENT' }))
  })
})

describe('ratesOfBoth', () => {
  const word = fc.constantFrom(
    'fox',
    'f\u00f6x',
    'fo-\nx',
    'THE',
    'the',
    '\u9ce5',
    '\u9a6c',
    'e\u0301',
    ' ',
    '\n',
    '.',
  )
  const text = fc.array(word, { maxLength: 24 }).map((parts) => parts.join(' '))

  it('is both at once, whatever lies around the passage', () => {
    fc.assert(
      fc.property(text, text, text, text, fc.boolean(), (a, b, before, after, twice) => {
        const ocr = before + a + after
        const truth = before + b + after
        const [from, end] = [before.length, after.length]
        const whole = { a: { from, to: ocr.length - end }, b: { from, to: truth.length - end } }
        const passages = twice ? [whole, { a: { from: 0, to: from }, b: { from: 0, to: from } }] : [whole]
        expect(ratesOfBoth(ocr, truth, passages)).toEqual({
          whole: rateLevels(ocr, truth),
          inside: ratesInside(ocr, truth, passages),
        })
      }),
    )
  })
})
