import type { Edit } from '../align/edit.js'
import { sizeOfString } from '../align/passage-size.js'
import { foldToString } from '../text/fold.js'

/** Least size of a move in Han characters (two letters count as one): a letter out and in again is chance. */
const MIN_MOVE = 2
/** Longest text compared; a longer block that moved is a passage of its own. */
const MAX_MOVE = 512

/**
 * Edits that only move text: deletions and insertions of the same folded text, as many of one as of the other.
 * Returns their indices. O(edits).
 */
export function movedEdits(edits: readonly Edit[], sourceA: string, sourceB: string): Set<number> {
  const byText = new Map<string, { deleted: number[]; inserted: number[] }>()
  edits.forEach((edit, i) => {
    const deletes = edit.b.from === edit.b.to
    const inserts = edit.a.from === edit.a.to
    if (edit.nature !== 'text' || deletes === inserts) return
    const text = deletes ? sourceA.slice(edit.a.from, edit.a.to) : sourceB.slice(edit.b.from, edit.b.to)
    if (text.length > MAX_MOVE) return
    const key = foldToString(text)
    if (sizeOfString(key) < MIN_MOVE) return
    let group = byText.get(key)
    if (group === undefined) byText.set(key, (group = { deleted: [], inserted: [] }))
    ;(deletes ? group.deleted : group.inserted).push(i)
  })
  const moved = new Set<number>()
  for (const { deleted, inserted } of byText.values()) {
    // Unequal counts leave open which of them moved, and from B's side the answer would be another.
    if (deleted.length === inserted.length) for (const i of [...deleted, ...inserted]) moved.add(i)
  }
  return moved
}
