import type { EditClass } from '../compare/classes.js'
import type { NamedEdit } from '../compare/compare.js'
import { graphemeBorders } from '../text/graphemes.js'
import { addConfusion, type ConfusionCounts } from './confusions.js'
import { lookAlike } from './shape/look-alike.js'

/** Longest side of an edit whose characters are paired, in UTF-16 code units: a longer one is other text. */
const LONGEST = 32
/** Characters that one side alone may have and still count one by one: beyond, words are missing and no letters. */
const MOST_LOST = 2
/** Most characters that one character is misread for: m / iii. */
const LONGEST_RUN = 3

/** Costs of an alignment of characters. */
const OTHER = 4
/** Twice a look-alike is cheaper than one other character, so that rn / m is found inside a longer edit. */
const ALIKE = 1
/** One character for two is less likely than one for one. */
const ALIKE_RUN = 2
const LOST = 3

/** Classes that say nothing of single characters: layout, and text that stands elsewhere or twice. */
const NOT_BY_CHARACTER: ReadonlySet<EditClass> = new Set([
  'moved',
  'layout',
  'linebreak',
  'hyphenation',
  'spacing',
  'repetition',
])

/**
 * Adds the characters that the edits of one pair take for others: each edit is aligned character by character (grapheme by
 * grapheme), so that 科学 / 料字 counts 科 / 料 once more. A character and a run of two or three that looks like it (rn / m)
 * are one pair. A pair of look-alikes has the class `shape`, any other that of its edit. O(edits), each O(|a| · |b|).
 * @param sourceA the text of A, for the examples.
 */
export function countCharacters(counts: ConfusionCounts, edits: readonly NamedEdit[], sourceA: string): void {
  for (const edit of edits) {
    if (NOT_BY_CHARACTER.has(edit.class) || edit.a.text.length > LONGEST || edit.b.text.length > LONGEST)
      continue
    const a = charactersOf(edit.a.text)
    const b = charactersOf(edit.b.text)
    if ((a.length === 0 || b.length === 0) && a.length + b.length > MOST_LOST) continue
    let at = edit.a.from
    for (const { x, y } of pairCharacters(a, b)) {
      if (x !== y) {
        const alike = x !== '' && y !== '' && lookAlike(x, y)
        const name =
          alike && edit.class !== 'number' ? 'shape' : edit.class === 'shape' ? 'other' : edit.class
        addConfusion(counts, { a: x, b: y, class: name }, sourceA, at)
      }
      at += x.length
    }
  }
}

/** Characters that stand for each other; one side is empty where the other has a character more. */
export interface PairedCharacters {
  readonly x: string
  readonly y: string
}

function charactersOf(text: string): string[] {
  const borders = graphemeBorders(text)
  const characters: string[] = []
  for (let i = 0; i + 1 < borders.length; i++) characters.push(text.slice(borders[i], borders[i + 1]))
  return characters
}

/** The cheapest pairing of two rows of characters, in order. Of equal costs the one that pairs most. */
export function pairCharacters(a: readonly string[], b: readonly string[]): PairedCharacters[] {
  const width = b.length + 1
  const cost = new Int32Array((a.length + 1) * width)
  /** Characters of A and of B that the cheapest way takes next. */
  const takes = new Uint8Array(2 * cost.length)
  for (let i = a.length; i >= 0; i--) {
    for (let j = b.length; j >= 0; j--) {
      const cell = i * width + j
      if (i === a.length && j === b.length) continue
      let best = Infinity
      const weigh = (m: number, n: number, own: number) => {
        if (i + m > a.length || j + n > b.length) return
        const total = own + cost[(i + m) * width + j + n]
        if (total >= best) return
        best = total
        takes[2 * cell] = m
        takes[2 * cell + 1] = n
      }
      if (i < a.length && j < b.length) {
        weigh(1, 1, a[i] === b[j] ? 0 : lookAlike(a[i], b[j]) ? ALIKE : OTHER)
        for (let run = 2; run <= LONGEST_RUN; run++) {
          if (i + run <= a.length && lookAlike(a.slice(i, i + run).join(''), b[j])) weigh(run, 1, ALIKE_RUN)
          if (j + run <= b.length && lookAlike(a[i], b.slice(j, j + run).join(''))) weigh(1, run, ALIKE_RUN)
        }
      }
      weigh(1, 0, LOST)
      weigh(0, 1, LOST)
      cost[cell] = best
    }
  }
  const pairs: PairedCharacters[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const cell = i * width + j
    const m = takes[2 * cell]
    const n = takes[2 * cell + 1]
    pairs.push({ x: a.slice(i, i + m).join(''), y: b.slice(j, j + n).join('') })
    i += m
    j += n
  }
  return pairs
}
