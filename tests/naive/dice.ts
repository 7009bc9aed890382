// The Dice coefficient over bigrams as its definition has it: each bigram of A strikes out one equal bigram of B.

export function naiveDice(a: string, b: string): number {
  if (a === b) return 1
  const [left, right] = [pairs(a), pairs(b)]
  if (left.length === 0 || right.length === 0) return 0
  const sum = left.length + right.length
  let struck = 0
  for (const pair of left) {
    const at = right.indexOf(pair)
    if (at < 0) continue
    right.splice(at, 1)
    struck++
  }
  return (2 * struck) / sum
}

function pairs(text: string): string[] {
  const characters = [...text]
  return characters.slice(1).map((character, i) => `${characters[i]}|${character}`)
}
