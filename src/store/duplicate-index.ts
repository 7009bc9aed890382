import { compareFolded } from '../audit/compare.js'
import {
  argumentError,
  OffprintError,
  requireInteger,
  requireKnownKeys,
  requireString,
} from '../kernel/errors.js'
import { BandTable } from '../lsh/bands.js'
import { PassageIndex, printsOf, type Prints } from '../passages/passage-index.js'
import { estimate, sketchFolded, type Signature } from '../sketch/signature.js'
import { fold, foldedString, type FoldedText } from '../text/fold.js'
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
  /** Candidates seen, and how many of them were aligned, since the index was made. */
  readonly candidates: number
  readonly verified: number
  /** Entries left out because a bucket or fingerprint was full. */
  readonly capped: number
}

const DEFAULT_LIMIT = 32
/** A sampled fingerprint stands for about so many characters. */
const CHARACTERS_PER_PRINT = 16
/** A band shared by chance says nothing; texts that resemble each other share this much at least. */
const MIN_RESEMBLANCE = 0.1

/** All documents with one folded text: they are found, or not, together. */
interface Entry<Id> {
  readonly number: number
  readonly ids: Set<Id>
  readonly length: number
  readonly prints: Prints
  readonly signature: Signature
}

/**
 * Which of the texts seen so far does this one duplicate, contain, resemble in part? In memory, verified by alignment.
 *
 * Two ways to look: bands of a signature find resemblance, sampled fingerprints with positions find a part in a whole
 * and noisy copies. Every candidate is then aligned, so a match is never a guess. The index holds the texts, and about
 * 4 bytes of tables for each of their characters.
 */
export class DuplicateIndex<Id extends string | number = string> {
  readonly #relate: Relate
  readonly #texts = new Map<Id, { source: string; entry: Entry<Id> }>()
  readonly #entries = new Map<number, Entry<Id>>()
  readonly #byFolded = new Map<string, Entry<Id>>()
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
    const folded = fold(requireText(text))
    const key = foldedString(folded)
    const known = this.#texts.get(id)
    if (known !== undefined && this.#byFolded.get(key) !== known.entry) {
      if (options.replace !== true) {
        throw new OffprintError(
          'ERR_DUPLICATE_ID',
          `id ${JSON.stringify(id)} is in the index with another text; pass { replace: true } to replace it`,
        )
      }
      this.remove(id)
    }
    const look = this.#look(folded)
    const matches = this.#match(folded, look, options).filter((match) => match.id !== id)
    if (!this.#texts.has(id)) this.#keep(id, folded, key, look)
    return matches
  }

  /**
   * What a text matches among those held, strongest first.
   * @throws OffprintError `ERR_ARGUMENT` for a text that is no string, or a wrong option.
   */
  query(text: string, options: QueryOptions = {}): Match<Id>[] {
    requireKnownKeys('options', options, ['limit', 'edits'])
    const folded = fold(requireText(text))
    return this.#match(folded, this.#look(folded), options)
  }

  /** Texts worth aligning with this one, best evidence first, not verified. */
  candidates(text: string): Candidate<Id>[] {
    const folded = fold(requireText(text))
    return this.#candidatesOf(folded, this.#look(folded)).flatMap(({ entry, evidence }) =>
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
      this.#byFolded.delete(foldedString(fold(held.source)))
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

  #look(folded: FoldedText): Look {
    return { prints: printsOf(folded), signature: sketchFolded(folded) }
  }

  #keep(id: Id, folded: FoldedText, key: string, { prints, signature }: Look): void {
    let entry = this.#byFolded.get(key)
    if (entry === undefined) {
      entry = { number: this.#nextNumber++, ids: new Set(), length: folded.length, prints, signature }
      this.#byFolded.set(key, entry)
      this.#entries.set(entry.number, entry)
      if (folded.length > 0) {
        this.#passages.add(entry.number, prints)
        this.#bands.add(entry.number, signature.slots)
      }
    }
    entry.ids.add(id)
    this.#texts.set(id, { source: folded.source, entry })
  }

  #candidatesOf(folded: FoldedText, { prints, signature }: Look): { entry: Entry<Id>; evidence: number }[] {
    if (folded.length === 0) return []
    const evidence = new Map<number, number>()
    this.#passages.search(prints, (text, inLine) => {
      evidence.set(text, Math.max(evidence.get(text) ?? 0, inLine * CHARACTERS_PER_PRINT))
    })
    const met = new Set<number>()
    this.#bands.meet(signature.slots, (text) => met.add(text))
    for (const text of met) {
      const entry = this.#entries.get(text)!
      const { jaccard } = estimate(signature, entry.signature)
      if (jaccard < MIN_RESEMBLANCE) continue
      const shared = (jaccard / (1 + jaccard)) * (folded.length + entry.length)
      evidence.set(text, Math.max(evidence.get(text) ?? 0, shared))
    }
    return Array.from(evidence, ([text, amount]) => ({
      entry: this.#entries.get(text)!,
      evidence: amount,
    })).sort((x, y) => y.evidence - x.evidence || x.entry.number - y.entry.number)
  }

  #match(
    folded: FoldedText,
    look: Look,
    { limit = DEFAULT_LIMIT, edits = false }: QueryOptions,
  ): Match<Id>[] {
    requireInteger('options.limit', limit, 1, Infinity)
    const candidates = this.#candidatesOf(folded, look)
    this.#candidates += candidates.length
    const matches: Match<Id>[] = []
    let aligned = 0
    for (const { entry } of candidates) {
      for (const id of entry.ids) {
        if (aligned === limit) break
        aligned++
        const found = fold(this.#texts.get(id)!.source)
        const { edits: named, ...comparison } = compareFolded(folded, found, this.#relate)
        if (comparison.relation === 'unrelated') continue
        matches.push({ id, verified: true, ...comparison, ...(edits ? { edits: named } : {}) })
      }
    }
    this.#verified += aligned
    return matches.sort(byStrength)
  }
}

interface Look {
  readonly prints: Prints
  readonly signature: Signature
}

function requireId(id: unknown): void {
  if (typeof id !== 'string' && (typeof id !== 'number' || Number.isNaN(id))) {
    throw argumentError('id', id, 'a string or a number')
  }
}

function requireText(text: unknown): string {
  requireString('text', text)
  return text
}
