import { jsonLineOf } from '../../read/records/json-line.js'
import { matchJson } from '../../report/comparison-json.js'
import type { PageDocument, PageVerdict } from '../../report/html/dedupe/page.js'
import { ledgerEntry, type LedgerDocument } from '../../report/tables/ledger.js'
import { ledgerRow } from '../../report/tables/ledger-table.js'
import type { SheetCell } from '../../report/tables/sheets.js'
import type { Paint } from '../../report/terminal/paint.js'
import { verdictLine } from '../../report/terminal/verdict.js'
import { jsonLine } from '../json-line.js'
import type { Arrival } from './arrival.js'
import type { ResolvedVerdict } from './resolved-verdict.js'

/** The lines of a ledger for one verdict, one for each match; empty for a document without a match. */
export function ledgerLines({ document, kept, matches }: ResolvedVerdict): string {
  const lines = matches.map(({ match, compared, keeper, isReference }) => {
    const through = compared === keeper ? {} : { through: compared }
    return jsonLine(ledgerEntry(document, keeper, match, !kept, { ...through, against: isReference }))
  })
  return lines.join('')
}

/** The rows of a ledger for editors for one verdict, one for each match. @param carry fields that get columns of their own. */
export function ledgerRows(
  { document, kept, matches }: ResolvedVerdict,
  carry: readonly string[],
): SheetCell[][] {
  return matches.map(({ match, compared, keeper, isReference }) => {
    const through = compared === keeper ? {} : { through: compared }
    return ledgerRow(document, keeper, match, !kept, { carry, ...through, against: isReference })
  })
}

/** A verdict as the page for people takes it. */
export function pageVerdict({ document, kept, matches }: ResolvedVerdict): PageVerdict {
  return {
    document: pageDocument(document, document.ordinal),
    text: document.text,
    kept,
    matches: matches.map(({ match, compared, keeper, keeperId, isReference }) => ({
      keeper: pageDocument(keeper, isReference ? `known ${keeperId}` : keeperId),
      ...(compared !== keeper && { through: pageDocument(compared, match.id) }),
      against: isReference,
      match,
      // A saved index does not give its texts.
      ...(compared.text !== '' && { text: () => compared.text }),
    })),
  }
}

function pageDocument({ id, ref }: LedgerDocument, key: string | number): PageDocument {
  const { file, line } = ref
  return { id, key, ...(line !== undefined && { ref: { file, line } }) }
}

/** A verdict as a line of JSON, for a run without `-o`. */
export function verdictJson({ document: { id, ref }, kept, matches }: ResolvedVerdict): string {
  const named = matches.map(({ match, keeper, compared, isReference }) => ({
    keeper: keeper.id,
    keeperRef: keeper.ref,
    ...(isReference && { against: true }),
    ...(compared !== keeper && { via: { id: compared.id, ref: compared.ref } }),
    ...matchJson(match),
    code: match.decision.code,
    reason: match.decision.reason,
  }))
  return jsonLine(kept ? { id, ref, kept, tied: named } : { id, ref, kept, ...named[0] })
}

/** A verdict as a line for people, for a run without `-o`. */
export function verdictText({ document: { id }, kept, matches }: ResolvedVerdict, paint: Paint): string {
  const named = matches.map(({ keeper, match }) => ({ keeper: keeper.id, match }))
  return `${verdictLine({ id, kept, matches: named }, paint)}\n`
}

/** A document as a line of JSON Lines: the bytes of its record where they are one line already. */
export function recordLine({ document }: Arrival): string | Uint8Array {
  const line = jsonLineOf(document)
  if (typeof line === 'string') return `${line}\n`
  const ended = new Uint8Array(line.length + 1)
  ended.set(line)
  ended[line.length] = 10
  return ended
}

/** An id on a line of its own: as it is, or as a JSON string where it holds a line break. */
export function idLine(id: string | number): string {
  const plain = String(id)
  return `${/[\r\n]/.test(plain) ? JSON.stringify(plain) : plain}\n`
}
