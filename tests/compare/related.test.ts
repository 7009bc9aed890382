import { beforeEach, expect, test, vi } from 'vitest'
import { classify } from '../../src/compare/classes.js'
import { compare, related } from '../../src/compare/compare.js'
import { DEFAULT_RELATE } from '../../src/compare/relation.js'
import { fold } from '../../src/text/fold.js'
import { SEEDS } from '../seeds.js'

vi.mock('../../src/compare/classes.js', { spy: true })
beforeEach(() => void vi.mocked(classify).mockClear())

test('a related pair is what compare says, and its edits are named once, when asked for', () => {
  const pair = related(fold(SEEDS[0]), fold(SEEDS[1]), DEFAULT_RELATE)!
  expect(classify).not.toHaveBeenCalled()
  const edits = pair.edits()
  const times = vi.mocked(classify).mock.calls.length
  expect(times).toBeGreaterThan(0)
  expect(pair.edits()).toBe(edits)
  expect(classify).toHaveBeenCalledTimes(times)
  expect({ ...pair.comparison, edits }).toEqual(compare(SEEDS[0], SEEDS[1]))
})

test('the differences of a related pair name nothing, and are where compare finds them', () => {
  for (const [a, b] of [
    [SEEDS[0], SEEDS[1]],
    [SEEDS[1], SEEDS[0]],
  ]) {
    const differences = related(fold(a), fold(b), DEFAULT_RELATE)!.differences()
    expect(classify).not.toHaveBeenCalled()
    const { edits } = compare(a, b, { layout: true })
    vi.mocked(classify).mockClear()
    const where = edits.map((edit) => [edit.a.from, edit.a.to, edit.b.from, edit.b.to])
    expect(differences.map((edit) => [edit.a.from, edit.a.to, edit.b.from, edit.b.to])).toEqual(where)
  }
})

test('unrelated texts are null', () => {
  expect(related(fold(SEEDS[2]), fold(SEEDS[3]), DEFAULT_RELATE)).toBeNull()
  expect(related(fold(''), fold(SEEDS[3]), DEFAULT_RELATE)).toBeNull()
})
