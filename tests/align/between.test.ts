import { describe, expect, test } from 'vitest'
import { alignBetween } from '../../src/align/between.js'
import type { Edit } from '../../src/align/edit.js'
import type { Interval } from '../../src/align/marks.js'

/** A letter in brackets is a character that the alignment left over. */
function interval(notation: string): Interval {
  const from = notation.indexOf('[')
  if (from < 0) return { source: notation, from: 0, to: notation.length, core: null }
  const to = notation.indexOf(']') - 1
  const source = notation.replace(/[[\]]/g, '')
  return { source, from: 0, to: source.length, core: { from, to } }
}

/** Each difference as `nature a→b`. */
function between(a: string, b: string): string[] {
  const [x, y] = [interval(a), interval(b)]
  const edits: Edit[] = []
  const exact = alignBetween(x, y, (edit) => edits.push(edit))
  expect(exact).toBe(true)
  // They ascend, and applying them turns one side into the other.
  let text = ''
  let done = 0
  for (const edit of edits) {
    expect(edit.a.from).toBeGreaterThanOrEqual(done)
    text += x.source.slice(done, edit.a.from) + y.source.slice(edit.b.from, edit.b.to)
    done = edit.a.to
  }
  expect(text + x.source.slice(done)).toBe(y.source)
  return edits.map(
    ({ nature, a, b }) => `${nature} ${x.source.slice(a.from, a.to)}→${y.source.slice(b.from, b.to)}`,
  )
}

describe('what stands between two aligned characters', () => {
  test.each([
    ['nothing and nothing', '', '', []],
    ['the same marks', ', “', ', “', []],
    ['white space on one side', ' ', '', ['blank  →']],
    ['white space on both sides', ' ', '\n\n', ['layout  →\n\n']],
    ['another mark', '，', '、', ['punctuation ，→、']],
    ['a mark in another width', ',', '，', ['form ,→，']],
    ['a mark on one side', '，', '', ['punctuation ，→']],
    ['a mark on one side, white space on both', ', ', ' ', ['punctuation ,→']],
    ['a mark for a space', '-', ' ', ['punctuation -→ ']],
    ['a hyphen with its line break', '-\n', '', ['punctuation -\n→']],
    ['a mark with its line break', '.\n', '', ['punctuation .→', 'blank \n→']],
    ['equal marks around another', '“,”', '“.”', ['punctuation ,→.']],
    ['an extra word', ' [w] ', ' ', ['text w→', 'layout  →']],
    ['an extra word with its spaces', ' [w] ', '', ['text  w →']],
    ['an extra word on a line of its own', '\n[w]\n', '', ['blank \n→', 'text w→', 'blank \n→']],
    ['an extra word that is a space there', '[w]', ' ', ['text w→', 'blank → ']],
    ['a word for a word', '[w]', '[v]', ['text w→v']],
    ['a word and a mark for a word', '[w],', '[v]', ['text w→v', 'punctuation ,→']],
    ['a word for a mark', '[w]', ',', ['text w→,']],
  ])('%s', (_, a, b, expected) => {
    expect(between(a, b)).toEqual(expected)
  })

  test('is mirrored from the other side', () => {
    const parts = ['', ' ', '\n', ',', '，', '-', '-\n', ' [w] ', '[w]', ', [w]', '“[w]” ']
    for (const a of parts) {
      for (const b of parts) {
        const back = between(b, a).map((edit) => {
          const [nature, rest] = [edit.slice(0, edit.indexOf(' ')), edit.slice(edit.indexOf(' ') + 1)]
          return `${nature} ${rest.split('→').reverse().join('→')}`
        })
        expect(back, `${JSON.stringify(a)} ${JSON.stringify(b)}`).toEqual(between(a, b))
      }
    }
  })

  test('says so where it had too many marks to weigh', () => {
    const edits: Edit[] = []
    const a = interval('.!?'.repeat(100))
    const b = interval('?.!'.repeat(100))
    expect(alignBetween(a, b, (edit) => edits.push(edit))).toBe(false)
    expect(edits).toEqual([{ a: { from: 0, to: 300 }, b: { from: 0, to: 300 }, nature: 'punctuation' }])
  })
})
