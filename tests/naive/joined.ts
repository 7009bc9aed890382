// What an engine joins between the verbs of the worker, as plainly as can be: arrays, filters and sorts. It shares no code and no
// constant with the plan; the numbers below are those of the in-process search, stated once more.

/** One line of `sign`. */
export interface Signed {
  readonly doc: number
  readonly length: number
  readonly rank: string
  readonly grams: number
  readonly signature: string
  readonly kinds: readonly number[]
  readonly keys: readonly string[]
  readonly places: readonly number[]
  readonly words: readonly number[]
  /** By key: where its fingerprints stand. */
  readonly at: ReadonlyMap<string, readonly number[]>
}

export function signedOf(line: string): Signed {
  const cells = line.replace(/\n$/, '').split('\t')
  const list = (cell: string) => (cell === '' ? [] : cell.split(','))
  const keys = list(cells[6])
  const places = list(cells[7]).map(Number)
  const at = new Map<string, number[]>()
  keys.forEach((key, i) => at.set(key, [...(at.get(key) ?? []), places[i]]))
  return {
    at,
    doc: Number(cells[0]),
    length: Number(cells[1]),
    rank: cells[2],
    grams: Number(cells[3]),
    signature: cells[4],
    kinds: list(cells[5]).map(Number),
    keys,
    places,
    words: list(cells[8]).map(Number),
  }
}

/** Documents in the order of their ranks. */
export function ranked(all: readonly Signed[]): Signed[] {
  return [...all].sort((x, y) => (x.rank < y.rank ? -1 : x.rank > y.rank ? 1 : x.doc - y.doc))
}

/** The line for `rank` of the document at a rank, where these of lesser rank are held. */
export function rankLine(all: readonly Signed[], at: number, held: readonly boolean[]): string {
  const own = all[at]
  const before = all.flatMap((one, b) => (b < at && held[b] ? [{ one, b }] : []))
  const sameText = (x: Signed, y: Signed) => x.keys[0] === y.keys[0] && x.length === y.length
  const entries = before.filter(({ one, b }) => !before.some((x) => x.b < b && sameText(x.one, one)))
  const kindOf = (i: number) => {
    let left = i
    return own.kinds.findIndex((count) => (left -= count) < 0)
  }
  let over = 0
  const lists = own.keys.map((key, i) => {
    const list = entries.flatMap(({ one, b }) =>
      (one.at.get(key) ?? []).map((place) => ({ b, place: kindOf(i) < 2 ? 0 : place })),
    )
    if (list.length > 1000 && kindOf(i) > 0) over = 1
    return kindOf(i) === 0 ? list : list.slice(0, 1000)
  })
  const looked = lists.map(() => 0)
  for (const kind of [2, 3]) {
    const most = Math.max(512, 4 * own.kinds[kind])
    let hits = 0
    let taken = 0
    const order = lists.flatMap((list, i) => (kindOf(i) === kind && list.length > 0 ? [i] : []))
    for (const i of order.sort((x, y) => lists[x].length - lists[y].length || x - y)) {
      const size = lists[i].length
      if (taken >= 8 && hits + size > most) {
        looked[i] = 4
        continue
      }
      looked[i] = size
      hits += size
      taken++
    }
  }
  const inBand = own.kinds[2] >= 16 ? 64 : 1000
  const hits: [key: number, b: number, place: number][] = []
  lists.forEach((list, i) => {
    const kind = kindOf(i)
    const most = kind === 0 ? Infinity : kind === 1 ? inBand : looked[i]
    if (own.length === 0 && kind === 1) return
    for (const { b, place } of list.slice(0, most)) hits.push([i, b, place])
  })
  const cards = [...new Set(hits.map(([, b]) => b))].map((b) => {
    const { length, grams, signature } = all[b]
    const copies = before.filter((x) => x.b > b && sameText(x.one, all[b])).map((x) => x.b)
    return `${b}:${length}:${grams}:${signature}:${copies.join('.')}`
  })
  return JSON.stringify({
    doc: at,
    documents: before.length,
    length: own.length,
    signature: own.signature,
    kinds: own.kinds.join(),
    places: own.places.join(),
    holders: lists
      .flatMap((list, i) => (list.length > 0 && kindOf(i) > 0 ? [`${i}:${list.length}`] : []))
      .join(),
    hits: hits.map((hit) => hit.join(':')).join(),
    cards: cards.join(),
    over,
  })
}
