/** How much a service takes in. What is over a limit is refused before any work. */
export interface Limits {
  /** Bytes of the body of one request. */
  readonly body: number
  /** UTF-16 code units of one text. */
  readonly text: number
  /** Documents of one request. */
  readonly batch: number
  /** Requests that are at work at the same time; a further one is to come again later. */
  readonly requests: number
  /** Milliseconds in which a request must have come in whole. */
  readonly timeout: number
}

/**
 * A text of a million characters is a book of 500 pages. 16 MB hold a thousand documents of 16 KB. 256 requests at once keep the
 * calls of a database full: it claims 200 documents in one.
 */
export const DEFAULT_LIMITS: Limits = {
  body: 16e6,
  text: 1e6,
  batch: 1000,
  requests: 256,
  timeout: 30_000,
}

/** Bodies of the largest size that may be on their way in at the same time, all smaller ones together: bounds memory. */
export const BODIES_AT_ONCE = 4
/** UTF-16 code units of an id. Written in an address, each may take nine bytes, and a head has 16 KiB. */
export const LONGEST_ID = 1024
/** Most matches that a query may ask for. */
export const MOST_MATCHES = 1000
