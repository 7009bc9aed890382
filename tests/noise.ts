/** A seeded generator in [0, 1), so that a failing case stays the same case. */
export function random(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What a scanner puts in place of a character: a frequent one of the same script. */
const WRONG = { han: [...'的一是了我不人在他有这个上们来到时大地为'], letter: [...'etaoinshrdlcum'] }

/** Figures, and what denies: noise there makes another statement. */
export const TELLING = /[\p{Nd}一二三四五六七八九十百千万亿两〇零不没未无非]/u

/**
 * A noisy copy with known truth: `rate` of the characters are wrong, of these 60 % substituted, 20 % dropped and 20 %
 * followed by an extra one. `origin[i]` is the offset in `text` of character i of the copy, or −1.
 * @param spared characters that are neither changed nor put in.
 */
export function noisy(
  text: string,
  rate: number,
  next: () => number,
  spared?: RegExp,
): { copy: string; origin: number[] } {
  const frequent = /\p{Script=Han}/u.test(text) ? WRONG.han : WRONG.letter
  const wrong = spared === undefined ? frequent : frequent.filter((one) => !spared.test(one))
  const extra = () => wrong[Math.floor(next() * wrong.length)]
  let copy = ''
  const origin: number[] = []
  for (let i = 0; i < text.length; i++) {
    const chance = spared?.test(text[i]) === true ? rate : next()
    if (chance < rate * 0.6) {
      copy += extra()
      origin.push(-1)
    } else if (chance >= rate * 0.8) {
      copy += text[i]
      origin.push(i)
      if (chance < rate) {
        copy += extra()
        origin.push(-1)
      }
    }
  }
  return { copy, origin }
}
