import type { Match } from '../store/match.js'
import type { Relation } from '../verify/relation.js'
import { counted, grouped } from '../report/figures.js'

/** The counts of a run. Nothing that depends on the clock, so that equal runs give equal bytes. */
export class Summary {
  documents = 0
  kept = 0
  /** Kept documents that are related to one kept before. */
  tied = 0
  removed = 0
  rejected = 0
  /** Removed and tied documents by their strongest relation. */
  readonly relations: Record<Exclude<Relation, 'unrelated'>, number> = {
    duplicate: 0,
    contained: 0,
    contains: 0,
    overlaps: 0,
  }
  /** Matches whose alignment a budget cut short. */
  inexact = 0

  /** Counts one document with what it matched, strongest first. */
  add(kept: boolean, matches: readonly Match<unknown>[]): void {
    this.documents++
    if (!kept) this.removed++
    else {
      this.kept++
      if (matches.length > 0) this.tied++
    }
    const strongest = matches[0]?.relation
    if (strongest !== undefined && strongest !== 'unrelated') this.relations[strongest]++
    this.inexact += matches.filter((match) => !match.exact).length
  }

  toJSON(): object {
    const { documents, kept, tied, removed, rejected, relations, inexact } = this
    return { documents, kept, tied, removed, rejected, relations, inexact }
  }

  /** For people, on one line. */
  toString(): string {
    const tied = this.tied === 0 ? '' : ` (${grouped(this.tied)} tied to another)`
    const skipped = this.rejected === 0 ? '' : `; ${counted(this.rejected, 'record')} skipped`
    return `${counted(this.documents, 'document')}: ${grouped(this.kept)} kept${tied}, ${grouped(this.removed)} removed${skipped}`
  }
}
