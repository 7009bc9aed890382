import { byStrength } from '../store/match.js'
import type { Search } from '../store/search.js'
import { Corpus, type TextFeatures } from './corpus.js'
import { selectDocuments } from './documents.js'
import type { Source } from './options.js'
import { pairOf, tieOf } from './pair.js'
import { Progress } from './progress.js'
import { findReferences, openReferenceSet, type ReferenceSet } from './reference-set.js'
import type { DedupeSettings } from './settings.js'
import type { Decided, Tie, Verdict } from './verdict.js'

/**
 * Keeps the first document of its kind and compares each later one with those kept: search, decide, store. A verdict comes as
 * soon as its document was read.
 */
export async function* stream<T, Id extends string | number>(
  source: Source<T>,
  settings: DedupeSettings<T, Id>,
): AsyncGenerator<Verdict<T, Id>> {
  const { memory, onEstimate, onError } = settings
  const progress = new Progress(settings)
  settings.signal?.throwIfAborted()
  const references = await openReferenceSet(settings, (documents, bytes) =>
    progress.tell('against', documents, 0, bytes),
  )
  const corpus = new Corpus(settings, () =>
    onEstimate({ documents: corpus.count, bytes: corpus.expectedBytes, memory, spills: true }),
  )
  /** The ids of the kept documents, by their numbers. */
  const ids: Id[] = []
  let documents = 0
  let removed = 0
  try {
    const failed = onError && progress.counting(onError)
    for await (const { document, id, text } of selectDocuments(source, settings, failed)) {
      documents++
      const earlier = settings.decided?.(document)
      if (earlier?.kept === false) {
        removed++
        progress.tell('giving', documents, removed, corpus.bytes + (references?.bytes ?? 0))
        yield { document, ...earlier }
        continue
      }
      const features = corpus.featuresOf(text)
      const { decided, search } =
        earlier === undefined ? decide(features, corpus, ids, references, settings) : { decided: earlier }
      if (decided.kept) {
        const number = corpus.keep(features.folded, id)
        ids.push(id)
        corpus.enter(number, features, search)
      } else removed++
      progress.tell('giving', documents, removed, corpus.bytes + (references?.bytes ?? 0))
      yield { document, ...decided }
    }
  } finally {
    corpus.close()
    references?.close()
  }
}

/**
 * Decides on one document: a match in the reference set removes it, or else the first match among the kept documents, by
 * evidence, for which the rule removes it. The search comes with the decision, because it knows how to enter the document.
 */
function decide<T, Id extends string | number>(
  features: TextFeatures,
  corpus: Corpus,
  ids: readonly Id[],
  references: ReferenceSet<Id> | null,
  settings: DedupeSettings<T, Id>,
): { decided: Decided<Id>; search?: Search<number> } {
  const { edits, removes } = settings
  const { known } = corpus
  const before = findReferences(references, features, settings, known)
  if (before.removedFor !== undefined) {
    const match = before.removedFor
    return { decided: { kept: false, keeper: match.id, match, against: true } }
  }
  const search = corpus.search(features)
  const ties: Tie<Id>[] = []
  for (const found of search) {
    const pair = pairOf(found, ids[found.match.id])
    const tie = tieOf(pair, removes(features.folded, found.other, pair, known), edits)
    if (tie.decision.removed) return { decided: { kept: false, keeper: tie.id, match: tie } }
    ties.push(tie)
  }
  const truncated = before.truncated || search.truncated ? ({ truncated: true } as const) : {}
  return {
    decided: { kept: true, tied: [...before.ties, ...ties.sort(byStrength)], ...truncated },
    search,
  }
}
