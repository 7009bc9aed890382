import { codePointsOf } from '../code-points.js'
import type { Audit, AuditEdit, UncoveredStretch } from '../../audit/audit.js'
import type { Witness } from '../../audit/witness.js'
import type { AuditSummary } from '../../audit/summary.js'
import { EDIT_CLASSES } from '../../compare/classes.js'
import type { ConfidenceBucket } from '../../audit/confidence.js'
import type { Confusion } from '../../audit/confusions.js'
import { headlineOf } from '../../audit/headline.js'
import { LEVELS, type Rate, type RateLevels } from '../../audit/rate.js'
import { firstWhere } from '../../kernel/binary-search.js'
import { bracket, inContext } from '../edit-in-context.js'
import { REASONS } from '../terminal/edit-list.js'
import { LineNumbers } from '../line-numbers.js'
import { visible } from '../visible.js'

/** One audited pair with its texts, from which lines and context are taken. */
export interface AuditedPair {
  /** How people call the pair. */
  readonly name: string
  /** Its audit. */
  readonly audit: Audit
  /** The OCR. */
  readonly a: Witness
  /** The truth. */
  readonly b: Witness
}

/** What the cells of a column hold: document text or a word, a whole number, a share, an error rate, or any other number. */
export type ColumnKind = 'text' | 'count' | 'share' | 'rate' | 'number'

/** One column: its title, what its cells hold, and how wide it is shown. */
export interface SheetColumn {
  readonly title: string
  readonly kind: ColumnKind
  /** Width in characters. */
  readonly width: number
}

/** A cell; null is empty. Texts are safe to print: one line without invisible characters. */
export type SheetCell = string | number | null

/** A table before it is written in a format. Its rows are made one by one. */
export interface Sheet {
  readonly name: SheetName
  readonly columns: readonly SheetColumn[]
  readonly rows: () => Iterable<readonly SheetCell[]>
}

/** The tables of an audit, in their order. */
export const SHEET_NAMES = ['summary', 'pages', 'confusions', 'characters', 'confidence', 'edits'] as const
/** The name of a table. */
export type SheetName = (typeof SHEET_NAMES)[number]

/** One table of an audit. A row takes O(1), except the first of a pair: O(length) to find its lines. */
export function sheetOf(name: SheetName, audits: readonly AuditedPair[], summary: AuditSummary): Sheet {
  switch (name) {
    case 'summary':
      return { name, columns: SUMMARY, rows: () => summaryRows(summary) }
    case 'pages':
      return { name, columns: PAGES, rows: () => audits.map(pageRow) }
    case 'confusions':
      return { name, columns: CONFUSIONS, rows: () => summary.confusions.map(confusionRow) }
    case 'characters':
      return { name, columns: CHARACTERS, rows: () => summary.characterConfusions.map(characterRow) }
    case 'confidence':
      return { name, columns: CONFIDENCE, rows: () => confidenceRows(audits, summary) }
    case 'edits':
      return { name, columns: EDITS, rows: () => editRows(audits) }
  }
}

const SCOPES = ['whole', 'inside'] as const
const MEASURES = ['cer', 'wer'] as const
const ORDER_FREE = {
  characters: 'characters',
  words: 'words',
  lines: 'lines',
  stopWords: 'stop words',
  otherWords: 'other words',
} as const
const ORDER_FREE_KINDS = ['characters', 'words', 'lines', 'stopWords', 'otherWords'] as const

const text = (title: string, width: number): SheetColumn => ({ title, kind: 'text', width })
const count = (title: string, width = 12): SheetColumn => ({ title, kind: 'count', width })
const share = (title: string, width = 12): SheetColumn => ({ title, kind: 'share', width })
const rate = (title: string, width = 12): SheetColumn => ({ title, kind: 'rate', width })

const SUMMARY: readonly SheetColumn[] = [
  text('figure', 16),
  text('text', 10),
  text('ignoring', 10),
  rate('micro'),
  rate('macro'),
  rate('95 % from'),
  rate('95 % to'),
  count('substitutions', 14),
  count('deletions'),
  count('insertions'),
  count('length'),
  count('count'),
  count('characters'),
]

/** Rates, a row each; then how many pairs there are, and edits of each class. */
function* summaryRows(summary: AuditSummary): Iterable<SheetCell[]> {
  const { pairs, headline, micro, macro, intervals, orderFree, classes } = summary
  // Where the headlines are of whole texts, or all of the part in common, they are the rates below.
  const scopes = headline.of === 'both' ? (['headline', ...SCOPES] as const) : SCOPES
  for (const scope of scopes) {
    for (const measure of MEASURES) {
      for (const level of LEVELS) {
        const levels = scope === 'headline' ? headline.rates : micro[scope]
        const { substitutions, deletions, insertions, length, rate: counted } = levels[level][measure]
        const mean = scope === 'headline' ? null : finite(macro[scope][level][measure])
        const interval = intervals[scope][level][measure]
        const ends = interval === null ? [null, null] : [finite(interval.low), finite(interval.high)]
        const rates = [finite(counted), mean, ...ends]
        const counts = [substitutions, deletions, insertions, length]
        yield [measure.toUpperCase(), scope, level, ...rates, ...counts, null, null]
      }
    }
  }
  for (const of of ORDER_FREE_KINDS) {
    const found = orderFree[of]
    if (found === null) continue
    const { substitutions, deletions, insertions, length } = found
    const counts = [substitutions, deletions, insertions, length]
    yield [ORDER_FREE[of], 'in any order', null, rateOf(found), null, null, null, ...counts, null, null]
  }
  const blank = SUMMARY.slice(1, -2).map(() => null)
  yield ['pairs', ...blank, pairs, null]
  for (const { class: name, edits, characters } of classes) yield [name, ...blank, edits, characters]
}

const PAGES: readonly SheetColumn[] = [
  text('pair', 24),
  text('A', 24),
  text('B', 24),
  text('language A', 10),
  text('language B', 10),
  count('characters A'),
  count('characters B'),
  text('relation', 12),
  share('coverage A'),
  share('coverage B'),
  share('identity'),
  count('passages'),
  count('passages moved', 16),
  text('headline of', 18),
  rate('headline CER'),
  rate('headline WER'),
  ...SCOPES.flatMap((scope) =>
    MEASURES.flatMap((measure) =>
      LEVELS.map((level) => rate(`${measure.toUpperCase()} ${scope}, ignoring ${level}`, 16)),
    ),
  ),
  ...ORDER_FREE_KINDS.map((of) => rate(`${ORDER_FREE[of]} in any order`, 16)),
  count('edits'),
  count('outside passages', 16),
  ...EDIT_CLASSES.map((name) => count(name)),
  count('A suspect'),
  count('B suspect'),
  text('cut short', 10),
]

function pageRow({ name, audit }: AuditedPair): SheetCell[] {
  const { a, b, coverage, identity, passages, edits, classes, rates, orderFree } = audit
  const levels = (of: RateLevels) =>
    MEASURES.flatMap((measure) => LEVELS.map((level) => rateOf(of[level][measure])))
  const headline = headlineOf(audit)
  const suspects = (side: 'a' | 'b') => edits.filter(({ suspect }) => suspect === side).length
  return [
    visible(name),
    ...[a, b].map((side) => visible(side.name)),
    ...[a, b].map((side) => visible(side.language)),
    a.characters,
    b.characters,
    audit.relation,
    coverage.a,
    coverage.b,
    identity,
    passages.length,
    passages.filter(({ moved }) => moved).length,
    headline.of,
    ...MEASURES.map((measure) => rateOf(headline.rates.nothing[measure])),
    ...SCOPES.flatMap((scope) => levels(rates[scope])),
    ...ORDER_FREE_KINDS.map((of) => (orderFree[of] === null ? null : rateOf(orderFree[of]))),
    edits.length,
    audit.uncovered.length,
    ...EDIT_CLASSES.map((each) => classes.find(({ class: found }) => found === each)?.edits ?? 0),
    suspects('a'),
    suspects('b'),
    audit.exact ? null : 'yes',
  ]
}

/** Examples of a confusion that get columns. */
const EXAMPLES = 3

const CONFUSIONS: readonly SheetColumn[] = [
  text('A', 14),
  text('B', 14),
  text('class', 14),
  count('count', 8),
  ...Array.from({ length: EXAMPLES }, (_, i) => [
    text(`example ${i + 1}`, 40),
    text(`pair ${i + 1}`, 20),
    count(`offset ${i + 1}`, 10),
  ]).flat(),
]

const CHARACTERS: readonly SheetColumn[] = [...CONFUSIONS, text('code points', 24)]

function characterRow(confusion: Confusion): SheetCell[] {
  return [...confusionRow(confusion), codePointsOf(confusion)]
}

function confusionRow({ a, b, class: name, count: times, examples }: Confusion): SheetCell[] {
  const kind = a === '' ? 'insert' : b === '' ? 'delete' : 'substitute'
  const cells: SheetCell[] = [visible(a), visible(b), name, times]
  for (let i = 0; i < EXAMPLES; i++) {
    const example = examples[i]
    if (example === undefined) cells.push(null, null, null)
    else {
      const edit = bracket({ kind, a: { text: a }, b: { text: b } })
      const words = visible(example.before) + edit + visible(example.after)
      cells.push(words, visible(example.pair), example.at)
    }
  }
  return cells
}

const CONFIDENCE: readonly SheetColumn[] = [
  text('pair', 24),
  { title: 'confidence from', kind: 'number', width: 16 },
  { title: 'confidence to', kind: 'number', width: 14 },
  count('words'),
  count('wrong'),
  rate('share wrong'),
  rate('share expected', 14),
]

/** How often words are wrong, by how sure the engine was: of all pairs, whose name stays empty, then of each. */
function* confidenceRows(
  audits: readonly AuditedPair[],
  { confidence }: AuditSummary,
): Iterable<SheetCell[]> {
  const row = (pair: string | null, { from, to, words, wrong, mean }: ConfidenceBucket): SheetCell[] => {
    return [pair, from, to, words, wrong, wrong / words, 1 - mean]
  }
  for (const bucket of confidence ?? []) yield row(null, bucket)
  for (const { name, audit } of audits)
    for (const bucket of audit.confidence?.buckets ?? []) yield row(visible(name), bucket)
}

const number = (title: string): SheetColumn => ({ title, kind: 'number', width: 9 })

const side = (name: string): SheetColumn[] => [
  text(`${name} page`, 8),
  number(`${name} line`),
  text(`${name} block`, 10),
  text(`${name} id`, 10),
  { title: `${name} confidence`, kind: 'number', width: 13 },
  ...['left', 'top', 'right', 'bottom', 'from', 'to'].map((what) => number(`${name} ${what}`)),
]

const EDITS: readonly SheetColumn[] = [
  text('pair', 24),
  count('passage', 9),
  text('class', 14),
  text('kind', 11),
  text('A text', 18),
  text('B text', 18),
  text('context', 56),
  text('suspect', 8),
  text('reason', 22),
  ...side('A'),
  ...side('B'),
]

/** Every edit, then the passages that moved, then what no passage covers: its passage stays empty. */
function* editRows(audits: readonly AuditedPair[]): Iterable<SheetCell[]> {
  for (const { name, audit, a, b } of audits) {
    const pair = visible(name)
    const placesA = new LineNumbers(a.text)
    const placesB = new LineNumbers(b.text)
    const row = (passage: number | null, edit: TableEdit): SheetCell[] => {
      const { class: editClass, kind, suspect = null, reason = null } = edit
      return [
        pair,
        passage,
        editClass,
        kind,
        visible(edit.a.text),
        visible(edit.b.text),
        kind === 'move' ? null : inContext({ ...edit, kind }, a.text),
        suspect === null ? null : suspect.toUpperCase(),
        reason === null ? null : REASONS[reason],
        ...placeCells(edit.a, placesA),
        ...placeCells(edit.b, placesB),
      ]
    }
    for (const edit of audit.edits) yield row(passageOf(edit, audit.passages) + 1, edit)
    for (const [i, passage] of audit.passages.entries()) {
      if (!passage.moved) continue
      const inA = { ...passage.a, text: a.text.slice(passage.a.from, passage.a.to) }
      const inB = { ...passage.b, text: b.text.slice(passage.b.from, passage.b.to) }
      yield row(i + 1, { class: 'moved', kind: 'move', a: inA, b: inB })
    }
    for (const stretch of audit.uncovered) yield row(null, { ...stretch, kind: kindOf(stretch) })
  }
}

/** What a row of the table of edits is made of: text of A, of B, or the same text in two places (`move`). */
type TableEdit = Pick<AuditEdit, 'class' | 'a' | 'b'> &
  Partial<Pick<AuditEdit, 'suspect' | 'reason'>> & { readonly kind: AuditEdit['kind'] | 'move' }

function kindOf({ class: name, a, b }: UncoveredStretch): TableEdit['kind'] {
  if (a.text === '') return 'insert'
  if (b.text === '') return 'delete'
  return name === 'moved' ? 'move' : 'substitute'
}

/** Number of the passage that holds an edit, from 0. O(log passages). */
function passageOf({ a, b }: AuditEdit, passages: Audit['passages']): number {
  let at = firstWhere(0, passages.length, (i) => passages[i]!.a.to >= a.to)
  // An edit between two passages that touch in A belongs to the one that holds it in B.
  while (at + 1 < passages.length && !(passages[at]!.b.from <= b.from && b.to <= passages[at]!.b.to)) at++
  return at
}

/** The place on paper, or the line of the text where none is known; then the offsets. */
function placeCells({ from, to, place }: AuditEdit['a'], places: LineNumbers): SheetCell[] {
  const name = (value: string | undefined) => (value === undefined ? null : visible(value))
  const line = place === undefined ? places.line(from) : (place.line ?? null)
  const box = place?.box ?? [null, null, null, null]
  return [
    name(place?.page),
    line,
    name(place?.block),
    name(place?.id),
    place?.confidence ?? null,
    ...box,
    from,
    to,
  ]
}

function rateOf({ rate }: Rate): number | null {
  return finite(rate)
}

/** A spreadsheet has no infinity: a rate without truth to divide by stays empty. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
