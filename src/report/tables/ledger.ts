import type { Remove, Tie } from '../../dedupe/dedupe.js'
import { inBrief, type RemovalCode } from '../../dedupe/reason.js'
import type { Ref } from '../../read/document.js'
import { DEFAULT_SEED } from '../../sketch/signature.js'
import type { Match } from '../../store/match.js'
import { FOLD_VERSION } from '../../text/fold.js'
import type { Relate } from '../../compare/relation.js'
import { evidenceOf, type Evidence, type Lost } from './evidence.js'
import { requireKnownKeys, requireString } from '../../kernel/errors.js'
import {
  flag,
  identifier,
  listOf,
  number,
  object,
  oneOf,
  optional,
  RELATE,
  REMOVE,
  requireShape,
  text,
  TIE,
} from '../shapes.js'

/** Version of the ledger's lines. Keys may be added within a version, never removed or renamed. */
export const LEDGER_VERSION = 2

/** The options that decided a run. */
export interface LedgerOptions {
  /** Thresholds of relations. */
  readonly relate: Relate
  /** The policy of removal. */
  readonly remove: Remove
  /** Whether verdicts came at once, or after all was read. */
  readonly mode?: 'stream' | 'batch'
  /** Policy by which keepers were chosen. */
  readonly keep?: string
  /** How clusters grow. */
  readonly cluster?: 'star' | 'connected'
  /** Field of the text. */
  readonly text: string
  /** Field of the id. */
  readonly id: string
  /** Fields that the ledger repeats. */
  readonly carry: readonly string[]
}

/** Line one of a ledger. */
export interface LedgerHead {
  /** Version of the lines: `LEDGER_VERSION`. */
  readonly ledger: number
  /** Version of the package. */
  readonly offprint: string
  /** Version of the folding. */
  readonly folding: number
  /** The options that decided. */
  readonly options: LedgerOptions
  /** Seed of the signatures. */
  readonly seed: number
}

/** A further line of a ledger: one for each removed document, one for each tie of a tied document. */
export interface LedgerEntry {
  /** The id of the document. */
  readonly id: string | number
  /** Where the document stands. */
  readonly ref: KeeperRef
  /** The id of its keeper, or of the document to which it is tied. */
  readonly keeper: string | number
  /** Without `record`, `line` and `offset` where the keeper is of a saved index. */
  readonly keeperRef: KeeperRef
  /** Present where the keeper is of the reference set: seen before this run. */
  readonly against?: true
  /**
   * Present in a connected cluster where the document was compared with another than its keeper: everything below is
   * said of that other document, which was removed for the same keeper.
   */
  readonly via?: {
    /** Its id. */
    readonly id: string | number
    /** Where it stands. */
    readonly ref: KeeperRef
  }
  /** What the document is to its keeper. */
  readonly relation: Match<unknown>['relation']
  /** `a` of the document, `b` of its keeper. */
  readonly coverage: Match<unknown>['coverage']
  /** How alike the passages are, 0 to 1. */
  readonly identity: number
  /** How many numbers, words and characters changed. */
  readonly changed: Match<unknown>['changed']
  /** Whether the document was removed, the kind of reason for programs, and one sentence for an editor. */
  readonly rule: {
    /** Whether the document was removed. */
    readonly removed: boolean
    /** The kind of reason. */
    readonly code: RemovalCode
    /** The reason as a sentence. */
    readonly reason: string
  }
  /** What the account of the pair found: how many differences the reason rests on, and at most 16 of them, quoted. */
  readonly account: {
    /** How many differences there are. */
    readonly total: number
    /** The first of them. */
    readonly differences: readonly {
      /** Why it loses nothing, or what the keeper lacks. */
      readonly kind: string
      /** What the document has. */
      readonly document: string
      /** What its keeper has. */
      readonly keeper: string
    }[]
  }
  /** The passage they share, in short. */
  readonly evidence: Evidence
  /** What would be lost with the document. */
  readonly lost: Lost
  /** The carried fields of both sides. */
  readonly fields: {
    /** Of the document. */
    readonly document: CarriedFields
    /** Of its keeper. */
    readonly keeper: CarriedFields
  }
}

/** Fields of a record that the ledger repeats, by name. */
export type CarriedFields = Readonly<Record<string, unknown>>

/** A place in a file; of a saved index, its folder. */
export type KeeperRef = Pick<Ref, 'file'> & Partial<Ref>

/** One side of an entry. */
export interface LedgerDocument {
  /** Its id, as the record has it. */
  readonly id: string | number
  /** Where it stands. */
  readonly ref: KeeperRef
  /** Its text. */
  readonly text: string
  /** Fields that the ledger repeats. */
  readonly fields: CarriedFields
}

const OPTIONS = {
  relate: RELATE,
  remove: REMOVE,
  mode: optional(oneOf(['stream', 'batch'])),
  keep: optional(text),
  cluster: optional(oneOf(['star', 'connected'])),
  text,
  id: text,
  carry: listOf(text),
} satisfies Record<keyof LedgerOptions, unknown>

/**
 * Line one of a ledger.
 *
 * @param version of the package
 * @throws OffprintError `ERR_ARGUMENT` for unknown or missing options.
 */
export function ledgerHead(version: string, options: LedgerOptions): LedgerHead {
  requireString('version', version)
  requireKnownKeys('options', options, Object.keys(OPTIONS))
  requireShape('options', options, object(OPTIONS))
  return { ledger: LEDGER_VERSION, offprint: version, folding: FOLD_VERSION, options, seed: DEFAULT_SEED }
}

/** What else is known of the keeper of an entry. */
export interface LedgerCase {
  /** The document through which the removed one reached its keeper in a connected cluster, where that is another. */
  readonly through?: LedgerDocument
  /** Whether the keeper is of the reference set: seen before this run. */
  readonly against?: boolean
}

const REF = object<KeeperRef>({
  file: text,
  record: optional(number),
  line: optional(number),
  offset: optional(number),
})

const DOCUMENT = object<LedgerDocument>({ id: identifier, ref: REF, text, fields: object({}) })

/**
 * One line of a ledger. `match` reads from the document (A) to its keeper, or to `through` (B). O(length of the
 * document + edits).
 *
 * @throws OffprintError `ERR_ARGUMENT` for arguments of another kind.
 */
export function ledgerEntry(
  document: LedgerDocument,
  keeper: LedgerDocument,
  match: Tie<unknown>,
  removed: boolean,
  other: LedgerCase = {},
): LedgerEntry {
  requireShape('document', document, DOCUMENT)
  requireShape('keeper', keeper, DOCUMENT)
  requireShape('match', match, TIE)
  requireShape('removed', removed, flag)
  requireKnownKeys('other', other, ['through', 'against'])
  requireShape('other', other, object<LedgerCase>({ through: optional(DOCUMENT), against: optional(flag) }))
  const { through, against = false } = other
  const { relation, coverage, identity, changed, decision } = match
  const compared = through ?? keeper
  const { evidence, lost } = evidenceOf(match, document.text, (through ?? keeper).text)
  return {
    id: document.id,
    ref: document.ref,
    keeper: keeper.id,
    keeperRef: keeper.ref,
    ...(against && { against }),
    ...(through !== undefined && { via: { id: through.id, ref: through.ref } }),
    relation,
    coverage: { a: coverage.a, b: coverage.b },
    identity,
    changed: { numbers: changed.numbers, words: changed.words, characters: changed.characters },
    rule: { removed, code: decision.code, reason: decision.reason },
    account: {
      total: decision.total,
      differences: decision.differences.map(({ explained, content, document: own, keeper: its }) => ({
        kind: explained ?? content ?? '',
        document: inBrief(document.text.slice(own.from, own.to)),
        keeper: inBrief(compared.text.slice(its.from, its.to)),
      })),
    },
    evidence,
    lost,
    fields: { document: document.fields, keeper: keeper.fields },
  }
}
