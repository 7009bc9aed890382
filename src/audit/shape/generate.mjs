/**
 * Writes `./table.data.ts`: what Han characters look like, as ./table.ts reads it.
 *
 *   apt-get install unicode-data
 *   node src/audit/shape/generate.mjs            writes the file
 *   node src/audit/shape/generate.mjs --print    writes it to stdout
 *
 * The characters are those of the basic plane that Unihan counts among the core of all East Asian use
 * (kUnihanCore2020); every character with a four-corner code is one of them.
 */
import { writeFileSync } from 'node:fs'
import { freshModels, RangeEncoder } from '../../text/tables/pack.mjs'
import { Glyphs } from './glyphs.mjs'
import { readGlyphs, readStrokes, readUnihan, UNICODE_VERSION, withPackages } from './sources.mjs'

const unihan = readUnihan()
const { strokes, data } = withPackages((cnchar, idsfind) => ({
  strokes: readStrokes(cnchar),
  data: readGlyphs(idsfind),
}))
const han = [...unihan.get('kUnihanCore2020').keys()]
  .filter((c) => c >= 0x3400 && c < 0xa000)
  .sort((x, y) => x - y)

/** Streams by name; they are decoded apart. */
const streams = {}
const stream = (name, write) => {
  const encoder = new RangeEncoder()
  write(encoder)
  // `finish` keeps the last digit back; this one may go.
  encoder.raw(6, 0)
  streams[name] = encoder.finish()
  console.error(`${name}: ${((streams[name].length * 6) / 8 / 1000).toFixed(1)} kB`)
}

// 1. The characters, as runs.
stream('characters', (encoder) => {
  const gaps = freshModels()
  const lengths = freshModels()
  let last = 0
  for (let i = 0; i < han.length;) {
    let j = i + 1
    while (j < han.length && han[j] === han[j - 1] + 1) j++
    encoder.number(gaps, han[i] - last)
    encoder.number(lengths, j - i)
    last = han[j - 1]
    i = j
  }
  encoder.number(gaps, 0)
})

// 2. Four-corner codes: each digit under the digit before it in the code and the same one of the last code; 10 is none.
stream('corners', (encoder) => {
  const digits = freshModels(4 * 11 * 11 * 16)
  let last = [0, 0, 0, 0]
  for (const c of han) {
    const code = unihan.get('kFourCornerCode').get(c)?.split(' ')[0].replace('.', '')
    const own = code ? Array.from(code.slice(0, 4), Number) : [10]
    own.forEach((digit, i) => {
      const context = (i * 11 + last[i]) * 11 + (i === 0 ? 0 : own[i - 1])
      encoder.tree(digits, context * 16, 4, digit)
    })
    if (code) last = own
  }
})

// 3. Cangjie codes: letters from 1, closed by 0; each under the letter before it, the first under that of the last code.
stream('cangjie', (encoder) => {
  const letters = freshModels(6 * 27 * 32)
  let last = 0
  for (const c of han) {
    const code = unihan.get('kCangjie').get(c)?.split(' ')[0] ?? ''
    const own = [...Array.from(code, (letter) => letter.charCodeAt(0) - 64), 0]
    own.forEach((letter, i) =>
      encoder.tree(letters, (Math.min(i, 5) * 27 + (i === 0 ? last : own[i - 1])) * 32, 5, letter),
    )
    last = own[0]
  }
})

// ../shape.ts compares strokes by bits, and of two characters one has to fit a word.
if (han.filter((c) => (strokes.get(c) ?? '').length > 32).length > 1) throw new Error('too many strokes')

// 4. Strokes in order of writing: letters from 1, closed by 0; each under the two before it.
stream('strokes', (encoder) => {
  const present = freshModels(2)
  const letters = freshModels(27 * 27 * 32)
  let had = 0
  for (const c of han) {
    const order = strokes.get(c) ?? ''
    const has = order === '' ? 0 : 1
    encoder.bit(present, had, has)
    had = has
    if (!has) continue
    let before = 0
    let previous = 0
    for (const letter of [...Array.from(order, (letter) => letter.charCodeAt(0) - 96), 0]) {
      encoder.tree(letters, (previous * 27 + before) * 32, 5, letter)
      previous = before
      before = letter
    }
  }
})

// 5. Components with their places. Those that are no character of the table follow the characters, most used first, if
// they are used twice.
const glyphs = new Glyphs(data)
const nameOf = (c) => `u${c.toString(16)}`
const members = new Set(han.map(nameOf))
const uses = new Map()
for (const c of han) {
  for (const { component } of glyphs.parts(nameOf(c), () => true)) {
    if (component !== undefined && !members.has(component))
      uses.set(component, (uses.get(component) ?? 0) + 1)
  }
}
const extra = new Set()
const includeParts = (name) => {
  for (const { component } of glyphs.parts(name, (part) => members.has(part) || (uses.get(part) ?? 0) > 1)) {
    if (component === undefined || members.has(component) || extra.has(component)) continue
    extra.add(component)
    includeParts(component)
  }
}
han.forEach((c) => includeParts(nameOf(c)))
const names = [...han.map(nameOf), ...[...extra].sort((a, b) => (a < b ? -1 : 1))]
const kept = new Set(names)
const parts = names.map((name) => glyphs.parts(name, (part) => kept.has(part)))

// A component that contains itself by way of another would never end.
const index = new Map(names.map((name, i) => [name, i]))
const state = new Uint8Array(names.length)
const descend = (i) => {
  if (state[i] === 1) throw new Error(`${names[i]} contains itself`)
  if (state[i] === 2) return
  state[i] = 1
  for (const { component } of parts[i]) if (component !== undefined) descend(index.get(component))
  state[i] = 2
}
names.forEach((_, i) => descend(i))

const counts = new Map()
for (const { component } of parts.flat()) {
  if (component !== undefined) counts.set(component, (counts.get(component) ?? 0) + 1)
}
const ranked = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || index.get(a) - index.get(b))
const rank = new Map(ranked.map((name, i) => [name, i]))
const RANK_BITS = 12
const LENGTH_BITS = 6
if (ranked.length > 2 ** RANK_BITS) throw new Error('more components than their numbers have bits')

stream('components', (encoder) => {
  const gaps = freshModels()
  encoder.number(gaps, extra.size)
  encoder.number(gaps, ranked.length)
  for (const name of ranked) encoder.number(gaps, index.get(name))
  const lengths = freshModels(2 ** LENGTH_BITS)
  const kinds = freshModels(4 * 4)
  const again = freshModels(4)
  const ranks = freshModels(2 ** RANK_BITS)
  const boxes = freshModels(4 * 18 * 18 * 32)
  const points = freshModels(5 * 32 * 32)
  const pointCounts = freshModels(4)
  let previous = []
  let longest = 0
  for (const own of parts) {
    longest = Math.max(longest, own.length)
    encoder.tree(lengths, 0, LENGTH_BITS, own.length)
    let kind = 0
    let box = [17, 17, 17, 17]
    own.forEach((part, slot) => {
      const isStroke = part.component === undefined ? 1 : 0
      encoder.bit(kinds, Math.min(slot, 3) * 4 + kind, isStroke)
      kind = isStroke + 1
      if (isStroke) {
        encoder.tree(pointCounts, 0, 2, part.points.length / 2 - 1)
        part.points.forEach((v, i) => {
          encoder.tree(points, (i < 2 ? i * 17 : 34 + (i % 2) * 17 + part.points[i - 2]) * 32, 5, v)
        })
        return
      }
      const same = previous[slot]?.component === part.component ? 1 : 0
      encoder.bit(again, Math.min(slot, 3), same)
      if (!same) encoder.tree(ranks, 0, RANK_BITS, rank.get(part.component))
      const [x1, x2, y1, y2] = part.box
      encoder.tree(boxes, (box[1] * 18 + box[0]) * 32, 5, x1)
      encoder.tree(boxes, (1 * 324 + x1 * 18 + box[1]) * 32, 5, x2)
      encoder.tree(boxes, (2 * 324 + box[3] * 18 + box[2]) * 32, 5, y1)
      encoder.tree(boxes, (3 * 324 + y1 * 18 + box[3]) * 32, 5, y2)
      box = part.box
    })
    previous = own
  }
  if (longest >= 2 ** LENGTH_BITS) throw new Error(`a glyph has ${longest} parts`)
})
console.error(`${han.length} characters, ${extra.size} more components, ${ranked.length} in use`)

const file = `// Written by shape/generate.mjs; do not edit.
//
// Made from the Unihan database ${UNICODE_VERSION} (fields kUnihanCore2020, kFourCornerCode, kCangjie; © 1991–2022 Unicode, Inc.,
// Unicode licence), cnchar-order 3.2.6 (stroke order; © 2017 theajack, MIT) and GlyphWiki's glyph data (components and
// strokes with their places; free to use without conditions) as idsfind 2.4.0 packs them (© 2022 Guanwei Liu, MIT).
export const SHAPE_TABLE = {
${Object.entries(streams)
  .map(([name, text]) => `  ${name}:\n    '${text}',\n`)
  .join('')}}
`
if (process.argv.includes('--print')) process.stdout.write(file)
else writeFileSync(new URL('./table.data.ts', import.meta.url), file)
