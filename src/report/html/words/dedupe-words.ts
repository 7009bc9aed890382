import type { Relation } from '../../../compare/relation.js'
import type { ReasonWords } from '../../../dedupe/reason.js'
import { DEDUPE_GERMAN } from './dedupe-words-de.js'
import { DEDUPE_ENGLISH } from './dedupe-words-en.js'
import { DEDUPE_CHINESE } from './dedupe-words-zh.js'
import type { PairReason } from '../dedupe/informative-pairs.js'
import type { ReportLanguage, Vocabulary } from './vocabulary.js'

type Counting = (count: string, one: boolean) => string

/** The words that only the page of a deduplication has. Functions take numbers as they are written in that language. */
export interface DedupeWords {
  readonly report: string
  readonly headline: (removed: string, documents: string, one: boolean) => string
  readonly nothingRemoved: (documents: string, one: boolean) => string
  readonly skip: string
  readonly keys: Vocabulary['keys']

  readonly documents: Counting
  readonly kept: string
  readonly removed: string
  readonly tied: string
  readonly tiedLong: string
  readonly saved: string
  readonly rejectedCount: Counting

  readonly relations: string
  readonly relationHead: string
  readonly characters: string
  readonly relation: Readonly<Record<Relation, { readonly name: string; readonly definition: string }>>
  readonly relationsHint: string
  /** `coverage` and `identity` are empty where the policy asks for none. */
  readonly rule: (contained: boolean, coverage: string, identity: string) => string
  readonly ownRule: string
  readonly inexact: Counting
  readonly estimates: Counting
  readonly caps: Counting
  readonly noLimits: string

  readonly histograms: string
  readonly histogramsHint: string
  readonly similarity: string
  readonly similarityHint: string
  readonly coverage: string
  readonly coverageHint: string
  readonly identity: string
  readonly identityHint: string
  readonly threshold: (value: string) => string
  readonly asTable: string
  readonly range: string
  readonly exactly: (value: string) => string
  readonly fromTo: (from: string, to: string) => string

  readonly clusters: string
  readonly noClusters: string
  /** `listed` is empty where all are. */
  readonly clustersHint: (count: string, listed: string) => string
  readonly savedOf: (characters: string) => string
  readonly moreMembers: (count: string) => string
  readonly nameless: string

  readonly pairs: string
  readonly noPairs: string
  readonly pairsAll: Counting
  readonly pairsSome: (shown: string, all: string) => string
  readonly show: string
  readonly onlyNumbers: string
  readonly onlyNear: string
  readonly sort: string
  readonly sorts: Readonly<
    Record<'informative' | 'similarity' | 'least' | 'numbers' | 'lost' | 'name', string>
  >
  readonly openAll: string
  readonly closeAll: string
  readonly shown: string
  readonly noneShown: string
  /** Why a pair is shown that has no flag. */
  readonly why: Readonly<Record<Exclude<PairReason, 'numbers' | 'nearRemoved' | 'nearKept'>, string>>
  /** Heads of the two texts: the removed one and its keeper; the tied one and the one it is tied to. */
  readonly removedSide: string
  readonly keeperSide: string
  readonly tiedSide: string
  readonly otherSide: string
  readonly through: string
  readonly seenBefore: string
  readonly inKeeper: (share: string) => string
  readonly alike: (share: string) => string
  readonly wordForWord: string
  readonly estimate: string
  readonly near: string
  readonly lost: Counting
  readonly lostNothing: string

  readonly because: string
  readonly keptBecause: string
  /** The sentences of decisions, without removed or kept. */
  readonly reasons: ReasonWords
  /** What stands for them where a match carries no decision. */
  readonly ownReason: string
  readonly passageOf: (number: number, identity: string, moved: boolean) => string
  readonly fold: Counting
  readonly left: Counting
  readonly cut: Counting
  readonly noText: string
  readonly noDifference: string

  readonly rejects: string
  readonly rejectsHint: string
  readonly place: string
  readonly message: string
  readonly moreRejects: (count: string) => string
}

const WORDS: Readonly<Record<ReportLanguage, DedupeWords>> = {
  en: DEDUPE_ENGLISH,
  de: DEDUPE_GERMAN,
  zh: DEDUPE_CHINESE,
}

/** The words of a deduplication's page in a language. */
export function dedupeWordsOf(language: ReportLanguage): DedupeWords {
  return WORDS[language]
}
