import { byStrength, type Match } from '../store/match.js'
import { selectDocuments } from './documents.js'
import { Holdings } from './corpus.js'
import { judge, openKnown } from './reference-set.js'
import type { Source } from './options.js'
import type { DedupeSettings } from './settings.js'
import { Progress } from './progress.js'
import type { Tie, Verdict } from './verdict.js'

/** The first of its kind is kept, later ones are judged against those kept. */
export async function* stream<T, Id extends string | number>(
  source: Source<T>,
  settings: DedupeSettings<T, Id>,
): AsyncGenerator<Verdict<T, Id>> {
  const { edits, goes, memory, onEstimate, onError } = settings
  const progress = new Progress(settings)
  settings.signal?.throwIfAborted()
  const known = await openKnown(settings, (documents, bytes) => progress.tell('against', documents, 0, bytes))
  const holdings = new Holdings(settings, () =>
    onEstimate({ documents: ids.length, bytes: holdings.expected, memory, spills: true }),
  )
  /** Of the documents kept, by their numbers. */
  const ids: Id[] = []
  let documents = 0
  let removed = 0
  try {
    const failed = onError && progress.counting(onError)
    for await (const { document, id, text } of selectDocuments(source, settings, failed)) {
      documents++
      const earlier = settings.decided?.(document)
      if (earlier !== undefined) {
        if (earlier.kept) {
          holdings.enter(ids.length, holdings.featuresOf(text))
          holdings.keepText(text, id, text.length)
          ids.push(id)
        } else removed++
        progress.tell('giving', documents, removed, holdings.bytes + (known?.bytes ?? 0))
        yield { document, ...earlier }
        continue
      }
      const before = judge(known, text, settings)
      let match: Match<Id> | undefined = before.match
      const ties: Tie<Id>[] = []
      if (match === undefined) {
        const features = holdings.featuresOf(text)
        const search = holdings.search(features)
        for (const { match: found, edits: named } of search) {
          const tie: Tie<Id> = { ...found, id: ids[found.id], ...(edits && { edits: named() }) }
          if (goes(tie, text, named)) {
            match = tie
            break
          }
          ties.push(tie)
        }
        if (match === undefined) holdings.enter(ids.length, features, search)
      }
      if (match !== undefined) removed++
      else {
        holdings.keepText(text, id, text.length)
        ids.push(id)
      }
      progress.tell('giving', documents, removed, holdings.bytes + (known?.bytes ?? 0))
      if (match === undefined)
        yield { document, kept: true, tied: [...before.ties, ...ties.sort(byStrength)] }
      else {
        const against = before.match === undefined ? {} : ({ against: true } as const)
        yield { document, kept: false, keeper: match.id, match, ...against }
      }
    }
  } finally {
    holdings.close()
    known?.close()
  }
}
