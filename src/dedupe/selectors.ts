/** The id of a document that names none by `options.id`: its `id`, if that is a string or a number, or else its place. */
export function defaultId(document: unknown, index: number): string | number {
  const id = (document as { id?: unknown } | null)?.id
  return typeof id === 'string' || typeof id === 'number' ? id : index
}

/** The text of a document where `options.text` is not given: the document itself if it is a string, else its `text`. */
export function defaultText(document: unknown): string {
  return typeof document === 'string' ? document : ((document as { text?: unknown } | null)?.text as string)
}

/** A year, a month or a day, or a day and a time with its zone: `Date.parse` reads these alike on every machine. */
const ISO = /^[+-]?\d{4,6}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/
/** A time without a zone. JavaScript takes it as local time; equal results on every machine ask for UTC. */
const ZONELESS = /T[\d:.]+$/

/**
 * A date in milliseconds since 1970, UTC: from a Date, milliseconds, an ISO 8601 string, or a date of HTTP or mail, which
 * names its zone. NaN for anything else.
 */
export function timestampOf(date: unknown): number {
  if (typeof date === 'number') return date
  if (date instanceof Date) return date.getTime()
  if (typeof date !== 'string') return NaN
  const plain = date.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
  if (ISO.test(plain)) return Date.parse(ZONELESS.test(plain) ? `${plain}Z` : plain)
  return /(GMT|UTC|[+-]\d{4})$/.test(plain) ? Date.parse(plain) : NaN
}
