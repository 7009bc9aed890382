import type { RelateOptions } from '../job/relate.js'

/** What both doors of a service need. */
interface StoreJob extends RelateOptions {
  /** The folder or the URL of the store. */
  readonly store: string
  readonly secretFile?: string
  /** Relations that may remove a document; a duplicate always may. */
  readonly remove: readonly ('duplicate' | 'contained')[]
  /** Share of the removed document, 0 to 1. */
  readonly coverage: number
  /** Share, 0 to 1. */
  readonly identity: number
  /** UTF-16 code units of one text. */
  readonly maxText: number
}

/** What `offprint serve` is asked to do. */
export interface ServeJob extends StoreJob {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  readonly tokenFile?: string
  /** Bytes of one body. */
  readonly maxBody: number
  /** Documents of one request. */
  readonly maxBatch: number
  /** Requests at work at the same time. */
  readonly maxRequests: number
  /** Seconds in which a request must have come in whole. */
  readonly timeout: number
  readonly quiet?: boolean
}

/** What `offprint mcp` is asked to do. */
export interface McpJob extends StoreJob {
  /** Whether a tool may enter documents. */
  readonly write?: boolean
}
