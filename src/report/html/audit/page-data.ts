import type { Audit, AuditEdit } from '../../../audit/audit.js'
import type { Place } from '../../../audit/region.js'
import type { SuspectReason } from '../../../audit/suspicion.js'
import { EDIT_CLASSES, type EditClass } from '../../../compare/classes.js'
import type { Vocabulary } from '../words/vocabulary.js'
import type { SideBlocks } from './text-pane.js'

/** What the page script reads beside the markup: offsets of passages, all edits, and the words it writes. */
export interface PageData {
  /** Length of both texts, in UTF-16 units. */
  readonly lengths: readonly [a: number, b: number]
  /** Line ends of both texts that HTML does not keep; see `SideBlocks`. */
  readonly ends: readonly [a: SideBlocks['ends'], b: SideBlocks['ends']]
  readonly names: readonly [a: string, b: string]
  readonly languages: readonly [a: string, b: string]
  /** Of both sources, to see that they are read back as they were. */
  readonly fingerprints: readonly [a: string, b: string]
  /** Four numbers per passage: from and to in A, from and to in B; ascending in A. */
  readonly passages: readonly number[]
  /**
   * Five numbers per edit, small ones: how far behind the edit before it begins in A, its length there, how much further
   * behind in B than in A, its length there, and its class and suspect as one number. 10,000 edits are some 160 kB.
   */
  readonly edits: readonly number[]
  /** Where edits stand on paper; null for a text of which no place is known. */
  readonly places: readonly [a: PackedPlaces | null, b: PackedPlaces | null]
  /** Where the bars of the strip begin, and the units of the picture that one UTF-16 unit takes. */
  readonly strip: { readonly a: number; readonly b: number; readonly scale: number }
  readonly words: PageWords
}

/** The place of each edit: 0, or page, line and block, and then the box if there is one. Pages and blocks by their names. */
interface PackedPlaces {
  readonly names: readonly string[]
  readonly at: readonly (0 | readonly number[])[]
}

/** The words the script writes. */
export interface PageWords extends Pick<
  Vocabulary,
  'announce' | 'position' | 'edit' | 'page' | 'line' | 'block' | 'box' | 'reasons' | 'review'
> {
  readonly none: string
  readonly suspect: readonly [a: string, b: string]
  /** Of the classes that occur. */
  readonly classes: Readonly<Record<string, { readonly name: string; readonly short: string }>>
}

/** An edit as the script reads it back: its texts are in the sources. */
export interface PageEdit extends Pick<AuditEdit, 'class' | 'suspect' | 'reason'> {
  readonly a: PageRange
  readonly b: PageRange
}

interface PageRange {
  readonly from: number
  readonly to: number
  readonly place?: Place
}

/** Every sign of a suspect, in the order of their numbers. */
const REASONS = [
  'repetition',
  'hyphenation',
  'mixed-script',
  'stray-mark',
  'unknown-word',
  'rare-character',
] as const satisfies readonly SuspectReason[]

/** The words of a page that its script needs. */
export function pageWords(audit: Pick<Audit, 'edits'>, words: Vocabulary): PageWords {
  const occurring = new Set(audit.edits.map((edit) => edit.class))
  const classes = [...occurring].map((one) => {
    const { name, short } = words.classes[one]
    return [one, { name, short }] as const
  })
  const { announce, position, edit, page, line, block, box, reasons, review } = words
  return {
    announce,
    position,
    edit,
    page,
    line,
    block,
    box,
    reasons,
    review,
    none: words.nothingShown,
    suspect: [words.suspect('A'), words.suspect('B')],
    classes: Object.fromEntries(classes),
  }
}

/** Edits as small numbers. O(edits). */
export function packEdits(edits: readonly PageEdit[]): number[] {
  let [a, b] = [0, 0]
  return edits.flatMap((edit) => {
    const ahead = edit.a.from - a
    const packed = [
      ahead,
      edit.a.to - edit.a.from,
      edit.b.from - b - ahead,
      edit.b.to - edit.b.from,
      EDIT_CLASSES.indexOf(edit.class) + EDIT_CLASSES.length * suspicionNumber(edit),
    ]
    a = edit.a.to
    b = edit.b.to
    return packed
  })
}

/** 0 for no suspect; else odd for A and even for B, ascending with the reason. */
function suspicionNumber({ suspect, reason }: Pick<PageEdit, 'suspect' | 'reason'>): number {
  if (suspect === null) return 0
  return 1 + 2 * (reason === null ? 0 : 1 + REASONS.indexOf(reason)) + (suspect === 'b' ? 1 : 0)
}

/** Places of one side of the edits as small numbers, or null where none is known. O(edits). */
export function packPlaces(edits: readonly PageEdit[], key: 'a' | 'b'): PackedPlaces | null {
  if (edits.every((edit) => edit[key].place === undefined)) return null
  const names = new Map<string, number>()
  const numberOf = (name: string | undefined) => {
    if (name === undefined) return -1
    const known = names.get(name) ?? names.size
    names.set(name, known)
    return known
  }
  const at = edits.map((edit) => {
    const { place } = edit[key]
    if (place === undefined) return 0
    return [numberOf(place.page), place.line ?? -1, numberOf(place.block), ...(place.box ?? [])]
  })
  return { names: [...names.keys()], at }
}

/** The edits of a page, read back. O(edits). */
export function unpackEdits({ edits, places }: Pick<PageData, 'edits' | 'places'>): PageEdit[] {
  const unpacked: PageEdit[] = []
  let [a, b] = [0, 0]
  for (let i = 0; i < edits.length; i += 5) {
    const [ahead, lengthA, further, lengthB, sort] = edits.slice(i, i + 5)
    const fromA = a + ahead
    const fromB = b + ahead + further
    a = fromA + lengthA
    b = fromB + lengthB
    const suspicion = Math.floor(sort / EDIT_CLASSES.length)
    const reason = Math.ceil(suspicion / 2) - 2
    unpacked.push({
      class: EDIT_CLASSES[sort % EDIT_CLASSES.length] satisfies EditClass,
      suspect: suspicion === 0 ? null : suspicion % 2 === 1 ? 'a' : 'b',
      reason: reason < 0 ? null : REASONS[reason],
      a: { from: fromA, to: a, ...placeOf(places[0], unpacked.length) },
      b: { from: fromB, to: b, ...placeOf(places[1], unpacked.length) },
    })
  }
  return unpacked
}

function placeOf(places: PackedPlaces | null, i: number): { place?: Place } {
  const packed = places?.at[i] ?? 0
  if (packed === 0) return {}
  const [page, line, block, ...box] = packed
  return {
    place: {
      ...(page >= 0 && { page: places!.names[page] }),
      ...(line >= 0 && { line }),
      ...(block >= 0 && { block: places!.names[block] }),
      ...(box.length === 4 && { box: box as unknown as [number, number, number, number] }),
    },
  }
}
