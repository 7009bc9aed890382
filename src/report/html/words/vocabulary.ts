import type { SuspectReason } from '../../../audit/suspicion.js'
import type { EditClass } from '../../../compare/classes.js'
import type { HeadlineOf } from '../../../audit/headline.js'
import type { Ignore } from '../../../audit/rate.js'
import type { Relation } from '../../../compare/relation.js'
import { ENGLISH } from './vocabulary-en.js'
import { CHINESE } from './vocabulary-zh.js'
import { GERMAN } from './vocabulary-de.js'

/** The languages a report can be written in. The texts it shows keep their own. */
export type ReportLanguage = 'en' | 'de' | 'zh'

/** A class of edits: its name in tables, its few letters beside an edit, and its definition. */
export interface ClassWords {
  readonly name: string
  readonly short: string
  readonly definition: string
}

/** The words of the review. `{…}` is filled in by the page. */
export interface ReviewWords {
  readonly title: string
  readonly hint: string
  readonly accept: string
  readonly reject: string
  readonly note: string
  readonly noteOn: string
  readonly keep: string
  readonly cancel: string
  readonly save: string
  readonly load: string
  readonly correct: string
  readonly decided: string
  readonly tally: string
  readonly accepted: string
  readonly rejected: string
  readonly undecided: string
  readonly noted: string
  readonly chooseFirst: string
  readonly allDecided: string
  readonly loaded: string
  readonly unknown: string
  readonly noReview: string
  readonly otherVersion: string
  readonly otherPair: string
  readonly unread: string
}

/** Every word of a page, in one language. Functions take numbers as they are written in that language. */
export interface Vocabulary {
  /** BCP 47 tag of the page. */
  readonly tag: string
  readonly decimal: string
  readonly group: string
  /** Between a number and %. */
  readonly percentGap: string

  readonly report: string
  readonly index: string
  readonly identical: string
  readonly relations: Readonly<Record<Relation, string>>
  readonly relationWords: Readonly<Record<Relation, string>>
  readonly inexact: string
  readonly numbersChanged: (count: string, one: boolean) => string

  readonly characters: (count: string, one: boolean) => string
  readonly lines: (count: string, one: boolean) => string
  readonly editsCounted: (count: string, one: boolean) => string
  readonly passagesCounted: (count: string, one: boolean) => string
  readonly pairsCounted: (count: string, one: boolean) => string
  readonly insideOther: (share: string, other: string) => string

  readonly figures: {
    readonly identity: string
    readonly cer: string
    readonly wer: string
    readonly cerLong: string
    readonly werLong: string
    readonly inPassages: string
    readonly of: Readonly<Record<HeadlineOf, string>>
  }

  readonly strip: string
  readonly stripHint: string
  readonly passage: (number: number, identity: string, moved: boolean) => string
  readonly passageMark: (number: number, moved: boolean) => string
  readonly texts: string
  readonly textOf: (side: string, name: string) => string
  readonly show: string
  readonly labels: string
  readonly linked: string

  readonly review: ReviewWords

  readonly edits: string
  readonly editsHint: string
  readonly noEdits: string
  /** Edits that only the script lists. */
  readonly moreWithScript: (count: string, one: boolean) => string
  readonly nothingShown: string
  readonly edit: string
  readonly class: string
  readonly page: string
  readonly line: string
  readonly block: string
  readonly box: string
  readonly suspect: (side: string) => string
  readonly suspectKey: string
  readonly reasons: Readonly<Record<SuspectReason, string>>
  readonly classes: Readonly<Record<EditClass, ClassWords>>
  readonly classesTitle: string
  readonly count: string
  readonly touched: string
  readonly definition: string

  readonly confidence: {
    readonly title: string
    readonly hint: string
    readonly confidence: string
    readonly counted: string
    readonly wrong: string
    readonly share: string
    readonly expected: string
  }
  readonly interval: (low: string, high: string) => string
  readonly orderFree: {
    readonly title: string
    readonly hint: string
    readonly lines: string
    readonly characters: string
    readonly words: string
    readonly stopWords: string
    readonly otherWords: string
  }

  readonly uncovered: string
  readonly uncoveredHint: string

  readonly rates: string
  readonly ratesHint: string
  readonly whole: string
  readonly inside: string
  readonly partInCommon: string
  readonly ignoring: Readonly<Record<Ignore, string>>
  readonly tally: (substitutions: string, deletions: string, insertions: string, length: string) => string
  readonly micro: string
  readonly macro: string

  readonly byCharacter: string
  readonly byCharacterHint: string
  readonly codePoints: string
  readonly confusions: string
  readonly confusionsHint: string
  readonly examples: string
  readonly nothing: string
  readonly more: (count: string) => string
  readonly sortBy: string

  readonly pairs: string
  readonly pair: string
  readonly relation: string
  readonly coverageA: string
  readonly coverageB: string
  readonly unpaired: string
  readonly unpairedHint: string

  readonly skip: string
  readonly previous: string
  readonly next: string
  readonly help: string
  readonly close: string
  readonly theme: string
  readonly keys: readonly (readonly [key: string, does: string])[]
  /** `{i}`, `{n}`, `{what}` are filled in by the page. */
  readonly announce: string
  readonly position: string
  readonly made: string
}

const VOCABULARIES: Readonly<Record<ReportLanguage, Vocabulary>> = {
  en: ENGLISH,
  de: GERMAN,
  zh: CHINESE,
}

/** Every language a report can be written in. */
export const REPORT_LANGUAGES: readonly ReportLanguage[] = ['en', 'de', 'zh']

/** The words of a page in a language. */
export function vocabularyOf(language: ReportLanguage): Vocabulary {
  return VOCABULARIES[language]
}
