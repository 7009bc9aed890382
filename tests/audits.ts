import type { Audit, AuditEdit, AuditSummary, ClassCount, Witness } from '../src/audit/audit.js'
import { EDIT_CLASSES } from '../src/audit/classes.js'
import { compare, type NamedEdit } from '../src/audit/compare.js'
import type { Rate, RateLevels } from '../src/audit/rates.js'

/** An audit with real edits and made-up rates: reports show what they are given. */
export function madeAudit(a: Witness, b: Witness, options: { layout?: boolean } = {}): Audit {
  const { edits, ...comparison } = compare(a.text, b.text, options)
  const side = (name: string, { name: own, text }: Witness) => ({
    name: own ?? name,
    language: 'und',
    characters: text.length,
  })
  return {
    ...comparison,
    a: side('A', a),
    b: side('B', b),
    edits: edits.map((edit) => madeEdit(edit, a, b)),
    classes: classCounts(edits),
    confusions: edits.slice(0, 12).map((edit) => ({
      a: edit.a.text,
      b: edit.b.text,
      class: edit.class,
      count: 1,
      examples: [
        {
          pair: 'pair',
          at: edit.a.from,
          before: a.text.slice(Math.max(0, edit.a.from - 9), edit.a.from),
          after: a.text.slice(edit.a.to, edit.a.to + 9),
        },
      ],
    })),
    rates: { whole: levels(b.text.length), inside: levels(Math.ceil(b.text.length / 2)) },
  }
}

function madeEdit(edit: NamedEdit, a: Witness, b: Witness): AuditEdit {
  const placed = (range: NamedEdit['a'], { regions = [] }: Witness) => {
    const region = regions.find(({ from, to }) => from <= range.from && range.from < to)
    if (region === undefined) return range
    const { from: _from, to: _to, ...place } = region
    return { ...range, place }
  }
  const repeated = edit.class === 'repetition'
  return {
    ...edit,
    a: placed(edit.a, a),
    b: placed(edit.b, b),
    suspect: repeated ? 'a' : null,
    reason: repeated ? 'repetition' : null,
  }
}

function classCounts(edits: readonly NamedEdit[]): ClassCount[] {
  return EDIT_CLASSES.map((name) => {
    const those = edits.filter((edit) => edit.class === name)
    const characters = those.reduce((sum, edit) => sum + Math.max(edit.a.text.length, edit.b.text.length), 0)
    return { class: name, edits: those.length, characters }
  })
    .filter(({ edits: count }) => count > 0)
    .sort((x, y) => y.edits - x.edits)
}

/** A rate for each level and unit, all different. */
function levels(length: number): RateLevels {
  const rate = (errors: number, units: number): Rate => ({
    length: units,
    substitutions: errors,
    deletions: errors + 1,
    insertions: errors + 2,
    rate: units === 0 ? Infinity : (3 * errors + 3) / units,
  })
  const rates = (errors: number) => ({
    cer: rate(errors, length),
    wer: rate(errors - 1, Math.ceil(length / 5)),
  })
  return { nothing: rates(9), layout: rates(6), form: rates(3) }
}

/** A summary whose micro figures are those of its first audit and whose means are the plain numbers 0.01 … 0.12. */
export function madeSummary(audits: readonly Audit[]): AuditSummary {
  let next = 0
  const mean = () => ({ cer: (next += 0.01), wer: (next += 0.01) })
  const means = () => ({ nothing: mean(), layout: mean(), form: mean() })
  const [first] = audits
  const empty = { whole: levels(0), inside: levels(0) }
  return {
    pairs: audits.length,
    micro: first?.rates ?? empty,
    macro: { whole: means(), inside: means() },
    classes: first?.classes ?? [],
    confusions: first?.confusions ?? [],
  }
}
