import type { Comparison, NamedEdit, TextRange } from '../compare/compare.js'
import type { SourceRange } from '../align/edit.js'
import { COMPARISON, requireShape } from './shapes.js'
import type { Match } from '../store/match.js'

/** The JSON object of a comparison. Names, nesting and order of keys are a contract. */
export type ComparisonJson = Pick<
  Comparison,
  'relation' | 'jaccard' | 'coverage' | 'identity' | 'changed' | 'passages' | 'edits' | 'exact'
>

/**
 * A plain copy with the keys in their stated order, whatever order the comparison was built in. O(passages + edits).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no comparison.
 */
export function comparisonToJson(comparison: Comparison): ComparisonJson {
  requireShape('comparison', comparison, COMPARISON)
  const { edits, exact } = comparison
  return { ...figures(comparison), passages: passagesJson(comparison), edits: edits.map(editJson), exact }
}

/** The passages, their keys in the stated order. */
export function passagesJson({ passages }: Pick<Comparison, 'passages'>): Comparison['passages'] {
  return passages.map(({ a, b, identity, moved }) => ({ a: range(a), b: range(b), identity, moved }))
}

/** The figures of a match, without its passages and edits. */
export function matchJson(match: Match<unknown>): object {
  const { verified, exact } = match
  return { ...figures(match), verified, exact }
}

type Figures = Pick<Comparison, 'relation' | 'jaccard' | 'coverage' | 'identity' | 'changed'>

/** What is said of a pair before its passages. */
export function figures({ relation, jaccard, coverage, identity, changed }: Figures): Figures {
  return {
    relation,
    jaccard,
    coverage: { a: coverage.a, b: coverage.b },
    identity,
    changed: { numbers: changed.numbers, words: changed.words, characters: changed.characters },
  }
}

/**
 * The JSON object of a comparison as text: one line for each scalar, passage and edit, so that people and line tools
 * can read it too. Ends in a line feed. O(passages + edits).
 *
 * @throws OffprintError `ERR_ARGUMENT` for anything that is no comparison.
 */
export function stringifyComparison(comparison: Comparison): string {
  return stringifyByLine(comparisonToJson(comparison))
}

/** A JSON object with a line for each key, and for each item of a list. Ends in a line feed. */
export function stringifyByLine(object: object): string {
  const lines = Object.entries(object).map(([key, value]) => {
    if (!Array.isArray(value) || value.length === 0)
      return `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`
    const items = value.map((item) => `    ${JSON.stringify(item)}`)
    return `  ${JSON.stringify(key)}: [\n${items.join(',\n')}\n  ]`
  })
  return `{\n${lines.join(',\n')}\n}\n`
}

/** One edit, its keys in the stated order. */
export function editJson({ kind, class: editClass, a, b }: NamedEdit): NamedEdit {
  return { kind, class: editClass, a: textJson(a), b: textJson(b) }
}

/** A range with its text, the keys in the stated order. */
export function textJson({ from, to, text }: TextRange): TextRange {
  return { from, to, text }
}

function range({ from, to }: SourceRange): SourceRange {
  return { from, to }
}
