import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OffprintError } from '../../../src/kernel/errors.js'
import { readLean, writeLean, type LeanLayout } from '../../../src/sketch/compat/lean-bytes.js'
import { compatSlots, type CompatScheme } from '../../../src/sketch/compat/schemes.js'
import type { CompatSignature } from '../../../src/sketch/compat/signature.js'
import { records, tokenSets } from '../../vectors/records.js'

interface Lean {
  scheme: 'affine32' | 'affine64' | 'legacy'
  seed: number
  k: number
  set: string
  packed: string
  native: string
}
const LAYOUTS: LeanLayout[] = ['packed', 'native']
const sets = tokenSets()

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

function signature(scheme: CompatScheme, set: string, k: number, seed: number): CompatSignature {
  return { scheme, seed, slots: compatSlots(scheme, sets.get(set)!, k, seed) }
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof OffprintError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

describe('LeanMinHash of datasketch 2.0.0', () => {
  const vectors = records<Lean>('datasketch', 'lean')

  it.each(LAYOUTS)('is written and read byte for byte, %s', (layout) => {
    expect(vectors.length).toBe(162)
    for (const vector of vectors) {
      const made = signature(`datasketch-${vector.scheme}`, vector.set, vector.k, vector.seed)
      expect(hex(writeLean(made, layout))).toBe(vector[layout])
      expect(readLean(bytesOf(vector[layout]), layout)).toEqual(made)
    }
  })

  it('keeps to the bytes datasketch 1 wrote', () => {
    const golden =
      '2a00000000000000 08000000 93cfb424 441c1318 d9f50f80 30edf503 7be01a6e 2c3d2243 2e12f712 2468c930'
    const read = readLean(bytesOf(golden))
    expect([...read.slots]).toEqual([
      615829395, 403905604, 2148529625, 66448688, 1847255163, 1126317356, 318181934, 818505764,
    ])
    expect(read).toEqual(signature('datasketch-legacy', 'sheet', 8, 42))
  })

  it('reads from the middle of a buffer', () => {
    const made = signature('datasketch-affine64', 'sheet', 3, 42)
    const bytes = writeLean(made)
    const around = new Uint8Array(bytes.length + 10).fill(0xee)
    around.set(bytes, 5)
    expect(readLean(around.subarray(5, 5 + bytes.length))).toEqual(made)
  })
})

describe('bytes that are no LeanMinHash', () => {
  const legacy = writeLean(signature('datasketch-legacy', 'sheet', 4, 42))
  const affine32 = writeLean(signature('datasketch-affine32', 'sheet', 4, 42))
  const native = writeLean(signature('datasketch-affine32', 'sheet', 4, 42), 'native')
  const changed = (bytes: Uint8Array, at: number, value: number) => {
    const copy = bytes.slice()
    copy[at] = value
    return copy
  }

  it('are refused at every length but the right one, in every scheme and layout', () => {
    for (const scheme of ['datasketch-legacy', 'datasketch-affine32', 'datasketch-affine64'] as const) {
      for (const layout of LAYOUTS) {
        const bytes = writeLean(signature(scheme, 'sheet', 5, 42), layout)
        const longer = new Uint8Array(2 * bytes.length)
        longer.set(bytes)
        for (let length = 0; length < longer.length; length++) {
          const outcome = refusal(() => readLean(longer.subarray(0, length), layout))
          if (length === bytes.length) expect(outcome).toBe('none')
          else
            expect(outcome, `${scheme} ${layout} ${length}`).toMatch(
              /^ERR_FORMAT not a LeanMinHash: expected /,
            )
        }
      }
    }
  })

  const rows: [string, () => unknown, string][] = [
    [
      'a short header',
      () => readLean(legacy.subarray(0, 11)),
      'ERR_FORMAT not a LeanMinHash: expected a header of 12 bytes, found 11',
    ],
    [
      'a missing slot',
      () => readLean(legacy.subarray(0, 24)),
      "expected 28 bytes for 4 slots of datasketch-legacy in layout 'packed', found 24",
    ],
    [
      'a seed beyond 32 bits',
      () => readLean(changed(legacy, 4, 1)),
      'expected a little-endian seed from 0 to 2^32 − 1 in bytes 0–7, found 4294967338',
    ],
    ['a negative seed', () => readLean(changed(legacy, 7, 0x80)), 'expected a little-endian seed'],
    [
      'no slots',
      () => readLean(changed(legacy, 8, 0).subarray(0, 12)),
      'expected the number of slots in bytes 8–11',
    ],
    ['more slots than bytes', () => readLean(changed(legacy, 11, 0x7f)), 'found 28'],
    [
      '−2^31 slots',
      () => readLean(bytesOf('2a00000000000000 00000080 01 00000000')),
      'expected 8589934605 bytes',
    ],
    [
      'an unknown scheme',
      () => readLean(changed(affine32, 12, 3)),
      'expected scheme 1 (affine32) or 2 (affine64) in byte 12 after a negated number of slots, found 3',
    ],
    ['a cut before the scheme', () => readLean(affine32.subarray(0, 12)), 'found the end'],
    ['native read as packed', () => readLean(native), "it has the length of layout 'native'"],
    ['packed read as native', () => readLean(affine32, 'native'), "it has the length of layout 'packed'"],
    [
      'native with padding that is not zero',
      () => readLean(changed(native, 14, 9), 'native'),
      'expected zeros in bytes 13–15',
    ],
    [
      'big-endian',
      () => readLean(bytesOf('000000000000002a 00000001 00000005')),
      'expected a little-endian seed',
    ],
    [
      'big-endian with seed 0',
      () => readLean(bytesOf('0000000000000000 00000001 00000005')),
      'expected 67108876 bytes for 16777216 slots',
    ],
    ['no bytes at all', () => readLean([1, 2] as never), 'ERR_ARGUMENT bytes must be a Uint8Array'],
    [
      'an unknown layout',
      () => readLean(legacy, '@' as never),
      "ERR_ARGUMENT layout must be 'packed' or 'native'",
    ],
    [
      'writing npm minhash',
      () => writeLean(signature('minhash-npm', 'sheet', 4, 1)),
      'ERR_ARGUMENT signature.scheme',
    ],
    [
      'writing no slots',
      () => writeLean({ scheme: 'datasketch-legacy', seed: 1, slots: new Uint32Array(0) }),
      'ERR_ARGUMENT signature.slots',
    ],
  ]
  it.each(rows)('%s', (_, run, message) => {
    expect(refusal(run)).toContain(message)
  })

  it('any bytes are refused, or come back as they were', () => {
    const header = fc.tuple(
      fc.constantFrom('2a00000000000000', 'ffffffff00000000', '0000000000000001'),
      fc.constantFrom('01000000', '02000000', 'ffffffff', 'feffffff', '00000000'),
      fc.constantFrom('', '01', '02', '00', '0200000001'),
      fc.uint8Array({ maxLength: 20 }),
    )
    fc.assert(
      fc.property(header, fc.constantFrom(...LAYOUTS), ([seed, count, scheme, rest], layout) => {
        const bytes = bytesOf(seed + count + scheme + hex(rest))
        const outcome = refusal(() => {
          expect(hex(writeLean(readLean(bytes, layout), layout))).toBe(hex(bytes))
        })
        expect(outcome).toMatch(/^none$|^ERR_FORMAT /)
      }),
      { numRuns: 2000 },
    )
  })
})
