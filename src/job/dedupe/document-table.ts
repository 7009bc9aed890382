import type { LedgerDocument } from '../../report/tables/ledger.js'
import type { Spool } from '../../store/spool.js'
import type { Arrival } from './arrival.js'

/**
 * What a run remembers of documents by their ordinals: ids, places and carried fields; texts only where the ledger or the
 * page will quote them. It lies in memory or, where memory is limited, in a spool, with 16 bytes for each document in
 * memory.
 */
export class DocumentTable {
  readonly #withTexts: boolean
  readonly #spool: Spool | null
  readonly #documents: (LedgerDocument | undefined)[] = []
  /** Of each document in the spool: where its bytes begin, and how many they are. */
  readonly #from: number[] = []
  readonly #length: number[] = []

  constructor(withTexts: boolean, spool: Spool | null) {
    this.#withTexts = withTexts
    this.#spool = spool
  }

  /** Remembers a document. */
  add(arrival: Arrival): void {
    this.#put(arrival, this.#withTexts ? arrival.text : '')
  }

  /** Remembers a document that nothing will quote. */
  addName(arrival: Arrival): void {
    this.#put(arrival, '')
  }

  /** A document that was added; its text is empty where it was not kept. */
  at(ordinal: number): LedgerDocument {
    if (this.#spool === null) return this.#documents[ordinal]!
    const bytes = this.#spool.read(this.#from[ordinal]!, this.#length[ordinal]!)
    return JSON.parse(new TextDecoder().decode(bytes)) as LedgerDocument
  }

  /** Removes the spool. */
  close(): void {
    this.#spool?.close()
  }

  #put({ ordinal, id, ref, fields }: Arrival, text: string): void {
    const document: LedgerDocument = { id, ref, text, fields }
    if (this.#spool === null) {
      this.#documents[ordinal] = document
      return
    }
    const bytes = new TextEncoder().encode(JSON.stringify(document))
    this.#from[ordinal] = this.#spool.append(bytes)
    this.#length[ordinal] = bytes.length
  }
}
