/**
 * The seam between an index that many processes share and the store that holds it. A store keeps posting lists, documents and
 * counts of words, as bytes and signed 64-bit keys; what these mean is the business of the client, which is the same for every
 * store: candidates, screening, alignment and account are the code of the index in memory.
 *
 * All claims of a store stand in one order. A claim takes the next ticket and is told what earlier tickets entered, so of two
 * processes that meet the same new text at the same moment the later one learns of the earlier. A claim is pending until it is
 * committed: it may be named as an earlier copy, but no document is removed for it. Whoever needs its outcome waits for it, or,
 * when its lease is over, decides in place of its owner, who may be dead.
 */
export interface ClaimStore {
  /** Enters what its clients must agree on, if the store is new, and returns what holds. */
  agree(settings: string): Promise<string>
  /**
   * Takes a ticket for each document, in their order, and enters its postings: all or none of the documents, on disk when the
   * promise is kept. The later ones of a call are told of the earlier ones.
   */
  claim(documents: readonly Claim[]): Promise<readonly Claimed[]>
  /** The posting lists of keys, in their order, and the number of documents held. */
  lists(keys: BigInt64Array): Promise<{ readonly lists: PostingBytes; readonly documents: number }>
  /** The tickets of ids; null where nothing is known of one. */
  tickets(ids: readonly Uint8Array[]): Promise<readonly (number | null)[]>
  /** What is known of tickets; null for one that is gone. */
  cards(tickets: readonly number[]): Promise<readonly (Card | null)[]>
  /** The texts of tickets, as they were claimed; null for one that was removed or is gone. */
  texts(tickets: readonly number[]): Promise<readonly (Uint8Array | null)[]>
  /** In how many documents each word stands, counted up to KNOWN_IN. */
  words(keys: BigInt64Array): Promise<Uint8Array>
  /**
   * Ends claims. Of several outcomes of one ticket the first one holds, and each caller is told that one; null where the ticket
   * is gone. All or none, on disk when the promise is kept.
   */
  commit(commits: readonly Commit[]): Promise<readonly (Outcome | null)[]>
  /**
   * Forgets tickets with all they entered: false for one that was gone. Where another document has the same text, the oldest of
   * them takes over the postings.
   */
  forget(removals: readonly { readonly ticket: number; readonly keys: BigInt64Array }[]): Promise<boolean[]>
  /** Tickets above one, ascending, at most so many; only those with a time before `before`, where it is given. */
  iterate(after: number, limit: number, before?: number): Promise<readonly number[]>
  /** What the store holds. */
  stats(): Promise<StoreStats>
  /** Waits for what was acknowledged, and gives the store back. */
  close(): Promise<void>
}

/** A document that is claimed. */
export interface Claim {
  /** At most 2^31 bytes, as the text. */
  readonly id: Uint8Array
  readonly text: Uint8Array
  /** When the document came, for `iterate`; null for a document that never expires. */
  readonly at: number | null
  /** Keys of its postings, without repeats of (key, place). The first is that of its digest. */
  readonly keys: BigInt64Array
  /** Where each fingerprint stands, in folded units; 0 where a key has no place. */
  readonly places: Uint32Array
  /** What the client wants back on its card. */
  readonly features: Uint8Array
  /** Keys of its words, if it is kept at once, whatever it resembles; null if it stays pending. */
  readonly words: BigInt64Array | null
}

/** What a claim is told. */
export interface Claimed {
  readonly ticket: number
  /**
   * `new`; `again` where a document of this id and digest holds the ticket, and nothing was entered; `other` where a document of
   * this id and another digest holds it.
   */
  readonly holder: 'new' | 'again' | 'other'
  /** A list for each key of the claim. Those of the ticket itself and of later ones may stand there, too. */
  readonly lists: PostingBytes
  /** Documents held, without this one. */
  readonly documents: number
}

/** Posting lists as bytes, one for each key, null for an empty one; see `posting-list.ts`. */
export type PostingBytes = readonly (Uint8Array | null)[]

/** What became of a claim. The keeper is a ticket. */
export type Outcome = { readonly kept: true } | { readonly kept: false; readonly keeper: number }

/** An outcome that is to be written: with the keys of the words of what is kept, or of the postings of what is removed. */
export type Commit =
  | { readonly ticket: number; readonly kept: true; readonly words: BigInt64Array }
  | {
      readonly ticket: number
      readonly kept: false
      readonly keeper: number
      readonly keys: BigInt64Array
    }

/** What a store knows of a document. */
export interface Card {
  readonly ticket: number
  readonly id: Uint8Array
  readonly at: number | null
  /** The key of its digest. */
  readonly digest: bigint
  readonly features: Uint8Array
  /** Null while it is pending. */
  readonly outcome: Outcome | null
  /** How long the claim has been pending, in milliseconds by the clock of the store. */
  readonly pendingFor: number
}

/** What a store holds. */
export interface StoreStats {
  /** Documents kept or pending. */
  readonly documents: number
  /** Documents claimed and not yet decided. */
  readonly pending: number
  /** Documents that were removed for another, of which no text is kept. */
  readonly removed: number
  /** Bytes on disk, or in memory, as far as the store can tell. */
  readonly bytes: number
}

/** A word counts as known in so many documents; no store counts further. */
export const KNOWN_IN = 3
