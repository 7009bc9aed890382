/** A name as SQL writes it, whatever characters it has. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string as SQL writes it. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/**
 * The number by which writers of a store wait for each other: claims take it one after the other, so tickets have the order of
 * the claims. The lock ends with the transaction, also with that of a process that was killed.
 * @param schema the name of the schema, quoted.
 */
export function lockOf(schema: string): string {
  return `pg_advisory_xact_lock(hashtextextended(${literal(`offprint ${schema}`)}, 0))`
}
