import { BAND_BESIDE, ENOUGH_FINGERPRINTS } from '../candidates/candidates.js'
import { SNIPPET } from '../candidates/chance.js'
import { EARLIEST, HITS_PER_FINGERPRINT, LEAST_LISTS, MOST_HITS } from '../candidates/hits.js'
import { MOST_POSTINGS } from '../candidates/postings.js'

/**
 * The plan of a batch as SQL, for engines that shuffle, retry and spill. SQL numbers, groups, joins and caps; what ranks and judges
 * is the worker, whose code is that of one process. Who is kept comes out of rounds:
 *
 * 1. `signed`: the cells of `worker sign`, one row a document.
 * 2. `entries`: documents numbered by rank, from 0 for the best keeper; `postings`: their keys.
 * 3. A round asks for each document which of those that are held it should be compared with, as if they had come one by one: lists of
 *    its keys among held documents of lesser number, cut to what a search looks at (`looked`, `rankLines`), then `worker rank`; the
 *    pairs with their texts (`verifyLines`), then `worker verify`; then `decided`.
 * 4. What is held in the next round is what this one keeps. Once a round changes nothing, it has decided as one process does: by
 *    induction, the first document is decided rightly in every round, and each one when all before it are.
 *
 * Every query has an order that depends on nothing but the documents. Names in capitals are the engine's.
 */

/** How an engine writes what is not the same everywhere. */
export interface Dialect {
  /** The type of a string. */
  readonly string: string
  /**
   * One row for each part of cells with commas in them, which have equally many parts.
   * @param columns what each row copies. @param cells the parts, by name, as strings; a part that is empty is none.
   * @param at the name of the number of a part, from 0.
   */
  exploded(from: string, columns: readonly string[], cells: readonly string[], at: string): string
  /** A string of a group, its values in no order, with commas between them. */
  joined(value: string): string
}

/** What DuckDB says. */
export const DUCKDB: Dialect = {
  string: 'VARCHAR',
  exploded: (from, columns, cells, at) => {
    const parts = cells.map((cell) => `unnest(string_split(${cell}, ',')) AS ${cell}`)
    const number = `unnest(range(len(string_split(${cells[0]}, ',')))) AS ${at}`
    return `SELECT ${[...columns, ...parts, number].join(', ')} FROM ${from} WHERE ${cells[0]} <> ''`
  },
  joined: (value) => `string_agg(${value}, ',')`,
}

/** What Spark 4 says. */
export const SPARK: Dialect = {
  string: 'STRING',
  exploded: (from, columns, cells, at) => {
    const [first] = cells
    const rest = cells.slice(1).map((cell) => `split(${cell}, ',')[${at}] AS ${cell}`)
    const all = [...columns, ...rest, `part AS ${first}`, at].join(', ')
    return `SELECT ${all} FROM ${from} LATERAL VIEW posexplode(split(${first}, ',')) parts AS ${at}, part WHERE ${first} <> ''`
  },
  joined: (value) => `array_join(collect_list(${value}), ',')`,
}

/** Columns of a worker’s cells and their types; a cell that is not of its type must end the job. */
export type Columns = readonly (readonly [
  name: string,
  type: 'BIGINT' | 'INT' | 'DOUBLE' | 'BOOLEAN' | 'TEXT',
])[]

/** The cells of `worker sign`. */
export const SIGNED: Columns = [
  ['doc', 'BIGINT'],
  ['length', 'BIGINT'],
  ['rank', 'TEXT'],
  ['grams', 'INT'],
  ['signature', 'TEXT'],
  ['kinds', 'TEXT'],
  ['keys', 'TEXT'],
  ['places', 'TEXT'],
  ['words', 'TEXT'],
]

/** The cells of `worker rank`. */
export const RANKED: Columns = [
  ['a', 'BIGINT'],
  ['place', 'INT'],
  ['b', 'BIGINT'],
  ['line', 'TEXT'],
  ['truncated', 'INT'],
]

/** The cells of `worker verify`. */
export const VERIFIED: Columns = [
  ['a', 'BIGINT'],
  ['place', 'INT'],
  ['b', 'BIGINT'],
  ['line', 'TEXT'],
  ['outcome', 'TEXT'],
  ['fresh', 'INT'],
  ['goes', 'INT'],
  ['gone', 'INT'],
  ['coverageA', 'DOUBLE'],
  ['coverageB', 'DOUBLE'],
  ['identity', 'DOUBLE'],
  ['code', 'TEXT'],
  ['reason', 'TEXT'],
]

/** A table of strings with the types of its columns; the engine must fail where a cell is not of its type. */
export function typed(from: string, columns: Columns, { string }: Dialect): string {
  const cells = columns.map(
    ([name, type]) => `CAST(${name} AS ${type === 'TEXT' ? string : type}) AS ${name}`,
  )
  return `SELECT ${cells.join(', ')} FROM ${from}`
}

/**
 * Lines for `worker sign`. The table `documents` has `doc`, numbered from 0 by input file and record; `id` and `text` as JSON strings
 * or numbers, ASCII but for printable characters; `score` as a JSON number, or null: see `sign`.
 */
export function signLines(): string {
  return `SELECT doc, '{"doc":' || doc || ',"id":' || id || ',"score":' || score || ',"text":' || text || '}' AS line FROM documents`
}

/** `entries`: documents by number. Those without a text are left out, and counted apart. */
export function entries(): string {
  return `SELECT row_number() OVER (ORDER BY rank, doc) - 1 AS n, doc, length, grams, signature, kinds, keys, places,
  CAST(split_part(keys, ',', 1) AS BIGINT) AS digest, CAST(split_part(kinds, ',', 2) AS INT) AS bands,
  CAST(split_part(kinds, ',', 3) AS INT) AS sampled
FROM signed WHERE length >= 0`
}

/**
 * `parts`: the keys of all entries, one by one. `kind` is 0 for the digest, 1 for bands, 2 for sampled fingerprints, 3 for grams; `i`
 * says which key of its document it is.
 */
export function parts(dialect: Dialect): string {
  return `SELECT n, CAST(i AS INT) AS i, CAST(keys AS BIGINT) AS key, CAST(places AS BIGINT) AS place,
  CASE WHEN i = 0 THEN 0 WHEN i <= bands THEN 1 WHEN i <= bands + sampled THEN 2 ELSE 3 END AS kind
FROM (${dialect.exploded('entries', ['n', 'bands', 'sampled'], ['keys', 'places'], 'i')}) p`
}

/** `postings`: those of `parts` whose keys two entries have; of natural language that is every third. */
export function postings(): string {
  return `SELECT p.n, p.i, p.key, p.place, p.kind FROM parts p
JOIN (SELECT key FROM parts GROUP BY key HAVING min(n) < max(n)) k ON k.key = p.key`
}

/**
 * `holders` of a round, from the table HELD of (seq, n, open): the documents that stand in lists, which are the first of each folded
 * text, and `copies`, which are the others. `seq` is the order in which documents were entered: their numbers, but for those that are
 * entered at the end. Only documents that are `open` are found.
 */
export function holders(held: string): string {
  return `SELECT h.seq, h.n, h.open, min(h.seq) OVER (PARTITION BY e.digest, e.length) AS head FROM ${held} h JOIN entries e ON e.n = h.n`
}

/**
 * `looked` of a round: for each key of each asker how many postings its list has (`size`), and how many of them, the earliest, are
 * looked at: the rule of `gatherHits`. `capped` says that the list would be longer than lists are. ASKERS has (seq, n, documents): each
 * document that asks, and how many were entered before it.
 */
export function looked(askers: string, held: string): string {
  return `SELECT seq, n, i, key, kind, place, size, capped,
  CASE kind WHEN 0 THEN size
    WHEN 1 THEN least(size, CASE WHEN sampled >= ${ENOUGH_FINGERPRINTS} THEN ${BAND_BESIDE} ELSE ${MOST_POSTINGS} END)
    ELSE CASE WHEN nth <= ${LEAST_LISTS} OR before + size <= greatest(${MOST_HITS}, ${HITS_PER_FINGERPRINT} * total) THEN size ELSE least(size, ${EARLIEST}) END
  END AS most
FROM (
  SELECT c.*, e.sampled, CASE c.kind WHEN 2 THEN e.sampled ELSE e.grams END AS total,
    row_number() OVER (PARTITION BY c.seq, c.kind ORDER BY c.size, c.i) AS nth,
    sum(c.size) OVER (PARTITION BY c.seq, c.kind ORDER BY c.size, c.i ROWS UNBOUNDED PRECEDING) - c.size AS before
  FROM (
    SELECT seq, n, i, key, kind, place, held, least(earlier, ${MOST_POSTINGS}) AS size, CASE WHEN earlier > ${MOST_POSTINGS} THEN 1 ELSE 0 END AS capped
    FROM (
      SELECT seq, n, i, key, kind, place, held, sum(held) OVER (PARTITION BY key ORDER BY seq, held, i ROWS UNBOUNDED PRECEDING) AS earlier
      FROM (
        SELECT h.seq, p.n, p.i, p.key, p.kind, p.place, 1 AS held FROM postings p JOIN ${held} h ON h.n = p.n WHERE h.seq = h.head
        UNION ALL
        SELECT a.seq, p.n, p.i, p.key, p.kind, p.place, 0 AS held FROM postings p JOIN ${askers} a ON a.n = p.n
      ) u
    ) w
    WHERE held = 0 AND earlier > 0
  ) c JOIN entries e ON e.n = c.n
) o`
}

/** `listed` of a round: the postings of holders, numbered from 1 in each list. */
export function listed(held: string): string {
  return `SELECT key, seq, place, ordinal FROM (
  SELECT p.key, h.seq, CASE WHEN p.kind < 2 THEN 0 ELSE p.place END AS place, row_number() OVER (PARTITION BY p.key ORDER BY h.seq, p.i) AS ordinal
  FROM postings p JOIN ${held} h ON h.n = p.n WHERE h.seq = h.head
) l WHERE ordinal <= ${MOST_POSTINGS}`
}

/** Askers of a pass: a range of them, so that what is joined fits into memory. */
export interface Pass {
  readonly from: number
  readonly to: number
}

/**
 * Lines for `worker rank`, with the number `a` of the asker in the order of entry. A document that shares a single sampled
 * fingerprint is left out unless the text is a snippet: see `linesOf`.
 */
export function rankLines(askers: string, { from, to }: Pass, dialect: Dialect): string {
  const { string, joined } = dialect
  const text = (value: string) => `CAST(${value} AS ${string})`
  const range = (seq: string) => `${seq} >= ${from} AND ${seq} < ${to}`
  return `WITH pairs AS (
  SELECT a, b, ${joined(`${text('i')} || ':' || ${text('b')} || ':' || ${text('place')}`)} AS hits, min(kind) AS kind
  FROM (
    SELECT k.seq AS a, k.n, k.i, k.kind, l.seq AS b, l.place FROM looked k JOIN listed l ON l.key = k.key AND l.ordinal <= k.most
    WHERE ${range('k.seq')}
  ) t JOIN entries e ON e.n = t.n
  GROUP BY a, b
  HAVING min(e.length) <= ${SNIPPET} OR sum(CASE WHEN kind = 2 THEN 1 ELSE 2 END) >= 2
),
copies AS (
  SELECT head, ${joined(`CASE WHEN open THEN ${text('seq')} END`)} AS copies FROM holders WHERE seq <> head GROUP BY head
),
found AS (
  SELECT p.a, ${joined('p.hits')} AS hits, ${joined(`${text('p.b')} || ':' || ${text('e.length')} || ':' || ${text('e.grams')} || ':' || CASE WHEN p.kind < 2 THEN e.signature ELSE '' END || ':' || CASE WHEN c.copies IS NULL THEN '' ELSE replace(c.copies, ',', '.') END || CASE WHEN h.open THEN '' ELSE ':x' END`)} AS cards
  FROM pairs p JOIN holders h ON h.seq = p.b JOIN entries e ON e.n = h.n LEFT JOIN copies c ON c.head = p.b GROUP BY p.a
),
sizes AS (
  SELECT seq AS a, ${joined(`CASE WHEN kind > 0 THEN ${text('i')} || ':' || ${text('size')} END`)} AS sizes, max(CASE WHEN kind > 0 THEN capped ELSE 0 END) AS over
  FROM looked WHERE ${range('seq')} GROUP BY seq
)
SELECT q.seq AS a, '{"doc":' || q.seq || ',"documents":' || q.documents || ',"length":' || e.length || ',"signature":"' || e.signature || '","kinds":"' || e.kinds || '","places":"' || e.places
  || '","holders":"' || coalesce(s.sizes, '') || '","hits":"' || coalesce(f.hits, '') || '","cards":"' || coalesce(f.cards, '') || '","over":' || coalesce(s.over, 0) || '}' AS line
FROM ${askers} q JOIN entries e ON e.n = q.n LEFT JOIN sizes s ON s.a = q.seq LEFT JOIN found f ON f.a = q.seq
WHERE ${range('q.seq')}`
}

/**
 * `asked` of a round: the pairs of RANKED, under the numbers of their documents, with what an earlier round found of them under the
 * same line: COMPARED.
 * @param most only so many candidates of each document; all where it is left out.
 */
export function asked(ranked: string, askers: string, compared: string, most?: number): string {
  return `SELECT r.a, r.place, r.b, r.line, q.n, h.n AS other, c.outcome, c.goes, c.gone
FROM ${ranked} r JOIN ${askers} q ON q.seq = r.a JOIN holders h ON h.seq = r.b
LEFT JOIN ${compared} c ON c.n = q.n AND c.other = h.n AND c.line = r.line
WHERE r.place >= 0${most === undefined ? '' : ` AND r.place < ${most}`}`
}

/** Lines for `worker verify`, of `asked`. They must come by `a` and `place`; lines of one `a` must come to one worker. */
export function verifyLines(): string {
  return `SELECT s.a, -1 AS place, '{"a":' || s.a || ',"text":' || coalesce(d.text, '""') || '}' AS line
FROM (SELECT a, min(n) AS n, min(CASE WHEN outcome IS NULL THEN 0 ELSE 1 END) AS known FROM asked GROUP BY a) s
LEFT JOIN entries e ON e.n = s.n AND s.known = 0 LEFT JOIN documents d ON d.doc = e.doc
UNION ALL
SELECT s.a, s.place, '{"a":' || s.a || ',"place":' || s.place || ',"b":' || s.b || ',"line":"' || s.line || '",' ||
  CASE WHEN s.outcome IS NULL THEN '"text":' || d.text ELSE '"outcome":"' || s.outcome || '","goes":' || s.goes || ',"gone":' || s.gone END || '}'
FROM asked s LEFT JOIN entries e ON e.n = s.other AND s.outcome IS NULL LEFT JOIN documents d ON d.doc = e.doc`
}

/** `found` of a round: VERIFIED under the numbers of the documents. */
export function found(verified: string, askers: string): string {
  return `SELECT q.n, h.n AS other, v.place, v.line, v.outcome, v.fresh, v.goes, v.gone, v.coverageA, v.coverageB, v.identity, v.code, v.reason
FROM ${verified} v JOIN ${askers} q ON q.seq = v.a JOIN holders h ON h.seq = v.b`
}

/** `decided` of a round: who goes, and for whom: the best of the documents that may stand for it as duplicates, see `decider`. */
export function decided(found: string): string {
  return `SELECT n, min(other) AS keeper FROM ${found} WHERE goes = 1 AND outcome = 'duplicate' GROUP BY n`
}
