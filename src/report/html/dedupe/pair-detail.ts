import { EDIT_CLASSES, type EditClass } from '../../../compare/classes.js'
import { compare, type NamedEdit } from '../../../compare/compare.js'
import type { Match } from '../../../store/match.js'
import { guessGlyphLanguage } from '../../../audit/glyph-language.js'
import type { Relate } from '../../../compare/relation.js'
import { window } from '../../edit-in-context.js'
import { evidenceOf, informativeEdits } from '../../tables/evidence.js'
import { head, tail, visible } from '../../visible.js'
import { parallel, type Parallel } from './parallel.js'

/** What the page shows of the two texts of a pair. */
export interface PairDetail {
  readonly languages: { readonly a: string; readonly b: string }
  readonly lengths: { readonly a: number; readonly b: number }
  readonly parallel: Parallel
  readonly passages: readonly { readonly identity: number; readonly moved: boolean }[]
  /** Edits of each class, in the order of the classes; without `layout`, which is not marked. */
  readonly classes: readonly { readonly class: EditClass; readonly count: number }[]
  /** The most informative edits. */
  readonly informative: readonly InformativeEdit[]
  /** Folded characters of the document outside all passages. */
  readonly lost: number
}

/** An edit with what stands around it in the document. */
export interface InformativeEdit extends NamedEdit {
  readonly before: string
  readonly after: string
}

/** Edits shown while a pair is closed. */
const INFORMATIVE = 2
/** Most UTF-16 units of such an edit, both sides together; longer edits are seen when the pair is opened. */
const INFORMATIVE_LENGTH = 80
/** Columns of context on each side of it, and UTF-16 units read for them. */
const CONTEXT = 16
const REACH = 4 * CONTEXT

/**
 * What is shown of a document and the text it was compared with, in strings of its own: slices would keep both texts in
 * memory. Compares the two once more if the match has no edits. O(length) beside that.
 */
export function pairDetail(
  textA: string,
  textB: string,
  match: Match<unknown>,
  relate: Partial<Relate> | undefined,
): PairDetail {
  const { passages, edits = [] } =
    match.edits === undefined ? compare(textA, textB, relate === undefined ? {} : { relate }) : match
  const short = edits.filter(({ a, b }) => a.text.length + b.text.length <= INFORMATIVE_LENGTH)
  const detail: PairDetail = {
    languages: { a: guessGlyphLanguage(textA), b: guessGlyphLanguage(textB) },
    lengths: { a: textA.length, b: textB.length },
    parallel: parallel(textA, textB, passages, edits),
    passages: passages.map(({ identity, moved }) => ({ identity, moved })),
    classes: EDIT_CLASSES.filter((editClass) => editClass !== 'layout')
      .map((editClass) => ({
        class: editClass,
        count: edits.filter((edit) => edit.class === editClass).length,
      }))
      .filter(({ count }) => count > 0),
    informative: informativeEdits(short)
      .slice(0, INFORMATIVE)
      .map((edit) => inPlace(edit, textA)),
    lost: evidenceOf({ ...match, passages, edits }, textA, textB).lost.characters,
  }
  return JSON.parse(JSON.stringify(detail)) as PairDetail
}

function inPlace(edit: NamedEdit, text: string): InformativeEdit {
  const { from, to } = edit.a
  return {
    ...edit,
    before: tail(inLine(window(text, from - REACH, from)), CONTEXT),
    after: head(inLine(window(text, to, to + REACH)), CONTEXT),
  }
}

function inLine(text: string): string {
  return visible(text.replace(/\s+/gu, ' '))
}
