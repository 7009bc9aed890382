import { codePointsOf } from '../code-points.js'
import type { Audit } from '../../audit/audit.js'
import type { RateIntervals } from '../../audit/bootstrap.js'
import type { ClassCount } from '../../audit/class-counts.js'
import type { Witness } from '../../audit/witness.js'
import type { Confusion } from '../../audit/confusions.js'
import { headlineOf, type HeadlineOf } from '../../audit/headline.js'
import type { Ignore, MeanRateLevels, Rate, RateLevels } from '../../audit/rate.js'
import { ORDER_FREE, type OrderFree } from '../../audit/order-free.js'
import type { AuditSummary } from '../../audit/summary.js'
import { requireInteger, requireKnownKeys } from '../../kernel/errors.js'
import { bracket } from '../edit-in-context.js'
import { editLines, roleOf } from './edit-list.js'
import { counted, grouped, intervalPercent, ratePercent } from '../figures.js'
import { plain, requirePaint, type Paint } from './paint.js'
import { INDENT, rowsAligned, type TerminalCell } from './rows.js'
import { cutLines, headLines, passageLines, placed } from './comparison.js'
import { AUDIT, AUDIT_FIGURES, listOf, object, requireShape, SUMMARY, text, WITNESS } from '../shapes.js'
import { confidenceLines, sureLines } from './confidence.js'
import { uncoveredLines } from './uncovered.js'
import { head, shorten, tail, visible } from '../visible.js'

/** Options of `auditToText` and `summaryToText`. */
export interface AuditTextOptions {
  /** Confusions listed, most frequent first. Default 10. */
  readonly confusions?: number
}

/** What a summary says of one pair, with its name. The edits of the pair need not be kept. */
export interface NamedAudit {
  /** How people call the pair. */
  readonly name: string
  /** Its audit. */
  readonly audit: Pick<Audit, 'rates' | 'relation'>
}

const NAMED_AUDITS = listOf(object<NamedAudit>({ name: text, audit: AUDIT_FIGURES }))

/** Confusions listed by default: with the rest they fit on one screen. */
const CONFUSIONS = 10
/** Most pairs that a summary lists, those with the highest rates first. */
const WORST = 20
/** Columns of the longest bar. */
const BAR = 24
/** Columns of text on each side of an example; columns of a pair's name. */
const EXAMPLE = 14
const NAME = 40

/**
 * An audit for people: the verdict, the rates, what kinds of errors there are, which are frequent, every edit in
 * context, and what no passage covers. Ends in a line feed. Text and names are made safe to print; see `visible`. O(length + edits).
 *
 * @throws OffprintError `ERR_ARGUMENT` for arguments of another kind, and for unknown or impossible options.
 */
export function auditToText(
  audit: Audit,
  a: Witness,
  b: Witness,
  paint: Paint = plain,
  options: AuditTextOptions = {},
): string {
  requireShape('audit', audit, AUDIT)
  requireShape('a', a, WITNESS)
  requireShape('b', b, WITNESS)
  requirePaint(paint)
  const limit = confusionLimit(options)
  const placedA = placed({ name: audit.a.name, text: a.text })
  const placedB = placed({ name: audit.b.name, text: b.text })
  const lines = headLines(audit, placedA, placedB, paint)
  lines.push('', ...rateLines(scopesOf(audit.rates, headlineOf(audit).of), paint))
  lines.push(...orderFreeLines(audit.orderFree, paint))
  if (audit.confidence !== null) {
    lines.push(...confidenceLines(audit.confidence.buckets, paint))
    lines.push(...sureLines(audit, a.text, limit, paint))
  }
  lines.push(...classLines(audit.classes, paint), ...confusionTables(audit, limit, paint))
  if (audit.passages.length > 0) {
    lines.push('', ...passageLines(audit, placedA.places, placedB.places, paint))
    lines.push('', ...editLines(audit.edits, placedA, placedB, paint))
  }
  lines.push(...uncoveredLines(audit.uncovered, placedA, placedB, paint))
  lines.push(...cutLines(audit, paint))
  return `${lines.join('\n')}\n`
}

/**
 * Many audits for people: the rates of all, what is frequent, and the worst pairs. Ends in a line feed.
 * O(pairs · log pairs).
 *
 * @throws OffprintError `ERR_ARGUMENT` for arguments of another kind, and for unknown or impossible options.
 */
export function summaryToText(
  summary: AuditSummary,
  pairs: readonly NamedAudit[],
  paint: Paint = plain,
  options: AuditTextOptions = {},
): string {
  requireShape('summary', summary, SUMMARY)
  requireShape('pairs', pairs, NAMED_AUDITS)
  requirePaint(paint)
  const limit = confusionLimit(options)
  const lines = [paint('strong', counted(summary.pairs, 'pair')), '']
  lines.push(...rateLines(scopesOfSummary(summary), paint))
  lines.push(...orderFreeLines(summary.orderFree, paint))
  if (summary.confidence !== null) lines.push(...confidenceLines(summary.confidence, paint))
  lines.push(...classLines(summary.classes, paint), ...confusionTables(summary, limit, paint))
  if (pairs.length > 0) lines.push('', ...worstLines(pairs, paint))
  return `${lines.join('\n')}\n`
}

function confusionLimit(options: AuditTextOptions): number {
  requireKnownKeys('options', options, ['confusions'])
  const { confusions = CONFUSIONS } = options
  requireInteger('options.confusions', confusions, 0, Infinity)
  return confusions
}

/** The levels in the order they are shown, and what they are called. */
const LEVELS: readonly (readonly [level: Ignore, title: string])[] = [
  ['nothing', 'as it is'],
  ['wrapping', 'rewrapped'],
  ['layout', 'without layout'],
  ['form', 'folded'],
]

const MEASURES = [
  ['cer', 'characters'],
  ['wer', 'words'],
] as const

/** Rates under a title; of many pairs also the means of their rates, and where the counted ones lie with 95 % confidence. */
interface RateScope {
  readonly title: string
  readonly rates: RateLevels
  readonly means?: MeanRateLevels
  readonly intervals?: RateIntervals
}

/** The rates of one pair, what the headline is of first. */
function scopesOf({ whole, inside }: Audit['rates'], first: HeadlineOf): RateScope[] {
  const texts = { title: 'whole texts', rates: whole }
  return first === 'whole texts'
    ? [texts, { title: 'inside passages', rates: inside }]
    : [{ title: first, rates: inside }, texts]
}

/** The same of many pairs. Where the headlines are of both, their sum comes before either. */
function scopesOfSummary({ headline, micro, macro, intervals }: AuditSummary): RateScope[] {
  const scope = (key: 'whole' | 'inside', title: string): RateScope => {
    return { title, rates: micro[key], means: macro[key], intervals: intervals[key] }
  }
  const whole = scope('whole', 'whole texts')
  if (headline.of === 'the part in common') return [scope('inside', headline.of), whole]
  const scopes = [whole, scope('inside', 'inside passages')]
  if (headline.of === 'whole texts') return scopes
  const title = `${grouped(headline.parts)} by the part in common`
  return [{ title, rates: headline.rates, intervals: intervals.headline }, ...scopes]
}

/** Rates at every level, with the errors where nothing is ignored. */
function rateLines(scopes: readonly RateScope[], paint: Paint): string[] {
  const titles = [...LEVELS.map(([, title]) => title), 'substituted', 'missing', 'extra', 'of']
  const head: TerminalCell[] = [INDENT, '', '', ...titles.map((title) => ['dim', title] as const)]
  const rows: TerminalCell[][] = []
  for (const { title, rates, means, intervals } of scopes) {
    MEASURES.forEach(([measure, unit], i) => {
      const { length, substitutions, deletions, insertions } = rates.nothing[measure]
      rows.push([
        INDENT,
        i === 0 ? title : '',
        measure.toUpperCase(),
        ...LEVELS.map(([level]) => rateShown(rates[level][measure])),
        ...[substitutions, deletions, insertions].map(grouped),
        `${grouped(length)} ${unit}`,
      ])
      const below = (name: string, shown: (level: Ignore) => string) =>
        rows.push([
          INDENT,
          '',
          ['dim', name],
          ...LEVELS.map(([level]): TerminalCell => ['dim', shown(level)]),
        ])
      if (intervals?.nothing[measure] != null)
        below('95 %', (level) => {
          const interval = intervals[level][measure]
          return interval === null ? '–' : intervalPercent(interval)
        })
      if (means !== undefined) below('mean', (level) => ratePercent(means[level][measure]))
    })
  }
  const numbers = titles.map(() => 'right' as const)
  return [
    paint('strong', 'error rates'),
    ...rowsAligned([head, ...rows], ['left', 'left', 'left', ...numbers], paint),
  ]
}

const ORDER_FREE_NAMES = {
  lines: 'lines',
  characters: 'characters',
  words: 'words',
  stopWords: 'stop words',
  otherWords: 'other words',
} as const

/** Rates that do not depend on the order of what was read. */
function orderFreeLines(rates: OrderFree, paint: Paint): string[] {
  const rows = ORDER_FREE.flatMap((of): TerminalCell[][] => {
    const rate = rates[of]
    if (rate === null) return of === 'lines' ? [[INDENT, of, '–', ['dim', 'too long to be counted']]] : []
    const { substitutions, deletions, insertions, length } = rate
    const errors = `${grouped(substitutions + deletions + insertions)} of ${grouped(length)}`
    const unit = of === 'lines' || of === 'characters' ? 'characters' : 'words'
    return [[INDENT, ORDER_FREE_NAMES[of], ratePercent(rate.rate), ['dim', `${errors} ${unit}`]]]
  })
  return ['', paint('strong', 'in any order'), ...rowsAligned(rows, ['left', 'left', 'right'], paint)]
}

/** A rate; where a budget cut the count short it is an upper bound. */
function rateShown({ rate, exact }: Rate): string {
  return exact ? ratePercent(rate) : `≤ ${ratePercent(rate)}`
}

/** Classes with their counts, and a bar for each. */
function classLines(classes: readonly ClassCount[], paint: Paint): string[] {
  if (classes.length === 0) return []
  const most = classes.reduce((max, { edits }) => Math.max(max, edits), 1)
  const rows = classes.map(({ class: name, edits, characters }): TerminalCell[] => [
    INDENT,
    name,
    grouped(edits),
    counted(characters, 'character'),
    [roleOf(name), '█'.repeat(Math.max(1, Math.round((edits / most) * BAR)))],
  ])
  return ['', paint('strong', 'classes'), ...rowsAligned(rows, ['left', 'left', 'right', 'right'], paint)]
}

/** Characters taken for others, look-alikes first; then what edits write for each other. */
function confusionTables(
  { characterConfusions, confusions }: Pick<Audit, 'characterConfusions' | 'confusions'>,
  limit: number,
  paint: Paint,
): string[] {
  return [
    ...confusionLines('characters', characterConfusions, limit, paint, true),
    ...confusionLines('confusions', confusions, limit, paint),
  ]
}

function confusionLines(
  title: string,
  confusions: readonly Confusion[],
  limit: number,
  paint: Paint,
  withPoints = false,
): string[] {
  if (confusions.length === 0 || limit === 0) return []
  const rows = confusions.slice(0, limit).map(({ a, b, class: name, count, examples }): TerminalCell[] => {
    const kind = a === '' ? 'insert' : b === '' ? 'delete' : 'substitute'
    const edit = bracket({ kind, a: { text: a }, b: { text: b } })
    const example = examples[0]
    const around =
      example === undefined
        ? ''
        : tail(visible(example.before), EXAMPLE) + edit + head(visible(example.after), EXAMPLE)
    const points: TerminalCell[] = withPoints ? [['dim', codePointsOf({ a, b })]] : []
    return [INDENT, `${grouped(count)} ×`, edit, name, ...points, ['dim', around]]
  })
  const rest = confusions.length - rows.length
  const lines = ['', paint('strong', title), ...rowsAligned(rows, ['left', 'right'], paint)]
  if (rest > 0) lines.push(`   ${paint('dim', `and ${grouped(rest)} more`)}`)
  return lines
}

function worstLines(pairs: readonly NamedAudit[], paint: Paint): string[] {
  const rateOf = ({ audit }: NamedAudit, level: Ignore) => headlineOf(audit).rates[level].cer.rate
  // Infinity minus itself is no number.
  const worstFirst = [...pairs].sort((x, y) => {
    const [p, q] = [rateOf(x, 'form'), rateOf(y, 'form')].map((rate) => (Number.isNaN(rate) ? -1 : rate))
    return p === q ? 0 : q! > p! ? 1 : -1
  })
  const titles = [...LEVELS.map(([, title]) => `CER ${title}`), 'WER', 'of']
  const rows = worstFirst.slice(0, WORST).map((pair): TerminalCell[] => {
    const { of, rates } = headlineOf(pair.audit)
    const { relation } = pair.audit
    return [
      INDENT,
      shorten(visible(pair.name), NAME),
      ...LEVELS.map(([level]) => ratePercent(rateOf(pair, level))),
      ratePercent(rates.nothing.wer.rate),
      counted(rates.nothing.cer.length, 'character'),
      [relation === 'unrelated' ? 'bad' : 'dim', relation],
      ['dim', of === 'the part in common' ? of : ''],
    ]
  })
  const head: TerminalCell[] = [INDENT, '', ...titles.map((title) => ['dim', title] as const)]
  const rest = pairs.length - rows.length
  const lines = [
    paint('strong', 'pairs'),
    ...rowsAligned([head, ...rows], ['left', 'left', ...titles.map(() => 'right' as const)], paint),
  ]
  if (rest > 0) lines.push(`   ${paint('dim', `and ${counted(rest, 'pair')} with lower rates`)}`)
  return lines
}
