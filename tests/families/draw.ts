import { random } from '../noise.js'

/** Draws from lists and ranges; seeded, so that a family is the same family every time. */
export interface Draw {
  pick<T>(list: readonly T[]): T
  /** A whole number, both ends inclusive. */
  int(from: number, to: number): number
  /** A number with so many decimals. */
  fix(from: number, to: number, decimals: number): string
}

export function draw(seed: number): Draw {
  const next = random(seed)
  return {
    pick: (list) => list[Math.floor(next() * list.length)]!,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    fix: (from, to, decimals) => (from + next() * (to - from)).toFixed(decimals),
  }
}

/** Makers of reports of one form: two that differ are two reports, and none may be removed for the other. */
export type Family = Readonly<Record<string, (draw: Draw) => string>>
