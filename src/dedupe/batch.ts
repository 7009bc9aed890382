import { groupsOf } from './groups.js'
import type { Choose } from './clusters.js'
import { KeeperRanking } from './keeper-ranking.js'
import { OffprintError } from '../kernel/errors.js'
import { byStrength, type Match } from '../store/match.js'
import { fold } from '../text/fold.js'
import { Decision } from './decision.js'
import { selectDocuments } from './documents.js'
import { Holdings } from './corpus.js'
import { judge, openKnown, type Known } from './reference-set.js'
import type { DedupeSettings } from './settings.js'
import { Progress } from './progress.js'
import type { Tie, Verdict } from './verdict.js'

/** So many documents are decided on before whatever waits gets its turn: a signal, for one. */
const BREATH = 128

/** Reads everything, decides who is kept, and reads again to hand out verdicts. */
export async function* batch<T, Id extends string | number>(
  source: () => Iterable<T> | AsyncIterable<T>,
  settings: DedupeSettings<T, Id>,
): AsyncGenerator<Verdict<T, Id>> {
  const progress = new Progress(settings)
  settings.signal?.throwIfAborted()
  const known = await openKnown(settings, (documents, bytes) => progress.tell('against', documents, 0, bytes))
  let spilled = false
  const holdings = new Holdings(settings, () => {
    spilled = true
    settings.onEstimate({ ...expected(), spills: true })
  })
  const ranking = new KeeperRanking<Id>()
  const expected = () => ({
    documents: ranking.count,
    bytes: holdings.expected,
    memory: settings.memory,
  })
  try {
    const { onError } = settings
    const failed = onError && progress.counting(onError)
    for await (const { document, place, id, text } of selectDocuments(source, settings, failed)) {
      const { length } = fold(text)
      ranking.add(id, text, length, settings.score(document, text, place))
      holdings.keepText(text, id, length)
      progress.tell('reading', ranking.count, 0, holdings.bytes)
    }
    if (!spilled && settings.memory < Infinity) {
      settings.onEstimate({ ...expected(), spills: holdings.expected > settings.memory })
    }

    const order = ranking.bestFirst()
    holdings.renumber((rank) => order[rank])
    const of = {
      id: (rank: number) => ranking.ids[order[rank]],
      length: (rank: number) => ranking.lengths[order[rank]],
    }
    const decision = new Decision(settings, holdings, known, order.length, of)
    for (let rank = 0; rank < order.length; rank++) {
      if (rank % BREATH === 0) {
        await new Promise((resolve) => setTimeout(resolve))
        settings.signal?.throwIfAborted()
      }
      decision.enter(rank)
      progress.tell('deciding', rank + 1, decision.removed, holdings.bytes + (known?.bytes ?? 0))
    }
    decision.conclude(await chooser(source, settings, decision, ranking, order))

    yield* verdicts(source, settings, { decision, ranking, order, holdings, known, progress })
  } finally {
    holdings.close()
    known?.close()
  }
}

/** The caller's function as a choice of ranks: the documents of clusters are read for it. */
async function chooser<T, Id extends string | number>(
  source: () => Iterable<T> | AsyncIterable<T>,
  settings: DedupeSettings<T, Id>,
  decision: Decision<T, Id>,
  ranking: KeeperRanking<Id>,
  order: Int32Array,
): Promise<Choose | undefined> {
  const { choose } = settings
  if (choose === undefined) return undefined
  const ranks = ranksOf(order)
  const wanted = new Set(groupsOf(order.length, decision.links).flat())
  const documents = new Map<number, T>()
  for await (const { document, number } of again(source, settings, ranking)) {
    if (wanted.has(ranks[number])) documents.set(ranks[number], document)
  }
  return (members) => {
    const given = members.map((rank) => documents.get(rank) as T)
    const choice = given.indexOf(choose(given))
    if (choice < 0) {
      throw new OffprintError('ERR_ARGUMENT', 'options.keep must return one of the documents it was given')
    }
    return choice
  }
}

interface Decided<T, Id extends string | number> {
  readonly decision: Decision<T, Id>
  readonly ranking: KeeperRanking<Id>
  readonly order: Int32Array
  readonly holdings: Holdings
  readonly known: Known<Id> | null
  readonly progress: Progress
}

async function* verdicts<T, Id extends string | number>(
  source: () => Iterable<T> | AsyncIterable<T>,
  settings: DedupeSettings<T, Id>,
  { decision, ranking, order, holdings, known, progress }: Decided<T, Id>,
): AsyncGenerator<Verdict<T, Id>> {
  const ranks = ranksOf(order)
  const idOf = (rank: number) => ranking.ids[order[rank]]
  const leads = new Set<number>()
  for (let rank = 0; rank < order.length; rank++) {
    const { keeper } = decision.goesFor(rank)
    if (keeper >= 0) leads.add(keeper)
  }
  /** Numbers of clusters by the ranks of their keepers. */
  const clusters = new Map<number, number>()
  const cluster = (keeper: number) => {
    if (!leads.has(keeper)) return {}
    let number = clusters.get(keeper)
    if (number === undefined) clusters.set(keeper, (number = clusters.size))
    return { cluster: number }
  }
  const matchWith = (text: string, rank: number): Match<Id> => ({
    ...holdings.compare(text, rank, settings.edits)!,
    id: idOf(rank),
  })
  let removed = 0
  for await (const { document, text, number } of again(source, settings, ranking)) {
    const rank = ranks[number]
    const before = decision.hasKnownTie(rank) ? judge(known, text, settings) : { match: undefined, ties: [] }
    if (!decision.isKept(rank)) removed++
    progress.tell('giving', number + 1, removed, holdings.bytes + (known?.bytes ?? 0))
    if (decision.isKept(rank)) {
      const ties: Tie<Id>[] = decision.tied(rank).map((other) => matchWith(text, other))
      yield { document, kept: true, tied: [...before.ties, ...ties.sort(byStrength)], ...cluster(rank) }
    } else if (before.match !== undefined) {
      yield { document, kept: false, keeper: before.match.id, match: before.match, against: true }
    } else {
      const { keeper, via } = decision.goesFor(rank)
      const remembered = decision.matchOf(rank)
      const match = remembered === undefined ? matchWith(text, via) : { ...remembered, id: idOf(via) }
      yield { document, kept: false, keeper: idOf(keeper), match, ...cluster(keeper) }
    }
  }
}

/** Reads the source once more, and makes sure that it gives the same. @throws OffprintError `ERR_SOURCE_ONCE`. */
async function* again<T, Id extends string | number>(
  source: () => Iterable<T> | AsyncIterable<T>,
  settings: DedupeSettings<T, Id>,
  ranking: KeeperRanking<Id>,
): AsyncGenerator<{ document: T; text: string; number: number }> {
  let number = 0
  // What cannot be read was reported when it was read first.
  const failed = settings.onError && (() => {})
  for await (const { document, text } of selectDocuments(source, settings, failed)) {
    if (number >= ranking.count || !ranking.isText(number, text)) throw changed(`document ${number} differs`)
    yield { document, text, number: number++ }
  }
  if (number < ranking.count) throw changed(`it gave ${number} documents instead of ${ranking.count}`)
}

function changed(how: string): OffprintError {
  return new OffprintError(
    'ERR_SOURCE_ONCE',
    `source() gave something else the second time (${how}); the function must open the same documents anew at each call`,
  )
}

function ranksOf(order: Int32Array): Int32Array {
  const ranks = new Int32Array(order.length)
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank]] = rank
  return ranks
}
