import type { InputDocument } from '../../read/document.js'
import { pickFields } from '../../read/records/fields.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'

/** A document that has arrived. A run knows it by its ordinal, because the ids of a crawl may repeat. */
export interface Arrival extends LedgerDocument {
  /** Its place in the order of arrival, from 0. */
  readonly ordinal: number
  /** The document as its reader delivered it. */
  readonly document: InputDocument
}

/** Numbers a document. @param carry fields that the ledger copies. */
export function arrivalOf(document: InputDocument, ordinal: number, carry: readonly string[]): Arrival {
  const { id, text, ref, record } = document
  return { ordinal, id, text, ref, fields: pickFields(record, carry), document }
}
