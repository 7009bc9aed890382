/** Corresponding offsets of both texts, ascending in `from`, in runs that each belong to one passage. */
export interface Aligned {
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Index into `from` where each passage's run begins, and the end. */
  readonly runs: readonly number[]
}

/** Passages (four numbers each) and edits (two each) as corresponding offsets; `side` 0 reads from A to B, 1 back. */
export function alignedPlaces(passages: readonly number[], edits: readonly number[], side: 0 | 1): Aligned {
  const here = side * 2
  const there = 2 - here
  const order: number[] = []
  for (let p = 0; p < passages.length; p += 4) order.push(p)
  order.sort((x, y) => passages[x + here] - passages[y + here])
  const points: [number, number][] = []
  for (let e = 0; e < edits.length; e += 2) points.push([edits[e + side], edits[e + 1 - side]])
  points.sort((x, y) => x[0] - y[0])
  const from: number[] = []
  const to: number[] = []
  const runs: number[] = []
  let next = 0
  for (const p of order) {
    const [start, end] = [passages[p + here], passages[p + here + 1]]
    const [otherStart, otherEnd] = [passages[p + there], passages[p + there + 1]]
    runs.push(from.length)
    from.push(start)
    to.push(otherStart)
    while (next < points.length && points[next][0] < start) next++
    for (; next < points.length && points[next][0] <= end; next++) {
      // The two halves of a moved text may stand in two passages.
      if (points[next][1] < to[to.length - 1] || points[next][1] > otherEnd) continue
      from.push(points[next][0])
      to.push(points[next][1])
    }
    from.push(end)
    to.push(otherEnd)
  }
  runs.push(from.length)
  return { from, to, runs }
}

/** The offset that corresponds to `at`: between known places in proportion; outside passages the nearest border. */
export function counterpart({ from, to, runs }: Aligned, at: number): number | null {
  if (from.length === 0) return null
  let low = 0
  let high = from.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (from[middle] <= at) low = middle
    else high = middle
  }
  if (at <= from[low] || low + 1 === from.length) return to[low]
  if (runs.includes(low + 1)) return at - from[low] < from[low + 1] - at ? to[low] : to[low + 1]
  const share = (at - from[low]) / (from[low + 1] - from[low])
  return to[low] + share * (to[low + 1] - to[low])
}
