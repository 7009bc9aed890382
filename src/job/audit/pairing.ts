import { OffprintError } from '../../kernel/errors.js'

/** Files that belong together, and those that have no partner. All in order of their keys. */
export interface Pairing {
  /** Files that belong together. */
  readonly pairs: readonly {
    /** What the two names have in common. */
    readonly key: string
    /** The OCR. */
    readonly a: string
    /** The truth. */
    readonly b: string
  }[]
  /** OCR without a truth. */
  readonly unmatchedA: readonly string[]
  /** Truths without an OCR. */
  readonly unmatchedB: readonly string[]
}

/** What tells which files belong together. */
export interface PairRule {
  /** What two names have in common: its first group, or all that it matches. */
  readonly pattern?: RegExp
  /** How the names of the OCR end, such as `.pred.txt`. */
  readonly ocrSuffix?: string
  /** How the names of the truths end, such as `.gt.txt`. */
  readonly truthSuffix?: string
}

/**
 * Pairs file names by a key: by default the path without everything from the first dot of the file's name
 * (`1850/page-7.ocr.txt` and `1850/page-7.gt.txt`), or what `pattern` finds in the path, its first group if it has one. With
 * the end of the names of one side, only files with that end count there, and the key is the path without it; a file with
 * both ends is of the longer one. O(n log n).
 *
 * @throws OffprintError `ERR_INPUT` where two files of one side have the same key: nothing tells which of them belongs to
 * the file of the other side.
 */
export function pairNames(a: readonly string[], b: readonly string[], rule: RegExp | PairRule = {}): Pairing {
  const { pattern, ocrSuffix, truthSuffix } = rule instanceof RegExp ? { pattern: rule } : rule
  const left = byKey(withEnd(a, ocrSuffix, truthSuffix), {
    pattern,
    suffix: ocrSuffix,
    option: '--ocr-suffix',
  })
  const right = byKey(withEnd(b, truthSuffix, ocrSuffix), {
    pattern,
    suffix: truthSuffix,
    option: '--truth-suffix',
  })
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

/** The names with an end, unless they have a longer one that is the other side's. */
function withEnd(
  names: readonly string[],
  suffix: string | undefined,
  other: string | undefined,
): readonly string[] {
  if (suffix === undefined) return names
  const isOther = (name: string) =>
    other !== undefined && other.length > suffix.length && name.endsWith(other)
  return names.filter((name) => name.endsWith(suffix) && !isOther(name))
}

/** How the names of one side give keys, and the option that says more of it. */
interface KeyRule {
  readonly pattern: RegExp | undefined
  readonly suffix: string | undefined
  readonly option: string
}

function byKey(given: readonly string[], { pattern, suffix, option }: KeyRule): Keyed {
  const names = new Map<string, string>()
  const keyless: string[] = []
  for (const name of given) {
    const key =
      pattern !== undefined
        ? keyIn(name, pattern)
        : suffix === undefined
          ? stemOf(name)
          : withoutEnd(name, suffix)
    if (key === undefined) {
      keyless.push(name)
      continue
    }
    const other = names.get(key)
    if (other !== undefined) {
      const both = `${other} and ${name} both have the key ${JSON.stringify(key)}`
      const remedies = [
        ...(pattern === undefined ? [] : ['make the pattern of --pair match more of them']),
        ...(suffix === undefined ? [`name the end of the one that is meant with ${option}`] : []),
      ]
      throw new OffprintError('ERR_INPUT', `${both}; ${remedies.join(', or ')}`)
    }
    names.set(key, name)
  }
  return { names, keyless }
}

/** A name without its end; with `gt.txt` as with `.gt.txt`, the dot before it is none of the key. */
function withoutEnd(name: string, suffix: string): string {
  const key = name.slice(0, name.length - suffix.length)
  return /^[\p{L}\p{N}]/u.test(suffix) ? key.replace(/[._-]$/, '') : key
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
