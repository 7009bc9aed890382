import type { Comparison, NamedEdit } from '../compare/compare.js'
import type { Estimate } from '../sketch/estimate.js'
import { mirrorRelation } from '../compare/relation.js'

/** A text of the index that is related to the one asked about: A is the text asked about, B the one found. */
export interface Match<Id> extends Omit<Comparison, 'edits'> {
  /** The id of the text found. */
  readonly id: Id
  /** True where both texts were aligned; without the text at hand a match is an estimate. */
  readonly verified: boolean
  /** Standard error of `jaccard`, where `verified` is false: the rest is then what such a similarity stands for. */
  readonly error?: number
  /** The named differences, where they were asked for. */
  readonly edits?: readonly NamedEdit[]
}

/** A text worth aligning with the one asked about. */
export interface Candidate<Id> {
  /** The id of the text found. */
  readonly id: Id
  /** About how many folded characters the two share, as far as fingerprints and bands tell. Orders candidates. */
  readonly evidence: number
}

/** What a text matches in an index. */
export interface MatchResult<Id> {
  /** Strongest first. */
  readonly matches: Match<Id>[]
  /**
   * Whether there was more than the search returned or looked at: candidates beyond `limit`; a fingerprint or band that more
   * than 1,000 documents have; a text of which less than half of the fingerprints were looked at in all documents, because
   * the others are too common; or boilerplate, which more than 16 documents share with the text and which alone names none.
   */
  readonly truncated: boolean
}

/** What in an index is worth comparing with a text. */
export interface CandidateResult<Id> {
  /** Best evidence first. */
  readonly candidates: Candidate<Id>[]
  /** Whether there was more than the search looked at; see `MatchResult`. */
  readonly truncated: boolean
}

const STRENGTH = { duplicate: 0, contained: 1, contains: 2, overlaps: 3, unrelated: 4 } as const

/** Strongest first: by relation, then by how much of the pair is the same. */
export function byStrength<Id>(x: Match<Id>, y: Match<Id>): number {
  return STRENGTH[x.relation] - STRENGTH[y.relation] || sameness(y) - sameness(x)
}

function sameness<Id>({ coverage, identity }: Match<Id>): number {
  return identity * Math.max(coverage.a, coverage.b)
}

/** The same pair seen from the other text, without edits. @param id of the text asked about, which is now B. O(passages log passages). */
export function mirrorMatch<Id>(match: Omit<Match<unknown>, 'edits'>, id: Id): Match<Id> {
  return {
    ...match,
    id,
    relation: mirrorRelation(match.relation),
    coverage: swapSides(match.coverage),
    passages: match.passages.map(swapSides).sort((x, y) => x.a.from - y.a.from),
  }
}

/** The named differences of the same pair seen from the other text: in source order of what was B. O(edits log edits). */
export function mirrorEdits(edits: readonly NamedEdit[]): NamedEdit[] {
  return edits
    .map((edit) => ({
      ...swapSides(edit),
      kind: MIRRORED_KIND[edit.kind],
      class: edit.class === 'omission' ? 'insertion' : edit.class === 'insertion' ? 'omission' : edit.class,
    }))
    .sort((x, y) => x.a.from - y.a.from || x.a.to - y.a.to) as NamedEdit[]
}

const MIRRORED_KIND = { insert: 'delete', delete: 'insert', substitute: 'substitute' } as const

function swapSides<T extends { readonly a: unknown; readonly b: unknown }>(pair: T): T {
  return { ...pair, a: pair.b, b: pair.a }
}

/** A match that says no more than its estimate: the relation is what such a similarity stands for. */
export function estimatedMatch<Id>(id: Id, { jaccard, error }: Estimate): Match<Id> {
  // For two texts of one length: a share c of each in the other makes a similarity of c / (2 − c).
  const coverage = (2 * jaccard) / (1 + jaccard)
  return {
    id,
    verified: false,
    relation: 'duplicate',
    jaccard,
    error,
    coverage: { a: coverage, b: coverage },
    identity: coverage,
    changed: { numbers: 0, words: 0, characters: 0 },
    passages: [],
    exact: false,
  }
}
