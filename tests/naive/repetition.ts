import { foldToString } from '../../src/text/fold.js'

interface Side {
  readonly source: string
  readonly from: number
  readonly to: number
}

/** The side of an edit that alone writes a neighbour of 12 characters at most twice, looked for place by place. */
export function naiveRepeatingSide(a: Side, b: Side): 'a' | 'b' | null {
  const substitution = inside(a) !== '' && inside(b) !== ''
  const [inA, inB] = [doubles(a, substitution), doubles(b, substitution)]
  return inA === inB ? null : inA ? 'a' : 'b'
}

function inside({ source, from, to }: Side): string {
  return to - from > 32 ? 'x'.repeat(to - from) : foldToString(source.slice(from, to))
}

function doubles(side: Side, substitution: boolean): boolean {
  const { source, from, to } = side
  const middle = inside(side)
  if (middle.length === 0 || middle.length > 12 || /\p{N}/u.test(middle)) return false
  const before = foldToString(source.slice(Math.max(0, from - 32), from))
  const text = before + middle + foldToString(source.slice(to, to + 32))
  const [start, end] = [before.length, before.length + middle.length]
  const letters = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}]+$/u.test(middle)
  const shortest = substitution ? (letters ? 3 : 2) : letters ? 2 : 1
  for (let word = shortest; word <= (substitution ? 12 : middle.length); word++) {
    for (let at = 0; at + 2 * word <= text.length; at++) {
      if (text.slice(at, at + word) !== text.slice(at + word, at + 2 * word)) continue
      const first = at <= start && end <= at + word
      const second = at + word <= start && end <= at + 2 * word
      if (first || second) return true
    }
  }
  return false
}
