import path from 'node:path'
import { slashed } from './slashed.node.js'

/**
 * The files that a pattern such as `crawl/2024-*.jsonl` matches, sorted, with `/` between names; the folders that it matches
 * where it matches no file. Names that begin with a dot need a dot in the pattern. tinyglobby is loaded when a path is a
 * pattern.
 *
 * @returns `null` for a path that is no pattern
 */
export async function expandGlob(given: string, separator: string = path.sep): Promise<string[] | null> {
  if (!/[*?[\]{}()!+@]/.test(given)) return null
  const { glob, isDynamicPattern } = await import('tinyglobby')
  // Where paths have backslashes between names, a pattern cannot escape with them.
  const pattern = slashed(given, separator)
  if (!isDynamicPattern(pattern)) return null
  const options = { absolute: path.isAbsolute(given), expandDirectories: false, followSymbolicLinks: true }
  const files = await glob(pattern, { ...options, onlyFiles: true })
  const found = files.length > 0 ? files : await glob(pattern, { ...options, onlyDirectories: true })
  return found.map((name) => name.replace(/(.)\/$/, '$1')).sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
}
