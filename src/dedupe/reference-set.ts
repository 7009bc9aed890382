import type { NamedEdit } from '../compare/compare.js'
import { DuplicateIndex } from '../store/duplicate-index.js'
import { byStrength, type Match } from '../store/match.js'
import { fold } from '../text/fold.js'
import { selectDocuments } from './documents.js'
import { Holdings, LEAST_SHARE } from './corpus.js'
import type { Source } from './options.js'
import type { DedupeSettings } from './settings.js'
import type { Tie } from './verdict.js'

/** What was seen before: asked, never changed. */
export interface Known<Id> {
  /** Documents a text is related to, strongest first. */
  matches(text: string, edits: boolean): Tie<Id>[]
  /** The differences of a text and one of these matches. */
  differences(text: string, match: Match<Id>): readonly NamedEdit[]
  readonly bytes: number
  close(): void
}

/** Opens `against`; documents are read and entered first. O(documents); null where there is none. */
export async function openKnown<T, Id extends string | number>(
  settings: DedupeSettings<T, Id>,
  onDocument: (documents: number, bytes: number) => void,
): Promise<Known<Id> | null> {
  const { against } = settings
  if (against === undefined) return null
  return against instanceof DuplicateIndex ? knownIndex(against) : readKnown(against, settings, onDocument)
}

/** What a text is to those known before: the match it goes for, if any, and all. */
export function judge<T, Id extends string | number>(
  known: Known<Id> | null,
  text: string,
  { edits, goes }: DedupeSettings<T, Id>,
): { match: Tie<Id> | undefined; ties: Tie<Id>[] } {
  const ties = known?.matches(text, edits) ?? []
  const match = ties.find((tie) => goes(tie, text, () => tie.edits ?? known!.differences(text, tie)))
  return { match, ties }
}

function knownIndex<Id extends string | number>(index: DuplicateIndex<Id>): Known<Id> {
  return {
    matches: (text, edits) => index.query(text, { edits, share: LEAST_SHARE }).map(marked),
    differences: (text, { id }) =>
      index.query(text, { edits: true, filter: (other) => other === id })[0]?.edits ?? [],
    // It is the caller's.
    bytes: 0,
    close() {},
  }
}

async function readKnown<T, Id extends string | number>(
  source: Source<T>,
  settings: DedupeSettings<T, Id>,
  onDocument: (documents: number, bytes: number) => void,
): Promise<Known<Id>> {
  const { edits } = settings
  const ids: Id[] = []
  const numbers = new Map<Tie<Id>, number>()
  // Half is for what comes.
  const holdings = new Holdings({ ...settings, memory: settings.memory / 2 })
  try {
    for await (const { id, text } of selectDocuments(source, settings, settings.onError)) {
      const number = holdings.keepText(text, id, fold(text).length)
      ids.push(id)
      holdings.enter(number, holdings.featuresOf(text))
      onDocument(ids.length, holdings.bytes)
    }
  } catch (error) {
    holdings.close()
    throw error
  }
  const search = (text: string, edits: boolean) =>
    Array.from(holdings.search(holdings.featuresOf(text)), (found) =>
      edits ? { ...found.match, edits: found.edits() } : found.match,
    ).sort(byStrength)
  return {
    matches(text) {
      numbers.clear()
      return search(text, edits).map((match) => {
        const tie = marked({ ...match, id: ids[match.id] })
        numbers.set(tie, match.id)
        return tie
      })
    },
    differences: (text, match) => holdings.differences(text, numbers.get(match)!),
    get bytes() {
      return holdings.bytes
    },
    close: () => holdings.close(),
  }
}

function marked<Id>(match: Match<Id>): Tie<Id> {
  return { ...match, against: true }
}
