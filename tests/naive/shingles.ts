import { naiveFmix32, naiveLowbias32 } from './hash.js'

/** One run of a folded text, hashed on its own. */
export interface NaiveShingle {
  readonly from: number
  readonly to: number
  readonly run: string
  readonly low: number
  readonly high: number
}

/** In fifths of a letter. */
function weightOf(character: string): number {
  if (/\p{Script=Han}/u.test(character)) return 8
  if (/\p{Script=Hangul}/u.test(character)) return 8
  if (/\p{Script=Hiragana}|\p{Script=Katakana}/u.test(character)) return 6
  return 5
}

/** From each character the shortest run of whole characters that reaches the weight; else the text as one run. */
export function naiveShingles(folded: string, weight = 40): NaiveShingle[] {
  const shingles: NaiveShingle[] = []
  for (let from = 0; from < folded.length; from += width(folded, from)) {
    let sum = 0
    let to = from
    while (to < folded.length && sum < weight) {
      const character = String.fromCodePoint(folded.codePointAt(to)!)
      sum += weightOf(character)
      to += character.length
    }
    if (sum >= weight) shingles.push(shingle(folded, from, to))
  }
  if (shingles.length === 0 && folded !== '') shingles.push(shingle(folded, 0, folded.length))
  return shingles
}

function width(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1
}

function shingle(folded: string, from: number, to: number): NaiveShingle {
  const run = folded.slice(from, to)
  const low = Number(naiveFmix32(polynomial(run, 0x524b56d3n)))
  const high = Number(naiveLowbias32(polynomial(run, 0x6ea0880bn)))
  return { from, to, run, low, high }
}

/** Σ unit · factor^(units after it), modulo 2^32. */
function polynomial(run: string, factor: bigint): bigint {
  let value = 0n
  for (let i = 0; i < run.length; i++) value = (value * factor + BigInt(run.charCodeAt(i))) & 0xffffffffn
  return value
}
