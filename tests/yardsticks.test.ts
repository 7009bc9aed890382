import { LshIndex, Minhash } from 'minhash'
import { compareTwoStrings } from 'string-similarity'
import { describe, expect, test } from 'vitest'
import { compare, DuplicateIndex, estimate, sketch } from '../src/index.js'
import { foldToString } from '../src/text/fold.js'
import { SEEDS } from './seeds.js'

/** A signature of npm `minhash` over 5-grams of the folded text: the usual way. */
function usual(text: string): Minhash {
  const folded = foldToString(text)
  const minhash = new Minhash({ numPerm: 128 })
  for (let i = 0; i + 5 <= folded.length; i++) minhash.update(folded.slice(i, i + 5))
  return minhash
}

describe('the packages people use today', () => {
  const [page, article, other] = [SEEDS[0], SEEDS[1], SEEDS[2]]

  test('npm minhash puts the page and its article far below a usual threshold', () => {
    const similarity = usual(page).jaccard(usual(article))
    expect(similarity).toBeGreaterThan(0.2)
    expect(similarity).toBeLessThan(0.5)
    // Ours agrees on the similarity, and knows that it is not the question.
    expect(Math.abs(estimate(sketch(page), sketch(article)).jaccard - similarity)).toBeLessThan(0.15)
    expect(compare(page, article).relation).toBe('contains')
  })

  test('its index does not find the article by the page; ours finds it and nothing else', () => {
    const lsh = new LshIndex({ bandSize: 16 }) // 8 bands, a threshold of 0.8: other sizes leave a last band of a row or two
    lsh.insert('article', usual(article))
    lsh.insert('page', usual(page))
    expect(lsh.query(usual(page))).not.toContain('article')
    const index = new DuplicateIndex()
    index.add('article', article)
    index.add('other', other)
    expect(index.query(page).matches.map(({ id, relation }) => [id, relation])).toEqual([
      ['article', 'contains'],
    ])
  })

  test('string-similarity gives unrelated pages more than half of what the page and its article get', () => {
    const related = compareTwoStrings(page, article) // 0.53
    const unrelated = compareTwoStrings(page, other) // 0.30
    expect(unrelated).toBeGreaterThan(related / 2)
    expect(compare(page, other)).toMatchObject({ relation: 'unrelated', coverage: { a: 0, b: 0 } })
    expect(compare(page, article).coverage.b).toBeGreaterThan(0.99)
  })
})
