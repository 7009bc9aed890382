import type { Changed } from '../verify/verify.js'
import type { NamedEdit } from './compare.js'
export function isSibling(text: string, changed: Changed, edits: readonly NamedEdit[]): boolean {
  return text === '' && changed.numbers > edits.length
}
