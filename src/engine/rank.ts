import { bandsBeside, rankCandidates } from '../candidates/candidates.js'
import type { Features } from '../candidates/features.js'
import type { Fingerprints } from '../candidates/fingerprints.js'
import { LEAST_SHARE } from '../dedupe/corpus.js'
import { DEFAULT_LIMIT, inTurns, MOST_LOOKED, selectedRows } from '../store/search.js'
import { lineName } from './line-name.js'
import { badRecord, bytesOfHex, lineOf, recordOf, stringOf, wholeNumber, type LineRecord } from './cells.js'
import { GivenPostings, type GivenDocument, type GivenHit } from './given-postings.js'

/** Beyond this many no search looks; one more shows that there are more. */
const MOST_RANKED = MOST_LOOKED * DEFAULT_LIMIT + 1

/**
 * `worker rank`: what an engine joined for one document → the documents worth comparing with it, best evidence first, by the code
 * that ranks in one process. One line in; one line out that heads the document, and one for each candidate.
 *
 * In, one object a document; the cells of `sign` stand under their names:
 *
 * | field     | holds                                                                                                   |
 * | --------- | ------------------------------------------------------------------------------------------------------- |
 * | doc       | its number by rank: candidates have lesser numbers                                                      |
 * | documents | how many documents are held that have lesser numbers                                                    |
 * | length, signature, kinds, places | as `sign` gave them                                                              |
 * | holders   | `18:3,19:1`: key by key, counted from 0, how many postings its list has, 1,000 at most; empty lists left out |
 * | hits      | `18:7:64,18:9:0`: key, document, place of the postings that are looked at; of bands and digest place 0  |
 * | cards     | `7:812:0:00ff…:8.11`: of each document of the hits its number, length, grams, signature, and the documents with the same folded text; the signature may be empty where only fingerprints lead to it; `:x` at the end: it is not to be found itself |
 * | over      | 1 where a list of this document has more than 1,000 postings, else 0                                    |
 *
 * | cell | name      | holds                                                                                                  |
 * | ---- | --------- | ------------------------------------------------------------------------------------------------------ |
 * | 1    | a         | the document                                                                                           |
 * | 2    | place     | −1 in the line that heads it, then 0, 1, …: the order in which a search looks at candidates            |
 * | 3    | b         | the candidate; −1 in the head                                                                          |
 * | 4    | line      | how they met: `=` the same folded text; `~` a band or grams; else the diagonal of a line of fingerprints, then `s` where its share is strong, `w` where it is weak |
 * | 5    | truncated | 1 where there was more than was looked at, else 0; the same in all lines of a document                 |
 *
 * O(hits · log hits). @throws OffprintError `ERR_RECORD`.
 */
export function rank(line: string): string {
  const record = recordOf(line)
  const doc = wholeNumber(record, 'doc')
  const { features, first } = featuresOf(record)
  const { documents, rows } = documentsOf(record, doc)
  const holders = new Map(
    groupsOf(record, 'holders', 2).map(([key, count]) => [requireKey(key, first.end), count]),
  )
  const hits = groupsOf(record, 'hits', 3).map(([key, b, place]): GivenHit => {
    const row = rows.get(b)
    if (row === undefined) throw badRecord(`hits name document ${b}, which has no card`)
    return { key: requireKey(key, first.end), row, place }
  })
  const held = wholeNumber(record, 'documents')
  const postings = new GivenPostings({ documents, hits, holders, first, held })
  const found = rankCandidates<GivenPostings>(
    postings,
    features,
    (_segment, entry) => documents[entry].length === features.length,
  )
  const tally = { candidates: 0, verified: 0, truncated: 0 }
  const closed = new Set(documents.filter(({ open }) => !open).map(({ doc: b }) => b))
  const options = { share: LEAST_SHARE, ...(closed.size > 0 && { filter: (b: number) => !closed.has(b) }) }
  const groups = selectedRows<number>(found.entries, options, DEFAULT_LIMIT, tally)
  const { most } = bandsBeside(features.sampled?.count ?? 0)
  let beyond = record.over === 1
  for (let key = first.bands; key < first.sampled; key++) beyond ||= (holders.get(key) ?? 0) > most
  const truncated = Number(found.truncated || beyond)
  let out = lineOf([doc, -1, -1, '', truncated])
  let place = 0
  for (const { found: candidate, row } of inTurns(groups)) {
    if (place === MOST_RANKED) break
    out += lineOf([doc, place++, postings.ids[row.row], lineName(candidate), truncated])
  }
  return out
}

/** What a search needs of the document itself, and where the keys of a kind begin. */
function featuresOf(record: LineRecord): {
  features: Features
  first: { readonly bands: number; readonly sampled: number; readonly grams: number; readonly end: number }
} {
  const length = wholeNumber(record, 'length')
  const kinds = numbers(record, 'kinds')
  const places = numbers(record, 'places')
  const [digest, bands, sampled, grams] = kinds
  const end = kinds.reduce((sum, count) => sum + count, 0)
  if (kinds.length !== 4 || digest !== 1 || places.length !== end) {
    throw badRecord(`kinds ${kinds.join()} do not agree with ${places.length} places`)
  }
  const first = { bands: 1, sampled: 1 + bands, grams: 1 + bands + sampled, end }
  const features = {
    source: '',
    passages: true,
    folded: null,
    length,
    digest: { low: 0, high: 0 },
    signature: bytesOfHex(stringOf(record, 'signature')),
    // Bands are asked for by their numbers.
    bands: Uint32Array.from({ length: bands }, (_, band) => band),
    sampled: fingerprintsAt(places, first.sampled, sampled),
    grams: fingerprintsAt(places, first.grams, grams),
  }
  return { features, first }
}

/** Their hashes are not asked for: the engine has joined by them. */
function fingerprintsAt(places: readonly number[], from: number, count: number): Fingerprints | null {
  if (count === 0) return null
  const positions = Uint32Array.from(places.slice(from, from + count))
  return { count, low: NO_HASHES, high: NO_HASHES, positions }
}

const NO_HASHES = new Uint32Array(0)

/** The documents of the cards, ascending, and the row of each. */
function documentsOf(
  record: LineRecord,
  doc: number,
): { documents: readonly GivenDocument[]; rows: ReadonlyMap<number, number> } {
  const cards = stringOf(record, 'cards')
  const documents = cards === '' ? [] : cards.split(',').map((card) => documentOf(card, doc))
  documents.sort((x, y) => x.doc - y.doc)
  const rows = new Map(documents.map(({ doc: b }, row) => [b, row]))
  if (rows.size < documents.length) throw badRecord('cards name a document twice')
  return { documents, rows }
}

function documentOf(card: string, doc: number): GivenDocument {
  const cells = card.split(':')
  const [b, length, grams] = cells.map(Number)
  const open = cells.length === 5
  if ((!open && cells[5] !== 'x') || !isWhole(b) || !isWhole(length) || !isWhole(grams)) {
    throw badRecord(`"${card.slice(0, 40)}" is no card`)
  }
  if (b >= doc) throw badRecord(`document ${b} cannot be a candidate for ${doc}`)
  const signature = cells[3] === '' ? null : bytesOfHex(cells[3])
  // The engine lists all of them; those that come later are not held yet.
  const copies = cells[4] === '' ? [] : cells[4].split('.').map(Number)
  const earlier = copies.filter((copy) => copy < doc).sort((x, y) => x - y)
  return { doc: b, length, grams, signature, copies: earlier, open }
}

function requireKey(key: number, end: number): number {
  if (key >= end) throw badRecord(`key ${key} is beyond the ${end} keys of the document`)
  return key
}

/** Whole numbers with commas between them. */
function numbers(record: LineRecord, field: string): number[] {
  const given = stringOf(record, field)
  const parts = given === '' ? [] : given.split(',').map(Number)
  if (!parts.every(isWhole)) throw badRecord(`${field} must be whole numbers with commas between them`)
  return parts
}

/** Groups of whole numbers, colons inside and commas between them. */
function groupsOf(record: LineRecord, field: string, size: number): number[][] {
  const given = stringOf(record, field)
  const groups = given === '' ? [] : given.split(',').map((group) => group.split(':').map(Number))
  if (!groups.every((group) => group.length === size && group.every(isWhole))) {
    throw badRecord(`${field} must be groups of ${size} whole numbers, colons inside and commas between them`)
  }
  return groups
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
