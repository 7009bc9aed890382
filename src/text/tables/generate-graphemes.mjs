/**
 * Writes `../grapheme-table.data.ts` from Unicode 15.1: Grapheme_Cluster_Break, and what the rules need beside it.
 *
 *   node src/text/tables/generate-graphemes.mjs            writes the file
 *   node src/text/tables/generate-graphemes.mjs --print    writes it to stdout (the test compares)
 *
 * Everything comes from @unicode/unicode-15.1.0; nothing is asked of the runtime.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { RangeEncoder, freshModels } from './pack.mjs'

const { version } = JSON.parse(
  readFileSync(
    new URL('../../../node_modules/@unicode/unicode-15.1.0/package.json', import.meta.url),
    'utf8',
  ),
)
const unicode = (path) => import(`@unicode/unicode-15.1.0/${path}.mjs`).then((m) => m.default)

/** In the numbering of ../grapheme-table.ts. Hangul syllables (LV, LVT) follow from their number. */
const CLASSES = [
  'Other',
  'CR',
  'LF',
  'Control',
  'Extend',
  'ZWJ',
  'SpacingMark',
  'Prepend',
  'Regional_Indicator',
  'L',
  'V',
  'T',
]
const OTHER = 0
const EXTEND = 4
const PICTOGRAPHIC = CLASSES.length
/** Indic_Conjunct_Break: consonants are Other, linkers and those that may stand beside them are Extend. */
const CONSONANT = CLASSES.length + 1
const CONJUNCT_EXTEND = CLASSES.length + 2
const LINKER = CLASSES.length + 3
const CLASS_BITS = 4

const LAST = 0x10ffff
const values = new Uint8Array(LAST + 1)
for (let i = 1; i < CLASSES.length; i++) {
  for (const c of await unicode(`Grapheme_Cluster_Break/${CLASSES[i]}/code-points`)) values[c] = i
}

/** Splits a class. ZWJ is among the conjunct extenders and keeps its own. */
function split(codePoints, from, to) {
  for (const c of codePoints) {
    if (values[c] === 5) continue
    if (values[c] !== from) throw new Error(`U+${c.toString(16)} is not of class ${CLASSES[from]}`)
    values[c] = to
  }
}
split(await unicode('Binary_Property/Extended_Pictographic/code-points'), OTHER, PICTOGRAPHIC)
// The package has the three values of Indic_Conjunct_Break as one set; DerivedCoreProperties.txt derives them so.
const viramas = new Set(await unicode('Indic_Syllabic_Category/Virama/code-points'))
const linkers = new Set()
for (const script of ['Bengali', 'Devanagari', 'Gujarati', 'Malayalam', 'Oriya', 'Telugu']) {
  for (const c of await unicode(`Script/${script}/code-points`)) if (viramas.has(c)) linkers.add(c)
}
for (const c of await unicode('Binary_Property/InCB/code-points')) {
  if (values[c] === OTHER) split([c], OTHER, CONSONANT)
  else split([c], EXTEND, linkers.has(c) ? LINKER : CONJUNCT_EXTEND)
}

// Runs of one class: class under the class before, length under the class.
const encoder = new RangeEncoder()
const classes = freshModels(2 ** (2 * CLASS_BITS))
const lengths = Array.from({ length: LINKER + 1 }, () => freshModels())
let before = OTHER
for (let from = 0; from <= LAST;) {
  const kind = values[from]
  let to = from
  while (to <= LAST && values[to] === kind) to++
  encoder.tree(classes, before * 2 ** CLASS_BITS, CLASS_BITS, kind)
  encoder.number(lengths[kind], to - from)
  before = kind
  from = to
}

const file = `// Written by tables/generate-graphemes.mjs; do not edit.
// Unicode 15.1 (@unicode/unicode-15.1.0 ${version}).
export const GRAPHEME_TABLE =
  '${encoder.finish()}'
`
if (process.argv.includes('--print')) process.stdout.write(file)
else writeFileSync(new URL('../grapheme-table.data.ts', import.meta.url), file)
