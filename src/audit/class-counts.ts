import { EDIT_CLASSES, type EditClass } from '../compare/classes.js'
import type { NamedEdit } from '../compare/compare.js'

/** Edits of one class, and the characters they touch. */
export interface ClassCount {
  /** The class that is counted. */
  readonly class: EditClass
  /** Number of edits. */
  readonly edits: number
  /** UTF-16 code units of the longer side of each edit, added up. */
  readonly characters: number
}

/** Counts by class, most edits first; equal counts in the order of precedence. O(edits). */
export function countClasses(edits: readonly NamedEdit[]): ClassCount[] {
  return addClassCounts(
    edits.map(({ class: name, a, b }) => ({
      class: name,
      edits: 1,
      characters: Math.max(a.to - a.from, b.to - b.from),
    })),
  )
}

/** Counts of one class added up, for all classes, in the order of `countClasses`. O(parts). */
export function addClassCounts(parts: Iterable<ClassCount>): ClassCount[] {
  const sums = new Map<EditClass, ClassCount>()
  for (const part of parts) {
    const sum = sums.get(part.class)
    sums.set(part.class, {
      class: part.class,
      edits: (sum?.edits ?? 0) + part.edits,
      characters: (sum?.characters ?? 0) + part.characters,
    })
  }
  const precedence = (name: EditClass) => EDIT_CLASSES.indexOf(name)
  return [...sums.values()].sort((x, y) => y.edits - x.edits || precedence(x.class) - precedence(y.class))
}
