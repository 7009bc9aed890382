/** The sentence that says a decision to an editor. */
import type { AccountItem, Explanation } from './account/account.js'

/** The kind of reason for which a document is removed or kept, for programs. */
export type RemovalCode =
  /** Removed: the texts are equal, apart from white space. */
  | 'equal'
  /** Removed: a duplicate of which the keeper lacks nothing. */
  | 'nothing-lost'
  /** Removed: the beginning of its keeper, broken off in the middle of a sentence. */
  | 'broken-off'
  /** Removed: it stands whole inside its keeper, and `remove.contained` is set. */
  | 'stands-whole'
  /** Removed by the caller's function. */
  | 'chosen'
  /** Kept: it says something that the other does not. */
  | 'content'
  /** Kept: it stands inside a longer document, and `remove.contained` is not set. */
  | 'longer'
  /** Kept: the other has only a part of it. */
  | 'part'
  /** Kept: `remove.coverage` asks for more. */
  | 'coverage'
  /** Kept: `remove.identity` asks for more. */
  | 'identity'
  /** Kept: the match is an estimate; only what was aligned is removed. */
  | 'estimate'
  /** Kept by the caller's function. */
  | 'not-chosen'

/** All codes; those of removals first. */
export const REMOVAL_CODES = [
  'equal',
  'nothing-lost',
  'broken-off',
  'stands-whole',
  'chosen',
  'content',
  'longer',
  'part',
  'coverage',
  'identity',
  'estimate',
  'not-chosen',
] as const satisfies readonly RemovalCode[]

/** The words of a reason in one language. */
export interface ReasonWords {
  /** What stands for each code. `about` names what was lost, or quotes what differs; empty where there is nothing to say. */
  readonly sentence: Readonly<Record<RemovalCode, (about: string) => string>>
  /** What a reader would notice, in the words of an editor; other explanations are differences of form. */
  readonly notable: Readonly<Partial<Record<Explanation, string>>>
  /** Several of them, one after the other. */
  readonly list: (names: readonly string[]) => string
  /** A difference of which both sides have something. */
  readonly instead: (own: string, other: string) => string
  /** A quotation. */
  readonly quote: (text: string) => string
  /** What only the document has, quoted; a negation that only one of the two has, quoted. */
  readonly lacking: (own: string) => string
  readonly onlyOne: (quotation: string) => string
  /** How many more differences there are. */
  readonly more: (count: number) => string
  /** What stands between two differences. */
  readonly between: string
}

/** The English words, in which decisions are stated. */
export const ENGLISH_REASONS: ReasonWords = {
  sentence: {
    equal: () => 'nothing lost: the texts are equal',
    'nothing-lost': (about) => `nothing lost${about && ` but ${about}`}`,
    'broken-off': () => 'nothing lost: it breaks off in the middle of a sentence that its keeper has whole',
    'stands-whole': (about) => `nothing lost${about && ` but ${about}`}: it stands whole inside its keeper`,
    chosen: () => 'by the caller’s own rule',
    content: (about) => about,
    longer: () => 'it is a part of a longer document',
    part: () => 'the other has only a part of it',
    coverage: () => 'less of it is covered than was asked for',
    identity: () => 'less alike than was asked for',
    estimate: () => 'the match is an estimate, and only what was aligned is removed',
    'not-chosen': () => 'by the caller’s own rule',
  },
  notable: {
    headline: 'the wording of the headline',
    byline: 'the byline',
    reworded: 'wording',
    noise: 'misprints',
    misread: 'misprints',
    slip: 'misprints',
    rounded: 'a rounded figure',
    cut: 'a word cut short',
  },
  list: (names) =>
    names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`,
  instead: (own, other) => `${own} / ${other}`,
  quote: (text) => `“${text}”`,
  lacking: (own) => `the other lacks ${own}`,
  onlyOne: (quotation) => `only one of the two has ${quotation}`,
  more: (count) => `and ${count} more`,
  between: '; ',
}

/** Differences that a reason names; the decision carries more. */
const NAMED = 3
/** UTF-16 units of a difference that a reason quotes. */
const QUOTED = 40

/** What a reason rests on. */
export interface Grounds {
  readonly differences: readonly AccountItem[]
  readonly total: number
}

/** The sources of the two, from which differences are quoted. */
export interface QuotedTexts {
  readonly document: string
  readonly keeper: string
}

/** The English sentence for a code, without a full stop; of a kept document it begins with "kept: ". O(differences). */
export function reasonOf(
  code: RemovalCode,
  grounds: Grounds = { differences: [], total: 0 },
  texts: QuotedTexts = { document: '', keeper: '' },
): string {
  return `${isRemoval(code) ? '' : 'kept: '}${reasonIn(ENGLISH_REASONS, code, grounds, texts)}`
}

/** Whether a code is one of a removed document. */
export function isRemoval(code: RemovalCode): boolean {
  return REMOVAL_CODES.indexOf(code) <= REMOVAL_CODES.indexOf('chosen')
}

/** The sentence for a code in the given words, without a full stop and without "removed" or "kept". O(differences). */
export function reasonIn(
  words: ReasonWords,
  code: RemovalCode,
  { differences, total }: Grounds,
  texts: QuotedTexts,
): string {
  const about = code === 'content' ? quoted(words, differences, total, texts) : noted(words, differences)
  return words.sentence[code](about)
}

/** Whether an explanation is a matter of judgement: a reader who compares the two would notice it. */
export function isNotable({ explained }: AccountItem): boolean {
  return explained !== undefined && ENGLISH_REASONS.notable[explained] !== undefined
}

function noted({ notable, list }: ReasonWords, differences: readonly AccountItem[]): string {
  const names = new Set(
    differences.flatMap(({ explained }) => (explained === undefined ? [] : (notable[explained] ?? []))),
  )
  return names.size === 0 ? '' : list([...names])
}

function quoted(
  words: ReasonWords,
  differences: readonly AccountItem[],
  total: number,
  texts: QuotedTexts,
): string {
  const named: string[] = []
  /** What the other lacks, from the last difference on that was not of this kind. */
  let lacked: string[] = []
  const close = () => {
    if (lacked.length > 0) named.push(words.lacking(words.list(lacked)))
    lacked = []
  }
  const first = differences.slice(0, NAMED)
  for (const { document, keeper, content } of first) {
    const own = inBrief(texts.document.slice(document.from, document.to))
    const other = inBrief(texts.keeper.slice(keeper.from, keeper.to))
    const both = own !== '' && other !== ''
    if (!both && content !== 'negation') {
      lacked.push(words.quote(own || other))
      continue
    }
    close()
    named.push(both ? words.instead(own, other) : words.onlyOne(words.quote(own || other)))
  }
  close()
  if (total > first.length) named.push(words.more(total - first.length))
  return named.join(words.between)
}

/** A quotation on one line, its end left out where it is long. */
export function inBrief(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  if (line.length <= QUOTED) return line
  // No half of a surrogate pair.
  const half = (line.charCodeAt(QUOTED - 2) & 0xfc00) === 0xd800
  return `${line.slice(0, QUOTED - (half ? 2 : 1))}…`
}
