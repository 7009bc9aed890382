import { describe, expect, test, vi } from 'vitest'
import { align } from '../../src/align/align.js'
import { AnchorList, type Anchors } from '../../src/align/anchor-list.js'
import type { FoundAnchors } from '../../src/align/anchors.js'
import { mayHaveMissed } from '../../src/align/missed.js'
import { compare } from '../../src/compare/compare.js'
import { fold } from '../../src/text/fold.js'
import { random } from '../noise.js'

const N = 1000

function found(...triples: [number, number, number][]): FoundAnchors {
  const list = new AnchorList()
  for (const triple of triples) list.push(...triple)
  return { anchors: list.sorted(), exact: true, untried: null }
}

const passage = (a0: number, a1: number, b0: number, b1: number) => ({
  a: { from: a0, to: a1 },
  b: { from: b0, to: b1 },
})

describe('a crowd of repeats', () => {
  const never = () => expect.unreachable()

  test('costs nothing where none was', () => {
    expect(mayHaveMissed(found([0, 0, 50]), false, [], N, N, never)).toBe(false)
  })

  test('costs nothing where passages cover one of the texts', () => {
    expect(mayHaveMissed(found([0, 0, 50]), true, [passage(0, N, 200, 300)], N, N, never)).toBe(false)
    expect(
      mayHaveMissed(found([0, 0, 50]), true, [passage(0, 9, 0, 500), passage(9, 50, 500, N)], N, N, never),
    ).toBe(false)
  })

  test('may have kept two neighbouring passages apart', () => {
    const no = () => false
    const neighbours = (a: number, b: number) => [passage(0, 100, 0, 100), passage(a, a + 100, b, b + 100)]
    expect(mayHaveMissed(found(), true, neighbours(150, 400), N, N, no)).toBe(true)
    expect(mayHaveMissed(found(), true, neighbours(100, 400), N, N, no)).toBe(true)
    expect(mayHaveMissed(found(), true, neighbours(100, 100), N, N, no)).toBe(false)
    expect(mayHaveMissed(found(), true, neighbours(150, 700), N, N, no)).toBe(false)
    // The second stands before the first in the other text.
    const swapped = [passage(0, 100, 500, 600), passage(150, 250, 300, 400)]
    expect(mayHaveMissed(found(), true, swapped, N, N, no)).toBe(false)
  })

  test('is judged by the anchors that lie in no passage on either side', () => {
    const chainable = vi.fn<(left: Anchors) => boolean>(() => true)
    const passages = [passage(0, 100, 0, 100)]
    const anchors = found([90, 300, 30], [300, 80, 10], [500, 500, 40])
    expect(mayHaveMissed(anchors, true, passages, N, N, chainable)).toBe(true)
    const [{ count, a, b, length }] = chainable.mock.calls[0]
    expect(count).toBe(2)
    expect([a, b, length].map((column) => [...column.subarray(0, 2)])).toEqual([
      [100, 500],
      [310, 500],
      [20, 40],
    ])
    expect(mayHaveMissed(anchors, true, passages, N, N, () => false)).toBe(false)
  })
})

/** Names that no other seed has, with a formula after each. */
function litany(names: number, seed: number, formula: string): string {
  const next = random(seed)
  const name = () => Array.from({ length: 120 }, () => String.fromCharCode(0x4e00 + next() * 20_000)).join('')
  return Array.from({ length: names }, () => name() + formula).join('')
}

describe('exact', () => {
  const formula = 'oranobispeccatoribus'

  test('says whether frequent seeds outside of passages were tried everywhere', () => {
    const few = align(fold(litany(20, 1, formula)), fold(litany(20, 2, formula)))
    expect(few.exact).toBe(true)
    // 42,000 seeds of the second text, each of which may be tried at 25 places, where those of the formula have 300.
    const many = align(fold(litany(300, 1, formula)), fold(litany(300, 2, formula)))
    expect(many.exact).toBe(false)
    // Who is covered has nothing left to find.
    const text = litany(300, 1, formula)
    expect(align(fold(text), fold(litany(2, 3, '') + text + litany(300, 2, formula))).exact).toBe(true)
  })

  test('of a comparison says whether long runs of marks were weighed', () => {
    const text = (marks: string) =>
      `The harbour board met and heard the report of its engineer ${marks} before the members went home to dinner.`
    const whole = compare(text('.!?'.repeat(50)), text('?.!'.repeat(50)))
    expect(whole.exact).toBe(true)
    expect(whole.edits.every(({ a, b }) => a.to - a.from + b.to - b.from <= 3)).toBe(true)
    const cut = compare(text('.!?'.repeat(100)), text('?.!'.repeat(100)))
    expect(cut).toMatchObject({ exact: false, relation: 'duplicate' })
    expect(cut.edits).toHaveLength(1)
  })
})
