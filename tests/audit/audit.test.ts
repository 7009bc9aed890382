import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import { compare } from '../../src/compare/compare.js'
import { EDIT_CLASSES } from '../../src/compare/classes.js'
import { rateLevels } from '../../src/audit/rates.js'
import { sumAudits } from '../../src/audit/summary.js'
import type { Region } from '../../src/audit/region.js'
import { SEEDS } from '../seeds.js'

const [page, article] = [SEEDS[0]!, SEEDS[1]!]
const CLEAN = 'The modern corner of the harbour was built by the engineers of the town in the summer of 1899.'
const SCAN = 'The modem comer of the harbour was bu1lt by tbe engineers of the tovvn in the fummer of 1899.'

describe('audit', () => {
  test('is the comparison, and more', () => {
    const found = audit(page, article)
    const compared = compare(page, article)
    for (const key of [
      'relation',
      'jaccard',
      'coverage',
      'identity',
      'changed',
      'passages',
      'exact',
    ] as const) {
      expect(found[key]).toEqual(compared[key])
    }
    expect(found.edits.map(({ a, b }) => [a.text, b.text])).toEqual(
      compared.edits.map(({ a, b }) => [a.text, b.text]),
    )
    expect(found.edits.find(({ a }) => a.text === '化')).toMatchObject({ suspect: 'a', reason: 'repetition' })
    expect(found.a).toEqual({ name: 'A', language: 'zh-Hans', characters: page.length, folded: 4774 })
  })

  test('mirrors: the same edits, rates and suspects, read from the other side', () => {
    const sides = { a: 'b', b: 'a', contains: 'contained', contained: 'contains' } as Record<string, string>
    const turned = {
      insert: 'delete',
      delete: 'insert',
      omission: 'insertion',
      insertion: 'omission',
    } as Record<string, string>
    const swap = (name: string | null) => (name === null ? null : (sides[name] ?? turned[name] ?? name))
    const pieces = [
      'The modem comer of the harbour was bu1lt by tbe engineers. ',
      '重慶高新區飛鳥創新研究院，',
      '轉化轉化為公里。',
      '12,345 men at 10:30 ',
      'die Verſammlung be\u00ad\nſchloß ',
      '¬\n',
      '  ',
      '\n\n',
      'rn',
      'm',
      'ﬁ',
      'ａ',
      'e\u0301',
      '𠮷',
      'قَال ',
      'मज़बूत ',
      '-',
      '7',
      '鸟',
      'the ',
    ]
    const piece = fc.constantFrom(...pieces)
    const change = fc.tuple(fc.nat(), fc.nat(2), fc.array(piece, { maxLength: 1 }))
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 12 }),
        fc.array(change, { maxLength: 8 }),
        (text, changes) => {
          const letters = [...text.join('')]
          for (const [at, gone, put] of changes) letters.splice(at % letters.length, gone, ...put)
          const there = audit(text.join(''), letters.join(''))
          const back = audit(letters.join(''), text.join(''))
          const edits = back.edits.map((edit) => ({
            ...edit,
            kind: swap(edit.kind),
            class: swap(edit.class),
            a: edit.b,
            b: edit.a,
            suspect: swap(edit.suspect),
          }))
          expect(edits.sort((x, y) => x.a.from - y.a.from || x.b.from - y.b.from)).toEqual(
            [...there.edits].sort((x, y) => x.a.from - y.a.from || x.b.from - y.b.from),
          )
          expect([back.identity, swap(back.relation)]).toEqual([there.identity, there.relation])
          for (const scope of ['whole', 'inside'] as const) {
            for (const measure of ['cer', 'wer'] as const) {
              const one = there.rates[scope].form[measure]
              const other = back.rates[scope].form[measure]
              expect([other.substitutions, other.insertions]).toEqual([one.substitutions, one.deletions])
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('names, languages and places are those given', () => {
    const line: Region = { from: 0, to: 40, page: '7', line: 3, box: [1, 2, 3, 4] }
    const rest: Region = { from: 41, to: SCAN.length, page: '7', line: 4 }
    const found = audit(
      { text: SCAN, name: 'scan.hocr', language: 'en', regions: [line, rest] },
      { text: CLEAN, name: 'clean.txt' },
    )
    expect(found.a).toMatchObject({ name: 'scan.hocr', language: 'en' })
    expect(found.b).toMatchObject({ name: 'clean.txt', language: '' })
    const first = found.edits[0]!
    expect(first.a.place).toEqual({ page: '7', line: 3, box: [1, 2, 3, 4] })
    expect(first.b).not.toHaveProperty('place')
    expect(found.edits.at(-1)!.a.place).toEqual({ page: '7', line: 4 })
  })

  test('classes and confusions count the edits', () => {
    const found = audit(SCAN, CLEAN)
    expect(found.classes.reduce((sum, { edits }) => sum + edits, 0)).toBe(found.edits.length)
    for (const { class: name } of found.classes) expect(EDIT_CLASSES).toContain(name)
    expect(found.confusions.reduce((sum, { count }) => sum + count, 0)).toBe(found.edits.length)
    const m = found.confusions.find(({ a, b }) => a === 'm' && b === 'rn')!
    expect(m.count).toBe(2)
    expect(m.examples[0]).toEqual({
      pair: '',
      at: SCAN.indexOf('m c'),
      before: 'The mode',
      after: ' comer of the ha',
    })
  })

  test('rates are those of the whole texts; as part of a page, of what the truth has', () => {
    expect(audit(SCAN, CLEAN).rates.whole).toEqual(rateLevels(SCAN, CLEAN))
    const whole = audit(page, article)
    const part = audit(page, article, { part: true })
    // The page holds three other articles: as a copy of one it is mostly wrong.
    expect(whole.rates.whole.nothing.cer.rate).toBeGreaterThan(1.5)
    expect(part.rates.whole.nothing.cer.rate).toBeLessThan(0.1)
    expect(part.rates.inside).toEqual(whole.rates.inside)
    expect(part.rates.whole.form.cer.length).toBe(rateLevels('', article).form.cer.length)
  })

  test('nothing in common, nothing at all', () => {
    const found = audit('', 'Some text that the scanner did not see at all.')
    expect(found).toMatchObject({ relation: 'unrelated', edits: [], classes: [], confusions: [] })
    expect(found.rates.whole.nothing.cer.rate).toBe(1)
    expect(audit('', '').rates.whole.nothing.cer.rate).toBe(0)
    expect(audit('x', '').rates.whole.nothing.cer.rate).toBe(Infinity)
  })

  test('what it refuses', () => {
    const wrong = (...given: unknown[]) => expect(() => (audit as (...x: unknown[]) => unknown)(...given))
    wrong(7, 'x').toThrow(/ocr/)
    wrong('x', { txt: 'x' }).toThrow('truth.txt is not an option')
    wrong('x', { text: 7 }).toThrow('truth.text must be a string')
    wrong('x', { text: 'x', regions: 7 }).toThrow('truth.regions must be an array')
    wrong('x', 'y', { levels: 1 }).toThrow('options.levels is not an option')
    wrong('x', 'y', { cells: -1 }).toThrow('options.cells')
  })
})

describe('the sum of audits', () => {
  const others: [string, string][] = [
    [SCAN, CLEAN],
    [page, article],
    ['', CLEAN],
    [CLEAN, ''],
  ]

  test('micro adds counts, macro takes the mean of rates', () => {
    const sum = sumAudits()
    const audits = others.map(([a, b]) => audit(a, b))
    audits.forEach((one, i) => sum.add(one, `pair ${i}`))
    const { pairs, micro, macro, classes, confusions } = sum.summary()
    expect(pairs).toBe(4)
    const rates = audits.map(({ rates: { whole } }) => whole.nothing.cer)
    const length = rates.reduce((total, rate) => total + rate.length, 0)
    expect(micro.whole.nothing.cer.length).toBe(length)
    const errors = rates.reduce((total, { substitutions, deletions, insertions }) => {
      return total + substitutions + deletions + insertions
    }, 0)
    expect(micro.whole.nothing.cer.rate).toBeCloseTo(errors / length, 12)
    const mean = rates.slice(0, 3).reduce((total, { rate }) => total + rate, 0) / 3
    expect(macro.whole.nothing.cer).toBeCloseTo(mean, 12)
    expect(macro.whole.nothing.leftOut.cer).toBe(1)
    expect(classes.reduce((total, { edits }) => total + edits, 0)).toBe(
      audits.reduce((total, { edits }) => total + edits.length, 0),
    )
    expect(confusions.find(({ a, b }) => a === 'm' && b === 'rn')!.examples[0]!.pair).toBe('pair 0')
  })

  test('of nothing is nothing', () => {
    expect(sumAudits().summary()).toMatchObject({ pairs: 0, classes: [], confusions: [] })
    expect(sumAudits().summary().macro.whole.form).toMatchObject({ cer: NaN, wer: NaN })
  })
})
