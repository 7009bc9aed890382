import type { Place, Region } from '../text/region.js'
import type { EditClass } from './classes.js'
import type { Comparison, NamedEdit, TextRange } from './compare.js'
import type { Confusion } from './confusions.js'
import type { RateLevels } from './rates.js'

/** One copy of a text. */
export interface Witness {
  readonly text: string
  /** What people call it: a file, an id. Default `A` and `B`. */
  readonly name?: string
  /** BCP 47 tag for showing the text; Han glyphs differ. Default: guessed from the script, or none. */
  readonly language?: string
  /** Where stretches of the text stand on paper, ascending; from a reader of an OCR format. */
  readonly regions?: readonly Region[]
}

/** Why one of the two copies is likelier right. */
export type SuspectReason = 'repetition' | 'hyphenation' | 'mixed-script' | 'rare-character'

/** One side of an edit, and where it begins on paper. */
export interface PlacedRange extends TextRange {
  readonly place?: Place
}

/** A named difference with what an auditor asks of it. */
export interface AuditEdit extends NamedEdit {
  readonly a: PlacedRange
  readonly b: PlacedRange
  /** The copy that is likelier wrong here; null where the texts do not tell. */
  readonly suspect: 'a' | 'b' | null
  readonly reason: SuspectReason | null
}

/** Edits of one class, and the characters they touch (the longer side of each). */
export interface ClassCount {
  readonly class: EditClass
  readonly edits: number
  readonly characters: number
}

/** What was found about a pair: A is the OCR, B the truth, or another copy. */
export interface Audit extends Omit<Comparison, 'edits'> {
  readonly a: { readonly name: string; readonly language: string; readonly characters: number }
  readonly b: { readonly name: string; readonly language: string; readonly characters: number }
  readonly edits: readonly AuditEdit[]
  /** Most edits first. Classes without an edit are left out. */
  readonly classes: readonly ClassCount[]
  /** Most frequent first. */
  readonly confusions: readonly Confusion[]
  /** Of the whole texts, and of what lies inside passages. */
  readonly rates: { readonly whole: RateLevels; readonly inside: RateLevels }
}

/** Many audits as one: rates both ways, counts added up. */
export interface AuditSummary {
  readonly pairs: number
  /** Counts of all pairs added up, then divided. */
  readonly micro: { readonly whole: RateLevels; readonly inside: RateLevels }
  /** Mean of the pairs' rates, each pair counting as one. A pair without truth to divide by is left out of its mean. */
  readonly macro: {
    readonly whole: MeanRates
    readonly inside: MeanRates
  }
  readonly classes: readonly ClassCount[]
  readonly confusions: readonly Confusion[]
}

/** Means of rates at every level. */
export type MeanRates = Readonly<Record<keyof RateLevels, { readonly cer: number; readonly wer: number }>>
