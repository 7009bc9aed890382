import type { NamedEdit } from '../../compare/compare.js'
import type { Match } from '../../store/match.js'
import { fold } from '../../text/fold.js'
import type { SourcePassage } from '../../compare/verify.js'
import { inContext, window } from '../edit-in-context.js'
import { head, visible } from '../visible.js'

/** What an editor needs to judge a removal without opening either document. All strings are one safe line. */
export interface Evidence {
  /** How the longest passage begins in the document. */
  readonly a: string
  /** How it begins in its keeper. */
  readonly b: string
  /** The most informative edits: numbers first, then other text, then the rest; from the document to its keeper. */
  readonly edits: readonly {
    /** What the difference is called. */
    readonly class: string
    /** The difference in its context. */
    readonly text: string
  }[]
  /** The start of the longest stretch that the keeper lacks; empty where it lacks none. */
  readonly missing: string
}

/** What would be lost with a document: text that its keeper does not have. */
export interface Lost {
  /** Letters and digits outside all passages. */
  readonly characters: number
  /** Letters and digits of the longest such stretch. */
  readonly longest: number
}

/** Columns of a snippet: room for a headline and the start of a sentence. */
const SNIPPET = 120
/** Most edits of an entry. */
const MAX_EDITS = 5
/** UTF-16 units read for a snippet: white space and marks take units, but no columns. */
const REACH = 6 * SNIPPET

/** The evidence for a match, and what would be lost with its document. O(length of the document + edits). */
export function evidenceOf(
  match: Match<unknown>,
  textA: string,
  textB: string,
): { evidence: Evidence; lost: Lost } {
  const longest = match.passages.reduce<SourcePassage | undefined>(
    (best, passage) => (best === undefined || span(passage) > span(best) ? passage : best),
    undefined,
  )
  const gaps = gapsOf(match.passages, textA.length).map((gap) => ({
    ...gap,
    characters: fold(textA.slice(gap.from, gap.to)).length,
  }))
  const worst = gaps.reduce((best, gap) => (gap.characters > best.characters ? gap : best), {
    from: 0,
    to: 0,
    characters: 0,
  })
  return {
    evidence: {
      a: longest === undefined ? '' : snippet(textA, longest.a.from, longest.a.to),
      b: longest === undefined ? '' : snippet(textB, longest.b.from, longest.b.to),
      edits: informativeEdits(match.edits ?? []).map((edit) => ({
        class: edit.class,
        text: inContext(edit, textA),
      })),
      missing: snippet(textA, worst.from, worst.to),
    },
    lost: {
      characters: gaps.reduce((sum, gap) => sum + gap.characters, 0),
      longest: worst.characters,
    },
  }
}

function span({ a }: SourcePassage): number {
  return a.to - a.from
}

/** The stretches of A outside its passages, which are disjoint and ascending. */
function gapsOf(passages: readonly SourcePassage[], length: number): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = []
  let from = 0
  for (const { a } of passages) {
    if (a.from > from) gaps.push({ from, to: a.from })
    from = a.to
  }
  if (from < length) gaps.push({ from, to: length })
  return gaps
}

function snippet(text: string, from: number, to: number): string {
  const trimmed = window(text, from, Math.min(to, from + REACH))
    .replace(/\s+/gu, ' ')
    .trim()
  const shown = visible(trimmed)
  const start = head(shown, SNIPPET)
  return start.length < shown.length || to - from > REACH ? `${start}…` : start
}

const TEXT: ReadonlySet<string> = new Set([
  'moved',
  'repetition',
  'foreign',
  'omission',
  'insertion',
  'shape',
  'other',
])

/** The most informative edits, five at most: numbers first, then other text, then the rest. O(edits · log edits). */
export function informativeEdits(edits: readonly NamedEdit[]): NamedEdit[] {
  const weight = (edit: NamedEdit) => (edit.class === 'number' ? 0 : TEXT.has(edit.class) ? 1 : 2)
  return [...edits].sort((x, y) => weight(x) - weight(y)).slice(0, MAX_EDITS)
}
