import { describe, expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.js'
import { random, noisy } from '../noise.js'
import { SEEDS } from '../seeds.js'
import { foldToString } from '../../src/text/fold.js'

const sharesRun = (a: string, b: string, length: number) =>
  Array.from({ length: a.length - length + 1 }, (_, i) => a.slice(i, i + length)).some((run) =>
    b.includes(run),
  )

describe('short texts are compared end to end', () => {
  // Lines that an OCR engine read from video captions, and what the captions said.
  test.each([
    ['所以我还说看望他你预爸着', '所以我还说希望他们预备着'],
    ['亲制《辆壁》就颗曲效果非常好', '录制《画壁》主题曲效果非常好'],
    ['潘籍籍拼死一搏发艳照的举动', '潘霜霜拼死一搏发艳照的举动'],
    ['Tbe rnoming paqer comcs at eiglit', 'The morning paper comes at eight'],
  ])('%s is %s', (a, b) => {
    const { relation, passages, identity } = compare(a, b)
    expect(relation).toBe('duplicate')
    expect(passages).toHaveLength(1)
    expect(passages[0].identity).toBe(identity)
    expect(identity).toBeGreaterThanOrEqual(0.65)
  })

  test.each([
    [
      '安阳县是中国河南省安阳市下辖的一个县，位于河南省北缘，安阳市北部。',
      '夏道镇是中国福建省南平市延平区下辖的一个镇。',
    ],
    ['大家好，我是来自天津的杨济榕', '大家好，我是来自杭州的李博'],
    ['瞿玮，瞿老师，欢迎瞿老师', '涂磊，涂老师，欢迎涂老师'],
    ['The bank closes at noon', 'A cat sleeps on the mat'],
  ])('%s is not %s', (a, b) => {
    expect(['unrelated', 'overlaps']).toContain(compare(a, b).relation)
    expect(compare(b, a).relation).toBe(compare(a, b).relation)
  })

  test('unrelated lines of one language stay apart', () => {
    const lines = SEEDS.flatMap((text) => foldToString(text).match(/.{14}/gu) ?? []).filter(
      (_, i) => i % 9 === 0,
    )
    expect(lines.length).toBeGreaterThan(40)
    for (const a of lines.slice(0, 40)) {
      for (const b of lines)
        if (!sharesRun(a, b, 7)) expect(compare(a, b).relation, `${a} | ${b}`).toBe('unrelated')
    }
  })

  test('at 20 % character errors nearly all are found', () => {
    const next = random(3)
    const lines = SEEDS.flatMap((text) => foldToString(text).match(/.{24}/gu) ?? []).slice(0, 200)
    const found = lines.filter((line) => compare(noisy(line, 0.2, next).copy, line).relation !== 'unrelated')
    expect(found.length / lines.length).toBeGreaterThan(0.95)
  })
})

describe('a text cut up and put in another order', () => {
  test('is found though each piece is shorter than a passage must be', () => {
    const text = foldToString(SEEDS[1]).slice(0, 160)
    const pieces = [0, 40, 80, 120].map((from) => text.slice(from, from + 40))
    const cut = [2, 0, 3, 1].map((piece) => pieces[piece]).join('\n')
    const { relation, passages } = compare(cut, text)
    expect(relation).toBe('duplicate')
    expect(passages.length).toBeGreaterThanOrEqual(3)
    expect(passages.some(({ moved }) => moved)).toBe(true)
  })
})

describe('a text with another commentary after every sentence', () => {
  test('is covered where it is the same, though the whole is more commentary than text', () => {
    const base = foldToString(SEEDS[1]).match(/.{30}/gu)!.slice(0, 30)
    const notes = (seed: number) => foldToString(SEEDS[seed]).match(/.{34}/gu)!.slice(0, 30)
    const [first, second] = [0, 4].map((seed) => {
      const own = notes(seed)
      return base.map((sentence, i) => sentence + (own[i] ?? '')).join('')
    })
    const { relation, passages, identity } = compare(first, second)
    expect(relation).not.toBe('unrelated')
    expect(identity).toBeGreaterThanOrEqual(0.5)
    expect(passages.length).toBeGreaterThan(5)
  })
})
