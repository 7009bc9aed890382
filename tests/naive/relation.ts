/**
 * When two texts are related, and how much of each is covered, as the documentation states it, for texts whose common
 * blocks are known: copied letter by letter, in opposite orders, with nothing else in common. Shares nothing with src/.
 */

/** A block that stands in both texts. */
export interface Block {
  /** In folded characters. */
  readonly length: number
  /** In Han characters; two letters count as one. */
  readonly size: number
}

export interface Stated {
  readonly relation: 'duplicate' | 'contains' | 'contained' | 'overlaps' | 'unrelated'
  readonly coverage: { readonly a: number; readonly b: number }
}

/** For texts of more than 96 folded characters, at default settings. */
export function statedRelation(lengthA: number, lengthB: number, blocks: readonly Block[]): Stated {
  const shorter = Math.min(lengthA, lengthB)
  const sum = (of: readonly Block[], what: keyof Block) => of.reduce((all, block) => all + block[what], 0)
  // What is shorter than 18 Han is not looked for.
  const found = blocks.filter(({ size }) => size >= 18)
  const whole = ({ length }: Block) => length >= 0.8 * shorter

  let counted: readonly Block[] = []
  if (found.some((block) => block.size >= 48 || whole(block))) {
    // Once a pair has a passage, further ones count from 24.
    counted = found.filter((block) => block.size >= 24 || whole(block))
  } else if (sum(found, 'size') >= 48 && sum(found, 'length') >= 0.8 * shorter) {
    // Cut up and put in another order.
    counted = found
  }
  const coverage = { a: sum(counted, 'length') / lengthA, b: sum(counted, 'length') / lengthB }
  if (counted.length === 0) return { relation: 'unrelated', coverage }
  const [coversA, coversB] = [coverage.a >= 0.8, coverage.b >= 0.8]
  const relation = coversA ? (coversB ? 'duplicate' : 'contained') : coversB ? 'contains' : 'overlaps'
  return { relation, coverage }
}
