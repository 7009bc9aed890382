import { argumentError, OffprintError, requireKnownKeys, requireNumber } from '../kernel/errors.js'
import { DuplicateIndex, requireId } from '../store/duplicate-index.js'
import type { Match } from '../store/match.js'
import type { Relate } from '../verify/relation.js'

/** What became of one input document. */
export type Verdict<T, Id> =
  | {
      readonly document: T
      readonly kept: true
      /** What it is related to among the documents kept before it, strongest first. */
      readonly tied: readonly Match<Id>[]
    }
  | {
      readonly document: T
      readonly kept: false
      /** The kept document it went for. */
      readonly keeper: Id
      /** How the two are related: A is this document, B the keeper. */
      readonly match: Match<Id>
    }

/** When a document is dropped. A relation says what it is to the keeper. */
export interface Remove {
  readonly relations: readonly ('duplicate' | 'contained')[]
  /** Least share of the dropped document that the keeper covers. Default 0.9. */
  readonly coverage: number
  /** Least identity of what is covered. Default 0.9. */
  readonly identity: number
}

export const DEFAULT_REMOVE: Remove = { relations: ['duplicate'], coverage: 0.9, identity: 0.9 }

export interface DedupeOptions<T, Id> {
  /** Picks the id of a document. Default: its `id`, or else its place in the source, from 0. Ids may repeat. */
  readonly id?: (document: T, index: number) => Id
  /** Picks the text of a document. Default: the document itself if it is a string, else its `text`. */
  readonly text?: (document: T) => string
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
  /** When a document is dropped: settings, or a function of its match with a kept document. */
  readonly remove?: Partial<Remove> | ((match: Match<Id>) => boolean)
  /** Whether matches carry their named edits. Default false. */
  readonly edits?: boolean
  /** Stops the run with the signal's reason. */
  readonly signal?: AbortSignal
  /**
   * Receives a document whose text or id could not be picked; the run goes on. Without it the run stops with the error.
   */
  readonly onError?: (error: OffprintError, document: T, index: number) => void
}

/**
 * Streams documents through an index: the first of its kind is kept, later ones are judged against those kept.
 * Every readable document comes out once, in order, with its verdict.
 *
 * @throws OffprintError `ERR_ARGUMENT` for a wrong option, at once; `ERR_RECORD` while iterating, for a document without
 * text or id where there is no `onError`.
 */
export function dedupe<T, Id extends string | number = string | number>(
  source: Iterable<T> | AsyncIterable<T>,
  options: DedupeOptions<T, Id> = {},
): AsyncIterable<Verdict<T, Id>> {
  requireKnownKeys('options', options, ['id', 'text', 'relate', 'remove', 'edits', 'signal', 'onError'])
  if (
    typeof source !== 'object' ||
    source === null ||
    !(Symbol.iterator in source || Symbol.asyncIterator in source)
  ) {
    throw argumentError('source', source, 'an iterable or async iterable of documents')
  }
  for (const name of ['id', 'text', 'onError'] as const) {
    const given: unknown = options[name]
    if (given !== undefined && typeof given !== 'function') {
      throw argumentError(`options.${name}`, given, 'a function')
    }
  }
  const removes = typeof options.remove === 'function' ? options.remove : removalRule(options.remove)
  // Ids of a crawl may repeat, so the index knows documents by their place.
  const index = new DuplicateIndex<number>(options.relate ? { relate: options.relate } : {})
  return judge(source, options, removes, index)
}

async function* judge<T, Id extends string | number>(
  source: Iterable<T> | AsyncIterable<T>,
  options: DedupeOptions<T, Id>,
  removes: (match: Match<Id>) => boolean,
  index: DuplicateIndex<number>,
): AsyncGenerator<Verdict<T, Id>> {
  const { id: pickId = defaultId, text: pickText = defaultText, edits = false, signal, onError } = options
  const ids = new Map<number, Id>()
  let place = -1
  signal?.throwIfAborted()
  for await (const document of source) {
    signal?.throwIfAborted()
    place++
    let id: Id
    let text: string
    try {
      text = pickText(document)
      if (typeof text !== 'string') throw argumentError('text', text, 'a string')
      id = pickId(document, place) as Id
      requireId(id)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const error = new OffprintError(
        'ERR_RECORD',
        `document ${place} has no usable text or id: ${reason} (options.text and options.id pick them)`,
        { cause },
      )
      if (onError === undefined) throw error
      onError(error, document, place)
      continue
    }
    let match: Match<Id> | undefined
    let matches: Match<Id>[] = []
    index.add(place, text, {
      edits,
      unless(found) {
        matches = found.map((one) => ({ ...one, id: ids.get(one.id)! }))
        match = matches.find(removes)
        return match !== undefined
      },
    })
    if (match !== undefined) {
      yield { document, kept: false, keeper: match.id, match }
      continue
    }
    ids.set(place, id)
    yield { document, kept: true, tied: matches }
  }
}

/**
 * The default rule, from settings.
 * @throws OffprintError `ERR_ARGUMENT` for unknown or impossible settings.
 */
export function removalRule(remove: Partial<Remove> = {}): (match: Match<unknown>) => boolean {
  requireKnownKeys('remove', remove, ['relations', 'coverage', 'identity'])
  const {
    relations = DEFAULT_REMOVE.relations,
    coverage = DEFAULT_REMOVE.coverage,
    identity = DEFAULT_REMOVE.identity,
  } = remove
  if (!Array.isArray(relations)) {
    throw argumentError('remove.relations', relations, "an array of 'duplicate' and 'contained'")
  }
  for (const relation of relations) {
    if (relation !== 'duplicate' && relation !== 'contained') {
      throw argumentError('remove.relations', relation, "'duplicate' or 'contained'")
    }
  }
  requireNumber('remove.coverage', coverage, 0, 1)
  requireNumber('remove.identity', identity, 0, 1)
  return (match) =>
    (relations as readonly string[]).includes(match.relation) &&
    match.coverage.a >= coverage &&
    match.identity >= identity
}

function defaultId(document: unknown, index: number): string | number {
  const id = (document as { id?: unknown } | null)?.id
  return typeof id === 'string' || typeof id === 'number' ? id : index
}

function defaultText(document: unknown): string {
  return typeof document === 'string' ? document : ((document as { text?: unknown } | null)?.text as string)
}
