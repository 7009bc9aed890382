import { formatPatch, structuredPatch, type StructuredPatch } from 'diff'
import { requireInteger, requireKnownKeys, requireString } from '../kernel/errors.js'

/** Options of `textsToPatch`. */
export interface PatchOptions {
  /** Name of the file to be patched, relative and with `/`. Default `text`. */
  readonly name?: string
  /** Unchanged lines around each hunk. Default 3. */
  readonly context?: number
}

/**
 * Most lines removed plus lines added. Past that the search for the shortest script ends, and one hunk replaces
 * everything between the common head and tail. The search takes time quadratic in this number, not in the texts: about
 * a second at worst.
 */
const MAX_EDIT_LENGTH = 2000

/**
 * A unified patch that turns text `a` into text `b`, for `patch -p1` and `git apply`. Both headers carry the name of the
 * file to be patched. Equal texts give the empty string. O(length · min(changed lines, 2000)).
 *
 * @throws OffprintError `ERR_ARGUMENT` for a text that is not a string, and for unknown or impossible options.
 */
export function textsToPatch(a: string, b: string, options: PatchOptions = {}): string {
  requireString('a', a)
  requireString('b', b)
  requireKnownKeys('options', options, ['name', 'context'])
  const { name = 'text', context = 3 } = options
  requireString('options.name', name)
  requireInteger('options.context', context, 0, Infinity)
  if (a === b) return ''
  const names = [`a/${name}`, `b/${name}`] as const
  const patch =
    structuredPatch(...names, a, b, undefined, undefined, { context, maxEditLength: MAX_EDIT_LENGTH }) ??
    wholePatch(names, a, b, context)
  const text = formatPatch(patch, { includeIndex: false, includeUnderline: false, includeFileHeaders: true })
  // GNU patch ends a bare name at its first space unless a tab follows, and drops spaces before that tab.
  const headers = name.endsWith(' ') ? '--- "$1"\n+++ "$2"\n' : '--- $1\t\n+++ $2\t\n'
  return name.includes(' ') ? text.replace(/^--- (a\/.*)\n\+\+\+ (b\/.*)\n/, headers) : text
}

/** One hunk from the first line that differs to the last. */
function wholePatch(
  names: readonly [string, string],
  a: string,
  b: string,
  context: number,
): StructuredPatch {
  const linesA = splitLines(a)
  const linesB = splitLines(b)
  const shorter = Math.min(linesA.length, linesB.length)
  let head = 0
  while (head < shorter && linesA[head] === linesB[head]) head++
  let tail = 0
  while (tail < shorter - head && linesA[linesA.length - 1 - tail] === linesB[linesB.length - 1 - tail])
    tail++

  const from = Math.max(0, head - context)
  const toA = Math.min(linesA.length, linesA.length - tail + context)
  const toB = Math.min(linesB.length, linesB.length - tail + context)
  const lines: string[] = []
  const push = (sign: string, some: readonly string[]) => {
    for (const line of some) {
      if (line.endsWith('\n')) lines.push(sign + line.slice(0, -1))
      else lines.push(sign + line, '\\ No newline at end of file')
    }
  }
  push(' ', linesA.slice(from, head))
  push('-', linesA.slice(head, linesA.length - tail))
  push('+', linesB.slice(head, linesB.length - tail))
  push(' ', linesA.slice(linesA.length - tail, toA))
  return {
    oldFileName: names[0],
    newFileName: names[1],
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [{ oldStart: from + 1, oldLines: toA - from, newStart: from + 1, newLines: toB - from, lines }],
  }
}

/** Lines with their ends. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
