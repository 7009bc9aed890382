import type { Passage } from '../src/align/passage.js'

/**
 * Pairs of texts whose truth is known character by character: an article, and a page that prints its blocks, noisily,
 * in some order, with foreign text around them and within them.
 */
export interface Woven {
  readonly a: string
  readonly b: string
  /** For each unit of a side the character of the article it is a print of, or −1: foreign, or put in by noise. */
  readonly charactersA: Int32Array
  readonly charactersB: Int32Array
  /** For each unit of a side the print (of a block) it stands in, or −1. */
  readonly printsA: Int32Array
  readonly printsB: Int32Array
}

export interface Weave {
  /** Share of the characters of the page that are wrong: 60 % of these are others, 20 % lost, 20 % put in. */
  readonly rate: number
  /** The blocks of the page in order, by their number in the article; one that is named twice is printed twice. */
  readonly page: readonly number[]
  /** The blocks of the article in order. Default 0, 1, 2, …, each once. */
  readonly article?: readonly number[]
  /** Length of the foreign stretches, least and most. */
  readonly foreign: readonly [number, number]
  /** Share of the printed blocks that have foreign text in their middle too. Default 0. */
  readonly split?: number
}

/** Weaves a pair of a text and foreign text that holds only characters which folding keeps, one unit each. */
export function weave(text: string, foreign: string, how: Weave, next: () => number): Woven {
  const blocks = 1 + Math.max(...how.page, ...(how.article ?? []))
  const size = Math.floor(text.length / blocks)
  const letters = [...new Set(foreign)]
  // Wrong characters are as frequent as right ones: drawn from running text.
  const wrong = (...not: (string | undefined)[]) => {
    for (;;) {
      const character = foreign[Math.floor(next() * foreign.length)]
      if (!not.includes(character) || letters.length <= not.length) return character
    }
  }
  const a = new Side()
  for (const block of how.article ?? Array.from({ length: blocks }, (_, i) => i)) {
    a.print()
    for (let i = block * size; i < (block + 1) * size; i++) a.push(text[i], i)
  }
  const b = new Side()
  let at = Math.floor(next() * foreign.length)
  const stranger = () => {
    const length = how.foreign[0] + Math.floor(next() * (how.foreign[1] - how.foreign[0] + 1))
    for (let i = 0; i < length; i++) b.push(foreign[at++ % foreign.length], -1, -1)
  }
  for (const block of how.page) {
    stranger()
    b.print()
    const middle = next() < (how.split ?? 0) ? Math.floor((block + 0.2 + 0.6 * next()) * size) : -1
    for (let i = block * size; i < (block + 1) * size; i++) {
      if (i === middle) stranger()
      const chance = next()
      if (chance < how.rate * 0.6) b.push(wrong(text[i]), -1)
      else if (chance >= how.rate * 0.8) {
        b.push(text[i], i)
        if (chance < how.rate) b.push(wrong(text[i], text[i + 1]), -1)
      }
    }
  }
  stranger()
  return {
    a: a.text.join(''),
    b: b.text.join(''),
    charactersA: Int32Array.from(a.characters),
    charactersB: Int32Array.from(b.characters),
    printsA: Int32Array.from(a.prints),
    printsB: Int32Array.from(b.prints),
  }
}

class Side {
  readonly text: string[] = []
  readonly characters: number[] = []
  readonly prints: number[] = []
  #print = -1

  print(): void {
    this.#print++
  }

  push(character: string, from: number, print = this.#print): void {
    this.text.push(character)
    this.characters.push(from)
    this.prints.push(print)
  }
}

/** Characters aligned, how many of them rightly, and how many could have been. */
export interface WovenScore {
  readonly aligned: number
  readonly right: number
  readonly possible: number
}

/**
 * Holds an alignment against the truth. A pair is right where both are prints of one character; of a doubled letter that
 * lost its twin either is right, nobody can tell. Passages are disjoint, so that of a block printed once here and twice
 * there one print can be aligned: possible is what its best aligned print has in common with the other side.
 */
export function score(woven: Woven, passages: readonly Passage[]): WovenScore {
  const { a, charactersA, charactersB, printsA, printsB } = woven
  const rightByPrints = new Map<string, number>()
  let aligned = 0
  let right = 0
  for (const { runs } of passages) {
    for (let r = 0; r < runs.length; r += 3) {
      for (let i = runs[r], j = runs[r + 1]; i < runs[r] + runs[r + 2]; i++, j++) {
        aligned++
        const [x, y] = [charactersA[i], charactersB[j]]
        if (x < 0 || y < 0) continue
        const twins = Math.abs(x - y) === 1 && a[i + (y - x)] === a[i]
        if (x !== y && !twins) continue
        right++
        const key = `${printsA[i]} ${printsB[j]}`
        rightByPrints.set(key, (rightByPrints.get(key) ?? 0) + 1)
      }
    }
  }
  const inCommon = (printA: number, printB: number) => {
    const there = new Set(charactersA.filter((_, i) => printsA[i] === printA))
    return charactersB.filter((character, j) => printsB[j] === printB && there.has(character)).length
  }
  // Every pair of prints that share characters, the best aligned first; each print is taken once.
  const pairs: { printA: number; printB: number; right: number; common: number }[] = []
  for (let printA = 0; printA <= Math.max(...printsA); printA++) {
    for (let printB = 0; printB <= Math.max(...printsB); printB++) {
      const common = inCommon(printA, printB)
      if (common > 0)
        pairs.push({ printA, printB, common, right: rightByPrints.get(`${printA} ${printB}`) ?? 0 })
    }
  }
  pairs.sort((x, y) => y.right - x.right)
  const taken = new Set<string>()
  let possible = 0
  for (const { printA, printB, common } of pairs) {
    if (taken.has(`a${printA}`) || taken.has(`b${printB}`)) continue
    taken.add(`a${printA}`).add(`b${printB}`)
    possible += common
  }
  return { aligned, right, possible }
}
