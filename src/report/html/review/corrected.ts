import type { SourceRange } from '../../../align/edit.js'

/** An edit as it is applied: where A is replaced, and by what. */
export interface AppliedEdit {
  readonly a: SourceRange
  readonly b: { readonly text: string }
}

/**
 * A with some of its edits: there it reads what B reads, everywhere else it stays as it is, character by character. Edits
 * of one place are applied in their order in the list; of two that overlap, the first. O(length + edits · log edits).
 *
 * @param edits the accepted ones, in their order in the list.
 */
export function correctedText(a: string, edits: readonly AppliedEdit[]): string {
  // Sorting is stable.
  const ordered = [...edits].sort((x, y) => x.a.from - y.a.from || x.a.to - y.a.to)
  let corrected = ''
  let at = 0
  for (const { a: range, b } of ordered) {
    if (range.from < at) continue
    corrected += a.slice(at, range.from) + b.text
    at = range.to
  }
  return corrected + a.slice(at)
}
