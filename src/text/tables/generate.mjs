/**
 * Writes `../fold-table.data.ts` from Unicode 15.1, OpenCC's single-character table and `variants.json`.
 *
 *   node src/text/tables/generate.mjs            writes the file
 *   node src/text/tables/generate.mjs --print    writes it to stdout (the test compares)
 *
 * Categories, scripts, default-ignorables and case folding come from @unicode/unicode-15.1.0. Normalisation facts
 * (what is unstable, which marks compose, how marks order) are asked of `String.prototype.normalize`, and only for code
 * points assigned in 15.1, whose normal forms no later version may change (Unicode Character Encoding Stability
 * Policies, "Normalization Stability").
 */
import { readFileSync, writeFileSync } from 'node:fs'
import scriptTable from 'opencc-js/dict/TSCharacters'
import { RangeEncoder, freshModels } from './pack.mjs'

const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
    .version
const unicode = (path) => import(`@unicode/unicode-15.1.0/${path}/code-points.mjs`).then((m) => m.default)
const set = async (path) => new Set(await unicode(path))

if (!(parseFloat(process.versions.unicode) >= 15.1)) {
  throw new Error(`this Node knows Unicode ${process.versions.unicode}; 15.1 or later is needed`)
}

const letters = await set('General_Category/Letter')
const marks = await set('General_Category/Mark')
const nonspacing = await set('General_Category/Nonspacing_Mark')
const numbers = await set('General_Category/Number')
const ignorable = await set('Binary_Property/Default_Ignorable_Code_Point')
const absent = new Set([
  ...(await unicode('General_Category/Unassigned')),
  ...(await unicode('General_Category/Private_Use')),
  ...(await unicode('General_Category/Surrogate')),
])
const generic = new Set([...(await unicode('Script/Inherited')), ...(await unicode('Script/Common'))])
const semitic = new Set([...(await unicode('Script/Arabic')), ...(await unicode('Script/Hebrew'))])
const variants = JSON.parse(readFileSync(new URL('variants.json', import.meta.url), 'utf8'))
const pairsOf = (lines) => lines.map((line) => line.split(' '))
/** What stands for a character before NFKC: letters of the private-use area; an e above is an umlaut. */
const spelled = new Map([
  [0x364, '\u0308'],
  ...pairsOf(variants.private).map(([from, to]) => [from.codePointAt(0), to]),
])
const spell = (c) => spelled.get(c) ?? String.fromCodePoint(c)
/** Case folding, and the digits of every script as those of ASCII. */
const folding = new Map([
  ...(await unicode('Case_Folding/C')),
  ...[...(await unicode('Case_Folding/F'))].map(([from, to]) => [from, [to].flat()]),
])
{
  // Digits of a script stand in tens, in order (The Unicode Standard, 4.6: decimal digits are contiguous).
  const digits = [...(await unicode('General_Category/Decimal_Number'))].sort((a, b) => a - b)
  digits.forEach((c, i) => {
    if (digits[i - (i % 10)] + (i % 10) !== c) throw new Error(`U+${c.toString(16)} is out of its ten`)
    if (c > 0x39) folding.set(c, [0x30 + (i % 10)])
  })
}

const LAST = 0x10ffff
const char = String.fromCodePoint
const points = (text) => Array.from(text, (c) => c.codePointAt(0))
const nfkc = (text) => text.normalize('NFKC')

// The numbers of these classes are read by ../fold-table.ts.
const SEPARATOR = 0
const KEEP = 1
const COMPATIBLE = 2
const JOINED = 3
const MARK = 4 // + 4 × rank + kind
const QUIET = 0
const COMPOSER = 1
const UNSTABLE = 2
const GENERIC = 3

/** Zero-width characters that stand between words, not inside them: they separate as a space does. */
const SEPARATING = new Set([0xad, 0x200b, 0xfeff])
/** Madda and hamza: the Arabic points that compose with a letter, so they may go only after NFKC. */
const isHamza = (c) => c >= 0x653 && c <= 0x655
/** Vowel points: nonspacing marks of Arabic and Hebrew, and the harakat that Syriac shares (Script=Inherited). */
const isPoint = (c) => (semitic.has(c) && nonspacing.has(c)) || (c >= 0x64b && c <= 0x655) || c === 0x670
const TATWEEL = 0x640

// Ranks stand for canonical combining classes, which the property package lacks: two marks differ in class exactly
// when one order of them is not canonical.
const swaps = (a, b) => char(a, b).normalize('NFD') === char(b, a).normalize('NFD') && a !== b
const assignedMarks = [...marks].filter((c) => !absent.has(c)).sort((a, b) => a - b)
const stableMarks = assignedMarks.filter((c) => char(c).normalize('NFD') === char(c))
const YPOGEGRAMMENI = 0x345 // the highest class, 240
const OVERLAY = 0x334 // the lowest, 1
const nonstarters = stableMarks.filter(
  (c) => swaps(c, YPOGEGRAMMENI) || swaps(c, OVERLAY) || c === YPOGEGRAMMENI,
)
const representatives = []
for (const c of nonstarters) {
  if (!representatives.some((r) => r === c || !swaps(r, c))) representatives.push(c)
}
// NFD sorts them for us: one mark of each class, in order.
const order = points(char(...representatives).normalize('NFD'))
const ranks = new Map(nonstarters.map((c) => [c, 1 + order.findIndex((r) => r === c || !swaps(r, c))]))

// Primary composites whose second half is a mark; Hangul composes by arithmetic.
const composed = new Map()
for (let c = 0; c <= LAST; c++) {
  if (absent.has(c) || (c >= 0xac00 && c <= 0xd7a3)) continue
  const parts = char(c).normalize('NFD')
  if (parts === char(c) || char(c).normalize('NFC') !== char(c)) continue
  const second = points(parts).at(-1)
  const first = points(char(...points(parts).slice(0, -1)).normalize('NFC'))
  if (first.length !== 1) throw new Error(`U+${c.toString(16)} is no pair`)
  composed.set(c, [first[0], second])
}
const composers = new Set([...composed.values()].map(([, second]) => second))

/** Fold of one character alone, as fold-table.ts will compute it: '' means joined, ' ' separated. */
function alone(c) {
  const kept = points(nfkc(spell(c)))
    .filter((d) => !ignorable.has(d) && d !== TATWEEL && !isPoint(d))
    .flatMap((d) => folding.get(d) ?? [d])
  const out = points(nfkc(char(...kept))).map((d) =>
    letters.has(d) || marks.has(d) || numbers.has(d) ? char(d) : ' ',
  )
  return out.join('')
}

function classOf(c) {
  if (ignorable.has(c)) return SEPARATING.has(c) ? SEPARATOR : JOINED
  if (spelled.has(c) && !marks.has(c)) return COMPATIBLE
  if (absent.has(c)) return SEPARATOR
  if (c === TATWEEL || (isPoint(c) && !isHamza(c))) return JOINED
  const first = points(nfkc(char(c)))[0]
  // U+FF9E and U+FF9F are letters by category and marks by what they become.
  if (marks.has(c) || (generic.has(first) && marks.has(first))) {
    const kind = generic.has(c)
      ? GENERIC
      : nfkc(char(c)) !== char(c)
        ? UNSTABLE
        : composers.has(c)
          ? COMPOSER
          : QUIET
    return MARK + 4 * (ranks.get(c) ?? ranks.get(first) ?? 0) + kind
  }
  if (nfkc(char(c)) !== char(c)) {
    const folded = alone(c)
    if (folded === '') return JOINED
    return [...folded].some(
      (d) => d !== ' ' && !(marks.has(d.codePointAt(0)) && generic.has(d.codePointAt(0))),
    )
      ? COMPATIBLE
      : SEPARATOR
  }
  return letters.has(c) || numbers.has(c) ? KEEP : SEPARATOR
}

const classes = new Uint8Array(LAST + 1)
for (let c = 0; c <= LAST; c++) classes[c] = classOf(c)
for (let c = 0; c <= LAST; c++) {
  // What the fast path of fold.ts relies on: only marks and jamo reach back to their neighbour.
  if (classes[c] !== COMPATIBLE) continue
  const [first] = points(alone(c))
  if (marks.has(first) && (generic.has(first) || ranks.has(first) || composers.has(first))) {
    throw new Error(`U+${c.toString(16)} folds to something that reaches back`)
  }
}

const encoder = new RangeEncoder()
const zigzag = (n) => (n < 0 ? -2 * n - 1 : 2 * n)

// 1. Runs of one class.
{
  const kinds = freshModels(5 * 8)
  const marksOf = freshModels(256)
  const lengths = [freshModels(), freshModels(), freshModels(), freshModels(), freshModels()]
  let before = SEPARATOR
  for (let from = 0; from <= LAST;) {
    let to = from
    while (to <= LAST && classes[to] === classes[from]) to++
    encoder.tree(kinds, Math.min(before, MARK) * 8, 3, Math.min(classes[from], MARK))
    if (classes[from] >= MARK) encoder.tree(marksOf, 0, 8, classes[from] - MARK)
    encoder.number(lengths[Math.min(classes[from], MARK)], to - from)
    before = classes[from]
    from = to
  }
}

// 2. Case folding: of NFKC-stable characters only, since NFKC comes first. Runs of one step and one distance.
const folds = [...folding]
  .map(([from, to]) => [from, [to].flat()])
  .filter(([from]) => nfkc(char(from)) === char(from))
folds.sort(([a], [b]) => a - b)
{
  const gaps = freshModels()
  const steps = freshModels(1)
  const counts = freshModels()
  const distances = freshModels()
  const simple = folds.filter(([, to]) => to.length === 1)
  let last = 0
  for (let i = 0; i < simple.length;) {
    const [from, [to]] = simple[i]
    const fits = (j, step) =>
      j < simple.length && simple[j][0] === from + (j - i) * step && simple[j][1][0] === to + (j - i) * step
    const step = fits(i + 1, 2) ? 2 : 1
    let j = i + 1
    while (fits(j, step)) j++
    encoder.number(gaps, from - last)
    encoder.bit(steps, 0, step - 1)
    encoder.number(counts, j - i)
    encoder.number(distances, zigzag(to - from))
    last = simple[j - 1][0]
    i = j
  }
  encoder.number(gaps, 0)

  const lengths = freshModels(1)
  const targets = freshModels()
  last = 0
  let before = [0, 0, 0]
  for (const [from, to] of folds.filter(([, to]) => to.length > 1)) {
    encoder.number(gaps, from - last)
    encoder.bit(lengths, 0, to.length - 2)
    to.forEach((d, i) => encoder.number(targets, zigzag(d - before[i])))
    before = to.concat(before.slice(to.length))
    last = from
  }
  encoder.number(gaps, 0)
}

// 3. Composing marks of one script, with the characters they compose with.
{
  const pairs = [...composed.values()]
    .filter(([, second]) => (classes[second] - MARK) % 4 === COMPOSER && second < 0x10000)
    .sort(([a, x], [b, y]) => a - b || x - y)
  const gaps = freshModels()
  const reach = freshModels()
  encoder.number(reach, pairs.length)
  let last = 0
  for (const [first, second] of pairs) {
    encoder.number(gaps, first - last)
    encoder.number(reach, zigzag(second - first))
    last = first
  }
}

// 4. Letters of the private-use area: gaps, lengths, and code points by their distance from those of the entry before.
{
  const gaps = freshModels()
  const lengths = freshModels()
  const targets = [freshModels(), freshModels()]
  let last = 0xe000 - 1
  let before = [0x61, 0x300, 0x300, 0x300, 0x300]
  for (const [from, text] of pairsOf(variants.private)) {
    // In lower case and without ligatures, as folding would leave them: a third of the bits.
    const to = points(nfkc(text).toLowerCase().normalize('NFD'))
    encoder.number(gaps, from.codePointAt(0) - last)
    encoder.number(lengths, to.length)
    to.forEach((d, i) => encoder.number(targets[Math.min(i, 1)], zigzag(d - before[i])))
    before = to.concat(before.slice(to.length))
    last = from.codePointAt(0)
  }
  encoder.number(gaps, 0)
}

/** Pairs of single characters: gaps, and the distance from the target before. */
function encodePairs(entries) {
  const gaps = freshModels()
  const jumps = freshModels()
  const signs = freshModels(1)
  let last = 0
  let lastTo = 0
  for (const [from, to] of entries.sort(([a], [b]) => a - b)) {
    encoder.number(gaps, from - last)
    encoder.bit(signs, 0, to < lastTo ? 1 : 0)
    encoder.number(jumps, Math.abs(to - lastTo))
    last = from
    lastTo = to
  }
  encoder.number(gaps, 0)
}

// 5. Han in another form of the same character, then 6. traditional to simplified. The two are followed to their end
// (薴→苧→苎 is the one chain of the second), so that folding twice is the same as once.
{
  const forms = new Map(pairsOf(variants.han))
  const raw = new Map(scriptTable.split('|').map((entry) => entry.split(' ').slice(0, 2)))
  const follow = (c) => {
    const next = forms.get(c) ?? raw.get(c)
    return next === undefined || next === c ? c : follow(next)
  }
  const codes = ([from, to]) => [from.codePointAt(0), to.codePointAt(0)]
  encodePairs([...forms].map(codes))
  const simplified = new Map(
    [...raw.keys()].map((from) => [from, follow(from)]).filter(([from, to]) => from !== to),
  )
  for (const [from, to] of forms) {
    // What ../fold-table.ts derives for a form must be where both tables lead.
    if ((simplified.get(from) ?? simplified.get(to) ?? to) !== follow(from))
      throw new Error(`${from} goes astray`)
  }
  encodePairs([...simplified].map(codes))
}

const text = encoder.finish()
const file = `// Written by tables/generate.mjs; do not edit.
// Unicode 15.1 (@unicode/unicode-15.1.0 ${versionOf('@unicode/unicode-15.1.0')}), opencc-js ${versionOf('opencc-js')}.
export const FOLD_TABLE =
  '${text}'
`
if (process.argv.includes('--print')) process.stdout.write(file)
else writeFileSync(new URL('../fold-table.data.ts', import.meta.url), file)
