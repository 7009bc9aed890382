import { describe, expect, test } from 'vitest'
import expected from '../vectors/bytes-v1.json'
import type { Answer } from './answer.js'
import { page, pageUnderPolicy, worker, workerUnderPolicy } from './places.js'

const places: [place: string, ask: () => Promise<Answer>, compiled: boolean][] = [
  ['in a page', page, true],
  ['in a worker', worker, true],
  ["in a page without 'wasm-unsafe-eval'", pageUnderPolicy, false],
  ["in a worker without 'wasm-unsafe-eval'", workerUnderPolicy, false],
]

describe.each(places)('%s', (_, ask, compiled) => {
  let answered: Promise<Answer>
  const answer = () => (answered ??= ask())

  test(`the ${compiled ? 'compiled kernel' : 'twin'} serves`, async () => {
    expect((await answer()).compiled).toBe(compiled)
  })

  test('signatures, comparisons and folding are the checked-in bytes', async () => {
    expect((await answer()).bytes).toEqual(expected)
  })

  test('compare() names the edits', async () => {
    const { relation, changed, edits } = (await answer()).comparison
    expect(relation).toBe('duplicate')
    expect(changed.numbers).toBe(1)
    expect(edits.map((edit) => [edit.class, edit.a.text, edit.b.text])).toEqual([
      ['number', '4', '5'],
      ['compatibility', 'ﬁ', 'fi'],
      ['hyphenation', '¬\n', ''],
    ])
  })
})
