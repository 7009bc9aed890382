import { relatedSource } from '../compare/compare.js'
import type { Relate } from '../compare/relation.js'
import type { KnownWord } from '../dedupe/account/evidence.js'
import { rankRule, type RankRule } from '../dedupe/rank-rule.js'
import { removalRule } from '../dedupe/removal.js'
import type { Remove } from '../dedupe/removal-policy.js'
import {
  DEFAULT_LIMIT,
  MOST_LOOKED,
  relatedByCoverage,
  sharesPhraseOnly,
  type FoundMatch,
} from '../store/search.js'
import { fold, type FoldedText } from '../text/fold.js'
import { asciiJson, badRecord, lineOf, recordOf, stringOf, wholeNumber } from './cells.js'
import { metBy } from './line-name.js'

/** How pairs are compared and judged. */
export interface VerifySettings {
  readonly relate: Relate
  readonly remove: Partial<Remove>
  /** Words that several documents of the whole batch have. */
  readonly known: KnownWord | undefined
  /** Whether all candidates of a document are looked at, or only the best: see `DEFAULT_LIMIT`. */
  readonly limit?: number
}

/**
 * `worker verify`: documents with their candidates → what became of each pair. The lines of one document follow each other: first
 * the document, then its candidates by `place`. Nothing comes out for the first, one line for each candidate. Only two texts are
 * held at a time.
 *
 * In: `{"a": 9, "text": "…"}`, then `{"a": 9, "place": 0, "b": 7, "line": "64s", "text": "…"}` for each line of `rank`. A pair that
 * an earlier round has compared under the same `line` comes without its text, with what was found of it instead:
 * `{"a": 9, "place": 0, "b": 7, "line": "64s", "outcome": "overlaps", "goes": 0, "gone": 0}`.
 *
 * | cell  | name       | holds                                                                                                |
 * | ----- | ---------- | ---------------------------------------------------------------------------------------------------- |
 * | 1–4   | a, place, b, line | as they came                                                                                  |
 * | 5     | outcome    | duplicate, contains, contained or overlaps, as A is to B; `unrelated`; `phrase`: they share no more than one, and were not aligned; `beyond`: 32 were aligned or 256 looked at before |
 * | 6     | fresh      | 1 where it was compared now; 0 where `outcome` came with the line, and for `beyond`                  |
 * | 7     | goes       | 1 where A may be removed for B, else 0                                                               |
 * | 8     | gone       | 1 where B may be removed for A, else 0; not asked, so 0, where A goes as a duplicate                 |
 * | 9, 10 | coverageA, coverageB | shares of A and B, 0 to 1; 0 where nothing was compared                                    |
 * | 11    | identity   | of the covered parts, 0 to 1; 0 where nothing was compared                                           |
 * | 12    | code       | why A goes or stays, for programs: see `RemovalCode`; empty where nothing was compared               |
 * | 13    | reason     | the same as a JSON string in ASCII; `""` where nothing was compared                                  |
 *
 * O(aligned texts), see `related`. @throws OffprintError `ERR_RECORD`.
 */
export function verifier({
  relate,
  remove,
  known,
  limit = DEFAULT_LIMIT,
}: VerifySettings): (line: string) => string {
  const rule = rankRule<number>(removalRule<unknown, number>({ remove }), (doc) => doc, known)
  let a = -1
  let text: FoldedText | null = null
  let before = -1
  let looked = 0
  let aligned = 0
  return (line) => {
    const record = recordOf(line)
    const doc = wholeNumber(record, 'a')
    if (record.b === undefined) {
      a = doc
      text = fold(stringOf(record, 'text'))
      before = -1
      looked = 0
      aligned = 0
      return ''
    }
    if (text === null || doc !== a) throw badRecord(`candidates of document ${doc} come before its text`)
    const b = wholeNumber(record, 'b')
    const place = wholeNumber(record, 'place')
    if (place <= before) throw badRecord(`place ${place} of document ${doc} comes after place ${before}`)
    before = place
    const name = stringOf(record, 'line')
    const cells = (outcome: string, fresh: number, goes: number, gone: number, rest = NOTHING) =>
      lineOf([a, place, b, name, outcome, fresh, goes, gone, ...rest])
    if (aligned === limit || looked === MOST_LOOKED * limit) return cells('beyond', 0, 0, 0)
    looked++
    if (record.outcome !== undefined) {
      const outcome = stringOf(record, 'outcome')
      if (outcome !== 'phrase') aligned++
      return cells(outcome, 0, wholeNumber(record, 'goes'), wholeNumber(record, 'gone'))
    }
    const source = stringOf(record, 'text')
    if (sharesPhraseOnly(metBy(name), text, source)) return cells('phrase', 1, 0, 0)
    aligned++
    const pair = relatedSource(text, source, relate)
    if (pair === null) return cells('unrelated', 1, 0, 0)
    const { b: other, comparison, edits, differences } = pair
    const match = { id: b, verified: true, ...comparison }
    const found = relatedByCoverage({ match, other, edits, differences }, { relate })
    return judged(found, text, a, rule, cells)
  }
}

/** Cells of a pair that was not compared. */
const NOTHING: readonly (string | number)[] = [0, 0, 0, '', '""']

function judged(
  found: FoundMatch<number>,
  text: FoldedText,
  a: number,
  rule: RankRule,
  cells: (outcome: string, fresh: number, goes: number, gone: number, rest: typeof NOTHING) => string,
): string {
  const { relation, coverage, identity } = found.match
  const decision = rule.decide(text, found)
  // In stars nobody asks the reverse of a document that goes.
  const goesAsCopy = decision.removed && relation === 'duplicate'
  const gone = !goesAsCopy && rule.decideFound(a, text, found).removed
  return cells(relation, 1, Number(decision.removed), Number(gone), [
    coverage.a,
    coverage.b,
    identity,
    decision.code,
    asciiJson(decision.reason),
  ])
}
