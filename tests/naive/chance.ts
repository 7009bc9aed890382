/** How many ways there are to choose m of n, where n may be no whole number: n (n − 1) … (n − m + 1) / m!. */
function choices(n: number, m: number): number {
  let ways = 1
  for (let i = 0; i < m; i++) ways *= (n - i) / (m - i)
  return ways
}

/**
 * Expected number of documents, of some held, that would by chance have a line like this one: the probability of its hits
 * that stand apart, times the number of ways to choose them from the text and from what the document shares, times the
 * probability that all but the first fall into the window of the first.
 */
export function expectedByChance(line: {
  readonly apart: number
  readonly shared: number
  readonly span: number
  /** Share of documents, of those held and some unseen, that have each of the hits that stand apart. */
  readonly shares: readonly number[]
  readonly documents: number
  readonly count: number
  readonly others: number
  readonly window: number
  readonly diagonals: number
}): number {
  const { apart, shared, span, shares, documents, count, others, window, diagonals } = line
  const hits = shares.reduce((product, share) => product * share, 1)
  const begins = Math.max(1, Math.min(count, others))
  const within = Math.min(span, others)
  const ends = Math.max(1, within)
  const between = choices(Math.max(within, apart) - 2, apart - 2)
  const ofShared = choices(Math.max((shared * span) / count, apart), apart)
  return documents * hits * begins * ends * between * ofShared * (window / diagonals) ** (apart - 1)
}
