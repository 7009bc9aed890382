import type { Match } from '../../store/match.js'
import type { Relation } from '../../compare/relation.js'
import { counted, grouped } from '../../report/figures.js'
import { visible } from '../../report/visible.js'
import type { ClusterSize } from '../../report/tables/cluster-table.js'

type Counts = Record<Exclude<Relation, 'unrelated'>, number>

/** The counts of a run. Nothing that depends on the clock, so that equal runs give equal bytes. */
export class Summary {
  documents = 0
  kept = 0
  /** Kept documents that are related to one kept before. */
  tied = 0
  removed = 0
  /** Removed documents whose keeper was seen before this run. */
  known = 0
  rejected = 0
  /** Code units of texts, as they were read. */
  readonly characters = { read: 0, kept: 0, removed: 0 }
  /** Removed and tied documents by their strongest relation. */
  readonly relations: Counts = { duplicate: 0, contained: 0, contains: 0, overlaps: 0 }
  /** Those of them that were removed. */
  readonly removals: Counts = { duplicate: 0, contained: 0, contains: 0, overlaps: 0 }
  /** Matches whose alignment a budget cut short. */
  inexact = 0
  /** Clusters of removed documents and their keepers. */
  clusters: { count: number; largest: readonly ClusterSize[] } = { count: 0, largest: [] }

  /** Counts one document with what it matched, strongest first. */
  add(kept: boolean, length: number, matches: readonly Match<unknown>[]): void {
    this.documents++
    this.characters.read += length
    this.characters[kept ? 'kept' : 'removed'] += length
    if (!kept) this.removed++
    else {
      this.kept++
      if (matches.length > 0) this.tied++
    }
    const strongest = matches[0]?.relation
    if (strongest !== undefined && strongest !== 'unrelated') {
      this.relations[strongest]++
      if (!kept) this.removals[strongest]++
    }
    this.inexact += matches.filter((match) => !match.exact).length
  }

  toJSON(): object {
    const { documents, kept, tied, removed, known, rejected, characters } = this
    const { relations, removals, inexact, clusters } = this
    return {
      documents,
      kept,
      tied,
      removed,
      known,
      rejected,
      characters,
      relations,
      removals,
      inexact,
      clusters,
    }
  }

  /** For people: one line, and what was removed in more, if anything was. No line feed at the end. */
  toString(): string {
    const tied = this.tied === 0 ? '' : ` (${grouped(this.tied)} tied to another)`
    const skipped = this.rejected === 0 ? '' : `; ${counted(this.rejected, 'record')} skipped`
    const lines = [
      `${counted(this.documents, 'document')}: ${grouped(this.kept)} kept${tied}, ${grouped(this.removed)} removed${skipped}`,
    ]
    const { characters, removals, known, clusters, inexact } = this
    if (this.removed > 0) {
      const kinds = Object.entries(removals).filter(([, count]) => count > 0)
      const seen = known === 0 ? '' : `, ${grouped(known)} of them seen before`
      lines.push(
        `removed: ${kinds.map(([relation, count]) => `${grouped(count)} ${relation}`).join(', ')}${seen}; ` +
          `${grouped(characters.removed)} of ${counted(characters.read, 'character')}`,
      )
    }
    if (clusters.largest.some(({ size }) => size > 2)) {
      const largest = clusters.largest.map(
        ({ keeper, size }) => `${grouped(size)} × ${visible(String(keeper))}`,
      )
      lines.push(`largest of ${counted(clusters.count, 'cluster')}: ${largest.join(', ')}`)
    }
    if (inexact > 0) lines.push(`${counted(inexact, 'alignment')} cut short by the budget (exact: false)`)
    return lines.join('\n')
  }
}
