/** Signs that are no words (emoji, operators, currencies), and where a document is broken off. */
import type { Evidence } from './evidence.js'
import { endsSentence } from './sentences.js'
import type { AccountItem } from './account.js'

const SYMBOL = /[\p{Extended_Pictographic}\p{Sc}<>=≤≥≠±×÷]/gu

/** Folded units that a broken-off document may be short of the passage's end. */
const STUB = 24

/** Signs that say something: other emoji, other operators. */
export function symbols(evidence: Evidence): AccountItem[] {
  const items: AccountItem[] = []
  if (evidence.noise.noisy) return items
  for (const { a, b } of evidence.pair.edits) {
    if (a.from === a.to || b.from === b.to) continue
    const own = evidence.document.text.source.slice(a.from, a.to).match(SYMBOL)
    const other = evidence.keeper.text.source.slice(b.from, b.to).match(SYMBOL)
    if (own === null || other === null || own.join('') === other.join('')) continue
    items.push({ document: a, keeper: b, content: 'symbol' })
  }
  return items
}

/** The document is the keeper's beginning and stops before a sentence does. */
export function brokenOff(evidence: Evidence): boolean {
  const { passages } = evidence.pair
  if (passages.length !== 1 || evidence.document.count === 0) return false
  const [{ a, b }] = passages
  const { text } = evidence.document
  if (text.ends[text.length - 1] - a.to > STUB || evidence.keeper.text.source.length - b.to <= STUB)
    return false
  if (endsSentence(evidence.document, evidence.document.count - 1)) return false
  return a.from <= text.starts[0] + STUB * 4 && b.from <= evidence.keeper.text.starts[0] + STUB * 4
}
