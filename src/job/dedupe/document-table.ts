import type { InputDocument } from '../../read/document.js'
import { pickFields } from '../../read/records/fields.js'
import type { LedgerDocument } from '../../report/tables/ledger.js'
import type { Spool } from '../../store/spool.js'

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

/**
 * What remains of documents by their places: their names, and their texts only where a ledger or a page will quote them. In
 * memory, or where memory is limited, in a spool, with 16 bytes each in memory.
 */
export class Seen {
  readonly #withTexts: boolean
  readonly #spool: Spool | null
  readonly #held: (LedgerDocument | undefined)[] = []
  readonly #from: number[] = []
  readonly #length: number[] = []

  constructor(withTexts: boolean, spool: Spool | null = null) {
    this.#withTexts = withTexts
    this.#spool = spool
  }

  /** Remembers a document; `named` where nothing will quote it. */
  add({ place, id, ref, text, fields }: Arrival, named = false): void {
    const one: LedgerDocument = { id, ref, text: this.#withTexts && !named ? text : '', fields }
    if (this.#spool === null) {
      this.#held[place] = one
      return
    }
    const bytes = new TextEncoder().encode(JSON.stringify(one))
    this.#from[place] = this.#spool.append(bytes)
    this.#length[place] = bytes.length
  }

  at(place: number): LedgerDocument {
    if (this.#spool === null) return this.#held[place]!
    const bytes = this.#spool.read(this.#from[place]!, this.#length[place]!)
    return JSON.parse(new TextDecoder().decode(bytes)) as LedgerDocument
  }

  close(): void {
    this.#spool?.close()
  }
}
