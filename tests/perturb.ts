import fc from 'fast-check'
import { SEEDS } from './seeds.js'

/** Real running text in three writing systems, so that every weight and class of character occurs. */
const ENGLISH = `The committee met on Tuesday, 14 May 2019, to consider the report of its sub-committee on water
supply. Members noted that consumption had risen by 12.5 per cent since the last survey; the engineer, Mr. O'Neill,
attributed the increase to three new mills on the river and to the dry summer. "We cannot," he said, "continue to draw
upon the reservoir at this rate." A motion to double the rates was lost by 7 votes to 5. The chairman then read a letter
from the harbour board, which asked that the new main be laid before the winter. After some discussion it was resolved
that tenders be invited, and that the clerk write to the contractors in Dublin, Glasgow and Le Havre without delay.`
const GERMAN = `Die Straße nach Süden war an jenem Morgen von Schnee bedeckt; niemand außer dem Briefträger wagte sich
hinaus. Größere Äcker lagen brach, die Höfe schwiegen, und über den Hügeln stand ein fahles Licht, wie es nur im Februar
vorkommt. Er zählte die Schritte bis zur Mühle: vierhundertzwölf hin, vierhundertzwölf zurück, ein Maß, auf das er sich
verlassen konnte. Als die Glocke schlug, hob er den Kopf und sah, daß jemand im Fenster des Müllers eine Lampe löschte.`

export const TEXTS: readonly string[] = [
  SEEDS[1],
  SEEDS[2].slice(0, 1500),
  SEEDS[4].slice(0, 1200),
  ENGLISH,
  GERMAN,
]

type Perturb = (text: string, at: number, size: number) => string

/** Each takes a place (0…1) and a size, and does what scanners, typesetters and editors do. */
const PERTURBATIONS: Record<string, Perturb> = {
  substitute: (text, at) => splice(text, at, 1, '某'),
  letter: (text, at) => splice(text, at, 1, 'q'),
  digit: (text, at) => splice(text, at, 1, '7'),
  drop: (text, at, size) => splice(text, at, size, ''),
  repeat: (text, at, size) => splice(text, at, 0, cut(text, at, size)),
  insert: (text, at, size) => splice(text, at, 0, '天地玄黄宇宙洪荒日月盈昃'.slice(0, size)),
  linebreak: (text, at) => splice(text, at, 0, '\n'),
  pagebreak: (text, at) => splice(text, at, 0, '\n\n\f'),
  hyphen: (text, at) => splice(text, at, 0, '-\n'),
  space: (text, at) => splice(text, at, 0, ' '),
  unspace: (text) => text.replace(' ', ''),
  comma: (text, at) => splice(text, at, 0, '，'),
  mark: (text) => text.replace('，', '、'),
  quotes: (text, at) => splice(text, at, 0, '“。”'),
  width: (text, at, size) =>
    splice(
      text,
      at,
      size,
      cut(text, at, size).replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ),
  upper: (text, at, size) => splice(text, at, size, cut(text, at, size).toUpperCase()),
  script: (text) => text.replace('国', '國').replace('与', '與').replace('学', '學'),
  ligature: (text) => text.replace('fi', 'ﬁ').replace('st', 'ﬆ'),
  accent: (text, at) => splice(text, at, 0, '\u0301'),
  astral: (text, at) => splice(text, at, 1, '𠀀'),
  emoji: (text, at) => splice(text, at, 0, '👩‍👩‍👧'),
  surrogate: (text, at) => splice(text, at, 0, '\ud800'),
  move: (text, at, size) => {
    const length = 40 + size * 10
    const block = cut(text, at, length)
    const rest = splice(text, at, length, '')
    return splice(rest, 1 - at, 0, block)
  },
}

function place(text: string, at: number): number {
  return Math.floor(at * text.length)
}

function cut(text: string, at: number, size: number): string {
  return text.slice(place(text, at), place(text, at) + size)
}

function splice(text: string, at: number, remove: number, insert: string): string {
  const from = place(text, at)
  return text.slice(0, from) + insert + text.slice(from + remove)
}

/** A pair of texts: an original and what some perturbations, named in order, made of it. */
export const perturbedPair: fc.Arbitrary<{ a: string; b: string; done: string[] }> = fc
  .record({
    text: fc.constantFrom(...TEXTS),
    from: fc.double({ min: 0, max: 0.8, noNaN: true }),
    length: fc.integer({ min: 0, max: 1400 }),
    steps: fc.array(
      fc.record({
        name: fc.constantFrom(...Object.keys(PERTURBATIONS)),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        size: fc.integer({ min: 1, max: 12 }),
      }),
      { maxLength: 24 },
    ),
  })
  .map(({ text, from, length, steps }) => {
    const a = text.slice(place(text, from), place(text, from) + length)
    let b = a
    for (const { name, at, size } of steps) b = PERTURBATIONS[name](b, at, size)
    return { a, b, done: steps.map((step) => step.name) }
  })
