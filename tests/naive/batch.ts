export interface NaiveVerdict {
  /** Place of the keeper; null where the document is kept. */
  readonly keeper: number | null
  /** Places it is tied to. */
  readonly tied: readonly number[]
}

/**
 * Stars, by comparing all with all: the best is kept, each further document is removed for the best one kept of which it is a
 * duplicate and which loses nothing of it. Then, from the longest of those kept, each is removed for another one that is
 * still kept and loses nothing of it, a longer one first, a shorter one only if that cannot go for it; who lost its keeper looks for another one. `better` orders places, the best first.
 *
 * Its subject is which document is removed for which. How two texts are compared, and whether a comparison is enough for a
 * removal, is given by the caller, and tested for itself in tests/compare and tests/dedupe.
 */
export function naiveStars(
  lengths: readonly number[],
  better: (x: number, y: number) => number,
  relationOf: (x: number, y: number) => string,
  removes: (x: number, y: number) => boolean,
): NaiveVerdict[] {
  const places = lengths.map((_, i) => i)
  const ranked = [...places].sort(better)
  const keeper = new Map<number, number>()
  const isKept = (place: number) => !keeper.has(place)
  const seen: number[] = []
  for (const place of ranked) {
    const best = seen.find(
      (other) => isKept(other) && relationOf(place, other) === 'duplicate' && removes(place, other),
    )
    if (best !== undefined) keeper.set(place, best)
    seen.push(place)
  }
  const keptFirst = new Set(places.filter(isKept))
  const longest = [...ranked].sort((x, y) => lengths[y]! - lengths[x]!)
  longest.forEach((place, i) => {
    if (!isKept(place)) return
    const longer = ranked.filter(
      (other) => longest.indexOf(other) < i && isKept(other) && keptFirst.has(other),
    )
    const richer = longer.find((other) => removes(place, other))
    if (richer !== undefined) keeper.set(place, richer)
  })
  for (const place of longest) {
    const lost = keeper.get(place)
    if (lost === undefined || isKept(lost)) continue
    const another = ranked.find((other) => other !== place && isKept(other) && removes(place, other))
    if (another === undefined) keeper.delete(place)
    else keeper.set(place, another)
  }
  return places.map((place) => ({
    keeper: keeper.get(place) ?? null,
    tied: isKept(place)
      ? ranked
          .slice(0, ranked.indexOf(place))
          .filter((other) => isKept(other) && relationOf(place, other) !== 'unrelated')
      : [],
  }))
}
