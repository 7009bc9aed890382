/**
 * How much of real misreading the class `shape` explains, and how much it claims of chance.
 *
 * Han: the substitutions of faspell-ocr against pairs drawn as often as characters occur. Letters: the substitutions of
 * overproof (English) and hipe-dta19 (German) against letters, and runs of letters, drawn the same way. The cut and the
 * list of confusions were chosen on even lines, so that the odd ones test them; that layouts join the mean, with six cells
 * a side and from a half on, was seen on all lines.
 */
import { compare } from '../src/compare/compare.js'
import { lookAlike, confusableUnits, CONFUSABLE_HAN } from '../src/audit/shape/look-alike.js'
import { shapeSimilarity } from '../src/audit/shape/similarity.js'
import { shapeTable } from '../src/audit/shape/table.js'
import { random } from '../tests/noise.js'
import { editSimilarity } from '../tests/naive/levenshtein.js'
import { componentsOf, similarities } from '../tests/naive/shape.js'
import { dataSet, keepRecord, readData, report, SMOKE } from './harness.js'

type Pair = readonly [a: string, b: string]
const RANDOM_PAIRS = SMOKE ? 200 : 60_000
/** Sources one by one are drawn plainly, at a millisecond a pair. */
const PLAIN_PAIRS = SMOKE ? 20 : 8_000

const start = performance.now()
const { characters } = shapeTable()
report(`${characters} characters, decoded in ${(performance.now() - start).toFixed(0)} ms`)

if (SMOKE) {
  quality('smoke', [['鸟', '马']], draws([...'鸟马转移研究机构联合实验室'], 100, random(1)))
  letters('smoke', [['rn', 'm']], 'the burn ran down to the mill and the men went home')
} else {
  if (dataSet('faspell-ocr') !== undefined) chinese()
  if (dataSet('overproof') !== undefined) {
    western('English', ['overproof/hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_train_en.jsonl'])
  }
  if (dataSet('hipe-dta19') !== undefined) {
    western(
      'German',
      ['l0', 'l1', 'l2'].map(
        (level) => `hipe-dta19/hipe-ocrepair-bench_v0.9_dta19-${level}_v0.1_test_de.jsonl`,
      ),
    )
  }
}
speed()
keepRecord('shape')

function chinese(): void {
  const known = (c: string) => c.length === 1 && shapeTable().glyphOf[c.charCodeAt(0)] > 0
  const halves: Pair[][] = [[], []]
  const occurring: string[] = []
  readData('faspell-ocr/ocr_train_3575.txt')
    .split('\n')
    .forEach((line, number) => {
      const [, read = '', right = ''] = line.split('\t')
      const [a, b] = [[...read], [...right]]
      b.forEach((c, i) => {
        if (!known(c)) return
        occurring.push(c)
        if (a[i] !== c && a[i] !== undefined && known(a[i])) halves[number % 2].push([a[i], c])
      })
    })
  const chance = draws(occurring, RANDOM_PAIRS, random(5))
  const [even, odd] = halves
  const cut = quality('faspell-ocr, even lines', even, chance.slice(0, RANDOM_PAIRS / 2))
  report(`  so the cut is ${cut.toFixed(3)}; in use is ${CONFUSABLE_HAN}`)
  quality('faspell-ocr, odd lines', odd, chance.slice(RANDOM_PAIRS / 2))
  quality('faspell-ocr, all lines', [...even, ...odd], chance)
  report('  each source alone, odd lines, pairs that it lacks counted as 0:')
  const plain = odd.slice(0, PLAIN_PAIRS)
  const plainChance = chance.slice(-PLAIN_PAIRS)
  const sources = [plain, plainChance].map((pairs) => pairs.map(([a, b]) => similarities(a, b)))
  const sequences = [plain, plainChance].map((pairs) =>
    pairs.map(([a, b]) => editSimilarity(componentsOf(a), componentsOf(b))),
  )
  for (const source of ['corners', 'cangjie', 'strokes', 'layout'] as const) {
    const [real, drawn] = sources.map((all) => all.map((values) => values[source] ?? 0))
    report(`    ${source.padEnd(32)} ${figures(real, drawn)}`)
  }
  report(`    ${'components without their places'.padEnd(32)} ${figures(sequences[0], sequences[1])}`)
  const mean = (values: readonly (number | undefined)[]) => {
    const there = values.filter((value) => value !== undefined)
    return there.reduce((sum, value) => sum + value, 0) / there.length
  }
  const [real, drawn] = sources.map((all, side) =>
    all.map(({ corners, cangjie, strokes }, i) => mean([corners, cangjie, strokes, sequences[side][i]])),
  )
  report(`    ${'mean with such in place of layout'.padEnd(32)} ${figures(real, drawn)}`)
}

/** Area under the curve, recall at one false positive of a hundred, and both at the cut in use. Returns the 1 % cut. */
function quality(name: string, real: readonly Pair[], chance: readonly Pair[]): number {
  const score = ([a, b]: Pair) => shapeSimilarity(a, b)
  const [yes, no] = [real.map(score), chance.map(score)]
  const share = (values: readonly number[]) =>
    values.filter((v) => v >= CONFUSABLE_HAN).length / values.length
  report(`${name}: ${real.length} substitutions, ${chance.length} random pairs`)
  report(`  ${figures(yes, no)}, at the cut in use ${share(yes).toFixed(3)} / ${share(no).toFixed(4)}`)
  return onePercent(no)
}

function figures(yes: readonly number[], no: readonly number[]): string {
  const cut = onePercent(no)
  const recall = yes.filter((value) => value > cut).length / yes.length
  return `AUC ${area(yes, no).toFixed(3)}, recall at 1 % ${recall.toFixed(3)}`
}

/** The similarity that one of a hundred exceeds. */
function onePercent(values: readonly number[]): number {
  return [...values].sort((x, y) => y - x)[Math.floor(values.length / 100)]
}

/** Chance that a real pair scores above a random one, ties shared (Mann, Whitney 1947). */
function area(yes: readonly number[], no: readonly number[]): number {
  const sorted = Float64Array.from(no).sort()
  const below = (value: number, orEqual: boolean) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1
      else high = middle
    }
    return low
  }
  const wins = yes.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0)
  return wins / yes.length / no.length
}

/** Pairs of different items, each drawn as often as it occurs. */
function draws(items: readonly string[], count: number, next: () => number): Pair[] {
  const pairs: Pair[] = []
  while (pairs.length < count) {
    const [a, b] = [items[Math.floor(next() * items.length)], items[Math.floor(next() * items.length)]]
    if (a !== b) pairs.push([a, b])
  }
  return pairs
}

interface Record {
  readonly ocr_hypothesis: { readonly transcription_unit: string }
  readonly ground_truth: { readonly transcription_unit: string }
}

function western(name: string, files: readonly string[]): void {
  for (const half of [0, 1]) {
    const real: Pair[] = []
    let truth = ''
    for (const file of files) {
      const records = readData(file)
        .split('\n')
        .filter((line, i) => line !== '' && i % 2 === half)
      for (const record of records.map((line): Record => JSON.parse(line))) {
        const [a, b] = [record.ocr_hypothesis.transcription_unit, record.ground_truth.transcription_unit]
        truth += b
        for (const edit of compare(a, b).edits)
          if (edit.class === 'other') real.push([edit.a.text, edit.b.text])
      }
    }
    letters(`${name}, ${half === 0 ? 'even' : 'odd'} texts`, real, truth)
  }
}

/** Share of substitutions that the list explains, by length, and of random letters and runs of the same lengths. */
function letters(name: string, real: readonly Pair[], truth: string): void {
  const runs = truth.replace(/[^\p{L}]+/gu, ' ')
  const next = random(7)
  const draw = (length: number) => {
    for (;;) {
      const at = Math.floor(next() * (runs.length - length))
      const run = runs.slice(at, at + length)
      if (!run.includes(' ')) return run
    }
  }
  report(`${name}: ${real.length} substitutions that no class above names`)
  const kinds: [string, (pair: Pair) => boolean][] = [
    ['one for one', ([a, b]) => a.length === 1 && b.length === 1],
    ['one for two', ([a, b]) => Math.min(a.length, b.length) === 1 && Math.max(a.length, b.length) === 2],
    ['longer', ([a, b]) => a.length + b.length > 3 && Math.max(a.length, b.length) <= 6],
    ['all', () => true],
  ]
  for (const [kind, belongs] of kinds) {
    const own = real.filter(belongs)
    if (own.length === 0) continue
    let alike = 0
    let drawn = 0
    // As many of each length as there are real ones.
    for (let i = 0; i < (SMOKE ? 50 : 20_000); i++) {
      const [a, b] = own[i % own.length]
      if (Math.max(a.length, b.length) > 6) continue
      const pair = [draw(a.length), draw(b.length)]
      if (pair[0].toLowerCase() === pair[1].toLowerCase()) continue
      drawn++
      if (lookAlike(pair[0], pair[1])) alike++
    }
    const recall = own.filter(([a, b]) => lookAlike(a, b)).length / own.length
    const chance = drawn === 0 ? 0 : alike / drawn
    report(
      `  ${kind.padEnd(12)} ${String(own.length).padStart(5)}: recall ${recall.toFixed(3)}, by chance ${chance.toFixed(3)}`,
    )
  }
}

/** Nanoseconds of one `confusableUnits`. */
function speed(): void {
  const { glyphOf } = shapeTable()
  const common = Array.from({ length: 0x9fa6 - 0x4e00 }, (_, i) => 0x4e00 + i).filter(
    (unit) => glyphOf[unit] > 0,
  )
  const next = random(3)
  const count = SMOKE ? 100 : 200_000
  const pick = () => common[Math.floor(next() * common.length)]
  const kinds: [string, (i: number) => [number, number]][] = [
    ['random Han, each pair new', () => [pick(), pick()]],
    [
      'random Han of 100, pairs seen before',
      () => [common[Math.floor(next() * 100)], common[Math.floor(next() * 100)]],
    ],
    [
      'look-alike Han, seen before',
      (i) =>
        ['鸟马', '未末', '土士', '己已', '日曰'].map(
          (p) => [p.charCodeAt(0), p.charCodeAt(1)] as [number, number],
        )[i % 5],
    ],
    ['Latin letters', () => [97 + Math.floor(next() * 26), 97 + Math.floor(next() * 26)]],
  ]
  for (const [name, make] of kinds) {
    const pairs = Array.from({ length: count }, (_, i) => make(i))
    let alike = 0
    // Twice: the first round draws every character once and fills what is kept.
    for (let round = 0; round < 2; round++) {
      const began = performance.now()
      alike = 0
      for (const [a, b] of pairs) if (confusableUnits(a, b)) alike++
      const each = ((performance.now() - began) * 1e6) / count
      if (round === 1)
        report(
          `confusableUnits, ${name}: ${each.toFixed(0)} ns, ${((100 * alike) / count).toFixed(1)} % alike`,
        )
    }
  }
}
