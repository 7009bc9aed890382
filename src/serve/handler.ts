import { compareFolded } from '../compare/compare.js'
import type { Relate } from '../compare/relation.js'
import type { Remove } from '../dedupe/removal-policy.js'
import type { Tie } from '../dedupe/verdict.js'
import type { SharedDecision, SharedIndex, SharedMatch } from '../fleet/shared-index.js'
import { STORE_BATCH } from '../job/shared-store.js'
import { OffprintError } from '../kernel/errors.js'
import { comparisonToJson, matchJson, passagesJson, type ComparisonJson } from '../report/comparison-json.js'
import { evidenceOf, type Evidence } from '../report/tables/evidence.js'
import { fold } from '../text/fold.js'
import type { Limits } from './limits.js'
import { refused, type Answer, type Refusal } from './refusal.js'

/** What names a document: 1 and "1" are two ids. */
export type Id = string | number

/** A document that is to be remembered. */
export interface GivenDocument {
  readonly id: Id
  readonly text: string
  /** Milliseconds since 1970, for `index expire`. */
  readonly at?: number
}

/** A text that is looked for. */
export interface GivenQuery {
  readonly text: string
  readonly limit?: number
  readonly edits?: boolean
  readonly share?: number
  readonly since?: number
}

/** Two texts that are compared. */
export interface GivenPair {
  readonly a: string
  readonly b: string
  readonly layout?: boolean
}

/** What became of a document: its verdict, or why it has none. */
export type DocumentAnswer =
  | { readonly id: Id; readonly kept: boolean }
  | { readonly id: Id; readonly error: Refusal }

/** What a text matches. */
export interface QueryAnswer {
  readonly matches: readonly object[]
  readonly truncated: boolean
}

/** What an index holds. */
export interface Holdings {
  readonly documents: number
  readonly pending: number
  readonly removed: number
  readonly bytes: number
}

/**
 * What a service does, whatever door a request comes through: plain objects in, whose types the door has checked by `schemas.ts`,
 * plain objects out. It refuses what is over a limit, and what the index refuses; anything else it throws is a mistake.
 */
export interface Handler {
  /**
   * Decides about documents, in their order, and keeps or forgets each; once per id. Of one whose id is held with another text the
   * answer is an error. Where the store fails nothing is answered, and a repeat tells what was decided.
   * @param evidence whether a removed document comes with quotations of both texts.
   */
  remember(
    documents: readonly GivenDocument[],
    evidence?: boolean,
  ): Promise<Answer<readonly DocumentAnswer[]>>
  /** What a text matches among the documents held. It enters nothing. */
  query(query: GivenQuery): Promise<Answer<QueryAnswer>>
  /** What A is to B, and where the two differ. */
  compare(pair: GivenPair): Answer<ComparisonJson>
  /** Forgets a document. */
  forget(id: Id): Promise<Answer<{ readonly id: Id; readonly forgotten: true }>>
  /** What the index holds. */
  holdings(): Promise<Answer<Holdings>>
}

/** What a handler decides with. */
export interface Deciding {
  readonly relate: Relate
  readonly remove: Remove
  readonly limits: Pick<Limits, 'text' | 'batch'>
}

/** The handler over an index that is open. */
export function handlerOf(index: SharedIndex<Id>, { relate, remove, limits }: Deciding): Handler {
  return {
    remember: (documents, evidence = false) =>
      answered(async () => {
        const refusal = tooMany(documents, limits) ?? unnameable(documents)
        if (refusal !== undefined) return refusal
        const answers: DocumentAnswer[] = []
        for (const batch of batches(documents)) {
          const decisions = await index.decideEach(batch, { remove, edits: evidence })
          for (const [i, decision] of decisions.entries()) {
            const { id, text } = batch[i]
            if (decision === null) answers.push({ id, error: otherText(id) })
            else
              answers.push(
                verdictOf(id, decision, evidence ? await quotations(index, text, decision) : undefined),
              )
          }
        }
        return { answer: answers }
      }),
    query: ({ text, ...options }) =>
      answered(async () => {
        const refusal = tooLong('text', text, limits)
        if (refusal !== undefined) return refusal
        const { matches, truncated } = await index.query(text, options)
        return { answer: { matches: matches.map(matchOf), truncated } }
      }),
    compare: ({ a, b, layout = false }) => {
      const refusal = tooLong('a', a, limits) ?? tooLong('b', b, limits)
      if (refusal !== undefined) return refusal
      return { answer: comparisonToJson(compareFolded(fold(a), fold(b), relate, { layout })) }
    },
    forget: (id) =>
      answered(async () =>
        (await index.remove(id))
          ? { answer: { id, forgotten: true } }
          : refused('ERR_UNKNOWN_ID', `nothing is known of the id ${shown(id)}`),
      ),
    holdings: () =>
      answered(async () => {
        const { documents, pending, removed, bytes } = await index.stats()
        return { answer: { documents, pending, removed, bytes } }
      }),
  }
}

/** An answer, or the refusal that an error of the library stands for. */
async function answered<T>(work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    const { code, message } = error
    if (code === 'ERR_ARGUMENT' || code === 'ERR_STORE' || code === 'ERR_FORMAT')
      return refused(code, message)
    throw error
  }
}

function tooMany(
  documents: readonly GivenDocument[],
  limits: Deciding['limits'],
): { readonly refusal: Refusal } | undefined {
  const { length } = documents
  if (length > limits.batch) {
    return refused(
      'ERR_BATCH_SIZE',
      `${length} documents are more than the ${limits.batch} that are taken at once`,
    )
  }
  for (const [i, { text }] of documents.entries()) {
    const refusal = tooLong(length === 1 ? 'text' : `text of document ${i}`, text, limits)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function tooLong(
  name: string,
  text: string,
  limits: Deciding['limits'],
): { readonly refusal: Refusal } | undefined {
  if (text.length <= limits.text) return undefined
  const most = `more than the ${limits.text} that a text may have`
  return refused('ERR_TEXT_SIZE', `${name} has ${text.length} UTF-16 code units, ${most}`)
}

/** Half a surrogate pair cannot be written in an address, so nobody could ask for such a document to be forgotten. */
function unnameable(documents: readonly GivenDocument[]): { readonly refusal: Refusal } | undefined {
  const one = documents.find(({ id }) => typeof id === 'string' && /\p{Surrogate}/u.test(id))
  return (
    one &&
    refused('ERR_ARGUMENT', `id ${shown(one.id)} has half a surrogate pair; ids are well-formed Unicode`)
  )
}

/** So many documents at once as a run of `dedupe --index` gives: bounds what one request holds in memory. */
function* batches(documents: readonly GivenDocument[]): Generator<readonly GivenDocument[]> {
  let batch: GivenDocument[] = []
  let characters = 0
  for (const document of documents) {
    if (batch.length === STORE_BATCH.count || characters + document.text.length > STORE_BATCH.characters) {
      if (batch.length > 0) yield batch
      batch = []
      characters = 0
    }
    batch.push(document)
    characters += document.text.length
  }
  if (batch.length > 0) yield batch
}

function otherText(id: Id): Refusal {
  const message = `id ${shown(id)} is held with another text; remove it first, or give the text another id`
  return { code: 'ERR_DUPLICATE_ID', message }
}

/** The verdict on a document as an object of JSON. Names, nesting and order of keys are a contract. */
function verdictOf(id: Id, decision: SharedDecision<Id>, evidence: Evidence | undefined): DocumentAnswer {
  const again = decision.again && { again: true }
  if (!decision.kept) {
    const match = tieOf(decision.match)
    return {
      id,
      kept: false,
      ...again,
      keeper: decision.keeper,
      match,
      ...(evidence && { evidence }),
    } as DocumentAnswer
  }
  const truncated = decision.truncated && { truncated: true }
  return { id, kept: true, ...again, tied: decision.tied.map(tieOf), ...truncated } as DocumentAnswer
}

/** A match of a kept document, with its account: the differences on which the decision rests. */
function tieOf(tie: Tie<Id>): object {
  const { removed, code, reason, differences, total } = tie.decision
  return { ...pairOf(tie), decision: { removed, code, reason, differences, total } }
}

function matchOf(match: SharedMatch<Id>): object {
  const { pending, edits } = match
  return { ...pairOf(match), ...(edits && { edits }), ...(pending && { pending }) }
}

function pairOf(match: SharedMatch<Id> | Tie<Id>): object {
  return { id: match.id, ...matchJson(match), passages: passagesJson(match) }
}

/** What a ledger quotes of a removal; undefined where the document is kept, or its keeper has gone meanwhile. */
async function quotations(
  index: SharedIndex<Id>,
  text: string,
  decision: SharedDecision<Id>,
): Promise<Evidence | undefined> {
  if (decision.kept) return undefined
  const keeper = await index.get(decision.keeper)
  if (keeper === undefined || keeper.text === null) return undefined
  return evidenceOf(decision.match, text, keeper.text).evidence
}

/** Characters of an id that a message shows. */
const SHOWN = 60

function shown(id: Id): string {
  const text = typeof id === 'string' && id.length > SHOWN ? `${id.slice(0, SHOWN)}…` : id
  return JSON.stringify(text)
}
