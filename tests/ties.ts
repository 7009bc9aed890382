import { dedupe, type DedupeOptions, type Tie } from '../src/dedupe/dedupe.js'

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
