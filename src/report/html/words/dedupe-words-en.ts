import { ENGLISH_REASONS } from '../../../dedupe/reason.js'
import type { DedupeWords } from './dedupe-words.js'

const counted = (noun: string) => (count: string, one: boolean) => `${count} ${noun}${one ? '' : 's'}`

/** The words of a deduplication's page in English. */
export const DEDUPE_ENGLISH: DedupeWords = {
  report: 'What a deduplication removed',
  headline: (removed, documents, one) => `${removed} of ${documents} document${one ? '' : 's'} removed`,
  nothingRemoved: (documents, one) => `Nothing removed of ${documents} document${one ? '' : 's'}`,
  skip: 'Skip to the pairs',
  keys: [
    ['n, j', 'next pair'],
    ['p, k', 'previous pair'],
    ['o', 'open or close the pair'],
    ['l', 'labels on or off'],
    ['d', 'dark or light'],
    ['?', 'this list'],
  ],

  documents: counted('document'),
  kept: 'kept',
  removed: 'removed',
  tied: 'tied',
  tiedLong: 'kept, though related to another that is kept',
  saved: 'of all characters removed',
  rejectedCount: (count, one) => `${count} record${one ? '' : 's'} not read`,

  relations: 'By relation',
  relationHead: 'Relation to the keeper',
  characters: 'Characters removed',
  relation: {
    duplicate: { name: 'duplicate', definition: 'Each of the two covers the other.' },
    contained: { name: 'contained', definition: 'The other has all of it, and more.' },
    contains: { name: 'contains', definition: 'It has all of the other, and more.' },
    overlaps: { name: 'overlaps', definition: 'They share passages, and each has text of its own.' },
    unrelated: { name: 'unrelated', definition: 'They share no passage.' },
  },
  relationsHint: 'Each document once, by the strongest of its relations.',
  rule: (contained, coverage, identity) =>
    `Removed is a document of which its keeper lacks nothing: a duplicate, or a beginning broken off in the middle of a sentence${contained ? ', or what stands whole inside a longer document' : ''}${coverage && `; at least ${coverage} of it must stand in the other`}${identity && `; what they share must be at least ${identity} alike`}.`,
  ownRule: 'Removed: the documents that the caller’s own rule chose.',
  inexact: (count, one) =>
    `${count} comparison${one ? ' was' : 's were'} cut short by a budget: more may be shared than is said.`,
  estimates: (count, one) =>
    `${count} match${one ? ' is an estimate' : 'es are estimates'}: no text was at hand to compare.`,
  caps: (count, one) =>
    `${count} entr${one ? 'y was' : 'ies were'} left out of full buckets of the index: a copy of a very frequent text may have been missed.`,
  noLimits: 'No limit was reached: every comparison is exact.',

  histograms: 'How alike',
  histogramsHint:
    'Removed pairs stand above the line, tied ones hang below it. Heights grow with the square root of the counts. What is exactly 100 % has a bar of its own at the right.',
  similarity: 'Similarity',
  similarityHint: 'Coverage times identity.',
  coverage: 'Coverage',
  coverageHint: 'Share of the document that stands in its keeper.',
  identity: 'Identity',
  identityHint: 'How far that share is the same.',
  threshold: (value) => `threshold ${value}`,
  asTable: 'The figures as a table',
  range: 'Value',
  exactly: (value) => `exactly ${value}`,
  fromTo: (from, to) => `${from} to below ${to}`,

  clusters: 'Largest clusters',
  noClusters: 'No document was removed.',
  clustersHint: (count, listed) =>
    listed === ''
      ? `Clusters: ${count}. Each is a keeper and what was removed for it; sizes count the keeper.`
      : `The ${listed} largest of ${count} clusters. Each is a keeper and what was removed for it; sizes count the keeper.`,
  savedOf: (characters) => `${characters} characters removed`,
  moreMembers: (count) => `and ${count} more`,
  nameless: 'without a name',

  pairs: 'Pairs to look at',
  noPairs: 'No document is related to another.',
  pairsAll: (count, one) => (one ? 'The only pair.' : `All ${count} pairs.`),
  pairsSome: (shown, all) =>
    `${shown} of ${all} pairs: those removed although numbers changed, those removed by judgement, those kept for a difference or two, the least alike of the largest clusters, and a sample of the rest.`,
  show: 'Show',
  onlyNumbers: 'only where numbers changed',
  onlyNear: 'only close calls',
  sort: 'Order',
  sorts: {
    informative: 'most informative first',
    similarity: 'most alike first',
    least: 'least alike first',
    numbers: 'most numbers changed first',
    lost: 'most text lost first',
    name: 'by name',
  },
  openAll: 'Open all shown',
  closeAll: 'Close all',
  shown: '{i} of {n} shown',
  noneShown: 'No pair of that kind.',
  why: {
    cluster: 'of a large cluster',
    removed: 'sample of the removed',
    tied: 'sample of the tied',
  },
  removedSide: 'Removed',
  keeperSide: 'Kept',
  tiedSide: 'Kept',
  otherSide: 'Related, kept',
  through: 'In the same cluster it matched',
  seenBefore: 'seen before',
  inKeeper: (share) => `${share} of it in the other`,
  alike: (share) => `${share} alike`,
  wordForWord: 'word for word',
  estimate: 'an estimate',
  near: 'a close call',
  lost: (count, one) =>
    `${count} ${one ? 'letter or digit of it lies' : 'letters and digits of it lie'} outside what the two share.`,
  lostNothing: 'Every letter and digit of it lies in what the two share.',

  because: 'Removed:',
  keptBecause: 'Kept:',
  reasons: ENGLISH_REASONS,
  ownReason: 'by the caller’s own rule',
  passageOf: (number, identity, moved) => `Passage ${number}, ${identity} alike${moved ? ', moved' : ''}`,
  fold: (count, one) => `${count} character${one ? '' : 's'} the same on both sides`,
  left: (count, one) => `${count} further character${one ? '' : 's'} of this pair are not shown.`,
  cut: (count, one) => `… ${count} character${one ? '' : 's'} not shown …`,
  noText: 'The texts were not at hand.',
  noDifference: 'No difference in what they share.',

  rejects: 'Not read',
  rejectsHint: 'Records that could not be read; the run went on without them.',
  place: 'Place',
  message: 'Why',
  moreRejects: (count) => `and ${count} more; the list of rejects has them all`,
}
