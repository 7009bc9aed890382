import { BAND_BESIDE, ENOUGH_FINGERPRINTS } from '../candidates/candidates.js'
import { SNIPPET } from '../candidates/chance.js'
import { EARLIEST, HITS_PER_FINGERPRINT, LEAST_LISTS, MOST_HITS } from '../candidates/hits.js'
import { MOST_POSTINGS } from '../candidates/postings.js'
import type { Dialect } from './dialect.js'

/**
 * Lines for `worker sign`. The table `documents` has `doc`, numbered from 0 by input file and record; `id` and `text` as JSON strings
 * or numbers, ASCII but for printable characters; `score` as a JSON number, or null: see `sign`.
 */
export function signLines(): string {
  return `SELECT doc AS a, 0 AS place, '{"doc":' || doc || ',"id":' || id || ',"score":' || score || ',"text":' || text || '}' AS line FROM documents`
}

/** Lines for `worker lexicon`: each word, and how many documents have it. */
export function lexiconLines(dialect: Dialect): string {
  const words = dialect.exploded('signed', [], ['words'], 'at')
  return `SELECT CAST(words AS BIGINT) AS a, 0 AS place, '{"word":' || words || ',"count":' || count(*) || '}' AS line FROM (${words}) w GROUP BY words`
}

/** `sorted`: documents in the order of their ranks, see `Dialect.parted`. Those without a text are left out. */
export function sorted(dialect: Dialect): string {
  return dialect.parted('(SELECT * FROM signed WHERE length >= 0) w', 'rank, doc')
}

/** `entries`: documents by number, from 0 for the best keeper. */
export function entries(): string {
  return `SELECT CAST(b.before + row_number() OVER (PARTITION BY s.part ORDER BY s.rank, s.doc) - 1 AS BIGINT) AS n, s.doc, s.length, s.grams, s.signature, s.kinds, s.keys, s.places,
  CAST(split_part(s.keys, ',', 1) AS BIGINT) AS digest, CAST(split_part(s.kinds, ',', 2) AS INT) AS bands,
  CAST(split_part(s.kinds, ',', 3) AS INT) AS sampled
FROM sorted s JOIN (SELECT part, sum(size) OVER (ORDER BY part) - size AS before FROM (SELECT part, count(*) AS size FROM sorted GROUP BY part) c) b ON b.part = s.part`
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
 * `askers` of a round: the documents from START on, each with how many documents of HELD come before it. Counted by ranges of numbers,
 * since one window over all documents would be the work of one machine.
 */
export function askers(held: string, start: string): string {
  const range = (n: string) => `CAST(floor(${n} / ${RANGE}) AS BIGINT)`
  return `SELECT n AS seq, n, documents FROM (
  SELECT e.n, CAST(b.before + count(h.n) OVER (PARTITION BY ${range('e.n')} ORDER BY e.n ROWS UNBOUNDED PRECEDING) - CASE WHEN h.n IS NULL THEN 0 ELSE 1 END AS BIGINT) AS documents
  FROM entries e LEFT JOIN ${held} h ON h.n = e.n
  JOIN (
    SELECT part, sum(size) OVER (ORDER BY part) - size AS before
    FROM (SELECT ${range('e.n')} AS part, count(h.n) AS size FROM entries e LEFT JOIN ${held} h ON h.n = e.n GROUP BY ${range('e.n')}) c
  ) b ON b.part = ${range('e.n')}
) t WHERE n >= (SELECT start FROM ${start})`
}

/** Documents of one range of `askers`: of a billion there are 1,000 ranges. */
const RANGE = 2 ** 20

/**
 * `holders` of a round, from the table HELD of (seq, n, open): the documents that stand in lists, which are the first of each folded
 * text, and the others, their copies. `seq` is the order in which documents were entered: their numbers, but for those that are
 * entered at the end. Only documents that are `open` are found.
 */
export function holders(held: string): string {
  return `SELECT h.seq, h.n, h.open, f.head FROM ${held} h JOIN entries e ON e.n = h.n
JOIN (SELECT e.digest, e.length, min(h.seq) AS head FROM ${held} h JOIN entries e ON e.n = h.n GROUP BY e.digest, e.length) f
ON f.digest = e.digest AND f.length = e.length`
}

/** `listed` of a round: the postings of holders, numbered from 1 in each list; one more than lists have shows which are longer. */
export function listed(): string {
  return `SELECT key, seq, place, ordinal FROM (
  SELECT p.key, h.seq, CASE WHEN p.kind < 2 THEN 0 ELSE p.place END AS place, row_number() OVER (PARTITION BY p.key ORDER BY h.seq, p.i) AS ordinal
  FROM postings p JOIN holders h ON h.n = p.n WHERE h.seq = h.head
) l WHERE ordinal <= ${MOST_POSTINGS + 1}`
}

/**
 * `looked` of a round: for each key of each asker how many postings its list has (`size`), and how many of them, the earliest, are
 * looked at: the rule of `gatherHits`. `capped` says that the list would be longer than lists are. ASKERS has (seq, n, documents): each
 * document that asks, and how many were entered before it. Who comes after the end of a full list need not be counted: of a key that a
 * tenth of all documents have, some thousand rows come together at one place, not all.
 */
export function looked(askers: string): string {
  return `WITH ends AS (SELECT key, seq AS last FROM listed WHERE ordinal = ${MOST_POSTINGS + 1}),
asking AS (
  SELECT a.seq, p.n, p.i, p.key, p.kind, p.place, e.last FROM postings p JOIN ${askers} a ON a.n = p.n LEFT JOIN ends e ON e.key = p.key
),
counted AS (
  SELECT seq, n, i, key, kind, place, CAST(${MOST_POSTINGS} AS BIGINT) AS size, 1 AS capped FROM asking WHERE last IS NOT NULL AND seq > last
  UNION ALL
  SELECT seq, n, i, key, kind, place, CAST(earlier AS BIGINT) AS size, 0 AS capped FROM (
    SELECT seq, n, i, key, kind, place, held, sum(held) OVER (PARTITION BY key ORDER BY seq, held, i ROWS UNBOUNDED PRECEDING) AS earlier
    FROM (
      SELECT seq, CAST(0 AS BIGINT) AS n, 0 AS i, key, 0 AS kind, CAST(0 AS BIGINT) AS place, 1 AS held FROM listed WHERE ordinal <= ${MOST_POSTINGS}
      UNION ALL
      SELECT seq, n, i, key, kind, place, 0 AS held FROM asking WHERE last IS NULL OR seq <= last
    ) u
  ) w WHERE held = 0 AND earlier > 0
)
SELECT seq, n, i, key, kind, place, size, capped,
  CASE kind WHEN 0 THEN size
    WHEN 1 THEN least(size, CASE WHEN sampled >= ${ENOUGH_FINGERPRINTS} THEN ${BAND_BESIDE} ELSE ${MOST_POSTINGS} END)
    ELSE CASE WHEN nth <= ${LEAST_LISTS} OR before + size <= greatest(${MOST_HITS}, ${HITS_PER_FINGERPRINT} * total) THEN size ELSE least(size, ${EARLIEST}) END
  END AS most
FROM (
  SELECT c.*, e.sampled, CASE c.kind WHEN 2 THEN e.sampled ELSE e.grams END AS total,
    row_number() OVER (PARTITION BY c.seq, c.kind ORDER BY c.size, c.i) AS nth,
    sum(c.size) OVER (PARTITION BY c.seq, c.kind ORDER BY c.size, c.i ROWS UNBOUNDED PRECEDING) - c.size AS before
  FROM counted c JOIN entries e ON e.n = c.n
) o`
}

/**
 * Lines for `worker rank`, with the number `a` of the asker in the order of entry, for askers from {from} to {to}: an engine on one
 * machine joins the lists of some at a time. A document that shares a single sampled
 * fingerprint is left out unless the text is a snippet: see `linesOf`.
 */
export function rankLines(askers: string, { string, joined }: Dialect): string {
  const text = (value: string) => `CAST(${value} AS ${string})`
  const range = (seq: string) => `${seq} >= {from} AND ${seq} < {to}`
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
SELECT q.seq AS a, 0 AS place, '{"doc":' || q.seq || ',"documents":' || q.documents || ',"length":' || e.length || ',"signature":"' || e.signature || '","kinds":"' || e.kinds || '","places":"' || e.places
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

/** What the lines of each asker take that `rankLines` joins: (seq, bytes). */
export function rankWeights(askers: string): string {
  return `SELECT q.seq, coalesce(sum(k.most), 0) * ${HIT_BYTES} AS bytes FROM ${askers} q LEFT JOIN looked k ON k.seq = q.seq GROUP BY q.seq`
}

/** Bytes of a hit while it is joined: 20 in a string and 40 in the tables of the join, with as much room again. */
const HIT_BYTES = 120

/**
 * Lines for `worker verify`, of those `asked` from {from} to {to}. They must come by `a` and `place`; lines of one `a` must come to one
 * worker. What needs no text is not joined: of an outer join with a condition beside its number DuckDB makes one of each row with each, 60 s
 * of 850,000 pairs, and Spark sends all rows without a number to one task.
 */
export function verifyLines(): string {
  const range = 'a >= {from} AND a < {to}'
  const asker = (text: string) =>
    `SELECT s.a, -1 AS place, '{"a":' || s.a || ',"text":' || ${text} || '}' AS line`
  const candidate = (cells: string) =>
    `SELECT s.a, s.place, '{"a":' || s.a || ',"place":' || s.place || ',"b":' || s.b || ',"line":"' || s.line || '",' || ${cells} || '}' AS line`
  const documentOf = (n: string) => `JOIN entries e ON e.n = ${n} JOIN documents d ON d.doc = e.doc`
  return `WITH asking AS (
  SELECT a, min(n) AS n, min(CASE WHEN outcome IS NULL THEN 0 ELSE 1 END) AS known FROM asked WHERE ${range} GROUP BY a
)
${asker('d.text')} FROM asking s ${documentOf('s.n')} WHERE s.known = 0
UNION ALL
${asker(`'""'`)} FROM asking s WHERE s.known = 1
UNION ALL
${candidate(`'"text":' || d.text`)} FROM asked s ${documentOf('s.other')} WHERE s.outcome IS NULL AND ${range}
UNION ALL
${candidate(`'"outcome":"' || s.outcome || '","goes":' || s.goes || ',"gone":' || s.gone`)} FROM asked s WHERE s.outcome IS NOT NULL AND ${range}`
}

/** What the lines of each asker take that `verifyLines` sorts: (seq, bytes), of texts at most. */
export function verifyWeights(): string {
  return `SELECT s.a AS seq, sum(${LINE_BYTES} + ${MOST_UNIT_BYTES} * coalesce(d.size, 0)) AS bytes
FROM (SELECT a, CASE WHEN outcome IS NULL THEN other END AS unread FROM asked) s
LEFT JOIN entries e ON e.n = s.unread LEFT JOIN (SELECT doc, length(text) AS size FROM documents) d ON d.doc = e.doc GROUP BY s.a`
}

/** Bytes of a line beside its text. */
const LINE_BYTES = 200
/** Bytes of a character in UTF-8, but for the rare ones of four. */
const MOST_UNIT_BYTES = 3

/** `found` of a round: VERIFIED under the numbers of the documents. */
export function found(verified: string, askers: string): string {
  return `SELECT q.n, h.n AS other, v.line, v.outcome, v.fresh, v.goes, v.gone
FROM ${verified} v JOIN ${askers} q ON q.seq = v.a JOIN holders h ON h.seq = v.b`
}

/** Whether a row of `found` says that its documents are related. */
export const IS_RELATED = `outcome NOT IN ('unrelated', 'phrase', 'beyond')`

/** `decided` of a round: who goes, and for whom: the best of the documents that may stand for it as duplicates, see `decider`. */
export function decided(found: string): string {
  return `SELECT n, min(other) AS keeper FROM ${found} WHERE goes = 1 AND outcome = 'duplicate' GROUP BY n`
}
