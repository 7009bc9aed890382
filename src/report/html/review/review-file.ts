import type { SourceRange } from '../../../align/edit.js'
import { fmix32 } from '../../../kernel/hash.js'

/** What a reviewer says of an edit. */
export interface Decision {
  /** `accept`: B is right. `reject`: A is right. Null where there is a note only. */
  readonly verdict: 'accept' | 'reject' | null
  readonly note: string
}

/** Version of the file. A page reads files of its own version. */
export const REVIEW_VERSION = 1

const FORMAT = 'offprint-review'

/** A text as the file names it. */
interface ReviewedText {
  readonly name: string
  /** UTF-16 units. */
  readonly characters: number
  readonly fingerprint: string
}

/** The decisions on one pair, as they are saved. */
export interface ReviewFile {
  readonly format: typeof FORMAT
  readonly version: typeof REVIEW_VERSION
  /** The text that is corrected. */
  readonly a: ReviewedText
  readonly b: ReviewedText
  readonly decisions: readonly FiledDecision[]
}

/** A decision with the edit it is about: its places, and for people its class and what both texts read. */
interface FiledDecision {
  readonly a: readonly [from: number, to: number]
  readonly b: readonly [from: number, to: number]
  readonly class: string
  readonly reads: readonly [a: string, b: string]
  readonly decision: Decision['verdict']
  readonly note?: string
}

/** The two texts that are reviewed. */
export type ReviewedPair = Readonly<Record<'a' | 'b', { readonly name: string; readonly text: string }>>

/** An edit that can be decided. */
export interface ReviewedEdit extends Readonly<Record<'a' | 'b', SourceRange & { readonly text: string }>> {
  readonly class: string
}

/** Why a file is not read. `format`: it is no review. `version`, `pair`: what it says instead. */
export type Refused =
  | { readonly refused: 'format' }
  | { readonly refused: 'version'; readonly version: string }
  | { readonly refused: 'pair'; readonly a: string; readonly b: string }

/** What a file says of the edits of a page. */
export interface ReadReview {
  /** By the index of the edit. */
  readonly decisions: ReadonlyMap<number, Decision>
  /** Decisions on edits that the page does not have: another version of the audit found others. */
  readonly unknown: number
}

/**
 * 16 hexadecimal digits that tell texts apart. Two texts that somebody made alike on purpose may share them. O(length).
 */
export function textFingerprint(text: string): string {
  // FNV-1a and a multiplicative hash with other constants, each mixed by the finalizer of MurmurHash3.
  let first = 0x811c9dc5
  let second = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    first = Math.imul(first ^ unit, 0x01000193)
    second = Math.imul(second, 0x5bd1e995) + unit + (second >>> 15)
  }
  return [fmix32(first ^ text.length), fmix32(second ^ text.length)]
    .map((half) => (half >>> 0).toString(16).padStart(8, '0'))
    .join('')
}

/** The decisions on a pair as a file of JSON, in the order of the edits. O(length + edits). */
export function writeReview(
  pair: ReviewedPair,
  edits: readonly ReviewedEdit[],
  decisions: ReadonlyMap<number, Decision>,
): string {
  const file: ReviewFile = {
    format: FORMAT,
    version: REVIEW_VERSION,
    a: described(pair.a),
    b: described(pair.b),
    decisions: [...decisions.keys()]
      .sort((x, y) => x - y)
      .map((i) => {
        const { a, b, class: name } = edits[i]
        const { verdict, note } = decisions.get(i)!
        return {
          a: [a.from, a.to],
          b: [b.from, b.to],
          class: name,
          reads: [a.text, b.text],
          decision: verdict,
          ...(note !== '' && { note }),
        }
      }),
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

function described({ name, text }: ReviewedPair['a']): ReviewedText {
  return { name, characters: text.length, fingerprint: textFingerprint(text) }
}

/** Reads the decisions of a file, or says why it is refused: among others when it is about other texts. O(length + edits). */
export function readReview(
  json: string,
  pair: ReviewedPair,
  edits: readonly ReviewedEdit[],
): ReadReview | Refused {
  const file = parsed(json)
  if (file?.format !== FORMAT) return { refused: 'format' }
  if (file.version !== REVIEW_VERSION) return { refused: 'version', version: String(file.version) }
  if (![file.a, file.b].every(isText) || !Array.isArray(file.decisions)) return { refused: 'format' }
  const { a, b } = file as unknown as ReviewFile
  if (a.fingerprint !== textFingerprint(pair.a.text) || b.fingerprint !== textFingerprint(pair.b.text))
    return { refused: 'pair', a: a.name, b: b.name }
  const places = new Map(
    edits.map((edit, i) => [placeOf([edit.a.from, edit.a.to], [edit.b.from, edit.b.to]), i]),
  )
  const decisions = new Map<number, Decision>()
  let unknown = 0
  for (const filed of file.decisions as unknown[]) {
    if (!isDecision(filed)) return { refused: 'format' }
    const i = places.get(placeOf(filed.a, filed.b))
    if (i === undefined) unknown++
    else decisions.set(i, { verdict: filed.decision, note: filed.note ?? '' })
  }
  return { decisions, unknown }
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null
  } catch {
    return null
  }
}

function isText(value: unknown): value is ReviewedText {
  const { name, fingerprint } = (value ?? {}) as Partial<ReviewedText>
  return typeof name === 'string' && typeof fingerprint === 'string'
}

function isDecision(value: unknown): value is FiledDecision {
  const { a, b, decision, note = '' } = (value ?? {}) as Partial<FiledDecision>
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    [null, 'accept', 'reject'].includes(decision as null) &&
    typeof note === 'string'
  )
}

function placeOf(a: readonly number[], b: readonly number[]): string {
  return `${a.join()};${b.join()}`
}
