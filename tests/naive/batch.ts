import { compare, type Comparison } from '../../src/compare/compare.js'

export interface NaiveVerdict {
  /** Place of the keeper; null where the document is kept. */
  readonly keeper: number | null
  /** Places it is tied to. */
  readonly tied: readonly number[]
}

/**
 * Stars, by comparing all with all: the best is kept, each further document goes for the best one kept that it matches.
 * `better` orders places, the best first.
 */
export function naiveStars(
  texts: readonly string[],
  better: (x: number, y: number) => number,
  goes: (comparison: Comparison, text: string) => boolean,
): NaiveVerdict[] {
  const verdicts: NaiveVerdict[] = texts.map(() => ({ keeper: null, tied: [] }))
  const kept: number[] = []
  for (const place of texts.map((_, i) => i).sort(better)) {
    const related = kept.map((other) => ({ other, comparison: compare(texts[place], texts[other]) }))
    const keeper = related.find(({ comparison }) => goes(comparison, texts[place]))?.other ?? null
    const tied =
      keeper === null
        ? related.filter(({ comparison }) => comparison.relation !== 'unrelated').map(({ other }) => other)
        : []
    verdicts[place] = { keeper, tied }
    if (keeper === null) kept.push(place)
  }
  return verdicts
}
