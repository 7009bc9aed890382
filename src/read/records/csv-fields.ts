/** Whether a row is complete, ends inside quotes, or has something other than a delimiter behind a closing mark. */
export type RowState = 'whole' | 'open' | 'broken'

/**
 * The fields of one row of CSV (RFC 4180), parsed line by line, so that a quoted field of many lines costs its length and no
 * more. A field that begins with `"` ends at the next single `"`; two of them stand for one. Elsewhere a quotation mark is a
 * character like others.
 */
export class CsvFields {
  /** The fields that are complete. */
  readonly fields: string[] = []
  readonly #delimiter: string
  /** The field whose quotes are open, as far as it was read. */
  #open: string | null = null

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  /** The end of a row from a place inside quotes on; its first field lacks its beginning. */
  static inQuotes(delimiter: string): CsvFields {
    const fields = new CsvFields(delimiter)
    fields.#open = ''
    return fields
  }

  /** Adds a line without its line feed. A carriage return at its end belongs to the end of the row, or to an open field. */
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

/** The delimiters in use, the most frequent first. */
const DELIMITERS = [',', ';', '\t', '|']

/** The name in a header row that is the one wanted, in any case: itself, if it is there. */
export function nameIn(names: readonly string[], wanted: string): string | undefined {
  if (names.includes(wanted)) return wanted
  return names.find((name) => name.trim().toLowerCase() === wanted.toLowerCase())
}

/** The delimiter that a first line such as `sep=;` states, as Excel reads and writes it; `undefined` for another line. */
export function statedDelimiter(line: string): string | undefined {
  const [, delimiter] = /^\ufeff?"?sep=([^\w\s"]|\t)"?\s*$/i.exec(line) ?? []
  return delimiter
}

/** The delimiter by which the header row has the field `wanted`, else the one by which it has the most fields. */
export function sniffDelimiter(header: string, wanted: string): string {
  let best = ','
  let most = 0
  for (const delimiter of DELIMITERS) {
    const row = new CsvFields(delimiter)
    if (row.add(header) === 'broken') continue
    if (row.fields.length > 1 && nameIn(row.fields, wanted) !== undefined) return delimiter
    if (row.fields.length > most) {
      most = row.fields.length
      best = delimiter
    }
  }
  return best
}
