import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fingerprints } from '../../src/passages/fingerprints.js'
import { MAX_PLACES, Postings } from '../../src/passages/postings.js'

/** Prints of few different hashes, one at each position. */
const prints = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 }).map((hashes) => printsOf(hashes))

function printsOf(hashes: readonly number[]): Fingerprints {
  return {
    count: hashes.length,
    low: Uint32Array.from(hashes),
    high: Uint32Array.from(hashes, (hash) => hash % 2),
    positions: Uint32Array.from(hashes, (_, i) => 3 * i),
  }
}

function hits(postings: Postings, asked: Fingerprints): string[] {
  const found: string[] = []
  postings.hits(asked, (text, position, print) => found.push(`${text} ${position} ${print}`))
  return found.sort()
}

/** Every pair of equal hashes. */
function naiveHits(held: ReadonlyMap<number, Fingerprints>, asked: Fingerprints): string[] {
  const found: string[] = []
  for (const [text, { low, positions }] of held) {
    low.forEach((hash, i) =>
      asked.low.forEach((other, print) => {
        if (hash === other) found.push(`${text} ${positions[i]} ${print}`)
      }),
    )
  }
  return found.sort()
}

describe('Postings', () => {
  test('hit what a comparison of all with all hits, through adding and removing', () => {
    const steps = fc.array(fc.record({ text: fc.nat({ max: 4 }), prints }), { maxLength: 30 })
    fc.assert(
      fc.property(steps, prints, (steps, asked) => {
        const postings = new Postings()
        const held = new Map<number, Fingerprints>()
        for (const { text, prints } of steps) {
          const before = held.get(text)
          if (before === undefined) {
            postings.add(text, prints)
            held.set(text, prints)
          } else {
            postings.remove(text, before)
            held.delete(text)
          }
          expect(hits(postings, asked)).toEqual(naiveHits(held, asked))
        }
      }),
    )
  })

  test('removing leaves nothing behind and makes room', () => {
    const postings = new Postings()
    const texts = Array.from({ length: 300 }, (_, text) => printsOf([text, text + 1, text + 1, text + 2]))
    texts.forEach((prints, text) => postings.add(text, prints))
    const { bytes } = postings
    for (let round = 1; round <= 20; round++) {
      texts.forEach((prints, text) => postings.remove(text, prints))
      for (const prints of texts) expect(hits(postings, prints)).toEqual([])
      texts.forEach((prints, text) => postings.add(text, prints))
    }
    expect(postings.bytes).toBe(bytes)
  })

  test('list as many places of a print as they say, and can remove a text that was left out', () => {
    const postings = new Postings()
    const one = printsOf([1])
    for (let text = 0; text < MAX_PLACES; text++) postings.add(text, one)
    const { bytes } = postings
    for (let text = MAX_PLACES; text < MAX_PLACES + 50; text++) postings.add(text, one)
    expect(postings.capped).toBe(50)
    expect(hits(postings, one).length).toBe(MAX_PLACES)
    postings.remove(MAX_PLACES + 7, one)
    expect(hits(postings, one).length).toBe(MAX_PLACES)
    postings.remove(7, one)
    expect(hits(postings, one).length).toBe(MAX_PLACES - 1)
    postings.add(7, one)
    expect(hits(postings, one).length).toBe(MAX_PLACES)
    expect(postings.bytes).toBe(bytes)
  })
})
