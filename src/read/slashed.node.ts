import path from 'node:path'

/** A path with `/` between its names. On POSIX systems nothing changes: a backslash is part of a name there. */
export function slashed(location: string, separator: string = path.sep): string {
  return separator === '/' ? location : location.split(separator).join('/')
}
