export interface NaiveVerdict {
  /** Place of the keeper; null where the document is kept. */
  readonly keeper: number | null
  /** Places it is tied to. */
  readonly tied: readonly number[]
}

/**
 * Stars, by comparing all with all: the best is kept, each further document is removed for the best one kept that it
 * matches. `better` orders places, the best first.
 *
 * Its subject is which document is removed for which. How two texts are compared, and whether a comparison is enough for a
 * removal, is given by the caller, and tested for itself in tests/compare and tests/dedupe.
 */
export function naiveStars<C extends { readonly relation: string }>(
  texts: readonly string[],
  better: (x: number, y: number) => number,
  compare: (a: string, b: string) => C,
  removes: (comparison: C, text: string) => boolean,
): NaiveVerdict[] {
  const verdicts: NaiveVerdict[] = texts.map(() => ({ keeper: null, tied: [] }))
  const kept: number[] = []
  for (const place of texts.map((_, i) => i).sort(better)) {
    const related = kept.map((other) => ({ other, comparison: compare(texts[place], texts[other]) }))
    const keeper = related.find(({ comparison }) => removes(comparison, texts[place]))?.other ?? null
    const tied =
      keeper === null
        ? related.filter(({ comparison }) => comparison.relation !== 'unrelated').map(({ other }) => other)
        : []
    verdicts[place] = { keeper, tied }
    if (keeper === null) kept.push(place)
  }
  return verdicts
}
