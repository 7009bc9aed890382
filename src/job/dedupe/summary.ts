import type { Relation } from '../../compare/relation.js'
import { counted, grouped } from '../../report/figures.js'
import type { ClusterSize } from '../../report/tables/cluster-table.js'
import { visible } from '../../report/visible.js'
import type { ResolvedVerdict } from './resolved-verdict.js'

type ByRelation = Record<Exclude<Relation, 'unrelated'>, number>

/** The counts of a finished run, in the order in which JSON writes them. No count depends on the clock. */
export interface Summary {
  readonly documents: number
  readonly kept: number
  /** Kept documents that are related to another one. */
  readonly tied: number
  readonly removed: number
  /** Removed documents whose keeper belongs to the reference set. */
  readonly known: number
  /** Records that were skipped because they could not be read. */
  readonly rejected: number
  /** Code units of texts. */
  readonly characters: { readonly read: number; readonly kept: number; readonly removed: number }
  /** Removed and tied documents by their strongest relation. */
  readonly relations: Readonly<ByRelation>
  /** The removed ones among them. */
  readonly removals: Readonly<ByRelation>
  /** Matches whose alignment a budget cut short. */
  readonly inexact: number
  /** Kept documents that resemble more others than a search compares. */
  readonly truncated: number
  /** Clusters: each is a keeper with the documents that were removed for it. */
  readonly clusters: { readonly count: number; readonly largest: readonly ClusterSize[] }
}

/** Counts verdicts. */
export class VerdictCounts {
  #tied = 0
  #known = 0
  #inexact = 0
  #truncated = 0
  readonly #documents = { kept: 0, removed: 0 }
  readonly #characters = { kept: 0, removed: 0 }
  readonly #relations: ByRelation = { duplicate: 0, contained: 0, contains: 0, overlaps: 0 }
  readonly #removals: ByRelation = { duplicate: 0, contained: 0, contains: 0, overlaps: 0 }

  /** Documents so far. */
  get documents(): number {
    return this.#documents.kept + this.#documents.removed
  }

  /** Counts one document. */
  add({ document, kept, matches, truncated }: ResolvedVerdict): void {
    const outcome = kept ? 'kept' : 'removed'
    this.#documents[outcome]++
    this.#characters[outcome] += document.text.length
    if (kept && matches.length > 0) this.#tied++
    if (!kept && matches[0]?.isReference) this.#known++
    const strongest = matches[0]?.match.relation
    if (strongest !== undefined && strongest !== 'unrelated') {
      this.#relations[strongest]++
      if (!kept) this.#removals[strongest]++
    }
    this.#inexact += matches.filter(({ match }) => !match.exact).length
    if (truncated) this.#truncated++
  }

  /** The counts so far, with what others counted. */
  summary(rejected: number, clusters: Summary['clusters']): Summary {
    const { kept, removed } = this.#characters
    return {
      documents: this.documents,
      kept: this.#documents.kept,
      tied: this.#tied,
      removed: this.#documents.removed,
      known: this.#known,
      rejected,
      characters: { read: kept + removed, kept, removed },
      relations: { ...this.#relations },
      removals: { ...this.#removals },
      inexact: this.#inexact,
      truncated: this.#truncated,
      clusters,
    }
  }
}

/** The counts for people: one line, and more lines on what was removed, if anything was. */
export function summaryText(summary: Summary): string {
  const { documents, kept, tied, removed, known, rejected, characters, removals, clusters } = summary
  const { inexact, truncated } = summary
  const ties = tied === 0 ? '' : ` (${grouped(tied)} tied to another)`
  const skipped = rejected === 0 ? '' : `; ${counted(rejected, 'record')} skipped`
  const lines = [
    `${counted(documents, 'document')}: ${grouped(kept)} kept${ties}, ${grouped(removed)} removed${skipped}`,
  ]
  if (removed > 0) {
    const kinds = Object.entries(removals)
      .filter(([, count]) => count > 0)
      .map(([relation, count]) => `${grouped(count)} ${relation}`)
    const before = known === 0 ? '' : `, ${grouped(known)} of them seen before`
    const share = `${grouped(characters.removed)} of ${counted(characters.read, 'character')}`
    lines.push(`removed: ${kinds.join(', ')}${before}; ${share}`)
  }
  if (clusters.largest.some(({ size }) => size > 2)) {
    const largest = clusters.largest.map(
      ({ keeper, size }) => `${grouped(size)} × ${visible(String(keeper))}`,
    )
    lines.push(`largest of ${counted(clusters.count, 'cluster')}: ${largest.join(', ')}`)
  }
  if (inexact > 0) lines.push(`${counted(inexact, 'alignment')} cut short by the budget (exact: false)`)
  if (truncated > 0) {
    const resemble = truncated === 1 ? 'resembles' : 'resemble'
    lines.push(`${counted(truncated, 'document')} ${resemble} more others than were compared (truncated)`)
  }
  return lines.map((line) => `${line}\n`).join('')
}
