/** Whether a row is complete, ends inside quotes, or has something other than a delimiter after a closing mark. */
export type RowState = 'whole' | 'open' | 'broken'

/**
 * One row of CSV as RFC 4180 has it, line by line, so that a quoted field of many lines costs its length and no more: a
 * field that begins with `"` ends at the next single `"`; two of them are one. Elsewhere a quotation mark is a character.
 */
export class CsvRow {
  readonly fields: string[] = []
  readonly #delimiter: string
  /** The field whose quotes are open. */
  #open: string | null = null

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** Adds a line without its line feed. A carriage return at its end belongs to the row's end, or to an open field. */
  add(line: string): RowState {
    const end = line.endsWith('\r') ? line.length - 1 : line.length
    let at = 0
    if (this.#open !== null) this.#open += '\n'
    for (;;) {
      if (this.#open === null && line[at] !== '"') {
        const to = line.indexOf(this.#delimiter, at)
        this.fields.push(line.slice(at, to < 0 ? end : to))
        if (to < 0) return 'whole'
        at = to + 1
        continue
      }
      if (this.#open === null) {
        this.#open = ''
        at++
      }
      const to = line.indexOf('"', at)
      if (to < 0) {
        this.#open += line.slice(at)
        return 'open'
      }
      this.#open += line.slice(at, to)
      at = to + 1
      if (line[at] === '"') {
        this.#open += '"'
        at++
        continue
      }
      this.fields.push(this.#open)
      this.#open = null
      if (at === end) return 'whole'
      if (line[at] !== this.#delimiter) return 'broken'
      at++
    }
  }
}

/** Delimiters of files in use, the most frequent first. */
const DELIMITERS = [',', ';', '\t', '|']

/** The delimiter by which the header has the field wanted, or else the most fields. */
export function sniffDelimiter(header: string, wanted: string): string {
  let best = ','
  let most = 0
  for (const delimiter of DELIMITERS) {
    const row = new CsvRow(delimiter)
    if (row.add(header) === 'broken') continue
    if (row.fields.length > 1 && row.fields.includes(wanted)) return delimiter
    if (row.fields.length > most) {
      most = row.fields.length
      best = delimiter
    }
  }
  return best
}
