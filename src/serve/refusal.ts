/** Why a service does not answer a request. Codes are stable; messages are for people and may improve. */
export type RefusalCode =
  | 'ERR_ARGUMENT'
  | 'ERR_BATCH_SIZE'
  | 'ERR_BODY_SIZE'
  | 'ERR_BUSY'
  | 'ERR_DUPLICATE_ID'
  | 'ERR_FORMAT'
  | 'ERR_HEADER_SIZE'
  | 'ERR_HOST'
  | 'ERR_HTTP'
  | 'ERR_INTERNAL'
  | 'ERR_JSON'
  | 'ERR_MEDIA_TYPE'
  | 'ERR_METHOD'
  | 'ERR_ROUTE'
  | 'ERR_STOPPING'
  | 'ERR_STORE'
  | 'ERR_TEXT_SIZE'
  | 'ERR_TIMEOUT'
  | 'ERR_TOKEN'
  | 'ERR_UNKNOWN_ID'

/** A request that is not answered: why, for programs and for people. */
export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
}

/** The status of HTTP that stands for each refusal, and when it is given. */
export const REFUSALS: Readonly<Record<RefusalCode, readonly [status: number, when: string]>> = {
  ERR_ARGUMENT: [400, 'a value is missing, of a wrong type, unknown or out of range'],
  ERR_HTTP: [400, 'the request is no HTTP'],
  ERR_JSON: [400, 'the body is no JSON in UTF-8'],
  ERR_TOKEN: [401, 'the token is missing or wrong'],
  ERR_HOST: [403, 'a service without a token is called by a name that is not of this machine'],
  ERR_ROUTE: [404, 'there is no such address'],
  ERR_UNKNOWN_ID: [404, 'no document has this id'],
  ERR_METHOD: [405, 'the address takes other methods'],
  ERR_TIMEOUT: [408, 'the request did not come in whole in time'],
  ERR_DUPLICATE_ID: [409, 'the id is held with another text'],
  ERR_BATCH_SIZE: [413, 'the request has too many documents'],
  ERR_BODY_SIZE: [413, 'the body is too large'],
  ERR_TEXT_SIZE: [413, 'a text is too long'],
  ERR_MEDIA_TYPE: [415, 'the body is not declared as JSON, or it is compressed'],
  ERR_BUSY: [429, 'too much is at work; come again after Retry-After seconds'],
  ERR_HEADER_SIZE: [431, 'the head of the request is too large'],
  ERR_INTERNAL: [500, 'a mistake in offprint'],
  ERR_FORMAT: [503, 'the store is of another version'],
  ERR_STOPPING: [503, 'the service is about to stop'],
  ERR_STORE: [503, 'the store cannot be reached or failed; a repeat does no harm'],
}

/** What is answered, or why nothing is. */
export type Answer<T> = { readonly answer: T } | { readonly refusal: Refusal }

/** A refusal as an answer. */
export function refused(code: RefusalCode, message: string): { readonly refusal: Refusal } {
  return { refusal: { code, message } }
}
