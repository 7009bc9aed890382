import { fieldAt } from '../../read/records/fields.js'
import { fieldsOf } from '../../read/records/record.js'
import { usageError } from '../errors.js'
import type { Arrival } from './arrival.js'

/** A field of the records that an option names. */
export interface NamedField {
  /** `--date` */
  readonly option: string
  readonly field: string
  /** Whether the run decides by it: then it is a mistake that no record has it, otherwise a warning. */
  readonly decides: boolean
}

/** Documents that wait for the first one with the field: nothing is decided before, nor entered in a store. */
const MOST_HELD = 1000

/**
 * The documents as they come, while it is watched whether any record has the fields that options name: a name with a slip of
 * the pen would change what is kept, and say nothing.
 * @param warn receives a sentence on a field that no record has, and that decides nothing.
 * @throws OffprintError `ERR_USAGE` where no record has a field that decides; of up to 1,000 documents before any is given.
 */
export async function* watchingFields(
  documents: AsyncIterable<Arrival>,
  fields: readonly NamedField[],
  warn: (sentence: string) => void,
): AsyncGenerator<Arrival> {
  let unseen = fields
  let first: Arrival | undefined
  const held: Arrival[] = []
  for await (const arrival of documents) {
    first ??= arrival
    if (unseen.length > 0) {
      const { record } = arrival.document
      unseen = unseen.filter(({ field }) => fieldAt(record, field) === undefined)
      if (held.length < MOST_HELD && unseen.some(({ decides }) => decides)) {
        held.push(arrival)
        continue
      }
      yield* held.splice(0)
    }
    yield arrival
  }
  // Where nothing was read there is nothing to say about its fields.
  if (first === undefined) return
  const has =
    first.document.record === undefined ? 'the inputs are no records' : fieldsOf(first.document.record)
  for (const { option, field, decides } of unseen) {
    const sentence = `${option} ${field}: no record has this field (${has})`
    if (decides) throw usageError(sentence)
    warn(sentence)
  }
}
