import { rangeDecoder } from '../kernel/range-decoder.js'
import { GRAPHEME_TABLE } from './grapheme-table.data.js'
import { SYLLABLE_COUNT, SYLLABLE_FIRST, T_COUNT } from './hangul.js'

/** Values of Grapheme_Cluster_Break (UAX #29 table 2), with what rules GB9c and GB11 tell apart within them. */
export const GraphemeBreak = {
  Other: 0,
  CR: 1,
  LF: 2,
  Control: 3,
  Extend: 4,
  ZWJ: 5,
  SpacingMark: 6,
  Prepend: 7,
  RegionalIndicator: 8,
  L: 9,
  V: 10,
  T: 11,
  /** Other, and Extended_Pictographic. */
  Pictographic: 12,
  /** Other, and Indic_Conjunct_Break=Consonant. */
  Consonant: 13,
  /** Extend, and Indic_Conjunct_Break=Extend. */
  ConjunctExtend: 14,
  /** Extend, and Indic_Conjunct_Break=Linker: the viramas of six scripts. */
  Linker: 15,
  LV: 16,
  LVT: 17,
} as const

const CLASS_BITS = 4
const CODE_POINTS = 0x110000

let table: Uint8Array | undefined

/**
 * Class of every code point as Unicode 15.1 has it, whatever the runtime knows. The first call decodes them: 1.1 MB, of
 * which pages without marks are never touched.
 */
export function graphemeTable(): Uint8Array {
  return (table ??= decode())
}

function decode(): Uint8Array {
  const values = new Uint8Array(CODE_POINTS)
  const decoder = rangeDecoder(GRAPHEME_TABLE)
  const classes = decoder.models(2 ** (2 * CLASS_BITS))
  const lengths = Array.from({ length: GraphemeBreak.Linker + 1 }, () => decoder.models())
  let before: number = GraphemeBreak.Other
  for (let from = 0; from < CODE_POINTS;) {
    const kind = decoder.tree(classes, CLASS_BITS, before << CLASS_BITS)
    const to = from + decoder.number(lengths[kind])
    if (kind !== GraphemeBreak.Other) values.fill(kind, from, to)
    before = kind
    from = to
  }
  const end = SYLLABLE_FIRST + SYLLABLE_COUNT
  values.fill(GraphemeBreak.LVT, SYLLABLE_FIRST, end)
  for (let c = SYLLABLE_FIRST; c < end; c += T_COUNT) values[c] = GraphemeBreak.LV
  return values
}
