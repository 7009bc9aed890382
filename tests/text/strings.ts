import fc from 'fast-check'
import { expect } from 'vitest'
import type { FoldedText } from '../../src/text/fold.js'

const among = (chars: string) => fc.constantFrom(...chars)
const range = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((c) => String.fromCodePoint(c))

/** Characters that meet each other's edges: jamo of every width, marks of every kind, ligatures, pairs, gaps. */
const character = fc.oneof(
  { weight: 4, arbitrary: range(0x20, 0x7e) },
  { weight: 3, arbitrary: fc.oneof(range(0x1100, 0x11ff), range(0x3131, 0x318e), range(0xac00, 0xd7a3)) },
  {
    weight: 2,
    arbitrary: among('\u1112\u1161\u11ab\uac00\u3131\u314f\u3133\uffa1\uffc2\u3260\u326e\u3200\u320e'),
  },
  { weight: 4, arbitrary: range(0x300, 0x36f) },
  { weight: 2, arbitrary: among('eEαΑιΩᾳᾼsſßİıǰŉﬁﬀ⑴⒈½㎏℃㌔ﷺﺏ') },
  {
    weight: 3,
    arbitrary: among('\u0345\u0327\u0323\u0301\u0338\u20dd\u3099\uff9e\uff9f\u034f\u200d\u200c\ufe0f'),
  },
  { weight: 2, arbitrary: among('カｶハﾊかはウ゛´¨゜ ') },
  { weight: 3, arbitrary: range(0x600, 0x6ff) },
  { weight: 2, arbitrary: range(0x590, 0x5f4) },
  { weight: 1, arbitrary: range(0xfb1d, 0xfeff) },
  {
    weight: 3,
    arbitrary: fc.oneof(range(0x900, 0xd7f), range(0xd80, 0xdff), range(0xe00, 0xfff), range(0x1000, 0x109f)),
  },
  {
    weight: 2,
    arbitrary: among(
      '\u0b95\u0bc6\u0bbe\u0bca\u09c7\u09be\u1025\u102e\u0928\u093c\u0e33\u0e49\u0e38\u0f71\u0f72\u0f73',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      range(0x1b00, 0x1b7f),
      range(0x1d165, 0x1d172),
      range(0x11080, 0x110c2),
      range(0x11100, 0x11146),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.oneof(
      range(0x4e00, 0x9fff),
      range(0xf900, 0xfaff),
      range(0x20000, 0x323af),
      range(0x2f800, 0x2fa1d),
    ),
  },
  { weight: 2, arbitrary: range(0xe000, 0xf8ff) },
  { weight: 2, arbitrary: among('ёЁ\u0364٣۳३靑黒説産') },
  { weight: 2, arbitrary: among('萬與乾薴苧㑮標点，、。—…\n\t　') },
  {
    weight: 1,
    arbitrary: fc.oneof(range(0x1d400, 0x1d7ff), range(0x1f300, 0x1f64f), range(0xe0100, 0xe01ef)),
  },
  { weight: 2, arbitrary: among('\u00ad\u200b\ufeff\u2060\u115f\u1160\u3164\uffa0\u17b4\u0640\ue000\u0378') },
  { weight: 1, arbitrary: range(0xd800, 0xdfff) },
  { weight: 1, arbitrary: range(0, 0x10ffff) },
)

export const text = fc.array(character, { maxLength: 24, size: 'max' }).map((chars) => chars.join(''))

export interface Cluster {
  readonly start: number
  readonly end: number
  readonly units: string
}

export function clusters({ length, starts, ends, units }: FoldedText): Cluster[] {
  const found: Cluster[] = []
  for (let i = 0; i < length;) {
    const from = i
    while (i < length && starts[i] === starts[from]) i++
    found.push({
      start: starts[from],
      end: ends[from],
      units: String.fromCharCode(...units.subarray(from, i)),
    })
  }
  return found
}

/** What the contract says of the arrays of a folded text. */
export function assertMap(folded: FoldedText): void {
  const { source, length, units, starts, ends, wordStarts } = folded
  expect([units.length, starts.length, ends.length, wordStarts.length]).toEqual([
    length,
    length,
    length,
    length,
  ])
  for (let i = 0; i < length; i++) {
    const inside = starts[i] < ends[i] && ends[i] <= source.length
    const ordered =
      i === 0 || ends[i - 1] <= starts[i] || (starts[i - 1] === starts[i] && ends[i - 1] === ends[i])
    const word = i === 0 ? wordStarts[i] === 1 : wordStarts[i] <= 1
    if (!inside || !ordered || !word) expect.fail(`unit ${i} of ${JSON.stringify(source.slice(0, 100))}`)
  }
}

/** False where the definition allows folding twice to differ: a jamo or a mark right behind a gap. */
export function foldsTwice({ length, units, starts, ends, wordStarts }: FoldedText): boolean {
  for (let i = 1; i < length; i++) {
    const gap = wordStarts[i] === 1 || starts[i] > ends[i - 1]
    // The runtime's property is newer than 15.1; here it only widens the exception.
    if (gap && /[\u1161-\u1175\u11a8-\u11c2]|\p{M}/u.test(String.fromCharCode(...units.subarray(i, i + 2))))
      return false
  }
  return true
}
