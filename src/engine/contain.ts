import { removeContained } from '../dedupe/other-relations.js'
import { Links } from '../dedupe/links.js'
import { Removals } from '../dedupe/removals.js'
import { badRecord, lineOf, recordOf, wholeNumber } from './cells.js'

/**
 * `worker contain`: who may go for whom, because it has less → who goes: see `removeContained`, which decides from the longest
 * document down, so that one worker takes all lines. Only documents with such a link come, a small part of a corpus.
 *
 * In: `{"n": 9, "length": 300, "other": 7, "otherLength": 500}`. Out, once all are in, one line for each document that goes: `n`, and
 * `keeper`, for which it goes.
 *
 * O(links · log links), 40 bytes a link. @throws OffprintError `ERR_RECORD`.
 */
export function container(): { line(line: string): string; end(): string } {
  const lengths = new Map<number, number>()
  const links: [from: number, to: number][] = []
  const learn = (n: number, length: number) => {
    if ((lengths.get(n) ?? length) !== length) throw badRecord(`document ${n} has two lengths`)
    lengths.set(n, length)
  }
  return {
    line(line) {
      const record = recordOf(line)
      const n = wholeNumber(record, 'n')
      const other = wholeNumber(record, 'other')
      if (n === other) throw badRecord(`document ${n} cannot go for itself`)
      learn(n, wholeNumber(record, 'length'))
      learn(other, wholeNumber(record, 'otherLength'))
      links.push([n, other])
      return ''
    },
    end() {
      // Rows instead of numbers, which may be billions apart; ascending, so that what is decided by numbers stays so.
      const numbers = Float64Array.from(lengths.keys()).sort()
      const rows = new Map(Array.from(numbers, (n, row) => [n, row]))
      const rowLinks = new Links()
      for (const [from, to] of links) rowLinks.add(rows.get(from)!, rows.get(to)!)
      const lengthOf = (row: number) => lengths.get(numbers[row])!
      const longestFirst = Int32Array.from(numbers, (_, row) => row)
      longestFirst.sort((x, y) => lengthOf(y) - lengthOf(x) || x - y)
      const removals = new Removals(numbers.length)
      removeContained(longestFirst, rowLinks, removals)
      let out = ''
      numbers.forEach((n, row) => {
        const keeper = removals.keeperOf(row)
        if (keeper !== undefined) out += lineOf([n, numbers[keeper]])
      })
      return out
    },
  }
}
