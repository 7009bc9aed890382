import { describe, expect, test } from 'vitest'
import { align } from '../../src/align/align.js'
import { passageEdits } from '../../src/align/edits.js'
import { alignWhole } from '../../src/align/fill.js'
import type { ConfusableUnits } from '../../src/align/gap-costs.js'
import type { Passage } from '../../src/align/passage.js'
import { present } from '../../src/align/present.js'
import { compare } from '../../src/compare/compare.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { PROSE } from '../prose.js'

const among =
  (pairs: string): ConfusableUnits =>
  (x, y) =>
    pairs.split(' ').some((pair) => {
      const [p, q] = [pair.charCodeAt(0), pair.charCodeAt(1)]
      return (x === p && y === q) || (x === q && y === p)
    })

/** The edits of two short texts, each as `from→to`. */
function edits(a: string, b: string, alike?: ConfusableUnits): string[] {
  const x = fold(a)
  const y = fold(b)
  const passage = present(x, y, alignWhole(x, y, alike))
  const [found] = passageEdits(x, y, [passage], alike)
  return found.edits.map((edit) => `${a.slice(edit.a.from, edit.a.to)}→${b.slice(edit.b.from, edit.b.to)}`)
}

describe('look-alikes', () => {
  const alike = among('鸟马 己已 ce')

  test.each([
    ['树上有鸟飞来飞去', '树上有马来飞去', ['鸟→马', '飞→']],
    ['树上有大鸟来了', '树上有马来了', ['大→', '鸟→马']],
    ['他说己。大，经走了', '他说已，经走了', ['己→已', '。大→']],
    ['自己来', '自已来', ['己→已']],
    ['看见鸟己飞走', '看见马已飞走', ['鸟己→马已']],
  ])('%s / %s', (a, b, expected) => {
    expect(edits(a, b, alike)).toEqual(expected)
    expect(edits(b, a, alike)).toEqual(expected.map((edit) => edit.split('→').reverse().join('→')))
  })

  test('are nothing special where nobody says so', () => {
    expect(edits('树上有鸟飞来飞去', '树上有马来飞去')).toEqual(['鸟飞→马'])
    expect(edits('树上有鸟飞来飞去', '树上有马来飞去', () => false)).toEqual(['鸟飞→马'])
  })

  test('are found in a long text, and mirrored', () => {
    const { article } = PROSE[1]
    const next = random(3)
    const alike = among('ce lt rn')
    const copy = [...noisy(article, 0.1, next).copy]
      .map((c) => (c === 'c' && next() < 0.3 ? 'e' : c))
      .join('')
    const [a, b] = [fold(article), fold(copy)]
    const there = align(a, b, { alike })
    const back = align(b, a, { alike })
    const pairs = (passages: readonly Passage[], swap: boolean) =>
      passages.flatMap(({ pairs }) => {
        const triples: number[][] = []
        for (let p = 0; p < pairs.length; p += 3) triples.push([...pairs.subarray(p, p + 3)])
        return triples.map(([x, y, length]) => (swap ? [y, x, length] : [x, y, length]))
      })
    expect(pairs(back.passages, true)).toEqual(pairs(there.passages, false))
    const substituted = pairs(there.passages, false)
    expect(substituted.length).toBeGreaterThan(50)
    for (const [x, y, length] of substituted) {
      for (let i = 0; i < length; i++) expect(article[x + i]).not.toBe(copy[y + i])
    }
  })
})

describe('long insertions', () => {
  test('stand apart from an error beside them', () => {
    const [a, b] = ['他们昨天到达重庆大学', '他们昨夭甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳到达重庆大学']
    expect(
      edits(a, b)
        .map((edit) => edit.length)
        .sort((x, y) => x - y),
    ).toEqual([3, 17])
    expect(edits(a, b, among('天夭'))).toEqual(['天→夭', '→甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'])
  })

  // Over 60 seeds a language the paragraph is one insertion in all cases up to 20 %. Beyond, what falls short is
  // letters: half a text with 30 % noise may have no seed near the paragraph, and is a passage of its own.
  test.each([
    [0.04, 1, 1],
    [0.1, 1, 1],
    [0.2, 1, 0.97],
    [0.3, 1, 0.8],
  ])('stay whole at %d noise', (rate, han, letters) => {
    for (const { language, article, foreign } of PROSE) {
      let whole = 0
      const seeds = 30
      for (let seed = 1; seed <= seeds; seed++) {
        const next = random(seed)
        const text = article.slice(0, 1200)
        const at = 300 + Math.floor(next() * 600)
        const from = Math.floor(next() * (foreign.length - 300))
        const before = noisy(text.slice(0, at), rate, next).copy
        const after = noisy(text.slice(at), rate, next).copy
        const found = compare(text, before + foreign.slice(from, from + 300) + after).edits
        const inside = ({ b }: (typeof found)[number]) =>
          Math.min(b.to, before.length + 300) - Math.max(b.from, before.length)
        if (found.some((edit) => edit.kind === 'insert' && inside(edit) >= 285)) whole++
      }
      expect(whole / seeds, language).toBeGreaterThanOrEqual(language === 'Chinese' ? han : letters)
    }
  })

  test.each(PROSE)('a dropped run of $language is one deletion', ({ article }) => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = random(seed)
      const at = 200 + Math.floor(next() * 600)
      const length = 5 + Math.floor(next() * 100)
      const found = compare(article, article.slice(0, at) + article.slice(at + length)).edits
      expect(found.map(({ kind, a }) => [kind, a.to - a.from])).toEqual([['delete', length]])
    }
  })
})
