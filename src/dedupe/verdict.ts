import type { Match } from '../store/match.js'

/** A match with a kept document, or with one of `against`. */
export interface Tie<Id> extends Match<Id> {
  /** Present where the other document is one of `against`. */
  readonly against?: true
}

/** What became of one input document. */
export type Verdict<T, Id> =
  | {
      readonly document: T
      readonly kept: true
      /**
       * What it is related to, strongest first: in a stream among the documents kept before it, in a batch among the kept
       * ones that come before it by the policy, so that each pair is told once.
       */
      readonly tied: readonly Tie<Id>[]
      /** In a batch, where documents went for it: the number of their cluster, from 0 in the order of the output. */
      readonly cluster?: number
    }
  | {
      readonly document: T
      readonly kept: false
      /** The kept document it went for. */
      readonly keeper: Id
      /**
       * How the two are related: A is this document, B the keeper; in a `connected` cluster B is the document named by
       * `match.id`, which went for the same keeper, where this one does not match the keeper itself.
       */
      readonly match: Match<Id>
      /** Present where the keeper is a document of `against`. */
      readonly against?: true
      /** In a batch: the number of its cluster. */
      readonly cluster?: number
    }

/** A verdict without its document. */
export type Decided<Id> =
  | Omit<Extract<Verdict<never, Id>, { kept: true }>, 'document'>
  | Omit<Extract<Verdict<never, Id>, { kept: false }>, 'document'>
