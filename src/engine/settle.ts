import { badRecord, lineOf, recordOf, wholeNumber } from './cells.js'

/**
 * `worker settle`: documents that lost their keeper, in the order in which they ask → for whom each goes now. One line in, one line
 * out. A document whose keeper is restored before its turn keeps it; else it goes for the document that was found instead, or else
 * it is restored itself.
 *
 * In: `{"n": 9, "keeper": 7, "instead": 12}`, where `instead` is −1 if none was found. Out: `n`, and `keeper`, −1 where it is restored.
 *
 * O(1) a line, 40 bytes for each restored one. @throws OffprintError `ERR_RECORD`.
 */
export function settler(): (line: string) => string {
  const restored = new Set<number>()
  return (line) => {
    const record = recordOf(line)
    const n = wholeNumber(record, 'n')
    const keeper = wholeNumber(record, 'keeper')
    const instead = record.instead === -1 ? -1 : wholeNumber(record, 'instead')
    if (keeper === n || instead === n) throw badRecord(`document ${n} cannot go for itself`)
    if (restored.has(keeper)) return lineOf([n, keeper])
    if (instead < 0) restored.add(n)
    return lineOf([n, instead])
  }
}
