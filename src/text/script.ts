import { ZEROS } from './digits.js'

/**
 * The scripts that *folded* UTF-16 units belong to: for weights and for naming what changed. Ranges follow Scripts.txt
 * and DerivedNumericType.txt of Unicode 15.1 for the characters that folding leaves; marks of no script (U+0301) and
 * everything that is not listed are `Other`.
 *
 * A surrogate pair counts through its first half: planes 2 and 3 are Han, plane 1 `Other`. The second half is `Other`
 * too; code that adds weights up skips it with `isLowSurrogate`.
 */
export const Script = {
  Other: 0,
  Digit: 1,
  Latin: 2,
  Greek: 3,
  Cyrillic: 4,
  Hebrew: 5,
  Arabic: 6,
  Devanagari: 7,
  /** Bengali to Sinhala. */
  Indic: 8,
  Thai: 9,
  Lao: 10,
  Myanmar: 11,
  Khmer: 12,
  Hangul: 13,
  Hiragana: 14,
  Katakana: 15,
  Han: 16,
} as const

/** One of the scripts above. */
export type Script = (typeof Script)[keyof typeof Script]

/** Half-open ranges; later ones overwrite earlier ones. */
const RANGES: readonly (readonly [from: number, to: number, script: Script])[] = [
  [0x61, 0x7b, Script.Latin],
  [0xe0, 0xf7, Script.Latin],
  [0xf8, 0x2b9, Script.Latin],
  [0x370, 0x400, Script.Greek],
  [0x400, 0x530, Script.Cyrillic],
  [0x591, 0x5f5, Script.Hebrew],
  [0x600, 0x700, Script.Arabic],
  [0x750, 0x780, Script.Arabic],
  [0x870, 0x900, Script.Arabic],
  [0x900, 0x980, Script.Devanagari],
  [0x980, 0xe00, Script.Indic],
  [0xe00, 0xe80, Script.Thai],
  [0xe80, 0xf00, Script.Lao],
  [0x1000, 0x10a0, Script.Myanmar],
  [0x1100, 0x1200, Script.Hangul],
  [0x1780, 0x1800, Script.Khmer],
  [0x1c80, 0x1c90, Script.Cyrillic],
  [0x1d00, 0x1dc0, Script.Latin],
  [0x1d26, 0x1d2b, Script.Greek],
  [0x1d2b, 0x1d2c, Script.Cyrillic],
  [0x1e00, 0x1f00, Script.Latin],
  [0x1f00, 0x2000, Script.Greek],
  [0x214e, 0x214f, Script.Latin],
  [0x2180, 0x2189, Script.Latin],
  [0x2c60, 0x2c80, Script.Latin],
  [0x2de0, 0x2e00, Script.Cyrillic],
  [0x3005, 0x3006, Script.Han],
  [0x3007, 0x3008, Script.Han],
  [0x3021, 0x302a, Script.Han],
  [0x3038, 0x303c, Script.Han],
  [0x302e, 0x3030, Script.Hangul],
  [0x3041, 0x3097, Script.Hiragana],
  [0x309d, 0x30a0, Script.Hiragana],
  [0x30a1, 0x3100, Script.Katakana],
  [0x31f0, 0x3200, Script.Katakana],
  [0x3400, 0x4dc0, Script.Han],
  [0x4e00, 0xa000, Script.Han],
  [0xa640, 0xa6a0, Script.Cyrillic],
  [0xa722, 0xa788, Script.Latin],
  [0xa78b, 0xa800, Script.Latin],
  [0xa8e0, 0xa900, Script.Devanagari],
  [0xa960, 0xa980, Script.Hangul],
  [0xa9e0, 0xaa00, Script.Myanmar],
  [0xaa60, 0xaa80, Script.Myanmar],
  [0xab30, 0xab70, Script.Latin],
  [0xab65, 0xab66, Script.Greek],
  [0xac00, 0xd7fc, Script.Hangul],
  [0xd840, 0xd8c0, Script.Han],
  [0xfa0e, 0xfa2a, Script.Han],
  [0xfe2e, 0xfe30, Script.Cyrillic],
  [0xfe73, 0xfe74, Script.Arabic],
]

const ASCII_ZERO = 0x30

let table: Uint8Array | undefined

/** Script of every UTF-16 unit: 64 KB, made on first use, for loops over many units. */
export function scriptTable(): Uint8Array {
  if (table === undefined) {
    table = new Uint8Array(0x10000)
    for (const [from, to, script] of RANGES) table.fill(script, from, to)
    for (const zero of [ASCII_ZERO, ...ZEROS]) {
      if (zero < table.length) table.fill(Script.Digit, zero, zero + 10)
    }
  }
  return table
}

/** Script of one folded unit. O(1). */
export function scriptOf(unit: number): Script {
  return scriptTable()[unit] as Script
}

/** The second half of a surrogate pair: never a character of its own. */
export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00
}
