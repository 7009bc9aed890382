import type { Match } from '../store/match.js'
import type { RemovalDecision } from './removal.js'

/** A match with a kept document, or with a document of `against`, and what was decided by it. */
export interface Tie<Id> extends Match<Id> {
  /** Whether the document is removed for the other, and why: one sentence, then the differences it rests on. */
  readonly decision: RemovalDecision
  /** Present where the other document is one of `against`. */
  readonly against?: true
}

/** What became of one input document: it was kept, or removed because another document stands for it. */
export type Verdict<T, Id> =
  | {
      /** The document, as the source gave it. */
      readonly document: T
      /** It stays. */
      readonly kept: true
      /**
       * The kept documents that it is related to, strongest first: in a stream those kept before it, in a batch those that
       * the policy ranks before it, so that each pair is told once.
       */
      readonly tied: readonly Tie<Id>[]
      /**
       * Present where more documents resemble this one than a search compares: `tied` may lack some of them, and one of
       * those may be a keeper for this document.
       */
      readonly truncated?: true
      /** In a batch, where it is the keeper of a cluster: the number of the cluster, from 0 in the order of the output. */
      readonly cluster?: number
    }
  | {
      /** The document, as the source gave it. */
      readonly document: T
      /** It goes. */
      readonly kept: false
      /** The id of the kept document that stands for it. */
      readonly keeper: Id
      /**
       * How the two are related: A is this document, B the keeper. In a `connected` cluster, where this document does not
       * match the keeper itself, B is another removed document of the cluster; `match.id` names it.
       */
      readonly match: Tie<Id>
      /** Present where the keeper is a document of `against`. */
      readonly against?: true
      /** In a batch: the number of its cluster. */
      readonly cluster?: number
    }

/** A verdict without its document: what a run that goes on is told of documents decided before. */
export type Decided<Id> =
  | Omit<Extract<Verdict<never, Id>, { kept: true }>, 'document'>
  | Omit<Extract<Verdict<never, Id>, { kept: false }>, 'document'>
