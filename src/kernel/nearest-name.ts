/**
 * The one of some names that a misspelt name means: equal but for case, or at most two letters (one, of three or four letters) put
 * in, left out, changed or exchanged with its neighbour. Undefined where none is that near. O(names · letters²); only errors ask.
 */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const lower = given.toLowerCase()
  let best: string | undefined
  let least = lower.length <= 2 ? 0 : lower.length <= 4 ? 1 : 2
  for (const name of names) {
    const distance = slips(lower, name.toLowerCase())
    if (distance > least || (distance === least && best !== undefined)) continue
    best = name
    least = distance
  }
  return best
}

/** Letters put in, left out, changed or exchanged (optimal string alignment). */
function slips(a: string, b: string): number {
  let twoBefore: number[] = []
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = before[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(changed, before[j] + 1, row[j - 1] + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], twoBefore[j - 2] + 1)
    }
    twoBefore = before
    before = row
  }
  return before[b.length]
}
