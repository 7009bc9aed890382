import type { AlignedStretch } from '../align/passage.js'
import type { FoldedText } from '../text/fold.js'

/** 1 − edit distance / longer side of one passage, in folded units. */
export function identityOf(passage: AlignedStretch): number {
  return 1 - passage.distance / longerSide(passage)
}

/** 1 − Σ edit distance / Σ longer side over passages, of which there must be one. */
export function overallIdentity(passages: readonly AlignedStretch[]): number {
  const longer = passages.reduce((sum, passage) => sum + longerSide(passage), 0)
  return 1 - overallDistance(passages) / longer
}

/** Σ edit distance over passages, in folded units. */
export function overallDistance(passages: readonly AlignedStretch[]): number {
  return passages.reduce((sum, passage) => sum + passage.distance, 0)
}

/** Share of each folded text inside passages. */
export function coverageOf(
  a: FoldedText,
  b: FoldedText,
  passages: readonly AlignedStretch[],
): { a: number; b: number } {
  return { a: covered(passages, 'a') / a.length, b: covered(passages, 'b') / b.length }
}

function longerSide({ a, b }: AlignedStretch): number {
  return Math.max(a.to - a.from, b.to - b.from)
}

function covered(passages: readonly AlignedStretch[], side: 'a' | 'b'): number {
  return passages.reduce((sum, passage) => sum + passage[side].to - passage[side].from, 0)
}
