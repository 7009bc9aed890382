/** How an engine writes what is not the same everywhere. Names in capitals are the engine’s. */
export interface Dialect {
  /** The type of a string. */
  readonly string: string
  /**
   * One row for each part of cells with commas in them, which have equally many parts.
   * @param columns what each row copies. @param cells the parts, by name, as strings; a part that is empty is none.
   * @param at the name of the number of a part, from 0.
   */
  exploded(from: string, columns: readonly string[], cells: readonly string[], at: string): string
  /** A string of a group, its values in no order, with commas between them. */
  joined(value: string): string
  /**
   * FROM in an order, as rows with the number `part` of the range in which they stand, ascending. An engine that shuffles must not
   * number all rows in one window: one machine would sort them all.
   */
  parted(from: string, order: string): string
}

/** What DuckDB says. */
export const DUCKDB: Dialect = {
  string: 'VARCHAR',
  exploded: (from, columns, cells, at) => {
    const parts = cells.map((cell) => `unnest(string_split(${cell}, ',')) AS ${cell}`)
    const number = `unnest(range(len(string_split(${cells[0]}, ',')))) AS ${at}`
    return `SELECT ${[...columns, ...parts, number].join(', ')} FROM ${from} WHERE ${cells[0]} <> ''`
  },
  joined: (value) => `string_agg(${value}, ',')`,
  parted: (from) => `SELECT *, 0 AS part FROM ${from}`,
}

/** What Spark 4 says. */
export const SPARK: Dialect = {
  string: 'STRING',
  exploded: (from, columns, cells, at) => {
    const [first] = cells
    const rest = cells.slice(1).map((cell) => `split(${cell}, ',')[${at}] AS ${cell}`)
    const all = [...columns, ...rest, `part AS ${first}`, at].join(', ')
    return `SELECT ${all} FROM ${from} LATERAL VIEW posexplode(split(${first}, ',')) parts AS ${at}, part WHERE ${first} <> ''`
  },
  joined: (value) => `array_join(collect_list(${value}), ',')`,
  // A sort leaves ascending ranges in its partitions.
  parted: (from, order) =>
    `SELECT *, spark_partition_id() AS part FROM (SELECT * FROM ${from} ORDER BY ${order}) s`,
}
