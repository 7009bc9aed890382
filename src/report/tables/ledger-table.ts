import type { Tie } from '../../dedupe/dedupe.js'
import { pickFields } from '../../read/records/fields.js'
import { verdictReason } from '../terminal/verdict.js'
import { shorten, visible } from '../visible.js'
import type { CarriedFields, KeeperRef, LedgerCase, LedgerDocument } from './ledger.js'
import type { SheetCell, SheetColumn } from './sheets.js'

/** Fields in which crawls and readers keep a title, and an address; of a record the first one that is there counts. */
const TITLES = ['title', 'headline', 'meta.title', 'metadata.title', 'name']
const ADDRESSES = ['url', 'link', 'uri', 'source_url', 'meta.url', 'metadata.url', 'metadata.source']

/** Columns of a title: room for a headline. */
const TITLE_WIDTH = 160
/** UTF-16 units of a text in which its first line is looked for. */
const TITLE_REACH = 2000

/** The fields that a table for editors needs of both records, beside those that are carried. */
export const EDITOR_FIELDS: readonly string[] = [...TITLES, ...ADDRESSES]

/** The columns of a ledger for editors; those of the carried fields come last, a pair for each. */
export function ledgerColumns(carry: readonly string[]): SheetColumn[] {
  const text = (title: string, width: number): SheetColumn => ({ title, kind: 'text', width })
  const count = (title: string): SheetColumn => ({ title, kind: 'count', width: 10 })
  const share = (title: string): SheetColumn => ({ title, kind: 'share', width: 10 })
  return [
    text('verdict', 10),
    text('reason', 60),
    text('title', 40),
    text('URL', 40),
    text('title of the keeper', 40),
    text('URL of the keeper', 40),
    share('in the keeper'),
    share('identity'),
    count('numbers changed'),
    count('words changed'),
    text('relation', 12),
    text('id', 24),
    text('place', 24),
    text('id of the keeper', 24),
    text('place of the keeper', 24),
    ...carry.flatMap((field) => [text(field, 24), text(`${field} of the keeper`, 24)]),
  ]
}

/**
 * One row: a document that was removed, or kept though it resembles another, and why, in one sentence. `match` reads from the
 * document to its keeper, or to the document through which it was removed. Texts are one safe line; whoever writes them guards
 * against formulas. O(length of the names).
 */
export function ledgerRow(
  document: LedgerDocument,
  keeper: LedgerDocument,
  match: Tie<unknown>,
  removed: boolean,
  { carry, through, against = false }: LedgerCase & { readonly carry: readonly string[] },
): SheetCell[] {
  const { coverage, identity, changed, relation } = match
  const others = [
    ...(against ? ['seen before'] : []),
    ...(through === undefined ? [] : [`by way of ${visible(String(through.id))}`]),
  ]
  const reason = [verdictReason((through ?? keeper).id, match), ...others].join('; ')
  return [
    removed ? 'removed' : 'kept',
    `${reason[0].toUpperCase()}${reason.slice(1)}.`,
    titleOf(document),
    addressOf(document),
    titleOf(keeper),
    addressOf(keeper),
    coverage.a,
    identity,
    changed.numbers,
    changed.words,
    relation,
    visible(String(document.id)),
    placeName(document.ref),
    visible(String(keeper.id)),
    placeName(keeper.ref),
    ...carry.flatMap((field) => [cellOf(document.fields, field), cellOf(keeper.fields, field)]),
  ]
}

/** The title that a record names, or else the first line of its text. */
function titleOf({ fields, text }: LedgerDocument): string {
  const line = text
    .slice(0, TITLE_REACH)
    .trimStart()
    .split(/[\r\n]/, 1)[0]
  return shorten(visible(firstText(fields, TITLES) ?? line.trim()), TITLE_WIDTH)
}

/** The address that a record names, or an id that is one. */
function addressOf({ fields, id }: LedgerDocument): string | null {
  const address = firstText(fields, ADDRESSES) ?? (/^https?:/i.test(String(id)) ? String(id) : undefined)
  return address === undefined ? null : visible(address)
}

/** The first of the fields that holds a text. They are stored by their whole paths, see `pickFields`. */
function firstText(fields: CarriedFields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const { [name]: value } = pickFields(fields, [name])
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return undefined
}

function cellOf(fields: CarriedFields, name: string): SheetCell {
  const { [name]: value } = pickFields(fields, [name])
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return visible(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
}

function placeName({ file, line }: KeeperRef): string {
  return visible(line === undefined ? file : `${file}:${line}`)
}
