/** How often an engine is wrong by how sure it is, word by word. Shares nothing with src/. */

interface Word {
  readonly text: string
  readonly truth: string
  readonly confidence: number
}

/** For each tenth of confidence that has words: how many, how many wrong, mean confidence. */
export function naiveReliability(words: readonly Word[]): { words: number; wrong: number; mean: number }[] {
  const found = []
  for (let tenth = 0; tenth < 10; tenth++) {
    const inside = words.filter(({ confidence }) => Math.min(9, Math.trunc(confidence * 10)) === tenth)
    if (inside.length === 0) continue
    found.push({
      words: inside.length,
      wrong: inside.filter(({ text, truth }) => text !== truth).length,
      mean: inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length,
    })
  }
  return found
}
