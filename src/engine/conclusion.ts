import { IS_RELATED } from './queries.js'

/**
 * The queries of what comes after the rounds: who has less than another that is kept goes for it (`worker contain`), and who loses its
 * keeper by that, an orphan, asks for another one. Tables are named as in `batchSteps`, rounds and tries by their tokens.
 */

/** `related`: what the last search of each kept document found. */
export function related(): string {
  return `SELECT f.n, f.other, f.outcome, f.goes, f.gone FROM latest{round-1} f LEFT JOIN decided{round-1} d ON d.n = f.n
WHERE d.n IS NULL AND ${IS_RELATED}`
}

/** Lines for `worker contain`: who may go for whom by another relation than `duplicate`. */
export function containLines(): string {
  return `SELECT o.n AS a, o.other AS place, '{"n":' || o.n || ',"length":' || e.length || ',"other":' || o.other || ',"otherLength":' || x.length || '}' AS line
FROM (
  SELECT n, other FROM related WHERE goes = 1 AND outcome <> 'duplicate'
  UNION
  SELECT other AS n, n AS other FROM related WHERE gone = 1
) o JOIN entries e ON e.n = o.n JOIN entries x ON x.n = o.other`
}

/** `orphans`: removed documents whose keeper is removed, in the order in which they ask: the longest first. */
export function orphans(): string {
  return `SELECT n, keeper, CAST(row_number() OVER (ORDER BY length DESC, n) - 1 AS BIGINT) AS turn FROM (
  SELECT g.n, g.keeper, e.length
  FROM (SELECT n, keeper FROM decided{round-1} UNION ALL SELECT n, keeper FROM contained) g
  JOIN contained c ON c.n = g.keeper JOIN entries e ON e.n = g.n
) t`
}

/** Documents, and so the number that comes after that of the last one. */
const TOTAL = '(SELECT count(*) FROM entries)'

/**
 * `o_held` of a try: all that the rounds kept, of which only those are found that are kept still; and after them the orphans that the
 * last try restored. One that was held stays in the lists where it was, and is found as if it were a copy that came later.
 */
export function heldForOrphans(): string {
  return `SELECT h.n, h.n AS seq, c.n IS NULL AS open FROM held{round} h LEFT JOIN contained c ON c.n = h.n
UNION ALL
SELECT o.n, ${TOTAL} + o.turn AS seq, true AS open FROM restored{try} r JOIN orphans o ON o.n = r.n`
}

/** `o_askers` of a try. */
export function askingOrphans(): string {
  return `SELECT ${TOTAL} + turn AS seq, n, CAST((SELECT count(*) FROM held{round}) + coalesce(sum(entered) OVER (ORDER BY turn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) AS documents
FROM (
  SELECT o.turn, o.n, CASE WHEN r.n IS NOT NULL AND d.n IS NOT NULL THEN 1 ELSE 0 END AS entered
  FROM orphans o LEFT JOIN restored{try} r ON r.n = o.n LEFT JOIN decided{round-1} d ON d.n = o.n
) t`
}

/** Lines for `worker settle`: each orphan with the best document that may stand for it. */
export function settleLines(): string {
  return `SELECT o.turn AS a, 0 AS place, '{"n":' || o.n || ',"keeper":' || o.keeper || ',"instead":' || coalesce(i.instead, -1) || '}' AS line
FROM orphans o LEFT JOIN (SELECT n, min(other) AS instead FROM o_found{try} WHERE goes = 1 AND ${IS_RELATED} GROUP BY n) i ON i.n = o.n`
}

/** `verdicts`: for each document its keeper, −1 where it is kept, and whether its search left candidates out. */
export function verdicts(): string {
  return `SELECT e.n, e.doc, coalesce(s.keeper, c.keeper, d.keeper, -1) AS keeper, CASE WHEN t.n IS NULL THEN 0 ELSE 1 END AS truncated
FROM entries e LEFT JOIN decided{round-1} d ON d.n = e.n LEFT JOIN contained c ON c.n = e.n LEFT JOIN settled{try} s ON s.n = e.n
LEFT JOIN (SELECT n FROM cut{round-1} UNION SELECT n FROM latest{round-1} WHERE outcome = 'beyond') t ON t.n = e.n`
}

/** `ties`: pairs of kept documents that are related, the lesser number last. */
export function ties(): string {
  return `SELECT DISTINCT t.n, t.other FROM (
  SELECT n, other FROM related
  UNION ALL
  SELECT greatest(o.n, o.other) AS n, least(o.n, o.other) AS other FROM o_ties{try} o JOIN restored{try} r ON r.n = o.n
) t JOIN verdicts v ON v.n = t.n JOIN verdicts w ON w.n = t.other WHERE v.keeper < 0 AND w.keeper < 0`
}
