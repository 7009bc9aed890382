import { noisy, random } from '../tests/noise.js'
import { readData } from './harness.js'

/** A document of a set of which we know what is a copy of what. */
export interface Document {
  readonly text: string
  /** Place of the text that it is a copy of; its own place where it is none. */
  readonly of: number
}

/** Least characters of a chain. */
export const CHAIN_LENGTH = 1400
const PARAGRAPH = 400

const records = (file: string) =>
  readData(file)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, { text: string; transcription_unit: string }>)

/** Newspaper articles, as an engine and as people read them. */
export function articles(): { ocr: string[]; clean: string[] } {
  const all = ['train', 'dev'].flatMap((part) =>
    records(`overproof/hipe-ocrepair-bench_v0.9_overproof-combined_v1.0_${part}_en.jsonl`),
  )
  return {
    ocr: all.map(({ ocr_hypothesis }) => ocr_hypothesis!.transcription_unit),
    clean: all.map(({ ground_truth }) => ground_truth!.transcription_unit),
  }
}

/** News reports of an agency, each text once. */
export function reports(): string[] {
  const pairs = records('reuters-pairs/pairs.jsonl')
  return [...new Set(pairs.flatMap(({ a, b }) => [a!.text, b!.text]))]
}

/** Runs of three to eight words. */
export function phrases(texts: readonly string[]): string[] {
  const found: string[] = []
  for (const text of texts) {
    const words = text.split(/\s+/)
    for (let i = 0; i < words.length;) {
      const count = 3 + ((found.length * 7) % 6)
      found.push(`${words.slice(i, i + count).join(' ')} `)
      i += count
    }
  }
  return found
}

/** A text of phrases, drawn one by one, in paragraphs. */
export function chain(pieces: readonly string[], next: () => number, length = CHAIN_LENGTH): string {
  let text = ''
  let paragraph = PARAGRAPH
  while (text.length < length) {
    text += pieces[Math.floor(next() * pieces.length)]!
    if (text.length < paragraph) continue
    text = `${text.trimEnd()}.\n\n`
    paragraph += PARAGRAPH
  }
  return text.trimEnd()
}

/** Chains of phrases, 30 % of them noisy copies of an earlier one. */
export function chains(pieces: readonly string[], count: number): Document[] {
  const next = random(5)
  const documents: Document[] = []
  for (let i = 0; i < count; i++) {
    if (i > 0 && next() < 0.3) {
      const { of } = documents[Math.floor(next() * i)]!
      documents.push({ text: noisy(documents[of]!.text, 0.02 + 0.1 * next(), next).copy, of })
    } else documents.push({ text: chain(pieces, next), of: i })
  }
  return documents
}
