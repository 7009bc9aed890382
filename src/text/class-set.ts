/** Some classes of characters, numbered below 32, as the bits of one word. */
export function classSet(...classes: number[]): number {
  return classes.reduce((bits, kind) => bits | (1 << kind), 0)
}
