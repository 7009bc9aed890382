import type { Columns } from './columns.js'

/**
 * The queries of a job that Spark reads and writes by itself: from lines of files to the table `documents`, and from `verdicts` to
 * what people want. Written in the SQL of Spark.
 */

/** The cells of `worker read`: those of DOCUMENTS, and why a line is none. */
export const RECORDS: Columns = [
  ['doc', 'BIGINT'],
  ['id', 'TEXT'],
  ['score', 'TEXT'],
  ['text', 'TEXT'],
  ['reject', 'TEXT'],
]

/**
 * `blocks`: the parts of files as they were read, with how many lines come before each in all files and in its own. `lines` has
 * (input, file, start, at, value): the number of the input, the file, where its block starts, a number that counts the lines of a block
 * without gaps, and the line.
 */
export function blocks(): string {
  return `SELECT input, file, start, first,
  CAST(sum(size) OVER (ORDER BY input, file, start) - size AS BIGINT) AS before,
  CAST(sum(size) OVER (PARTITION BY input, file ORDER BY start) - size AS BIGINT) AS inFile
FROM (SELECT input, file, start, min(at) AS first, count(*) AS size FROM lines GROUP BY input, file, start) b`
}

/** Lines with their numbers: in all files from 0, by input, file and place in it; in their file from 1. */
const NUMBERED = `SELECT b.before + l.at - b.first AS doc, l.file, b.inFile + l.at - b.first + 1 AS number, l.value
FROM lines l JOIN blocks b ON b.input = l.input AND b.file = l.file AND b.start = l.start`

/** Lines for `worker read`. Of bytes that are no UTF-8 it is told by U+FFFD in their place. */
export function readLines(): string {
  return `SELECT doc AS a, 0 AS place, doc || '\\t' || file || '\\t' || number || '\\t' || CASE WHEN is_valid_utf8(value) THEN value ELSE '\\ufffd' END AS line FROM (${NUMBERED}) n`
}

/** `removed`: who goes for whom. */
export function removed(): string {
  return `SELECT v.n, v.doc, v.keeper, k.doc AS keeperDoc FROM verdicts v JOIN verdicts k ON k.n = v.keeper WHERE v.keeper >= 0`
}

/** Lines for `worker verify`: each removed document with its keeper, once more, for the reason. */
export function explainLines(): string {
  return `SELECT r.n AS a, -1 AS place, '{"a":' || r.n || ',"text":' || d.text || '}' AS line FROM removed r JOIN documents d ON d.doc = r.doc
UNION ALL
SELECT r.n AS a, 0 AS place, '{"a":' || r.n || ',"place":0,"b":' || r.keeper || ',"line":"~","text":' || d.text || '}' AS line FROM removed r JOIN documents d ON d.doc = r.keeperDoc`
}

/** `kept`: the lines of kept documents as they stood, in their order. */
export function keptLines(): string {
  return `SELECT value FROM (${NUMBERED}) n JOIN verdicts v ON v.doc = n.doc WHERE v.keeper < 0 ORDER BY n.doc`
}

/** `ledger`: one object a line for each removed document, in the order of the input. */
export function ledgerLines(): string {
  return `SELECT '{"id":' || d.id || ',"keeper":' || k.id || ',"relation":"' || e.outcome || '","coverage":{"a":' || e.coverageA || ',"b":' || e.coverageB || '},"identity":' || e.identity || ',"rule":{"removed":' || CASE WHEN e.goes = 1 THEN 'true' ELSE 'false' END || ',"code":"' || e.code || '","reason":' || e.reason || '}}' AS value
FROM removed r JOIN explained e ON e.a = r.n JOIN documents d ON d.doc = r.doc JOIN documents k ON k.doc = r.keeperDoc ORDER BY r.doc`
}

/** `rejects`: the lines that are no documents. */
export function rejectLines(): string {
  return `SELECT '{"ref":' || to_json(named_struct('file', n.file, 'line', n.number)) || ',"reason":' || d.reject || '}' AS value FROM documents d JOIN (${NUMBERED}) n ON n.doc = d.doc WHERE d.reject <> '' ORDER BY d.doc`
}

/** The counts of a run, as one object. */
export function summaryLine(): string {
  return `SELECT '{"documents":' || count(*) || ',"kept":' || count_if(keeper < 0) || ',"removed":' || count_if(keeper >= 0) || ',"rejected":' || (SELECT count(*) FROM documents WHERE reject <> '') || '}' AS value FROM verdicts`
}
