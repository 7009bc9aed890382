import type { Match } from '../../../store/match.js'
import type { Relation } from '../../../compare/relation.js'

/** The counts of a run. */
export class Totals {
  documents = 0
  kept = 0
  tied = 0
  removed = 0
  rejected = 0
  pairs = 0
  characters = 0
  saved = 0
  inexact = 0
  estimates = 0
  /** By relation: documents removed, documents tied, characters removed. */
  readonly relations: Record<Relation, { removed: number; tied: number; saved: number }>

  constructor() {
    const none = () => ({ removed: 0, tied: 0, saved: 0 })
    this.relations = {
      duplicate: none(),
      contained: none(),
      contains: none(),
      overlaps: none(),
      unrelated: none(),
    }
  }

  add(length: number, kept: boolean, matches: readonly Match<unknown>[]): void {
    this.documents++
    this.characters += length
    this.pairs += matches.length
    for (const match of matches) {
      if (!match.exact) this.inexact++
      if (!match.verified) this.estimates++
    }
    const of = matches.length === 0 ? null : this.relations[matches[0].relation]
    if (kept) {
      this.kept++
      if (of !== null) {
        this.tied++
        of.tied++
      }
      return
    }
    this.removed++
    this.saved += length
    if (of !== null) {
      of.removed++
      of.saved += length
    }
  }
}
