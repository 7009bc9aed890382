import { byLength, removeContained } from '../dedupe/other-relations.js'
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
 * O(links · log links), some 350 bytes a link that ends in a removal (measured on 300,000). @throws OffprintError `ERR_RECORD`.
 */
export function container(): { line(line: string): string; end(): string } {
  // Pairs of a link: both documents, and their lengths.
  const documents = new Numbers()
  const lengths = new Numbers()
  return {
    line(line) {
      const record = recordOf(line)
      const n = wholeNumber(record, 'n')
      const other = wholeNumber(record, 'other')
      if (n === other) throw badRecord(`document ${n} cannot go for itself`)
      documents.push(n)
      documents.push(other)
      lengths.push(wholeNumber(record, 'length'))
      lengths.push(wholeNumber(record, 'otherLength'))
      return ''
    },
    end() {
      // Rows instead of numbers, which may be billions apart; ascending, so that what is decided by numbers stays so.
      const numbers = distinct(documents.values())
      const lengthOf = new Float64Array(numbers.length).fill(NaN)
      const links = new Links()
      let from = -1
      documents.values().forEach((n, i) => {
        const row = rowOf(numbers, n)
        const length = lengths.values()[i]
        if (lengthOf[row] !== length && !Number.isNaN(lengthOf[row])) {
          throw badRecord(`document ${n} has two lengths, ${lengthOf[row]} and ${length}`)
        }
        lengthOf[row] = length
        if (i % 2 === 1) links.add(from, row)
        from = row
      })
      const longestFirst = byLength({ count: numbers.length, lengthOf: (row) => lengthOf[row] })
      const removals = new Removals(numbers.length)
      removeContained(longestFirst, links, removals)
      const out: string[] = []
      numbers.forEach((n, row) => {
        const keeper = removals.keeperOf(row)
        if (keeper !== undefined) out.push(lineOf([n, numbers[keeper]]))
      })
      return out.join('')
    },
  }
}

/** Whole numbers up to 2^53, 8 bytes each; an array of them doubles. */
class Numbers {
  #values = new Float64Array(1024)
  #length = 0

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Float64Array(2 * this.#length)
      longer.set(this.#values)
      this.#values = longer
    }
    this.#values[this.#length++] = value
  }

  values(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }
}

/** Each number once, ascending. */
function distinct(values: Float64Array): Float64Array {
  const sorted = values.slice().sort()
  let length = 0
  for (const value of sorted) if (length === 0 || sorted[length - 1] !== value) sorted[length++] = value
  return sorted.slice(0, length)
}

/** The place of a number that is there. */
function rowOf(numbers: Float64Array, n: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (numbers[middle] < n) low = middle + 1
    else high = middle
  }
  return low
}
