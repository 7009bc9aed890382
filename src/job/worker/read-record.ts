import type { DedupeOptions } from '../../dedupe/dedupe.js'
import { scoreBy } from '../../dedupe/keeper-ranking.js'
import type { KeepPolicy } from '../../dedupe/keep-policy.js'
import { asciiJson, badRecord, engineJson, lineOf } from '../../engine/cells.js'
import { OffprintError } from '../../kernel/errors.js'
import { UTF8 } from '../../read/bytes/encoding.js'
import { jsonDocument } from '../../read/records/json-record.js'
import { MAX_RECORD } from '../../read/document.js'
import { longRecordError, recordError } from '../../read/records/record.js'
import { fieldAt } from '../../read/records/fields.js'

/** Which fields of a record count, and how its document ranks. */
export interface ReadSettings {
  readonly text?: string
  readonly id?: string
  readonly keep: KeepPolicy
  readonly date?: string
  readonly source?: string
  readonly prefer?: readonly string[]
  /** Whether a record that is no document ends the work. */
  readonly strict: boolean
}

/**
 * `worker read`: lines of JSON Lines → documents as `worker sign` takes them. One line in, one line out.
 *
 * In, with tabs between them: `doc`, the number of the line among all lines of all files; the file; the number of the line in
 * the file, from 1; the line itself.
 *
 * | cell | name   | holds                                                                        |
 * | ---- | ------ | ---------------------------------------------------------------------------- |
 * | 1    | doc    | as it came                                                                   |
 * | 2    | id     | as JSON                                                                      |
 * | 3    | score  | as JSON: see `scoreBy`; null where the policy can tell nothing               |
 * | 4    | text   | as JSON; null where the line is blank, or no document                        |
 * | 5    | reject | why the line is no document, as a JSON string; empty for a document and for a blank line |
 *
 * O(length). @throws OffprintError `ERR_RECORD` for cells that are none; with `strict` also for a record that is no document.
 */
export function recordReader({ text, id, strict, ...policy }: ReadSettings): (line: string) => string {
  const options = { ...(text !== undefined && { text }), ...(id !== undefined && { id }) }
  const scoreOf = scoreBy<Readonly<Record<string, unknown>>, string>(policy.keep, selectorsOf(policy))
  return (line) => {
    const [doc, file, number, start] = cellsOf(line)
    // A byte order mark, which Spark leaves.
    const source = line.slice(number === 1 && line.charCodeAt(start) === 0xfeff ? start + 1 : start)
    if (source.trim() === '') return lineOf([doc, 'null', 'null', 'null', ''])
    const ref = { file, record: number, line: number, offset: 0 }
    try {
      if (source === NO_UTF8) throw recordError(ref, 'has bytes that are no UTF-8')
      // Three bytes of UTF-8 at most for each unit: most lines need no count.
      if (source.length > MAX_RECORD / 3 && Buffer.byteLength(source) > MAX_RECORD) {
        throw longRecordError(ref, MAX_RECORD)
      }
      const document = jsonDocument(source, NO_BYTES, ref, FORM, options)
      const score = scoreOf(document.record ?? {}, document.text, doc)
      return lineOf([doc, asciiJson(document.id), jsonNumber(score), engineJson(document.text), ''])
    } catch (error) {
      if (strict || !(error instanceof OffprintError) || error.code !== 'ERR_RECORD') throw error
      return lineOf([doc, 'null', 'null', 'null', asciiJson(error.message)])
    }
  }
}

/** What stands for a line whose bytes are no UTF-8. */
const NO_UTF8 = '\ufffd'
const NO_BYTES = new Uint8Array(0)
const FORM = {
  format: 'jsonl',
  encoding: UTF8,
  before: NO_BYTES,
  between: NO_BYTES,
  after: NO_BYTES,
} as const

function selectorsOf({
  date,
  source,
  prefer,
}: Pick<ReadSettings, 'date' | 'source' | 'prefer'>): Pick<
  DedupeOptions<Readonly<Record<string, unknown>>, string>,
  'date' | 'source' | 'preferred'
> {
  return {
    ...(date !== undefined && { date: (record) => fieldAt(record, date) as string }),
    ...(source !== undefined && { source: (record) => fieldAt(record, source) as string }),
    ...(prefer !== undefined && { preferred: prefer }),
  }
}

/** The first cells of a line, and where the record begins. */
function cellsOf(line: string): [doc: number, file: string, number: number, start: number] {
  const [doc, file, number] = line.split('\t', 3)
  if (number === undefined || line.split('\t', 4).length < 4 || !isNumber(doc) || !isNumber(number)) {
    throw badRecord('it must be doc, file, line number and record with tabs between them')
  }
  return [Number(doc), file, Number(number), doc.length + file.length + number.length + 3]
}

function isNumber(cell: string): boolean {
  return /^\d{1,16}$/.test(cell)
}

/** NaN, which JSON has not, is null. */
function jsonNumber(value: number): string {
  return Number.isNaN(value) ? 'null' : JSON.stringify(value)
}
