import type { Match } from '../store/match.js'
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
          holdings.add(ids.length, text, { filter: () => false })
          holdings.keepText(text, id, text.length)
          ids.push(id)
        } else removed++
        progress.tell('giving', documents, removed, holdings.bytes + (known?.bytes ?? 0))
        yield { document, ...earlier }
        continue
      }
      const before = judge(known, text, settings)
      let match: Match<Id> | undefined = before.match
      let ties: Tie<Id>[] = []
      if (match === undefined) {
        const number = ids.length
        holdings.add(number, text, {
          edits,
          until(found) {
            const tie = { ...found, id: ids[found.id] }
            if (!goes(tie, text, () => found.edits ?? holdings.differences(text, found.id))) return false
            match = tie
            return true
          },
          unless(found) {
            ties = found.map((one) => ({ ...one, id: ids[one.id] }))
            return match !== undefined
          },
        })
      }
      if (match !== undefined) removed++
      else {
        holdings.keepText(text, id, text.length)
        ids.push(id)
      }
      progress.tell('giving', documents, removed, holdings.bytes + (known?.bytes ?? 0))
      if (match === undefined) yield { document, kept: true, tied: [...before.ties, ...ties] }
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
