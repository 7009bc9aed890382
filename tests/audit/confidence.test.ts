import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { audit } from '../../src/audit/audit.js'
import { sumAudits } from '../../src/audit/summary.js'
import { naiveReliability } from '../naive/confidence.js'

const SENTENCE =
  'The harbour board has asked the town council that the new water main be laid before the winter frosts and the mayor said that tenders would be invited without delay'.split(
    ' ',
  )

/** A text of words with the place and the confidence of each. */
function scanned(words: readonly { readonly text: string; readonly confidence?: number }[]) {
  let text = ''
  const regions = words.map(({ text: word, confidence }) => {
    const from = text.length + (text === '' ? 0 : 1)
    text += (text === '' ? '' : ' ') + word
    return { from, to: from + word.length, page: '1', ...(confidence !== undefined && { confidence }) }
  })
  return { text, regions }
}

const words = (change: Record<number, readonly [text: string, confidence: number]>) =>
  SENTENCE.map((text, i) => ({ text: change[i]?.[0] ?? text, confidence: change[i]?.[1] ?? 0.95 }))

describe('confidence of an engine', () => {
  test('counts words and wrong words by confidence, and lists the errors it was sure of', () => {
    const ocr = scanned(
      words({ 1: ['harbonr', 0.97], 4: ['askod', 0.35], 11: ['water', 0.33], 22: ['sa1d', 0.99] }),
    )
    const found = audit(ocr, SENTENCE.join(' '))
    const { buckets, sure } = found.confidence!
    expect(buckets.map(({ from, to, words: all, wrong }) => [from, to, all, wrong])).toEqual([
      [0.3, 0.4, 2, 1],
      [0.9, 1, SENTENCE.length - 2, 2],
    ])
    expect(buckets[0]!.mean).toBeCloseTo(0.34, 12)
    expect(sure.map((edit) => found.edits[edit]!.b.text)).toEqual(['i', 'u'])
  })

  test('a letter that is missing makes its word wrong, a word that is missing none', () => {
    const truth = SENTENCE.join(' ')
    const lettered = audit(scanned(words({ 3: ['ha', 0.5] })), truth).confidence!
    expect(lettered.buckets.find(({ from }) => from === 0.5)).toMatchObject({ words: 1, wrong: 1 })
    const without = audit(scanned(words({}).filter((_, i) => i !== 8)), truth).confidence!
    expect(without.buckets).toMatchObject([{ words: SENTENCE.length - 1, wrong: 0 }])
  })

  test('what stands around a part is not judged; in a whole text it is wrong', () => {
    const noise = 'quite another announcement of an auction of furniture'.split(' ')
    const truth = SENTENCE.join(' ')
    const ocr = scanned([...words({}), ...noise.map((text) => ({ text, confidence: 0.25 }))])
    const part = audit(ocr, truth, { part: true }).confidence!
    expect(part.buckets.find(({ from }) => from === 0.2)).toBeUndefined()
  })

  test('there is none where the format gives none', () => {
    expect(audit(scanned(SENTENCE.map((text) => ({ text }))), SENTENCE.join(' ')).confidence).toBeNull()
    expect(audit('a', 'b').confidence).toBeNull()
  })

  test('equals a count word by word, and adds up', () => {
    const change = fc.record({
      at: fc.nat(SENTENCE.length - 1),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      wrong: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
        const read = SENTENCE.map((truth) => ({ text: truth, truth, confidence: 0.95 }))
        for (const { at, confidence, wrong } of changes) {
          const { truth } = read[at]!
          // A mark in the middle of a word, so that no other explanation is cheaper.
          read[at] = { truth, confidence, text: wrong ? `${truth.slice(0, 1)}ß${truth.slice(1)}` : truth }
        }
        const found = audit(scanned(read), SENTENCE.join(' '))
        const expected = naiveReliability(read)
        expect(found.confidence!.buckets).toMatchObject(
          expected.map(({ words: all, wrong }) => ({ words: all, wrong })),
        )
        found.confidence!.buckets.forEach(({ mean }, i) => expect(mean).toBeCloseTo(expected[i]!.mean, 9))
        const sum = sumAudits()
        sum.add(found)
        sum.add(found)
        sum.add(audit('a', 'b'))
        expect(sum.summary().confidence).toMatchObject(
          expected.map(({ words: all, wrong }) => ({ words: 2 * all, wrong: 2 * wrong })),
        )
      }),
      { numRuns: 60 },
    )
    expect(sumAudits().summary().confidence).toBeNull()
  })
})
