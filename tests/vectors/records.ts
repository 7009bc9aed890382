// Reads the answers of other packages; generate_datasketch.py and generate-minhash-npm.mjs tell their kinds.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The records of one kind. */
export function records<T>(file: 'datasketch' | 'minhash-npm', kind: string): T[] {
  return readFileSync(new URL(`${file}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string } & T)
    .filter((record) => record.kind === kind)
}

/** Tokens of the sets all vectors speak of, by name. */
export function tokenSets(): Map<string, string[]> {
  const sets = records<{ name: string; tokens: string[] }>('datasketch', 'set')
  return new Map(sets.map(({ name, tokens }) => [name, tokens]))
}

/** SHA-1 of slots as little-endian words. */
export function digest(slots: ArrayLike<number | bigint>): string {
  const values = Array.from(slots)
  const words = values.map((value) => {
    const bytes = Buffer.alloc(typeof value === 'bigint' ? 8 : 4)
    if (typeof value === 'bigint') bytes.writeBigUInt64LE(value)
    else bytes.writeUInt32LE(value)
    return bytes
  })
  return createHash('sha1').update(Buffer.concat(words)).digest('hex')
}
