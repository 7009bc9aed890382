// What a round of an engine counts and cuts, as plainly as can be; the numbers are those of the in-process search, stated once more.

export interface Entry {
  readonly n: number
  /** Sampled fingerprints, and grams. */
  readonly sampled: number
  readonly grams: number
  readonly keys: readonly { readonly key: number; readonly kind: number; readonly place: number }[]
}

export type LookedRow = readonly [n: number, i: number, size: number, capped: number, most: number]

/** Lists among the entries that are held, for those that ask. @param held numbers, of which no two have one text. */
export function lookedByHand(
  entries: readonly Entry[],
  held: ReadonlySet<number>,
  asks: (n: number) => boolean,
): LookedRow[] {
  return entries
    .filter(({ n }) => asks(n))
    .flatMap((asker) => {
      const sizes = asker.keys.map(({ key, kind }, i) => {
        const earlier = entries
          .filter(({ n }) => n < asker.n && held.has(n))
          .flatMap(({ keys }) => keys.filter((other) => other.key === key)).length
        return { i, kind, size: Math.min(1000, earlier), capped: Number(earlier > 1000) }
      })
      const shown = sizes.filter(({ size }) => size > 0)
      return shown.map(({ i, kind, size, capped }): LookedRow => {
        const first = shown.filter(
          (other) => other.kind === kind && (other.size < size || (other.size === size && other.i < i)),
        )
        const before = first.reduce((sum, other) => sum + other.size, 0)
        const room = Math.max(512, 4 * (kind === 2 ? asker.sampled : asker.grams))
        const most =
          kind === 0
            ? size
            : kind === 1
              ? Math.min(size, asker.sampled >= 16 ? 64 : 1000)
              : first.length < 8 || before + size <= room
                ? size
                : Math.min(size, 4)
        return [asker.n, i, size, capped, most]
      })
    })
}

/** For each entry that asks: how many are held before it. */
export function heldBefore(
  entries: readonly Entry[],
  held: ReadonlySet<number>,
  asks: (n: number) => boolean,
): number[][] {
  return entries
    .filter(({ n }) => asks(n))
    .map(({ n }) => [n, entries.filter((other) => other.n < n && held.has(other.n)).length])
}
