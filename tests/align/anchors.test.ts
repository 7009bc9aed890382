import { describe, expect, test } from 'vitest'
import { findAnchors } from '../../src/align/anchors.js'
import { fold } from '../../src/text/fold.js'
import { noisy, random } from '../noise.js'
import { PROSE } from '../prose.js'

type Triple = readonly [a: number, b: number, length: number]

function anchorsOf(a: string, b: string): Triple[] {
  const { anchors } = findAnchors(fold(a), fold(b))
  return Array.from({ length: anchors.count }, (_, i) => [anchors.a[i], anchors.b[i], anchors.length[i]])
}

/** All maximal exact matches of at least `least` units, by their ends in b; diagonal by diagonal. */
function naiveMatches(a: string, b: string, least: number): Triple[] {
  const found: Triple[] = []
  for (let offset = -a.length; offset < b.length; offset++) {
    let length = 0
    for (let i = Math.max(0, -offset); i <= a.length && i + offset <= b.length; i++) {
      if (i < a.length && i + offset < b.length && a[i] === b[i + offset]) {
        length++
      } else {
        if (length >= least) found.push([i - length, i + offset - length, length])
        length = 0
      }
    }
  }
  return found.sort((x, y) => x[1] + x[2] - y[1] - y[2] || x[0] - y[0])
}

describe('anchors', () => {
  // Up to 256 units a seed is three Han or four letters, and every pair of equal seeds is tried.
  test.each([
    ['Chinese', 3],
    ['English', 4],
    ['German', 4],
  ])('in %s are maximal matches, and all that hold a seed', (language, least) => {
    const { article } = PROSE.find((prose) => prose.language === language)!
    for (let seed = 1; seed <= 10; seed++) {
      const from = 40 * seed
      const a = article.slice(from, from + 200)
      const b = 'x' + noisy(article.slice(from + 30, from + 230), 0.15, random(seed)).copy
      const matches = naiveMatches(a, b, 1).map(String)
      const found = anchorsOf(a, b).map(String)
      for (const anchor of found) expect(matches).toContain(anchor)
      for (const match of naiveMatches(a, b, least).map(String)) expect(found).toContain(match)
    }
  })

  test('ascend by their ends in the second text', () => {
    const { article } = PROSE[1]
    const anchors = anchorsOf(article, noisy(article, 0.1, random(1)).copy + article.slice(100, 400))
    const ends = anchors.map(([, b, length]) => b + length)
    expect(ends).toEqual([...ends].sort((x, y) => x - y))
  })

  test('are one where the shorter text is the start or the end of the longer', () => {
    expect(anchorsOf('harbour', 'harbourboard')).toEqual([[0, 0, 7]])
    expect(anchorsOf('board', 'harbourboard')).toEqual([[0, 7, 5]])
    expect(anchorsOf('', 'harbour')).toEqual([])
  })

  test('are the common start and end, whatever repeats between them', () => {
    const [start, end] = ['theharbourboardmetonmonday', 'andwenthomebeforedinner']
    const anchors = anchorsOf(start + 'one' + end, start + 'another' + end)
    expect(anchors).toContainEqual([0, 0, start.length])
    expect(anchors).toContainEqual([start.length + 3, start.length + 7, end.length])
  })

  test('leave no seed untried where pairs are few', () => {
    const { article, foreign } = PROSE[0]
    const { untried, exact } = findAnchors(
      fold(article.repeat(2)),
      fold(foreign + article.repeat(2) + foreign),
    )
    expect(untried!.count).toBe(0)
    expect(exact).toBe(true)
  })

  test('keep the seeds that have more places than are tried', () => {
    // 3,000 copies of 42 letters make 126,000 seeds, each of which may be tried at 8 places.
    const copies = 'thequickbrownfoxjumpsoverthelazydogandruns'.repeat(3000)
    const { untried } = findAnchors(fold('a' + copies + 'b'), fold('c' + copies + 'd'))
    expect(untried!.count).toBeGreaterThan(120_000)
    const covered = new Uint8Array(copies.length + 2).fill(1)
    expect(untried!.beginOutside(covered, covered)).toBe(false)
    // They matter where they lie outside on both sides.
    const open = covered.slice().fill(0, 500, 600)
    expect(untried!.beginOutside(open, covered)).toBe(false)
    expect(untried!.beginOutside(covered, open)).toBe(false)
    expect(untried!.beginOutside(open, open)).toBe(true)
  })
})
