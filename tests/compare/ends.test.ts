import { describe, expect, test } from 'vitest'
import { compare } from '../../src/index.js'

const ENGLISH =
  'The council of the borough met on Monday evening in the small hall and voted eleven hundred pounds for the repair of ' +
  'the quay, which had been damaged by the gales of last winter. The work is to be begun before Easter.'
const CHINESE =
  '市图书馆自下月起延长开放时间，读者凭借书证可在每晚九点以前入馆阅览，以方便白天上班的市民；读书周活动也将同时举行，届时将邀请作家二十余人到场。'

describe('a passage begins and ends at the text', () => {
  test.each([
    ['a page number', '12\n\n', ENGLISH, ''],
    ['a running head', 'THE WELLMOUTH GAZETTE\n', ENGLISH, ''],
    ['an imprint', '', ENGLISH, '\n\nPrinted by J. Smith.'],
    ['head and number of the page', 'WELLMOUTH\r\n', ENGLISH, '\u2028iv'],
    ['a Chinese page number', '第三版\n', CHINESE, ''],
    ['a Chinese imprint', '', CHINESE, '\n责任编辑：王欣'],
  ])('%s is no part of it', (_, before, article, after) => {
    const page = before + article + after
    const expected = { from: before.length, to: before.length + article.length }
    const { passages, edits, changed } = compare(page, article)
    expect(passages).toMatchObject([{ a: expected, b: { from: 0, to: article.length }, identity: 1 }])
    expect(edits).toEqual([])
    expect(changed).toEqual({ numbers: 0, words: 0, characters: 0 })
    expect(compare(article, page).passages).toMatchObject([{ b: expected }])
  })

  const OTHER =
    'A concert was given on Wednesday by the choir of the grammar school; the room was crowded to the doors, and several of ' +
    'the songs had to be repeated at the wish of the hearers. The sum of nine pounds was taken for the new organ of the church.'

  test.each([
    ['the number of the page', `12\n\n${ENGLISH}`, `${ENGLISH}\n\n${OTHER}`],
    ['an imprint', `${ENGLISH}\n\nPrinted by J. Smith.`, `${OTHER}\n\n${ENGLISH}`],
  ])('%s is no part of it either where the other text goes on at its other end', (_, a, b) => {
    for (const { edits, identity } of [compare(a, b), compare(b, a)]) {
      expect(edits).toEqual([])
      expect(identity).toBe(1)
    }
  })

  test('a word in the line of the passage is a part of it', () => {
    const { passages, edits } = compare(`Yesterday ${ENGLISH}`, ENGLISH)
    expect(passages).toMatchObject([{ a: { from: 0 }, b: { from: 0 } }])
    expect(edits).toMatchObject([{ class: 'insertion', a: { text: 'Yesterday ' } }])
  })

  test('of a rest in two lines, the line of the passage stays', () => {
    const { passages, edits } = compare(`12\nYesterday ${ENGLISH}`, ENGLISH)
    expect(passages).toMatchObject([{ a: { from: 3 } }])
    expect(edits).toMatchObject([{ class: 'insertion', a: { text: 'Yesterday ' } }])
  })

  test('a last figure that is another in both texts is a difference', () => {
    const { edits } = compare(`${ENGLISH}\n1912`, `${ENGLISH}\n1925`)
    expect(edits).toMatchObject([{ class: 'number' }])
  })
})
