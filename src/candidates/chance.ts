import { eachLine, UNSEEN, type Line } from './colinear.js'
import type { Features } from './features.js'
import { RATE, type Fingerprints } from './fingerprints.js'
import type { Hits } from './hits.js'
import type { Postings, PostingsSegment } from './postings.js'

/** A document with a line of hits that may be more than chance. */
export interface DocumentLine<Segment extends PostingsSegment> {
  readonly segment: Segment
  readonly row: number
  readonly line: Line
  /** About what part of the shorter text the two share. */
  readonly share: number
  /** Whether it is worth an alignment without a look at the others. */
  readonly strong: boolean
  /** Whether its line is less likely by chance than that of half a document of the whole collection. */
  readonly rare: boolean
  /** Whether it shares a part that very many documents have, and neither text is much more than that part. */
  readonly boilerplate: boolean
}

/** One hit alone names no document, except for a snippet. */
const LEAST_HITS = 2
/**
 * A text up to this many folded units is a snippet: of 100 letters 5 % have one sampled fingerprint in all. Whoever has one of
 * them is looked at, the best SNIPPET_LINES of them: with up to four holders, and more than chance, 6 % of the snippets of chains
 * of phrases were missed, 3 % of those of news.
 */
export const SNIPPET = 128
const SNIPPET_LINES = 64
/**
 * Two hits are colinear when their diagonals are this close, in folded units. At 512 twice as many unrelated documents had
 * two colinear hits, and of 420 noisy copies none more was found.
 */
export const SLACK = 64
/**
 * Expected chance matches, the documents of the whole collection that would have the same colinear fingerprints if
 * fingerprints were spread by chance alone, must stay below this.
 */
export const MAX_CHANCE_MATCHES = 0.5
/** A document that shares this part of the shorter text is a candidate however common what it shares: a noisy copy at 20 % shares .17. */
export const STRONG_SHARE = 0.15
/**
 * Hits within so many folded units are one phrase, and say only that both texts have it: of 9,700 unrelated lines of chains of
 * phrases 9,000 are shorter, of 62 passages of 120 to 400 letters without noise 5, with 10 % of wrong letters 6 of 110. A phrase
 * that so few documents have may be the beginning of a passage, and they are looked at.
 */
const PHRASE = 32
const PHRASE_HOLDERS = 4
/** Where so few documents have two hits in line, language does not explain them, and all are candidates. */
const FEW_LINES = 4
/**
 * More documents than this that all share less are too many to be aligned. Those are left out that share nothing but what
 * more than this many documents have: boilerplate.
 */
const MOST_WEAK = 16

/**
 * A line is boilerplate where all its hits but those of a phrase are common, and it ends before this part of the shorter text
 * does: each text with a letterhead of 2,000 characters was aligned with 32 others. A copy is more than that part, however many
 * copies there are.
 */
const BOILERPLATE_PART = 0.7
const PHRASE_HITS = 4

/** A passage that counts has 96 letters, and so many fingerprints on average: who is left out in spite of them is told of. */
const PASSAGE_HITS = 6

/** The documents with hits in line that pass the test of information, in the order of their first hits. */
export function linesOf<Segment extends PostingsSegment>(
  postings: Postings<Segment>,
  { length }: Features,
  { count, positions }: Fingerprints,
  hits: Hits,
): DocumentLine<Segment>[] {
  const { documents } = postings
  const weights = weightsOf(hits, documents)
  const lines: DocumentLine<Segment>[] = []
  const least = Math.log(documents / MAX_CHANCE_MATCHES)
  const snippet = length <= SNIPPET
  /** Fewer hits than this, for each unit of the shorter text, are no strong share. */
  const strongHits = (STRONG_SHARE * hits.wholes) / (RATE * count)
  const isPhrase = (number: number, found: number, extent: number, rarest: number) => {
    if (extent >= PHRASE || rarest <= PHRASE_HOLDERS) return false
    const { segment, row } = postings.locate(number)
    return found < strongHits * Math.min(length, segment.lengths[row])
  }
  const visit = (number: number, line: Line): void => {
    if (!snippet && (line.hits < LEAST_HITS || line.information < least)) return
    const { segment, row } = postings.locate(number)
    const other = segment.lengths[row]
    const shorter = Math.min(length, other)
    // What was not looked at counts as if it were shared as often as what was.
    const share = Math.min(1, (line.sure * RATE * count) / (hits.wholes * shorter))
    if (!snippet && share < STRONG_SHARE && line.extent < PHRASE && line.rarest > PHRASE_HOLDERS) return
    lines.push({
      segment,
      row,
      line: { ...line },
      share: line.hits < LEAST_HITS ? 1 : share,
      strong: line.hits < LEAST_HITS || share >= STRONG_SHARE,
      rare: chanceInformation(line, count, other / RATE, length + other) >= least,
      boilerplate:
        line.common > PHRASE_HITS &&
        line.hits - line.common <= PHRASE_HITS &&
        line.extent < BOILERPLATE_PART * shorter,
    })
  }
  if (snippet) eachLine(hits, positions, weights, SLACK, 1, visit)
  else eachLine(hits, positions, weights, SLACK, LEAST_HITS, visit, isPhrase)
  return lines
}

/**
 * The documents worth an alignment. `boilerplate`: some were left out because what they share is in too many.
 * O(lines · log lines).
 * @param length of the text, in folded units.
 */
export function chosenLines<Segment extends PostingsSegment>(
  all: readonly DocumentLine<Segment>[],
  length: number,
): { chosen: readonly DocumentLine<Segment>[]; boilerplate: boolean } {
  if (length <= SNIPPET) return bestLines(all)
  const common = all.reduce((sum, { boilerplate, strong }) => sum + Number(boilerplate && strong), 0)
  // Of documents that no whole list leads to there are always more.
  const lines = all.filter(({ boilerplate, line }) => !boilerplate || (common <= MOST_WEAK && line.sure > 0))
  const less = lines.length < all.length
  if (lines.length <= FEW_LINES) return { chosen: lines, boilerplate: less }
  const chosen = lines.filter(({ strong, rare }) => strong || rare)
  const weak = chosen.reduce((sum, { strong }) => sum + Number(!strong), 0)
  if (weak <= MOST_WEAK) {
    const boilerplate = lines.some(({ strong, rare, line }) => !strong && !rare && line.hits >= PASSAGE_HITS)
    return { chosen, boilerplate: boilerplate || less }
  }
  const own = chosen.filter(({ strong, line }) => strong || line.rarest <= MOST_WEAK)
  return { chosen: own, boilerplate: own.length < lines.length || less }
}

/** Of the lines of a snippet those that say most, of equal ones the earliest documents. */
function bestLines<Segment extends PostingsSegment>(
  lines: readonly DocumentLine<Segment>[],
): { chosen: readonly DocumentLine<Segment>[]; boilerplate: boolean } {
  if (lines.length <= SNIPPET_LINES) return { chosen: lines, boilerplate: false }
  const numberOf = ({ segment, row }: DocumentLine<Segment>) => segment.base + row
  const best = [...lines].sort((x, y) => y.line.information - x.line.information || numberOf(x) - numberOf(y))
  return { chosen: best.slice(0, SNIPPET_LINES), boilerplate: true }
}

/** What each fingerprint says, in nats: one that all documents have nothing. */
export function weightsOf({ holders }: Pick<Hits, 'holders'>, documents: number): Float64Array {
  const weights = new Float64Array(holders.length)
  for (let place = 0; place < holders.length; place++) {
    if (holders[place] > 0) weights[place] = Math.max(0, Math.log((documents + UNSEEN) / holders[place]))
  }
  return weights
}

/**
 * The information of a line less that of its being the best of many: its m hits that stand apart can begin at any fingerprint
 * of the text, end at any within their span, and be any of those between, and any of those in the span that the document
 * shares in any order; and all but the first have to meet one window of 2 · SLACK diagonals. Among 176 articles, of 1,464
 * unrelated pairs with two hits in line 73 stay, and of their copies with 20 % of wrong characters all.
 * @param count fingerprints of the text. @param others of the other text, about.
 * @param units folded units of both texts, which is the number of diagonals.
 */
export function chanceInformation(
  { apart, apartInformation, shared, span }: Pick<Line, 'apart' | 'apartInformation' | 'shared' | 'span'>,
  count: number,
  others: number,
  units: number,
): number {
  if (apart < 2) return 0
  return (
    apartInformation -
    Math.log(Math.max(1, Math.min(count, others))) -
    Math.log(Math.max(1, Math.min(span, others))) -
    logChoices(Math.max(Math.min(span, others) - 2, apart - 2), apart - 2) -
    logChoices(Math.max((shared * span) / count, apart), apart) +
    (apart - 1) * Math.log(units / (2 * SLACK))
  )
}

/** ln of the number of ways to choose m of n. O(m). */
function logChoices(n: number, m: number): number {
  let sum = 0
  for (let i = 0; i < m; i++) sum += Math.log((n - i) / (i + 1))
  return sum
}
