import path from 'node:path'

/**
 * The files a pattern such as `crawl/2024-*.jsonl` means, sorted, with `/` between names; folders where it means no
 * files. Names that begin with a dot need a dot in the pattern. tinyglobby is loaded when a path is a pattern.
 *
 * @returns `null` for a path that is no pattern
 */
export async function expandGlob(given: string, separator: string = path.sep): Promise<string[] | null> {
  if (!/[*?[\]{}()!+@]/.test(given)) return null
  const { glob, isDynamicPattern } = await import('tinyglobby')
  const pattern = globPattern(given, separator)
  if (!isDynamicPattern(pattern)) return null
  const options = { absolute: path.isAbsolute(given), expandDirectories: false, followSymbolicLinks: true }
  const files = await glob(pattern, { ...options, onlyFiles: true })
  const found = files.length > 0 ? files : await glob(pattern, { ...options, onlyDirectories: true })
  return found.map((name) => name.replace(/(.)\/$/, '$1')).sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
}

/** A pattern with `/` between names: where paths have backslashes, patterns cannot escape with them. */
export function globPattern(given: string, separator: string = path.sep): string {
  return separator === '/' ? given : given.split(separator).join('/')
}
