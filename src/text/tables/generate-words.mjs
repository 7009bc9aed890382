/**
 * Writes `../word-table.data.ts` from Unicode 15.1: Word_Break, and what ../words.ts needs beside it.
 *
 *   node src/text/tables/generate-words.mjs            writes the file
 *   node src/text/tables/generate-words.mjs --print    writes it to stdout (the test compares)
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
const unicode = (path) => import(`@unicode/unicode-15.1.0/${path}/code-points.mjs`).then((m) => m.default)

/** In the numbering of ../word-table.ts. */
const CLASSES = [
  'Other',
  'CR',
  'LF',
  'Newline',
  'Extend',
  'Format',
  'ZWJ',
  'WSegSpace',
  'Regional_Indicator',
  'Katakana',
  'ALetter',
  'Hebrew_Letter',
  'Numeric',
  'ExtendNumLet',
  'MidLetter',
  'MidNum',
  'MidNumLet',
  'Single_Quote',
  'Double_Quote',
]
const OTHER = 0
/** Our own: letters of Thai, Lao, Khmer, Myanmar, that UAX #29 leaves to dictionaries. */
const COMPLEX = CLASSES.length
const CLASS_BITS = 5
const LETTER = 32
const PICTOGRAPHIC = 64

const LAST = 0x10ffff
const values = new Uint8Array(LAST + 1)
for (let i = 1; i < CLASSES.length; i++) {
  for (const c of await unicode(`Word_Break/${CLASSES[i]}`)) values[c] = i
}
for (const c of await unicode('Line_Break/Complex_Context')) if (values[c] === OTHER) values[c] = COMPLEX
for (const category of ['Letter', 'Number']) {
  for (const c of await unicode(`General_Category/${category}`)) values[c] |= LETTER
}
for (const c of await unicode('Binary_Property/Extended_Pictographic')) values[c] |= PICTOGRAPHIC

// Runs of one value: class under the class before, two flags and a length under the class. 2.0 KB of gzip; the length
// under both classes took 4 % more.
const encoder = new RangeEncoder()
const classes = freshModels(2 ** (2 * CLASS_BITS))
const letters = freshModels(2 ** CLASS_BITS)
const pictographs = freshModels(2 ** CLASS_BITS)
const lengths = Array.from({ length: COMPLEX + 1 }, () => freshModels())
let before = OTHER
for (let from = 0; from <= LAST;) {
  const value = values[from]
  let to = from
  while (to <= LAST && values[to] === value) to++
  const kind = value % 2 ** CLASS_BITS
  encoder.tree(classes, before * 2 ** CLASS_BITS, CLASS_BITS, kind)
  encoder.bit(letters, kind, value & LETTER ? 1 : 0)
  encoder.bit(pictographs, kind, value & PICTOGRAPHIC ? 1 : 0)
  encoder.number(lengths[kind], to - from)
  before = kind
  from = to
}

const file = `// Written by tables/generate-words.mjs; do not edit.
// Unicode 15.1 (@unicode/unicode-15.1.0 ${version}).
export const WORD_TABLE =
  '${encoder.finish()}'
`
if (process.argv.includes('--print')) process.stdout.write(file)
else writeFileSync(new URL('../word-table.data.ts', import.meta.url), file)
