import { featuresOf } from '../candidates/features.js'
import { storeKeys, wordsOf } from '../fleet/store-keys.js'
import { indexSettings } from '../store/index-options.js'
import { fold } from '../text/fold.js'
import { badRecord, hexOf, lineOf, recordOf, wholeNumber } from './cells.js'
import { rankKey } from './rank-key.js'

/**
 * `worker sign`: a document → all that it is found by. One line in, one line out, in the same order.
 *
 * In: `{"doc": 12, "text": "…", "id": "a", "score": 0}`. `doc` numbers the documents from 0, by input file and record. `id` is a
 * string or a number, by default `doc`; `score` is a number, lower for the better keeper, by default `doc`.
 *
 * | cell | name      | holds                                                                                             |
 * | ---- | --------- | ------------------------------------------------------------------------------------------------- |
 * | 1    | doc       | as it came                                                                                        |
 * | 2    | length    | folded units; −1 where `text` is null or absent: such a document has no keys, and is no document  |
 * | 3    | rank      | ASCII; the lesser, by bytes, the better keeper: see `rankKey`                                     |
 * | 4    | grams     | grams of a short text, else 0                                                                     |
 * | 5    | signature | 256 hex digits: 128 slots of 8 bits                                                               |
 * | 6    | kinds     | how many keys are digest, bands, sampled fingerprints, grams: `1,17,40,0`                         |
 * | 7    | keys      | signed 64-bit decimals with commas between them; first the digest of the folded text              |
 * | 8    | places    | where each key's fingerprint stands, in folded units, else 0; as many as keys                     |
 * | 9    | words     | signed 32-bit hashes of the distinct words, with commas between them; empty where there is none   |
 *
 * O(length of the text). @throws OffprintError `ERR_RECORD`.
 */
export function sign(line: string): string {
  const record = recordOf(line)
  const doc = wholeNumber(record, 'doc')
  const { text, id = doc, score = doc } = record
  if (text === null || text === undefined) return lineOf([doc, -1, '', 0, '', '0,0,0,0', '', '', ''])
  if (typeof text !== 'string') throw badRecord(`text must be a string, got ${typeof text}`)
  if (typeof id !== 'string' && typeof id !== 'number') {
    throw badRecord(`id must be a string or a number, got ${JSON.stringify(id)}`)
  }
  // NaN, of which a policy can tell nothing, is null in JSON.
  if (score !== null && typeof score !== 'number') {
    throw badRecord(`score must be a number, got ${JSON.stringify(score)}`)
  }
  const folded = fold(text)
  const features = featuresOf(text, SETTINGS, folded)
  const { keys, places } = storeKeys(features)
  const sampled = features.sampled?.count ?? 0
  const grams = features.grams?.count ?? 0
  return lineOf([
    doc,
    folded.length,
    rankKey(id, text, folded.length, score ?? NaN),
    grams,
    hexOf(features.signature),
    [1, keys.length - 1 - sampled - grams, sampled, grams].join(),
    keys.join(),
    places.join(),
    [...wordsOf(folded)].join(),
  ])
}

/** Those of a batch. */
const SETTINGS = indexSettings({}).featureSettings
