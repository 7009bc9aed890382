import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { audit } from '../../../../src/audit/audit.js'
import {
  readReview,
  textFingerprint,
  writeReview,
  type Decision,
} from '../../../../src/report/html/review/review-file.js'
import { SEEDS } from '../../../seeds.js'

const pair = { a: { name: '000.txt', text: SEEDS[0]! }, b: { name: '001.txt', text: SEEDS[1]! } }
const { edits } = audit(pair.a.text, pair.b.text, { layout: true })

const decisions = fc
  .dictionary(
    fc.nat(edits.length - 1).map(String),
    fc.record({
      verdict: fc.constantFrom<Decision['verdict']>('accept', 'reject', null),
      note: fc.string({ unit: 'binary' }),
    }),
  )
  .map((record) => new Map(Object.entries(record).map(([i, decision]) => [Number(i), decision])))

describe('a review', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(decisions, (given) => {
        const read = readReview(writeReview(pair, edits, given), pair, edits)
        expect(read).toEqual({ decisions: new Map([...given].sort(([x], [y]) => x - y)), unknown: 0 })
      }),
    )
  })

  test('says for people what it is about', () => {
    const i = edits.findIndex((edit) => edit.b.text === '马')
    const file = JSON.parse(writeReview(pair, edits, new Map([[i, { verdict: 'accept', note: 'clear' }]])))
    expect(file).toMatchObject({
      format: 'offprint-review',
      version: 1,
      a: { name: '000.txt', characters: 5457, fingerprint: textFingerprint(pair.a.text) },
      decisions: [{ class: 'shape', reads: ['鸟', '马'], decision: 'accept', note: 'clear' }],
    })
  })

  test('of another pair, another version, or anything else is refused', () => {
    const written = writeReview(pair, edits, new Map())
    const other = { a: pair.a, b: { name: 'b', text: `${pair.b.text} ` } }
    expect(readReview(written, other, edits)).toEqual({ refused: 'pair', a: '000.txt', b: '001.txt' })
    expect(readReview(written.replace('"version": 1', '"version": 2'), pair, edits)).toEqual({
      refused: 'version',
      version: '2',
    })
    const broken = JSON.stringify({ ...JSON.parse(written), decisions: [{ a: [0, 1], decision: 'maybe' }] })
    for (const json of ['', 'x', '[]', 'null', '{}', '7', written.replace('offprint-', ''), broken])
      expect(readReview(json, pair, edits)).toEqual({ refused: 'format' })
  })

  test('counts decisions on edits that are not there', () => {
    const written = writeReview(pair, edits, new Map([[3, { verdict: 'reject', note: '' }]]))
    expect(
      readReview(
        written,
        pair,
        edits.filter((_, i) => i !== 3),
      ),
    ).toEqual({ decisions: new Map(), unknown: 1 })
  })
})

test('texts that differ in one unit, or in their order, have other fingerprints', () => {
  const seen = new Set<string>()
  for (let i = 0; i < 5000; i++) seen.add(textFingerprint(`${SEEDS[1]!.slice(0, 100)}${i}`))
  for (let length = 0; length < 100; length++) seen.add(textFingerprint('\u0000'.repeat(length)))
  expect(seen.size).toBe(5100)
  expect(textFingerprint('ab')).not.toBe(textFingerprint('ba'))
  expect(textFingerprint('ab')).toMatch(/^[\da-f]{16}$/)
})
