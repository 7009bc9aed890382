import { tableSecret } from '../candidates/table-secret.js'
import { DuplicateIndex, segmentsOf } from '../store/duplicate-index.js'
import { byStrength } from '../store/match.js'
import type { FoundMatch } from '../store/search.js'
import { Corpus, LEAST_SHARE, type TextFeatures } from './corpus.js'
import { selectDocuments } from './documents.js'
import type { Source } from './options.js'
import { tieOf } from './pair.js'
import type { KnownWord } from './account/evidence.js'
import type { DedupeSettings } from './settings.js'
import type { Tie } from './verdict.js'

/** The documents seen before, which `against` names: searched, never changed. */
export interface ReferenceSet<Id> {
  /** The documents that a text is related to, best evidence first. */
  search(features: TextFeatures): ReferenceSearch<Id>
  /** Bytes in memory; 0 for an index, which is the caller's. */
  readonly bytes: number
  close(): void
}

/** What a search of the reference set found. */
interface ReferenceSearch<Id> {
  readonly found: readonly FoundMatch<Id>[]
  /** Whether candidates were left out because there were too many. */
  readonly truncated: boolean
}

/** What a text is to the reference set. */
export interface ReferenceFinding<Id> {
  /** The strongest match for which the text is removed; undefined where it is not. */
  readonly removedFor: Tie<Id> | undefined
  /** All documents that the text is related to, strongest first. */
  readonly ties: readonly Tie<Id>[]
  /** Whether candidates were left out because there were too many. */
  readonly truncated: boolean
}

/**
 * Opens `against`; null where it is not given. An index is taken as it is; documents are read and entered first.
 * O(length of the documents). @throws OffprintError whatever reading and storing the documents throws.
 */
export async function openReferenceSet<T, Id extends string | number>(
  settings: DedupeSettings<T, Id>,
  onDocument: (documents: number, bytes: number) => void,
): Promise<ReferenceSet<Id> | null> {
  const { against } = settings
  if (against === undefined) return null
  return against instanceof DuplicateIndex
    ? indexedReferences(against, settings.secret)
    : readReferences(against, settings, onDocument)
}

/** Searches the reference set for a text and asks the removal rule about each match. @param known see `RemovalRule`. */
export function findReferences<T, Id extends string | number>(
  references: ReferenceSet<Id> | null,
  features: TextFeatures,
  { edits, removes }: Pick<DedupeSettings<T, Id>, 'edits' | 'removes'>,
  known: KnownWord,
): ReferenceFinding<Id> {
  if (references === null) return { removedFor: undefined, ties: [], truncated: false }
  const { found, truncated } = references.search(features)
  const strongestFirst = [...found].sort((x, y) => byStrength(x.match, y.match))
  const ties = strongestFirst.map((one): Tie<Id> => {
    const pair = { ...one, match: { ...one.match, against: true } }
    const decision = removes(features.folded, one.other, pair, known)
    return { ...tieOf(pair, decision, edits), against: true }
  })
  const removedFor = ties.find(({ decision }) => decision.removed)
  return { removedFor, ties, truncated }
}

function indexedReferences<Id extends string | number>(
  given: DuplicateIndex<Id>,
  secret: string | undefined,
): ReferenceSet<Id> {
  const index = segmentsOf(given)
  const { featureSettings } = index.settings
  // All indexes of passages compute the same features under one secret.
  const alike =
    featureSettings.passages &&
    featureSettings.secret?.check === tableSecret(secret, featureSettings.slots)?.check
  return {
    search(features) {
      const own = alike ? features : index.featuresOf(features.source, features.folded)
      const search = index.search(own, { share: LEAST_SHARE, byCoverage: true })
      return { found: [...search], truncated: search.truncated }
    },
    bytes: 0,
    close() {},
  }
}

async function readReferences<T, Id extends string | number>(
  source: Source<T>,
  settings: DedupeSettings<T, Id>,
  onDocument: (documents: number, bytes: number) => void,
): Promise<ReferenceSet<Id>> {
  const ids: Id[] = []
  // The other half of the memory is for the documents of the run.
  const corpus = new Corpus({ ...settings, memory: settings.memory / 2 })
  try {
    for await (const { id, text } of selectDocuments(source, settings, settings.onError)) {
      const features = corpus.featuresOf(text)
      const number = corpus.keep(features.folded, id)
      ids.push(id)
      corpus.enter(number, features)
      onDocument(ids.length, corpus.bytes)
    }
  } catch (error) {
    corpus.close()
    throw error
  }
  return {
    search(features) {
      const search = corpus.search(features)
      const found = Array.from(search, (one) => ({ ...one, match: { ...one.match, id: ids[one.match.id] } }))
      return { found, truncated: search.truncated }
    },
    get bytes() {
      return corpus.bytes
    },
    close: () => corpus.close(),
  }
}
