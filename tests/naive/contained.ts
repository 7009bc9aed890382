/** Who may go for whom, by any numbers; what is said of a document is said of its number. */
export interface Wish {
  readonly n: number
  readonly other: number
}

/** From the longest document down; of equally long ones the lesser number first. Each one looks at all wishes anew. */
export function containedByHand(
  lengths: ReadonlyMap<number, number>,
  wishes: readonly Wish[],
): Map<number, number> {
  const order = [...lengths.keys()].sort((x, y) => lengths.get(y)! - lengths.get(x)! || x - y)
  const gone = new Map<number, number>()
  order.forEach((n, turn) => {
    const wished = wishes.filter((wish) => wish.n === n && !gone.has(wish.other)).map((wish) => wish.other)
    wished.sort((x, y) => x - y)
    const before = wished.filter((other) => order.indexOf(other) < turn)
    const oneWay = wished.filter((other) => !wishes.some((wish) => wish.n === other && wish.other === n))
    const [keeper] = [...before, ...oneWay]
    if (keeper !== undefined) gone.set(n, keeper)
  })
  return gone
}

/** Orphans in their turn; what was found instead is −1 for nothing. */
export function settledByHand(
  orphans: readonly { readonly n: number; readonly keeper: number; readonly instead: number }[],
): number[][] {
  const rows: number[][] = []
  for (const { n, keeper, instead } of orphans) {
    const isBack = rows.some(([other, its]) => other === keeper && its === -1)
    rows.push([n, isBack ? keeper : instead])
  }
  return rows
}
