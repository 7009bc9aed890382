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
 * @throws OffprintError `ERR_INPUT` where two files of one folder have the same key: nothing tells which of them belongs
 * to the file of the other folder.
 */
export function pairNames(a: readonly string[], b: readonly string[], pattern?: RegExp): Pairing {
  const keyOf = (name: string) => (pattern === undefined ? stemOf(name) : keyIn(name, pattern))
  const left = byKey(a, keyOf)
  const right = byKey(b, keyOf)
  const keys = [...left.names.keys()].sort(inOrder)
  const lacking = (from: Keyed, other: Keyed) => [
    ...from.keyless,
    ...[...from.names].filter(([key]) => !other.names.has(key)).map(([, name]) => name),
  ]
  return {
    pairs: keys
      .filter((key) => right.names.has(key))
      .map((key) => ({ key, a: left.names.get(key)!, b: right.names.get(key)! })),
    unmatchedA: lacking(left, right).sort(inOrder),
    unmatchedB: lacking(right, left).sort(inOrder),
  }
}

/** The names of one folder by their keys, and those in which the pattern finds none. */
interface Keyed {
  readonly names: ReadonlyMap<string, string>
  readonly keyless: readonly string[]
}

function byKey(given: readonly string[], keyOf: (name: string) => string | undefined): Keyed {
  const names = new Map<string, string>()
  const keyless: string[] = []
  for (const name of given) {
    const key = keyOf(name)
    if (key === undefined) {
      keyless.push(name)
      continue
    }
    const other = names.get(key)
    if (other !== undefined) {
      const both = `${other} and ${name} both have the key ${JSON.stringify(key)}`
      throw new OffprintError('ERR_INPUT', `${both}; name a pattern that tells them apart with --pair`)
    }
    names.set(key, name)
  }
  return { names, keyless }
}

function keyIn(name: string, pattern: RegExp): string | undefined {
  const found = pattern.exec(name)
  return found === null ? undefined : (found[1] ?? found[0])
}

/** The path up to the first dot of the file's name; the dot with which a name begins does not count. */
function stemOf(name: string): string {
  const base = name.lastIndexOf('/') + 1
  const dot = name.indexOf('.', base + 1)
  return dot < 0 ? name : name.slice(0, dot)
}

function inOrder(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0
}
