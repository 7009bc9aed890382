import { DOCUMENTS, KEEPERS, RANKED, SIGNED, VERIFIED, type Columns } from './columns.js'
import * as conclusion from './conclusion.js'
import { SPARK, type Dialect } from './dialect.js'
import { lexiconMaker } from './lexicon-lines.js'
import * as queries from './queries.js'
import * as reading from './reading.js'

/**
 * The plan of a batch, as data: steps that an engine takes one after the other. SQL numbers, groups, joins and caps; what ranks and
 * judges is the worker, whose code is that of one process. Who is kept comes out of rounds:
 *
 * 1. `signed`: the cells of `worker sign`, one row a document.
 * 2. `entries`: documents numbered by rank, from 0 for the best keeper; `postings`: their keys.
 * 3. A round asks for each document which of those that are held it should be compared with, as if they had come one by one: lists of
 *    its keys among held documents of lesser number, cut to what a search looks at (`looked`, `rankLines`), then `worker rank`; the
 *    pairs with their texts (`verifyLines`), then `worker verify`; then `decided`.
 * 4. What is held in the next round is what this one keeps. Once a round changes nothing, it has decided as one process does: by
 *    induction, the first document is decided rightly in every round, and each one when all before it are. So a round asks only from
 *    the first document on that the round before has changed.
 * 5. What has less than another goes for it; orphans ask again until who is restored stays the same: see `conclusion.ts`.
 *
 * Each step makes a table, which an engine keeps on disk: a run that is taken up begins at the first that is missing. Names and queries
 * hold tokens: {round}, {round+1}, {round-1}, {try} …, the number of a repetition.
 */
export type Step = Given | Input | Make | Work | File | Drop | Repeat | Write

/** A table that the caller hands over: rows of cells. */
export interface Given {
  readonly kind: 'given'
  readonly name: string
  readonly columns: Columns
}

/** Lines of files, which the engine reads: the table `lines` of `reading.ts`. */
export interface Input {
  readonly kind: 'input'
  readonly name: 'lines'
  /** In this order; a path may be a folder or a pattern. */
  readonly files: readonly { readonly path: string; readonly format: 'jsonl' | 'parquet' }[]
}

/** Lines of text that a query gives, in its order, for people. */
export interface Write {
  readonly kind: 'write'
  readonly name: string
  readonly query: string
}

/** A table by a query. */
export interface Make {
  readonly kind: 'make'
  readonly name: string
  readonly query: string
  /** Whether an engine may ask the query anew each time instead: it has a row, or none. */
  readonly small?: true
  /** The table is needed only until this one is there. */
  readonly until?: string
  /** A query for how many rows there must be. */
  readonly rows?: string
}

/** A table of what the worker says of lines. No cell is missing. */
export interface Work {
  readonly kind: 'work'
  readonly name: string
  readonly verb: Verb
  readonly columns: Columns
  /** Gives (a, place, line). */
  readonly query: string
  /**
   * Which lines go together: each `alone`, to any worker; those of one `a` to one worker, by `place`; or all to one worker, by `a` and
   * `place`.
   */
  readonly together: 'alone' | 'group' | 'all'
  /**
   * A query for (seq, bytes): what the rows of each asker take, roughly. Where it is given, the other query has {from} and {to}, a range of
   * `seq`: an engine may ask for as many askers at a time as its memory holds.
   */
  readonly weights?: string
  /** Two queries for one number: how many rows say something, and how many there must be. */
  readonly rows?: readonly [found: string, expected: string]
}

/** A file of what one worker says of all lines, which `verify` reads, unless the caller handed it over. */
export interface File {
  readonly kind: 'file'
  readonly name: 'lexicon'
  readonly verb: 'lexicon'
  /** As of `Work`. */
  readonly query: string
  /** Its one line where there are no lines: Spark then starts no worker. */
  readonly none: string
}

/** Tables that are not needed any more. */
export interface Drop {
  readonly kind: 'drop'
  readonly names: readonly string[]
}

/** Steps that are taken for as long as a query gives another number than 0. */
export interface Repeat {
  readonly kind: 'repeat'
  /** The name of its number, which keeps the value that was not taken any more. */
  readonly counter: 'round' | 'try'
  readonly from: number
  readonly while: string
  readonly steps: readonly Step[]
}

/** What the worker is asked for. */
export type Verb = 'read' | 'sign' | 'lexicon' | 'rank' | 'verify' | 'contain' | 'settle'

/** The first round guesses who is kept by so many candidates of each document: of a thousand copies each is aligned twice then, not 32 times. */
const GUESSED = 2
/** What is known of a pair. */
const COMPARED = 'n, other, line, outcome, goes, gone'
const SMALL = { small: true } as const
/** No row, with the columns of a document. */
const NONE = 'SELECT n FROM entries WHERE 1 = 0'

/** The steps of a batch whose documents the caller hands over, to `verdicts` and `ties`. */
export function batchSteps(dialect: Dialect): readonly Step[] {
  return [{ kind: 'given', name: 'documents', columns: DOCUMENTS }, ...decisionSteps(dialect)]
}

/** The steps of a batch that Spark reads from files and writes to files. */
export function fileSteps(files: Input['files']): readonly Step[] {
  return [
    { kind: 'input', name: 'lines', files },
    make('blocks', reading.blocks()),
    {
      kind: 'work',
      name: 'documents',
      verb: 'read',
      columns: reading.RECORDS,
      query: reading.readLines(),
      together: 'alone',
      rows: ['SELECT count(*) FROM documents', 'SELECT count(*) FROM lines'],
    },
    ...decisionSteps(SPARK),
    make('removed', reading.removed()),
    {
      kind: 'work',
      name: 'explained',
      verb: 'verify',
      columns: VERIFIED,
      query: reading.explainLines(),
      together: 'group',
      rows: ['SELECT count(*) FROM explained', 'SELECT count(*) FROM removed'],
    },
    write('kept', reading.keptLines()),
    write('ledger', reading.ledgerLines()),
    write('rejects', reading.rejectLines()),
    write('summary', reading.summaryLine()),
  ]
}

/** From `documents` to `verdicts` and `ties`. */
function decisionSteps(dialect: Dialect): Step[] {
  return [
    {
      kind: 'work',
      name: 'signed',
      verb: 'sign',
      columns: SIGNED,
      query: queries.signLines(),
      together: 'alone',
      rows: ['SELECT count(*) FROM signed', 'SELECT count(*) FROM documents'],
    },
    {
      kind: 'file',
      name: 'lexicon',
      verb: 'lexicon',
      query: queries.lexiconLines(dialect),
      none: lexiconMaker().end(),
    },
    make('sorted', queries.sorted(dialect), { until: 'entries' }),
    make('entries', queries.entries(), { rows: 'SELECT count(*) FROM signed WHERE length >= 0' }),
    drop('sorted'),
    make('parts', queries.parts(dialect), { until: 'postings' }),
    make('postings', queries.postings()),
    drop('parts'),
    ...guess(dialect),
    repeat('round', 1, 'SELECT more FROM start{round}', round(dialect)),
    ...conclude(dialect),
  ]
}

/** Round 0: one of each folded text is held, and few candidates are compared. */
function guess(dialect: Dialect): Step[] {
  return [
    make(
      'held0',
      'SELECT n, n AS seq, true AS open FROM (SELECT min(n) AS n FROM entries GROUP BY digest, length) t',
    ),
    make('start0', 'SELECT CAST(0 AS BIGINT) AS start, 1 AS more', SMALL),
    make(
      'compared0',
      `SELECT n, n AS other, '' AS line, '' AS outcome, 0 AS goes, 0 AS gone FROM entries WHERE 1 = 0`,
      SMALL,
    ),
    make('askers0', queries.askers('held0', 'start0')),
    ...search(dialect, { prefix: '', number: '0', most: GUESSED }),
    make('decided0', queries.decided('found0')),
    make('held1', nextHeld('decided0')),
    // What was guessed is not decided, not even before the first change.
    make('start1', 'SELECT CAST(0 AS BIGINT) AS start, 1 AS more', SMALL),
    make('compared1', `SELECT ${COMPARED} FROM found0 WHERE fresh = 1`),
    make('latest0', 'SELECT n, other, outcome, goes, gone FROM found0 WHERE 1 = 0', SMALL),
    make('cut0', NONE, SMALL),
  ]
}

/** A round after the guess. */
function round(dialect: Dialect): Step[] {
  const before = 'WHERE n < (SELECT start FROM start{round})'
  return [
    make('askers{round}', queries.askers('held{round}', 'start{round}')),
    ...search(dialect, { prefix: '', number: '{round}' }),
    make(
      'decided{round}',
      `${queries.decided('found{round}')} UNION ALL SELECT n, keeper FROM decided{round-1} ${before}`,
    ),
    make('held{round+1}', nextHeld('decided{round}')),
    make(
      'start{round+1}',
      `SELECT CAST(coalesce(min(n), -1) + 1 AS BIGINT) AS start, CASE WHEN count(*) > 0 THEN 1 ELSE 0 END AS more
FROM (SELECT coalesce(x.n, y.n) AS n FROM held{round} x FULL JOIN held{round+1} y ON x.n = y.n WHERE x.n IS NULL OR y.n IS NULL) t`,
    ),
    make(
      'compared{round+1}',
      `SELECT ${COMPARED} FROM compared{round} UNION ALL SELECT ${COMPARED} FROM found{round} WHERE fresh = 1`,
    ),
    make(
      'latest{round}',
      `SELECT n, other, outcome, goes, gone FROM found{round} UNION ALL SELECT * FROM latest{round-1} ${before}`,
    ),
    make(
      'cut{round}',
      `SELECT a AS n FROM ranked{round} WHERE place = -1 AND truncated = 1 UNION ALL SELECT n FROM cut{round-1} ${before}`,
    ),
  ]
}

/** From the last round to the verdicts. */
function conclude(dialect: Dialect): Step[] {
  const isRelated = queries.IS_RELATED
  return [
    make('related', conclusion.related()),
    {
      kind: 'work',
      name: 'contained',
      verb: 'contain',
      columns: KEEPERS,
      query: conclusion.containLines(),
      together: 'all',
    },
    make('orphans', conclusion.orphans()),
    make('restored0', NONE, SMALL),
    make('settled0', 'SELECT n, keeper FROM orphans WHERE 1 = 0', SMALL),
    make('o_ties0', 'SELECT n, other FROM related WHERE 1 = 0', SMALL),
    make('o_compared0', 'SELECT c.* FROM compared{round} c JOIN orphans o ON o.n = c.n'),
    make('o_start0', 'SELECT count(*) AS more FROM orphans'),
    repeat('try', 0, 'SELECT more FROM o_start{try}', [
      make('o_held{try}', conclusion.heldForOrphans()),
      make('o_askers{try}', conclusion.askingOrphans()),
      ...search(dialect, { prefix: 'o_', number: '{try}' }),
      {
        kind: 'work',
        name: 'settled{try+1}',
        verb: 'settle',
        columns: KEEPERS,
        query: conclusion.settleLines(),
        together: 'all',
        rows: ['SELECT count(*) FROM settled{try+1}', 'SELECT count(*) FROM orphans'],
      },
      make('restored{try+1}', 'SELECT n FROM settled{try+1} WHERE keeper < 0'),
      make('o_ties{try+1}', `SELECT n, other FROM o_found{try} WHERE ${isRelated}`),
      make(
        'o_compared{try+1}',
        `SELECT ${COMPARED} FROM o_compared{try} UNION ALL SELECT ${COMPARED} FROM o_found{try} WHERE fresh = 1`,
      ),
      make(
        'o_start{try+1}',
        `SELECT count(*) AS more FROM restored{try} x FULL JOIN restored{try+1} y ON x.n = y.n WHERE x.n IS NULL OR y.n IS NULL`,
      ),
    ]),
    make('verdicts', conclusion.verdicts(), { rows: 'SELECT count(*) FROM entries' }),
    make('ties', conclusion.ties()),
  ]
}

/**
 * Searches for the table `askers` of a number among `held`: lists, ranks and verifies. Leaves `found`.
 * @param most compares only so many candidates of each document; all where it is left out.
 */
function search(
  dialect: Dialect,
  { prefix, number, most }: { readonly prefix: string; readonly number: string; readonly most?: number },
): Step[] {
  const name = (table: string) => `${prefix}${table}${number}`
  const [held, askers, ranked, verified, found] = ['held', 'askers', 'ranked', 'verified', 'found'].map(name)
  return [
    make('holders', queries.holders(held), { until: found }),
    make('listed', queries.listed(), { until: ranked }),
    make('looked', queries.looked(askers), { until: ranked }),
    {
      kind: 'work',
      name: ranked,
      verb: 'rank',
      columns: RANKED,
      query: queries.rankLines(askers, dialect),
      together: 'alone',
      weights: queries.rankWeights(askers),
      rows: [`SELECT count(*) FROM ${ranked} WHERE place = -1`, `SELECT count(*) FROM ${askers}`],
    },
    drop('listed', 'looked'),
    make('asked', queries.asked(ranked, askers, name('compared'), most), { until: verified }),
    {
      kind: 'work',
      name: verified,
      verb: 'verify',
      columns: VERIFIED,
      query: queries.verifyLines(),
      weights: queries.verifyWeights(),
      together: 'group',
      rows: [`SELECT count(*) FROM ${verified}`, 'SELECT count(*) FROM asked'],
    },
    drop('asked'),
    make(found, queries.found(verified, askers), { rows: `SELECT count(*) FROM ${verified}` }),
    drop('holders'),
  ]
}

function nextHeld(decided: string): string {
  return `SELECT e.n, e.n AS seq, true AS open FROM entries e LEFT JOIN ${decided} d ON d.n = e.n WHERE d.n IS NULL`
}

function make(name: string, query: string, more: Pick<Make, 'until' | 'rows' | 'small'> = {}): Make {
  return { kind: 'make', name, query, ...more }
}

function write(name: string, query: string): Write {
  return { kind: 'write', name, query }
}

function drop(...names: string[]): Drop {
  return { kind: 'drop', names }
}

function repeat(counter: Repeat['counter'], from: number, condition: string, steps: Step[]): Repeat {
  return { kind: 'repeat', counter, from, while: condition, steps }
}

/** Numbers of repetitions by their names. */
export type Counters = Readonly<Partial<Record<Repeat['counter'], number>>>

/** A text with the numbers of its tokens; those of other names stay. */
export function filled(text: string, counters: Counters): string {
  return text.replace(/\{(round|try)([+-]1)?\}/g, (token, name: Repeat['counter'], more = '0') => {
    const number = counters[name]
    return number === undefined ? token : String(number + Number(more))
  })
}
