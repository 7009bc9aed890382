import { badRecord, lineOf, recordOf, stringOf, wholeNumber } from './cells.js'

/**
 * `worker decide`: what became of a document's candidates → whether it is kept. In stars a document goes as a duplicate for the
 * best kept document that lacks nothing of it, which is that of the least number. The lines of one document follow each other;
 * one line comes out for each document, once its last line is in.
 *
 * In: `{"a": 9}` for each document, then for each line of `verify` `{"a": 9, "b": 7, "outcome": "duplicate", "goes": 1}`.
 *
 * | cell | name   | holds                                                          |
 * | ---- | ------ | -------------------------------------------------------------- |
 * | 1    | a      | the document                                                   |
 * | 2    | kept   | 1 or 0                                                         |
 * | 3    | keeper | the document for which it goes; −1 where it is kept            |
 * | 4    | cut    | 1 where candidates were beyond what is looked at, else 0       |
 *
 * O(lines). @throws OffprintError `ERR_RECORD`.
 */
export function decider(): { line(line: string): string; end(): string } {
  let a = -1
  let keeper = -1
  let cut = 0
  const end = (): string => (a < 0 ? '' : lineOf([a, Number(keeper < 0), keeper, cut]))
  return {
    line(line) {
      const record = recordOf(line)
      const doc = wholeNumber(record, 'a')
      if (record.b === undefined) {
        if (doc === a) throw badRecord(`document ${doc} comes twice`)
        const out = end()
        a = doc
        keeper = -1
        cut = 0
        return out
      }
      if (doc !== a) throw badRecord(`candidates of document ${doc} come before it`)
      const b = wholeNumber(record, 'b')
      const outcome = stringOf(record, 'outcome')
      if (outcome === 'beyond') cut = 1
      const goes = wholeNumber(record, 'goes') === 1 && outcome === 'duplicate'
      if (goes && (keeper < 0 || b < keeper)) keeper = b
      return ''
    },
    end,
  }
}
