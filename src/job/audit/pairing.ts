import { OffprintError } from '../../kernel/errors.js'

/** Files of two folders that belong together, and those that have no partner. All in order of their keys. */
export interface Pairing {
  readonly pairs: readonly { readonly key: string; readonly a: string; readonly b: string }[]
  readonly unmatchedA: readonly string[]
  readonly unmatchedB: readonly string[]
}

/**
 * Pairs file names by a key: by default the path without everything from the first dot of the file's name
 * (`1850/page-7.ocr.txt` and `1850/page-7.gt.txt`), or what `pattern` finds in the path, its first group if it has one.
 * O(n log n).
 *
 * @throws OffprintError `ERR_INPUT` where two files of one folder have the same key: which belongs to which is not for us
 * to guess.
 */
export function pairNames(a: readonly string[], b: readonly string[], pattern?: RegExp): Pairing {
  const keyOf = (name: string) => {
    if (pattern === undefined) return stem(name)
    const found = pattern.exec(name)
    return found === null ? undefined : (found[1] ?? found[0])
  }
  const byKey = (names: readonly string[]) => {
    const keys = new Map<string, string>()
    const unmatched: string[] = []
    for (const name of names) {
      const key = keyOf(name)
      if (key === undefined) {
        unmatched.push(name)
        continue
      }
      const other = keys.get(key)
      if (other !== undefined) {
        throw new OffprintError(
          'ERR_INPUT',
          `${other} and ${name} both have the key ${JSON.stringify(key)}; name a pattern that tells them apart with --pair`,
        )
      }
      keys.set(key, name)
    }
    return { keys, unmatched }
  }
  const left = byKey(a)
  const right = byKey(b)
  const order = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)
  const keys = [...left.keys.keys()].sort(order)
  return {
    pairs: keys
      .filter((key) => right.keys.has(key))
      .map((key) => ({ key, a: left.keys.get(key)!, b: right.keys.get(key)! })),
    unmatchedA: [
      ...left.unmatched,
      ...keys.filter((key) => !right.keys.has(key)).map((key) => left.keys.get(key)!),
    ].sort(order),
    unmatchedB: [
      ...right.unmatched,
      ...[...right.keys.keys()].filter((key) => !left.keys.has(key)).map((key) => right.keys.get(key)!),
    ].sort(order),
  }
}

function stem(name: string): string {
  const base = name.lastIndexOf('/') + 1
  // A name that begins with a dot has its first dot later.
  const dot = name.indexOf('.', base + 1)
  return dot < 0 ? name : name.slice(0, dot)
}
