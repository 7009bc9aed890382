import { requireKnownKeys, requireNumber } from '../kernel/errors.js'

/**
 * What text A is to text B. `duplicate`: each is covered by the other; `contains`: only B is covered; `contained`: only
 * A is; `overlaps`: neither, yet they share a passage (or a short text differs in a figure); else `unrelated`.
 */
export type Relation = 'duplicate' | 'contains' | 'contained' | 'overlaps' | 'unrelated'

/** Thresholds from which two texts are related. */
export interface Relate {
  /** Share of a side's folded text inside passages from which that side counts as covered. Default 0.8. */
  readonly coverage: number
  /** Least identity of a passage. Default 0.5: OCR at 30 % character errors still passes. */
  readonly identity: number
  /** Least size of the first passage in Han characters (two letters count as one). Default 48. */
  readonly passage: number
}

/** Unrelated articles of one newspaper shared runs of 29 Han characters; imprints of German papers 128 letters. */
export const DEFAULT_RELATE: Relate = { coverage: 0.8, identity: 0.5, passage: 48 }

/** A passage that covers this share of the shorter text counts however short it is. */
export const WHOLE_SHARE = 0.8
/** Once a pair has a passage, further ones count from half its least size. */
export const FURTHER_SHARE = 0.5
/** Texts under this many folded characters match only when their folded texts are equal. */
export const MIN_LENGTH = 8
/** Under this many folded characters a changed figure forbids `duplicate`: a date or a score is the whole message. */
export const NUMBERS_MATTER = 64

/** Texts up to this many folded units are also compared end to end, by edit distance, where no seed leads to a passage. */
export const SHORT = 96
/**
 * Least identity where the shorter text is as short as that: of sentences about two towns 0.59 is the same, of captions
 * that two people introduce themselves with 0.62, and OCR at 30 % character errors still passes.
 */
export const SHORT_IDENTITY = 0.65
/** Least share of such a text that one passage must cover: eight characters of ten may be a set phrase. */
export const SHORT_SHARE = 0.9

/** Fills in defaults. Throws `ERR_ARGUMENT` for unknown or impossible settings. */
export function relateSettings(relate: Partial<Relate> = {}): Relate {
  requireKnownKeys('relate', relate, ['coverage', 'identity', 'passage'])
  const settings: Relate = {
    coverage: relate.coverage ?? DEFAULT_RELATE.coverage,
    identity: relate.identity ?? DEFAULT_RELATE.identity,
    passage: relate.passage ?? DEFAULT_RELATE.passage,
  }
  requireNumber('relate.coverage', settings.coverage, 0, 1)
  requireNumber('relate.identity', settings.identity, 0, 1)
  requireNumber('relate.passage', settings.passage, 1, Infinity)
  return settings
}

/** The relation of two texts that share a passage, from the share of each that passages cover. */
export function relationOf(coverage: { readonly a: number; readonly b: number }, relate: Relate): Relation {
  const coveredA = coverage.a >= relate.coverage
  const coveredB = coverage.b >= relate.coverage
  if (coveredA && coveredB) return 'duplicate'
  if (coveredB) return 'contains'
  if (coveredA) return 'contained'
  return 'overlaps'
}

/** The same relation seen from the other text. */
export function mirrorRelation(relation: Relation): Relation {
  return relation === 'contains' ? 'contained' : relation === 'contained' ? 'contains' : relation
}
