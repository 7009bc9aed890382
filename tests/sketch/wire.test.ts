import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import * as library from '../../src/sketch/index.js'
import {
  compact,
  describeBytes,
  estimate,
  fromBase64,
  fromBytes,
  merge,
  OffprintError,
  sketch,
  sketchBy,
  sketchTokens,
  toBase64,
  toBytes,
  type Scheme,
  type Signature,
} from '../../src/sketch/index.js'
import { perturbedPair } from '../perturb.js'
import { SEEDS } from '../seeds.js'
import { seedText } from '../vectors/generate-signatures.mjs'
import { signatureOf } from '../vectors/signature-of.mjs'

const SCHEMES: Scheme[] = [
  'fss',
  'datasketch-affine32',
  'datasketch-affine64',
  'datasketch-legacy',
  'minhash-npm',
]

/** One way of making signatures, applied to two texts. */
const pairs: fc.Arbitrary<[Signature, Signature]> = fc
  .record({
    texts: fc.oneof(
      fc.tuple(fc.constantFrom('', '。', 'a', ...SEEDS), fc.constantFrom('', ...SEEDS)),
      perturbedPair.map(({ a, b }): [string, string] => [a, b]),
    ),
    k: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constantFrom(1, 2, 1000)),
    seed: fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
    script: fc.boolean(),
    rule: fc.constantFrom('local-8', 'local-8', 'char-64', 'word-1'),
    form: fc.constantFrom<48 | 8 | 16 | 32 | Scheme>(48, 8, 16, 32, ...SCHEMES),
  })
  .map(({ texts: [a, b], k, seed, script, rule, form }) => {
    const make = (text: string): Signature => {
      if (typeof form === 'string') return sketchTokens(text.split(/(?=[，。 ])/), { scheme: form, k, seed })
      const full =
        rule === 'local-8' ? sketch(text, { k, seed, script }) : sketchBy(rule, text, { k, seed, script })
      return form === 48 ? full : compact(full, form)
    }
    return [make(a), make(b)]
  })

/** A small signature of every form. */
const full = sketch(SEEDS[1], { k: 3, seed: 7 })
const kept = sketch('共建创新之路', { k: 5 })
const forms: [name: string, signature: Signature][] = [
  ['full slots', full],
  ['a kept set', kept],
  ['characters', sketchBy('char-2', SEEDS[1], { k: 3 })],
  ['words, a kept set', sketchBy('word-16', 'so many words', { k: 3 })],
  ['words of later borders', { ...sketchBy('word-2', SEEDS[1], { k: 3 }), wordsVersion: 2 }],
  ['an empty text', sketch('', { script: false })],
  ...([8, 16, 32] as const).flatMap((slotBits): [string, Signature][] => [
    [`slots of ${slotBits} bits`, compact(full, slotBits)],
    [`an empty text in ${slotBits} bits`, compact(sketch(''), slotBits)],
  ]),
  ...SCHEMES.map((scheme): [string, Signature] => [
    `tokens, ${scheme}`,
    sketchTokens(['a', 'b', 'c', 'd'], { scheme, k: 3, seed: 2 ** 32 - 1 }),
  ]),
]

/** Reads bytes as the layout in wire.ts says, by DataView alone. */
function readPlainly(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const ascii = (from: number, length: number) =>
    Buffer.from(bytes.subarray(from, from + length)).toString('ascii')
  const slotBits = view.getUint8(6)
  const flags = view.getUint8(7)
  const count = view.getUint32(20, true)
  let at = 24 + 4 * Math.ceil(view.getUint8(18) / 4)
  const take = (bits: number) =>
    Array.from({ length: count }, () => {
      at += bits / 8
      if (bits === 64) return view.getBigUint64(at - 8, true)
      return bits === 32
        ? view.getUint32(at - 4, true)
        : bits === 16
          ? view.getUint16(at - 2, true)
          : view.getUint8(at - 1)
    })
  const isSet = (flags & 1) === 1
  const values = take(isSet || slotBits === 48 ? 32 : slotBits)
  const rounds = !isSet && slotBits === 48 ? take(16) : null
  return {
    magic: ascii(0, 4),
    format: view.getUint8(4),
    scheme: SCHEMES[view.getUint8(5)],
    slotBits,
    isSet,
    script: (flags & 2) === 2,
    otherFlags: flags >> 2,
    k: view.getUint32(8, true),
    seed: view.getUint32(12, true),
    foldVersion: view.getUint16(16, true),
    wordsByte: view.getUint8(19),
    shingles: ascii(24, view.getUint8(18)),
    values,
    rounds,
    checksum: view.getUint32(at, true),
    end: at + 4,
  }
}

/** The code of what is thrown; anything but an OffprintError goes through. */
function outcome(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof OffprintError) return error.code
    throw error
  }
  return 'none'
}

/** Bytes changed by hand and made to look intact. */
function sealed(
  bytes: Uint8Array,
  change: (view: DataView, bytes: Uint8Array) => Uint8Array | void,
): Uint8Array {
  const copy = bytes.slice()
  const changed = change(new DataView(copy.buffer), copy) ?? copy
  const end = changed.length - 4
  new DataView(changed.buffer, changed.byteOffset).setUint32(end, crc32(changed.subarray(0, end)), true)
  return changed
}

describe('a signature that was written and read', () => {
  test('is the same, and so are its bytes', () => {
    fc.assert(
      fc.property(pairs, ([signature]) => {
        const bytes = toBytes(signature)
        const read = fromBytes(bytes)
        expect(read).toEqual(signature)
        expect(toBytes(read)).toEqual(bytes)
      }),
      { numRuns: 300 },
    )
  })

  test('estimates and merges as before, also with one that was not', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const [x, y] = [a, b].map((signature) => fromBytes(toBytes(signature)))
        expect(estimate(x, y)).toEqual(estimate(a, b))
        expect(estimate(x, b)).toEqual(estimate(a, b))
        const merges = outcome(() => merge(a, b))
        expect(outcome(() => merge(x, y))).toBe(merges)
        if (merges === 'none') expect(merge(x, b)).toEqual(merge(a, b))
      }),
      { numRuns: 150 },
    )
  })

  test.each(forms)('keeps its form: %s', (_, signature) => {
    const read = fromBytes(toBytes(signature))
    expect(read).toEqual(signature)
    expect(Object.keys(read).sort()).toEqual(Object.keys(signature).sort())
  })

  test('has slots of its own', () => {
    for (const [, signature] of forms) {
      const bytes = toBytes(signature)
      const read = fromBytes(bytes)
      bytes.fill(0)
      expect(read).toEqual(signature)
    }
  })
})

describe('the bytes', () => {
  test.each(forms)('lie where the layout says: %s', (_, signature) => {
    const bytes = toBytes(signature)
    const { magic, format, otherFlags, wordsByte, isSet, values, rounds, checksum, end, ...header } =
      readPlainly(bytes)
    const { set, slots, wordsVersion, ...rest } = signature
    expect({ magic, format, otherFlags, wordsByte }).toEqual({
      magic: 'OFPS',
      format: 1,
      otherFlags: 0,
      wordsByte: wordsVersion > 1 ? wordsVersion : 0,
    })
    expect(header).toEqual(rest)
    expect(isSet).toBe(set !== null)
    expect(values).toEqual([...(set ?? slots.values)])
    expect(rounds).toEqual(set === null && slots.rounds !== null ? [...slots.rounds] : null)
    expect(checksum).toBe(crc32(bytes.subarray(0, -4)))
    expect(end).toBe(bytes.length)
  })

  test('are those of the book', () => {
    // One Han shingle: every field can be checked by eye.
    const bytes = Buffer.from(toBytes({ ...kept, set: Uint32Array.of(1, 0xfffffffe) })).toString('hex')
    expect(bytes.slice(0, -8)).toBe(
      '4f465053 01 00 30 03 05000000 01000000 0200 07 00 02000000 6c6f63616c2d3800 01000000 feffffff'.replaceAll(
        ' ',
        '',
      ),
    )
  })

  test('are read wherever they begin', () => {
    for (const [, signature] of forms) {
      const bytes = toBytes(signature)
      for (const offset of [1, 2, 3, 4, 5, 7]) {
        const around = new Uint8Array(bytes.length + 16).fill(0xee)
        around.set(bytes, offset)
        const part = around.subarray(offset, offset + bytes.length)
        expect(fromBytes(part)).toEqual(signature)
        expect(describeBytes(part)).toEqual(describeBytes(bytes))
      }
      expect(fromBytes(Buffer.from(bytes))).toEqual(signature)
    }
  })

  test.each(forms)('are described by their header: %s', (_, signature) => {
    const { set, slots: _slots, ...header } = signature
    const bytes = toBytes(signature)
    const description = describeBytes(bytes)
    expect(description).toEqual({
      ...header,
      format: 1,
      distinct: set === null ? null : set.length,
      bytes: bytes.length,
    })
    expect(JSON.parse(JSON.stringify(description))).toEqual(description)
  })

  test('are base64 as everybody writes it', () => {
    for (const [, signature] of forms) {
      const text = toBase64(signature)
      expect(text).toBe(Buffer.from(toBytes(signature)).toString('base64'))
      expect(fromBase64(text)).toEqual(signature)
    }
  })
})

describe('bytes that are not whole', () => {
  const read = [fromBytes, describeBytes]

  test.each(forms)('are refused at every length but the right one: %s', (_, signature) => {
    const bytes = toBytes(signature)
    const longer = new Uint8Array(bytes.length + 12)
    longer.set(bytes)
    for (let length = 0; length <= longer.length; length++) {
      const expected = length === bytes.length ? 'none' : 'ERR_FORMAT'
      for (const reader of read) expect(outcome(() => reader(longer.subarray(0, length)))).toBe(expected)
    }
  })

  test.each(forms)('are refused with any one bit the other way round: %s', (_, signature) => {
    const bytes = toBytes(signature)
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice()
      flipped[bit >> 3] ^= 1 << (bit & 7)
      for (const reader of read)
        expect(
          outcome(() => reader(flipped)),
          `bit ${bit}`,
        ).toBe('ERR_FORMAT')
    }
  })

  test('are refused with a byte changed, lost, doubled or put behind', () => {
    const damage: Record<string, (bytes: number[], at: number, byte: number) => void> = {
      change: (bytes, at, byte) => (bytes[at] ^= byte),
      lose: (bytes, at) => bytes.splice(at, 1),
      cut: (bytes, at) => bytes.splice(at),
      double: (bytes, at) => bytes.splice(at, 0, bytes[at]),
      behind: (bytes, _, byte) => bytes.push(byte),
      before: (bytes, _, byte) => bytes.unshift(byte),
    }
    const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    const kind = fc.constantFrom(...Object.keys(damage))
    fc.assert(
      fc.property(pairs, kind, place, fc.integer({ min: 1, max: 255 }), ([signature], kind, place, byte) => {
        const bytes = [...toBytes(signature)]
        damage[kind](bytes, Math.floor(place * bytes.length), byte)
        for (const reader of read) expect(outcome(() => reader(Uint8Array.from(bytes)))).toBe('ERR_FORMAT')
      }),
      { numRuns: 500 },
    )
  })

  test('are refused, or come back as they were, whatever they say', () => {
    const field = fc.oneof(
      fc.tuple(fc.constantFrom(5, 6, 7, 18, 19), fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 16, 32, 48, 64, 255)),
      fc.tuple(fc.constantFrom(8, 12, 16, 20), fc.integer({ min: 0, max: 8 })),
      fc.tuple(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 255 })),
    )
    const start = fc.constantFrom(...forms.map(([, signature]) => toBytes(signature)))
    let readable = 0
    fc.assert(
      fc.property(start, fc.array(field, { minLength: 1, maxLength: 4 }), (start, fields) => {
        const bytes = sealed(start, (_, bytes) => {
          for (const [at, value] of fields) if (at < bytes.length) bytes[at] = value
        })
        const answer = outcome(() => expect(toBytes(fromBytes(bytes))).toEqual(bytes))
        expect(answer).toMatch(/^none$|^ERR_FORMAT$/)
        if (answer === 'none') readable++
      }),
      { numRuns: 5000 },
    )
    expect(readable).toBeGreaterThan(500)
  })

  const bytes = toBytes(full)
  const set = toBytes(sketch('共建创新之路', { k: 5 }))
  const words = toBytes(sketchBy('word-2', SEEDS[1], { k: 3 }))
  const impossible: [what: string, bytes: Uint8Array, message: string][] = [
    ['nothing', new Uint8Array(0), 'it does not begin as one'],
    [
      'another magic',
      sealed(bytes, (view) => view.setUint32(0, 0x4f465053, true)),
      'it does not begin as one',
    ],
    ['a scheme that is none', sealed(bytes, (view) => view.setUint8(5, 5)), 'its scheme is unknown'],
    [
      'slots of 64 bits',
      sealed(bytes, (view) => view.setUint8(6, 64)),
      'slots of 64 bits do not belong to fss',
    ],
    ['no bits', sealed(bytes, (view) => view.setUint8(6, 0)), 'slots of 0 bits do not belong to fss'],
    [
      'a scheme with slots of another',
      sealed(bytes, (view) => view.setUint8(5, 2)),
      'slots of 48 bits do not belong to datasketch-affine64',
    ],
    ['flags of no meaning', sealed(bytes, (view) => view.setUint8(7, 6)), 'it says what format 1 cannot'],
    ['a byte of no meaning', sealed(bytes, (view) => view.setUint8(19, 1)), 'it says what format 1 cannot'],
    [
      'word borders without words',
      sealed(bytes, (view) => view.setUint8(19, 2)),
      'it says what format 1 cannot',
    ],
    [
      'version 1 of word borders, written out',
      sealed(words, (view) => view.setUint8(19, 1)),
      'it says what format 1 cannot',
    ],
    ['no slots', sealed(bytes, (view) => view.setUint32(8, 0, true)), 'it has 0 slots'],
    ['too many slots', sealed(bytes, (view) => view.setUint32(8, 32768, true)), 'it has 32768 slots'],
    ['fewer values', sealed(bytes, (view) => view.setUint32(20, 2, true)), 'it holds 2 values for 3 slots'],
    ['more values', sealed(bytes, (view) => view.setUint32(20, 2 ** 32 - 1, true)), 'values for 3 slots'],
    ['a set beyond k', sealed(set, (view) => view.setUint32(8, 1, true)), 'it holds 2 values for 1 slots'],
    ['a set in 8 bits', sealed(set, (view) => view.setUint8(6, 8)), 'it holds 2 values for 5 slots'],
    [
      'a set of a scheme',
      sealed(set, (view) => view.setUint16(5, 0x2001, true)),
      'it holds 2 values for 5 slots',
    ],
    ['a set shorter than it says', sealed(set, (view) => view.setUint32(20, 1, true)), 'its length is wrong'],
    ['a longer rule', sealed(bytes, (view) => view.setUint8(18, 9)), 'its length is wrong'],
    [
      'a rule not in ASCII',
      sealed(bytes, (view) => view.setUint8(24, 0xe9)),
      'its shingle rule is not ASCII',
    ],
    [
      'a rule not filled up with zeros',
      sealed(bytes, (view) => view.setUint8(31, 1)),
      'its shingle rule is not ASCII',
    ],
    [
      'a set in disorder',
      sealed(set, (_, bytes) => bytes.copyWithin(32, 36, 40)),
      'its set is not ascending',
    ],
  ]
  test.each(impossible)('are refused where they say the impossible: %s', (_, bytes, message) => {
    expect(() => fromBytes(bytes)).toThrow(
      expect.objectContaining({
        code: 'ERR_FORMAT',
        message: expect.stringMatching(`^these bytes are not a whole offprint signature: .*${message}`),
      }),
    )
  })

  test('of a newer format are called so, whatever else they hold', () => {
    const message =
      'the signature has format 2, and this version reads format 1; read it with a newer offprint'
    const newer = bytes.slice()
    newer[4] = 2
    for (const bytes of [newer, newer.subarray(0, 40), sealed(newer, () => {})]) {
      for (const reader of read) {
        expect(() => reader(bytes)).toThrow(expect.objectContaining({ code: 'ERR_FORMAT', message }))
      }
    }
  })

  test('are refused in base64 too', () => {
    const text = toBase64(full)
    for (const wrong of [
      '',
      '*',
      'é',
      text.slice(4),
      text.slice(0, -4),
      `${text}AAAA`,
      text.slice(0, -5),
      `x${text}`,
    ]) {
      expect(outcome(() => fromBase64(wrong))).toBe('ERR_FORMAT')
    }
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        const wrong = text.slice(0, at) + character + text.slice(at + 1)
        // The last digit may say nothing; what is read is then what was written.
        const answer = outcome(() => expect(fromBase64(wrong)).toEqual(full))
        expect(answer === 'ERR_FORMAT' || wrong === text || at > text.length - 5).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('arguments', () => {
  const refused: [what: string, run: () => unknown, message: string][] = [
    ['no bytes', () => fromBytes([1, 2] as never), 'bytes must be a Uint8Array, got an array'],
    [
      'a buffer',
      () => describeBytes(new ArrayBuffer(40) as never),
      'bytes must be a Uint8Array, got an object',
    ],
    ['no text', () => fromBase64(null as never), 'text must be a string, got null'],
    ['no signature', () => toBytes(null as never), 'signature must be a signature, got null'],
    [
      'a scheme that is none',
      () => toBytes({ ...full, scheme: 'md5' as never }),
      'signature.scheme must be one of fss,',
    ],
    [
      'a rule that has no place',
      () => toBytes({ ...full, shingles: '五' }),
      'signature.shingles must be at most 255 characters of ASCII, got "五"',
    ],
    [
      'words of no version',
      () => toBytes({ ...sketchBy('word-1', 'a word'), wordsVersion: 0 }),
      'signature.wordsVersion must be a whole number from 1 to 255, got 0',
    ],
    [
      'word borders of other shingles',
      () => toBytes({ ...full, wordsVersion: 1 }),
      'signature.wordsVersion must be 0 where the shingles are not words, got 1',
    ],
    [
      'a rule that is too long',
      () => toBase64({ ...full, shingles: 'a'.repeat(256) }),
      'at most 255 characters',
    ],
  ]
  test.each(refused)('are refused: %s', (_, run, message) => {
    expect(run).toThrow(
      expect.objectContaining({ code: 'ERR_ARGUMENT', message: expect.stringContaining(message) }),
    )
  })
})

describe('signatures of format 1', () => {
  interface Stored extends Pick<Signature, 'scheme' | 'shingles' | 'k' | 'seed' | 'slotBits' | 'script'> {
    readonly text: string
    readonly base64: string
  }
  const stored: { texts: Record<string, string>; signatures: Stored[] } = JSON.parse(
    readFileSync(new URL('../vectors/signatures-v1.json', import.meta.url), 'utf8'),
  )

  test('are there in every form', () => {
    const seen = new Set(
      stored.signatures.map(({ scheme, slotBits, shingles, base64 }) => {
        const { distinct } = describeBytes(Buffer.from(base64, 'base64'))
        const held = distinct === null ? 'slots' : distinct === 0 ? 'nothing' : 'a set'
        return `${scheme} ${slotBits} ${shingles.replace(/-\d+/, '')} ${held}`
      }),
    )
    expect([...seen].sort()).toEqual([
      'datasketch-affine32 32 tokens slots',
      'datasketch-affine64 64 tokens slots',
      'datasketch-legacy 32 tokens slots',
      'fss 16 char nothing',
      'fss 16 char slots',
      'fss 16 local nothing',
      'fss 16 local slots',
      'fss 16 word nothing',
      'fss 16 word slots',
      'fss 32 local nothing',
      'fss 32 local slots',
      'fss 48 char a set',
      'fss 48 char nothing',
      'fss 48 char slots',
      'fss 48 local a set',
      'fss 48 local nothing',
      'fss 48 local slots',
      'fss 48 tokens a set',
      'fss 48 tokens nothing',
      'fss 48 tokens slots',
      'fss 48 word a set',
      'fss 48 word nothing',
      'fss 48 word slots',
      'fss 8 local nothing',
      'fss 8 local slots',
      'minhash-npm 32 tokens slots',
    ])
  })

  test('have word borders of version 1 where their shingles are words, though no byte says so', () => {
    for (const { shingles, base64 } of stored.signatures) {
      expect(Buffer.from(base64, 'base64')[19]).toBe(0)
      expect(fromBase64(base64).wordsVersion).toBe(shingles.startsWith('word-') ? 1 : 0)
    }
  })

  test('are read, and written again as they were', () => {
    for (const { text, base64, ...header } of stored.signatures) {
      const signature = fromBase64(base64)
      expect(signature, text).toMatchObject(header)
      expect(toBase64(signature), text).toBe(base64)
    }
  })

  // Another folding or shingle rule makes other signatures, and then says so in the header: this test changes with it,
  // by what it no longer makes, and the file never does.
  test('are made of the same texts today', () => {
    for (const record of stored.signatures) {
      const signature = signatureOf(library, record, stored.texts[record.text] ?? seedText(record.text))
      expect(toBase64(signature), JSON.stringify(record)).toBe(record.base64)
      expect(fromBase64(record.base64)).toEqual(signature)
    }
  })
})
