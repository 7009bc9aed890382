import type { InputDocument } from '../read/document.js'
import { pickFields } from '../read/fields.js'
import type { LedgerDocument } from '../report/ledger.js'

/** A document on its way through a run, known by its place: ids of a crawl may repeat. */
export interface Arrival extends LedgerDocument {
  readonly place: number
  /** As its reader delivered it. */
  readonly document: InputDocument
}

/** Numbers documents in the order in which they arrive. */
export function arrivalOf(document: InputDocument, place: number, carry: readonly string[]): Arrival {
  const { id, text, ref, record } = document
  return { place, id, text, ref, fields: pickFields(record, carry), document }
}

/** What remains of a kept document: its names, and its text only where a ledger will quote it. */
export class Keepers {
  readonly #withTexts: boolean
  readonly #byPlace: (LedgerDocument | undefined)[] = []

  constructor(withTexts: boolean) {
    this.#withTexts = withTexts
  }

  add({ place, id, ref, text, fields }: Arrival): void {
    this.#byPlace[place] = { id, ref, text: this.#withTexts ? text : '', fields }
  }

  at(place: number): LedgerDocument {
    return this.#byPlace[place]!
  }
}
