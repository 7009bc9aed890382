import { OffprintError } from '../kernel/errors.js'
import { byStrength } from '../store/match.js'
import { fold, type FoldedText } from '../text/fold.js'
import type { BatchEngine } from './batch-engine.js'
import type { Choose } from './clusters.js'
import { Corpus } from './corpus.js'
import { Decision, type BatchCorpus } from './decision.js'
import { selectDocuments } from './documents.js'
import { groupsOf } from './groups.js'
import { KeeperRanking } from './keeper-ranking.js'
import { pairOf, tieOf } from './pair.js'
import { Progress } from './progress.js'
import { findReferences, openReferenceSet } from './reference-set.js'
import type { Removals } from './removals.js'
import type { DedupeSettings } from './settings.js'
import { Turns } from './turns.js'
import type { Tie, Verdict } from './verdict.js'

type BatchSource<T> = () => Iterable<T> | AsyncIterable<T>

/**
 * Reads all documents, decides which are kept, and reads the source again to hand out verdicts.
 * @param engine decides outside of this process; without it this process decides.
 */
export async function* batch<T, Id extends string | number>(
  source: BatchSource<T>,
  settings: DedupeSettings<T, Id>,
  engine?: BatchEngine,
): AsyncGenerator<Verdict<T, Id>> {
  const progress = new Progress(settings)
  settings.signal?.throwIfAborted()
  const references = await openReferenceSet(settings, (documents, bytes) =>
    progress.tell('against', documents, 0, bytes),
  )
  let spilled = false
  const corpus: Corpus = new Corpus(settings, () => {
    spilled = true
    settings.onEstimate({ ...estimateOf(corpus, settings), spills: true })
  })
  try {
    const ranking = await readAll(source, settings, corpus, progress)
    if (!spilled && settings.memory < Infinity) {
      const estimate = estimateOf(corpus, settings)
      settings.onEstimate({ ...estimate, spills: estimate.bytes > settings.memory })
    }
    const documents = ranking.ranked()
    corpus.renumber(documents.placeOf)
    const read: Read<T, Id> = { settings, corpus, documents, references, ranking, progress }
    const decision = await (engine === undefined ? decide(source, read) : decideOn(engine, read))
    yield* verdicts(source, read, decision)
  } finally {
    corpus.close()
    references?.close()
  }
}

/** What a batch works with, once it has read all documents. */
interface Read<T, Id extends string | number> extends BatchCorpus<T, Id> {
  readonly ranking: KeeperRanking<Id>
  readonly progress: Progress
}

function estimateOf(corpus: Corpus, { memory }: { readonly memory: number }) {
  return { documents: corpus.count, bytes: corpus.expectedBytes, memory }
}

/** Keeps the texts of all documents, and ranks them. */
async function readAll<T, Id extends string | number>(
  source: BatchSource<T>,
  settings: DedupeSettings<T, Id>,
  corpus: Corpus,
  progress: Progress,
): Promise<KeeperRanking<Id>> {
  const ranking = new KeeperRanking<Id>()
  const onError = settings.onError && progress.counting(settings.onError)
  for await (const { document, place, id, text } of selectDocuments(source, settings, onError)) {
    const folded = fold(text)
    ranking.add(id, text, folded.length, settings.score(document, text, place))
    corpus.keep(folded, id)
    progress.tell('reading', corpus.count, 0, corpus.bytes)
  }
  return ranking
}

/** Decides on all documents. */
async function decide<T, Id extends string | number>(
  source: BatchSource<T>,
  read: Read<T, Id>,
): Promise<Decision<T, Id>> {
  const { settings, corpus, documents, references, progress } = read
  const decision = new Decision(read)
  const turns = new Turns()
  for (let rank = 0; rank < documents.count; rank++) {
    if (turns.isDue) {
      await turns.give()
      settings.signal?.throwIfAborted()
    }
    decision.enter(rank)
    const bytes = corpus.bytes + (references?.bytes ?? 0)
    progress.tell('deciding', rank + 1, decision.removals.count, bytes)
  }
  decision.conclude(settings.choose && (await chooser(source, read, decision, settings.choose)))
  return decision
}

/** Decides on all documents by an engine. */
async function decideOn<T, Id extends string | number>(
  engine: BatchEngine,
  read: Read<T, Id>,
): Promise<Decision<T, Id>> {
  const { settings, corpus, documents, progress } = read
  const decision = new Decision(read)
  await decision.decideOn(engine, {
    documents,
    textOf: (rank) => corpus.textOf(rank),
    lexicon: corpus.packedLexicon(),
    signal: settings.signal,
    onProgress: (done) => progress.tell('deciding', done, decision.removals.count, corpus.bytes),
  })
  return decision
}

/** The caller's function as a choice of ranks: reads the documents of all clusters for it. */
async function chooser<T, Id extends string | number>(
  source: BatchSource<T>,
  read: Read<T, Id>,
  decision: Decision<T, Id>,
  choose: (documents: readonly T[]) => T,
): Promise<Choose> {
  const wanted = new Set(groupsOf(read.documents.count, decision.duplicates).flat())
  const members = new Map<number, T>()
  for await (const { document, rank } of readAgain(source, read)) {
    if (wanted.has(rank)) members.set(rank, document)
  }
  return (ranks) => {
    const given = ranks.map((rank) => members.get(rank) as T)
    const choice = given.indexOf(choose(given))
    if (choice < 0) {
      throw new OffprintError('ERR_ARGUMENT', 'options.keep must return one of the documents it was given')
    }
    return choice
  }
}

/** Reads the source again and gives each document its verdict. */
async function* verdicts<T, Id extends string | number>(
  source: BatchSource<T>,
  read: Read<T, Id>,
  decision: Decision<T, Id>,
): AsyncGenerator<Verdict<T, Id>> {
  const { settings, corpus, documents, references, progress } = read
  const { edits } = settings
  const { removals } = decision
  const { known } = corpus
  const cluster = clusterNumbers(documents.count, removals)
  let given = 0
  let removed = 0
  for await (const { document, text, rank } of readAgain(source, read)) {
    let folded: FoldedText | undefined
    const tieWith = (other: number): Tie<Id> => {
      folded ??= fold(text)
      const found = corpus.compare(folded, other)!
      const pair = pairOf(found, documents.idOf(other))
      return tieOf(pair, settings.removes(folded, found.other, pair, known), edits)
    }
    const before = decision.hasReferenceTie(rank)
      ? findReferences(references, corpus.featuresOf(text, (folded ??= fold(text))), settings, known)
      : { removedFor: undefined, ties: [] }
    if (!removals.isKept(rank)) removed++
    progress.tell('giving', ++given, removed, corpus.bytes + (references?.bytes ?? 0))
    const keeper = removals.keeperOf(rank)
    if (removals.isKept(rank)) {
      const ties = decision.tiesOf(rank).map(tieWith)
      const truncated = decision.isTruncated(rank) ? ({ truncated: true } as const) : {}
      yield {
        document,
        kept: true,
        tied: [...before.ties, ...ties.sort(byStrength)],
        ...cluster(rank),
        ...truncated,
      }
    } else if (keeper === undefined) {
      const match = before.removedFor!
      yield { document, kept: false, keeper: match.id, match, against: true }
    } else {
      const through = removals.throughOf(rank)
      const remembered = decision.matchOf(rank)
      const match = remembered ? { ...remembered, id: documents.idOf(through) } : tieWith(through)
      yield { document, kept: false, keeper: documents.idOf(keeper), match, ...cluster(keeper) }
    }
  }
}

/** The number of the cluster of a keeper, from 0 in the order in which they are asked for; nothing for a document that stands for no other. */
function clusterNumbers(count: number, removals: Removals): (keeper: number) => { cluster?: number } {
  const keepers = new Set<number>()
  for (let rank = 0; rank < count; rank++) {
    const keeper = removals.keeperOf(rank)
    if (keeper !== undefined) keepers.add(keeper)
  }
  const numbers = new Map<number, number>()
  return (keeper) => {
    if (!keepers.has(keeper)) return {}
    const number = numbers.get(keeper) ?? numbers.size
    numbers.set(keeper, number)
    return { cluster: number }
  }
}

/** Reads the source once more, and makes sure that it gives the same documents. @throws OffprintError `ERR_SOURCE_ONCE`. */
async function* readAgain<T, Id extends string | number>(
  source: BatchSource<T>,
  { settings, documents, ranking }: Read<T, Id>,
): AsyncGenerator<{ document: T; text: string; rank: number }> {
  let place = 0
  // What cannot be read was reported at the first reading.
  const onError = settings.onError && (() => {})
  for await (const { document, text } of selectDocuments(source, settings, onError)) {
    if (place >= documents.count || !ranking.isText(place, text)) {
      throw changedSource(`document ${place} differs`)
    }
    yield { document, text, rank: documents.rankOf(place++) }
  }
  if (place < documents.count) {
    throw changedSource(`it gave ${place} documents instead of ${documents.count}`)
  }
}

function changedSource(how: string): OffprintError {
  return new OffprintError(
    'ERR_SOURCE_ONCE',
    `source() gave something else the second time (${how}); the function must open the same documents anew at each call`,
  )
}
