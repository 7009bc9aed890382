import { compareFolded, type Comparison } from '../audit/compare.js'
import {
  argumentError,
  OffprintError,
  requireInteger,
  requireKnownKeys,
  requireString,
} from '../kernel/errors.js'
import { fmix32, lowbias32 } from '../kernel/hash.js'
import { BandTable } from '../lsh/bands.js'
import { PassageIndex, printsOf, type Prints } from '../passages/passage-index.js'
import { estimate } from '../sketch/estimate.js'
import { sketchFolded, type FullSignature } from '../sketch/signature.js'
import { fold, type FoldedText } from '../text/fold.js'
import { relateSettings, type Relate } from '../verify/relation.js'
import { byStrength, type Candidate, type Match } from './match.js'

export interface DuplicateIndexOptions {
  /** Thresholds of relations; see `Relate`. */
  readonly relate?: Partial<Relate>
}

export interface QueryOptions {
  /** Most matches returned, and most texts aligned, best evidence first. Default 32. */
  readonly limit?: number
  /** Whether matches carry their named edits. Default false. */
  readonly edits?: boolean
}

export interface AddOptions extends QueryOptions {
  /** Replace the text of a known id instead of throwing. Default false. */
  readonly replace?: boolean
}

export interface IndexStats {
  /** Texts held, by id. */
  readonly documents: number
  /** Distinct folded texts among them. */
  readonly distinct: number
  /** Bytes of the tables, without the texts. */
  readonly bytes: number
  /** Candidates seen, and how many of them were compared, since the index was made. */
  readonly candidates: number
  readonly verified: number
  /** Entries left out because a bucket or fingerprint was full. */
  readonly capped: number
}

const DEFAULT_LIMIT = 32
/** A band shared by chance says nothing; texts that resemble each other share this much at least. */
const MIN_RESEMBLANCE = 0.1

/** All documents with one folded text: they are found, or not, together. */
interface Entry<Id> {
  readonly number: number
  readonly ids: Set<Id>
  readonly length: number
  readonly digest: number
  readonly prints: Prints
  readonly signature: FullSignature
}

/** What a text is sought, and entered, by. */
interface Look<Id> {
  readonly folded: FoldedText
  readonly digest: number
  readonly prints: Prints
  readonly signature: FullSignature
  /** The entry of the texts that fold to the same. */
  readonly equal: Entry<Id> | undefined
}

/**
 * Which of the texts seen so far does this one duplicate, contain, resemble in part? In memory, verified by alignment.
 *
 * Two ways to look: bands of a signature find resemblance, sampled fingerprints with positions find a part in a whole
 * and noisy copies. Every candidate is then aligned, so a match is never a guess. The index holds the texts, and about
 * 3.5 bytes of tables for each of their characters.
 */
export class DuplicateIndex<Id extends string | number = string> {
  readonly #relate: Relate
  readonly #texts = new Map<Id, { source: string; entry: Entry<Id> }>()
  readonly #entries = new Map<number, Entry<Id>>()
  /**
   * Entries by the digest of their folded text. The text itself would be a poor key: V8 hashes strings of 16 Ki units
   * and more by their length alone, and 8,000 texts of one such length took 90 s to enter.
   */
  readonly #byDigest = new Map<number, Entry<Id>[]>()
  readonly #bands = new BandTable()
  readonly #passages = new PassageIndex()
  #nextNumber = 0
  #candidates = 0
  #verified = 0

  /** @throws OffprintError `ERR_ARGUMENT` for unknown or impossible options. */
  constructor(options: DuplicateIndexOptions = {}) {
    requireKnownKeys('options', options, ['relate'])
    this.#relate = relateSettings(options.relate)
  }

  /** Number of documents held. */
  get size(): number {
    return this.#texts.size
  }

  /** Whether a document of this id is held. */
  has(id: Id): boolean {
    return this.#texts.has(id)
  }

  /**
   * Says what the text matches among those already in, then keeps it. Adding a known id with equal folded text changes
   * nothing and does not match itself.
   * @throws OffprintError `ERR_DUPLICATE_ID` for a known id with another text, unless `replace` is set; `ERR_ARGUMENT`
   * for an id that is neither string nor number, or a text that is no string.
   */
  add(id: Id, text: string, options: AddOptions = {}): Match<Id>[] {
    requireKnownKeys('options', options, ['limit', 'edits', 'replace'])
    requireId(id)
    requireLimit(options.limit)
    const look = this.#look(text)
    const known = this.#texts.get(id)?.entry
    if (known !== undefined && known !== look.equal) {
      if (options.replace !== true) {
        throw new OffprintError(
          'ERR_DUPLICATE_ID',
          `id ${JSON.stringify(id)} is in the index with another text; pass { replace: true } to replace it`,
        )
      }
      this.remove(id)
    }
    const matches = this.#match(look, options, id)
    if (!this.#texts.has(id)) {
      const entry = look.equal ?? this.#enter(look)
      entry.ids.add(id)
      this.#texts.set(id, { source: text, entry })
    }
    return matches
  }

  /**
   * What a text matches among those held, strongest first.
   * @throws OffprintError `ERR_ARGUMENT` for a text that is no string, or a wrong option.
   */
  query(text: string, options: QueryOptions = {}): Match<Id>[] {
    requireKnownKeys('options', options, ['limit', 'edits'])
    requireLimit(options.limit)
    return this.#match(this.#look(text), options)
  }

  /**
   * Texts worth aligning with this one, best evidence first, not verified.
   * @throws OffprintError `ERR_ARGUMENT` for a text that is no string.
   */
  candidates(text: string): Candidate<Id>[] {
    return this.#candidatesOf(this.#look(text)).flatMap(({ entry, evidence }) =>
      Array.from(entry.ids, (id) => ({ id, evidence })),
    )
  }

  /** Forgets a document; false if it was not held. */
  remove(id: Id): boolean {
    const held = this.#texts.get(id)
    if (held === undefined) return false
    const { entry } = held
    this.#texts.delete(id)
    entry.ids.delete(id)
    if (entry.ids.size === 0) {
      this.#entries.delete(entry.number)
      const others = this.#byDigest.get(entry.digest)!.filter((other) => other !== entry)
      if (others.length > 0) this.#byDigest.set(entry.digest, others)
      else this.#byDigest.delete(entry.digest)
      this.#passages.remove(entry.number, entry.prints)
      this.#bands.remove(entry.number, entry.signature.slots)
    }
    return true
  }

  /** What the index holds and did. */
  stats(): IndexStats {
    return {
      documents: this.#texts.size,
      distinct: this.#entries.size,
      bytes: this.#bands.bytes + this.#passages.bytes,
      candidates: this.#candidates,
      verified: this.#verified,
      capped: this.#bands.capped + this.#passages.capped,
    }
  }

  #look(text: string): Look<Id> {
    requireString('text', text)
    const folded = fold(text)
    const digest = digestOf(folded)
    const equal = this.#byDigest.get(digest)?.find((entry) => this.#folds(entry, folded))
    const { prints, signature } = equal ?? { prints: printsOf(folded), signature: sketchFolded(folded) }
    return { folded, digest, prints, signature, equal }
  }

  /** Whether the texts of an entry fold to this: a digest is no proof. */
  #folds(entry: Entry<Id>, { units, length }: FoldedText): boolean {
    if (entry.length !== length) return false
    const [id] = entry.ids
    const held = fold(this.#texts.get(id)!.source).units
    return units.every((unit, i) => unit === held[i])
  }

  #enter({ folded: { length }, digest, prints, signature }: Look<Id>): Entry<Id> {
    const entry = { number: this.#nextNumber++, ids: new Set<Id>(), length, digest, prints, signature }
    this.#entries.set(entry.number, entry)
    this.#byDigest.set(digest, [...(this.#byDigest.get(digest) ?? []), entry])
    if (length > 0) {
      this.#passages.add(entry.number, prints)
      this.#bands.add(entry.number, signature.slots)
    }
    return entry
  }

  #candidatesOf({ folded, prints, signature, equal }: Look<Id>): { entry: Entry<Id>; evidence: number }[] {
    if (folded.length === 0) return []
    const evidence = new Map<Entry<Id>, number>()
    const add = (entry: Entry<Id>, shared: number) => {
      const most = Math.min(shared, folded.length, entry.length)
      evidence.set(entry, Math.max(evidence.get(entry) ?? 0, most))
    }
    // However full its fingerprints and buckets are.
    if (equal !== undefined) add(equal, folded.length)
    this.#passages.search(prints, (text, shared) => add(this.#entries.get(text)!, shared))
    const met = new Set<number>()
    this.#bands.meet(signature.slots, (text) => met.add(text))
    for (const text of met) {
      const entry = this.#entries.get(text)!
      const { jaccard } = estimate(signature, entry.signature)
      if (jaccard < MIN_RESEMBLANCE) continue
      add(entry, (jaccard / (1 + jaccard)) * (folded.length + entry.length))
    }
    return Array.from(evidence, ([entry, amount]) => ({ entry, evidence: amount })).sort(
      (x, y) =>
        y.evidence - x.evidence ||
        Number(y.entry === equal) - Number(x.entry === equal) ||
        x.entry.number - y.entry.number,
    )
  }

  /** Aligns the best candidates but `except`. */
  #match(look: Look<Id>, { limit = DEFAULT_LIMIT, edits = false }: QueryOptions, except?: Id): Match<Id>[] {
    const matches: Match<Id>[] = []
    let verified = 0
    // One document of each entry first, then the others: many equal copies must not hide what else matches.
    const entries = this.#candidatesOf(look).map(({ entry }) => {
      this.#candidates += entry.ids.size
      // Identical sources are aligned once.
      return { ids: firstIds(entry.ids, limit, except), compared: new Map<string, Comparison>() }
    })
    const deepest = Math.max(0, ...entries.map(({ ids }) => ids.length))
    for (let turn = 0; turn < deepest && verified < limit; turn++) {
      for (const { ids, compared } of entries) {
        if (turn >= ids.length || verified === limit) continue
        verified++
        const id = ids[turn]
        const { source } = this.#texts.get(id)!
        const comparison = compared.get(source) ?? compareFolded(look.folded, fold(source), this.#relate)
        compared.set(source, comparison)
        if (comparison.relation === 'unrelated') continue
        const { edits: named, ...unnamed } = comparison
        matches.push({ id, verified: true, ...unnamed, ...(edits ? { edits: named } : {}) })
      }
    }
    this.#verified += verified
    return matches.sort(byStrength)
  }
}

/** The first ids but one: an entry may hold a million. */
function firstIds<Id>(ids: ReadonlySet<Id>, limit: number, except: Id | undefined): Id[] {
  const first: Id[] = []
  for (const id of ids) {
    if (first.length === limit) break
    if (id !== except) first.push(id)
  }
  return first
}

/** Throws `ERR_ARGUMENT` unless `id` can name a document. */
export function requireId(id: unknown): void {
  if (typeof id !== 'string' && (typeof id !== 'number' || Number.isNaN(id))) {
    throw argumentError('id', id, 'a string or a number')
  }
}

function requireLimit(limit: number | undefined): void {
  if (limit !== undefined) requireInteger('options.limit', limit, 1, Infinity)
}

/** 53 bits of hash of a folded text. */
function digestOf({ units, length }: FoldedText): number {
  let low = length
  let high = ~length
  for (let i = 0; i < length; i++) {
    low = fmix32(low ^ units[i])
    high = lowbias32(high ^ units[i])
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}
