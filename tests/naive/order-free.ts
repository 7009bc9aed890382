import { editDistance } from './levenshtein.js'

/** Order-free rates as their definitions read. Shares nothing with src/. */

/** max(missing, surplus) of two bags. */
export function naiveBagErrors<T>(ocr: readonly T[], truth: readonly T[]): number {
  const without = (from: readonly T[], taken: readonly T[]) => {
    const rest = [...from]
    for (const one of taken) if (rest.includes(one)) rest.splice(rest.indexOf(one), 1)
    return rest.length
  }
  return Math.max(without(truth, ocr), without(ocr, truth))
}

/** Where a line fits best into a longer one, every part of it tried. */
function placed<T>(short: readonly T[], long: readonly T[]): { errors: number; from: number; to: number } {
  let best = { errors: short.length, from: 0, to: 0 }
  for (let to = 1; to <= long.length; to++) {
    for (let from = to; from >= 0; from--) {
      const errors = editDistance(short, long.slice(from, to))
      if (errors < best.errors) best = { errors, from, to }
    }
  }
  return best
}

/** Errors of lines in any order: equal ones first, then the longest of the text that has more left. */
export function naiveLineErrors(ocrLines: readonly string[][], truthLines: readonly string[][]): number {
  if (ocrLines.length === 1 && truthLines.length === 1) return editDistance(ocrLines[0]!, truthLines[0]!)
  const ocr = [...ocrLines]
  let truth: string[][] = []
  for (const line of truthLines) {
    const at = ocr.findIndex((other) => other.join('\0') === line.join('\0'))
    if (at >= 0) ocr.splice(at, 1)
    else truth.push(line)
  }
  if (truth.length < ocr.length) {
    const fewer = truth
    truth = ocr.splice(0)
    ocr.push(...fewer)
  }
  let errors = 0
  const rests = (line: string[], from: number, to: number) =>
    [
      line.slice(0, line[from - 1] === ' ' ? from - 1 : from),
      line.slice(line[to] === ' ' ? to + 1 : to),
    ].filter((rest) => rest.length > 0)
  while (truth.length > 0) {
    const longest = Math.max(...truth.map((line) => line.length))
    const at = truth.findIndex((line) => line.length === longest)
    const line = truth[at]!
    const ways = ocr.map((other, i) => {
      const isInOcr = line.length <= other.length
      const place = isInOcr ? placed(line, other) : placed(other, line)
      const shorter = Math.min(line.length, other.length)
      const apart = Math.abs(line.length - other.length)
      return { i, isInOcr, ...place, score: shorter - 2 * place.errors, apart }
    })
    const [best] = ways
      .filter(({ score }) => score > 0)
      .sort((x, y) => y.score - x.score || x.apart - y.apart || x.i - y.i)
    if (best === undefined) {
      errors += line.length
      truth.splice(at, 1)
      continue
    }
    errors += best.errors
    const other = ocr[best.i]!
    truth.splice(at, 1, ...(best.isInOcr ? [] : rests(line, best.from, best.to)))
    ocr.splice(best.i, 1, ...(best.isInOcr ? rests(other, best.from, best.to) : []))
  }
  return errors + ocr.reduce((sum, line) => sum + line.length, 0)
}
