import { related } from '../src/compare/compare.js'
import { DEFAULT_RELATE } from '../src/compare/relation.js'
import { dedupe, type DedupeOptions, type RemovalDecision, type Tie } from '../src/dedupe/dedupe.js'
import { removalRule } from '../src/dedupe/removal.js'
import { fold } from '../src/text/fold.js'

type Text = { readonly id: string; readonly text: string }

/** What `dedupe` says of a document and of one that came before it; the two must be related. */
export async function tieBetween(
  document: string,
  keeper: string,
  options: DedupeOptions<Text, string> = {},
): Promise<Tie<string>> {
  const texts = [
    { id: 'keeper', text: keeper },
    { id: 'document', text: document },
  ]
  for await (const verdict of dedupe(texts, { edits: true, ...options })) {
    if (verdict.document.id === 'document') return verdict.kept ? verdict.tied[0]! : verdict.match
  }
  throw new Error('no verdict')
}

/** What the default policy decides on a document and a keeper, without a search; null where the two are unrelated. */
export function decisionBetween(document: string, keeper: string): RemovalDecision | null {
  const pair = related(fold(document), fold(keeper), DEFAULT_RELATE)
  if (pair === null) return null
  return removalRule({})(pair.a, pair.b, { ...pair, match: { ...pair.comparison, id: '', verified: true } })
}
