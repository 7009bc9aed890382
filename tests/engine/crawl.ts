import { noisy, random } from '../noise.js'
import { SEEDS } from '../seeds.js'

/** A document of a crawl. */
export interface Given {
  readonly id: string | number
  readonly text: string
}

/**
 * Copies of stretches of the seeds: whole, spaced otherwise, with a few errors, cut short, with a line more.
 * @param stretches of each seed. @param apart characters from one to the next.
 */
export function crawl(size: number, seed: number, stretches = 2, apart = 700): Given[] {
  const next = random(seed)
  const documents: Given[] = []
  for (let i = 0; i < size; i++) {
    const source = SEEDS[Math.floor(next() * SEEDS.length)]
    const from = apart * Math.floor(next() * stretches)
    const text = source.slice(from, from + 60 + 200 * Math.floor(next() * 4))
    const kinds = [
      text,
      text.replaceAll(/[，。]/g, ' '),
      noisy(text, 0.01, next).copy,
      text.slice(0, Math.floor(text.length * (0.6 + 0.4 * next()))),
      `${text} 本报讯`,
    ]
    documents.push({ id: `d${i}`, text: kinds[Math.floor(next() * kinds.length)] })
  }
  return documents
}

/**
 * Notices of words that nothing else shares, and a third of copies: whole, with another line end, with a line more, broken off. They cost
 * little to align, so that many of them make a test.
 */
export function notices(size: number, seed: number): Given[] {
  const next = random(seed)
  const word = () =>
    Array.from({ length: 3 + Math.floor(next() * 7) }, () => LETTERS[Math.floor(next() * 26)]).join('')
  const sentence = () => `The ${Array.from({ length: 12 }, word).join(' ')}.`
  const documents: Given[] = []
  for (let i = 0; i < size; i++) {
    let text = Array.from({ length: 1 + Math.floor(next() * 5) }, sentence).join(' ')
    if (i > 0 && next() < 0.4) {
      const { text: other } = documents[Math.floor(next() * i)]
      const copies = [
        other,
        other.replaceAll(' ', '\n'),
        `${other} ${sentence()}`,
        other.slice(0, Math.floor(other.length * (0.5 + next() / 2))),
      ]
      text = copies[Math.floor(next() * copies.length)]
    }
    documents.push({ id: `n${i}`, text })
  }
  return documents
}

const LETTERS = 'eeetaoinshrdlcumwfgypbvkjx'
