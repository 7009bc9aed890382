import { readFileSync } from 'node:fs'
import { COPIES, type Kind, type Planted } from './crawl.js'

/** Place of a removed document → place of the one that stays for it. */
export type Removals = ReadonlyMap<number, number>

/** The removals of a ledger in JSON Lines, whose ids are places. */
export function removalsOf(ledger: string): Removals {
  const removals = new Map<number, number>()
  for (const line of readFileSync(ledger, 'latin1').trimEnd().split('\n').slice(1)) {
    const { id, keeper, rule } = JSON.parse(line) as {
      id: number
      keeper: number
      rule: { removed: boolean }
    }
    if (rule.removed) removals.set(id, keeper)
  }
  return removals
}

/** Removals of a whole crawl, by the truth. All are numbers of documents, but for the recall, which are shares. */
export interface TruthScore {
  readonly removed: number
  /** It is a copy, or has one, and something of the same original stays. */
  readonly right: number
  /** A report like another, with other figures, other names or the opposite: both should stay. */
  readonly wrongReports: number
  /** Of the original and all its copies nothing stays. */
  readonly wrongFamilies: number
  /** Originals, right by the rule above, of which only a part or a misread copy stays. */
  readonly poorer: number
  readonly recall: number
  readonly recallOf: Readonly<Record<(typeof COPIES)[number], number>>
}

/**
 * Judges who went by what a generator planted (see crawl.ts). The outcome counts, and not for which document one went. Where an
 * original goes for one of its copies, that copy is no miss. Linear in the documents.
 */
export function scoreRemovals(removals: Removals, planted: readonly Planted[]): TruthScore {
  /** A sibling is a report of its own. */
  const original = (document: number) => {
    const { kind, of } = planted[document]!
    return kind === 'sibling' ? document : of
  }
  const staying = new Map<number, Kind[]>()
  const copied = new Set<number>()
  planted.forEach(({ kind }, document) => {
    const of = original(document)
    if (of !== document) copied.add(of)
    if (removals.has(document)) return
    const kinds = staying.get(of)
    if (kinds === undefined) staying.set(of, [kind])
    else kinds.push(kind)
  })
  let right = 0
  let wrongReports = 0
  let poorer = 0
  const standsIn = new Set<number>()
  for (const [document, keeper] of removals) {
    const of = original(document)
    const stays = staying.get(of)
    if (of === document && original(keeper) === of) standsIn.add(keeper)
    if (stays === undefined) {
      if (!copied.has(of)) wrongReports++
      continue
    }
    right++
    if (of === document && stays.every((kind) => kind === 'contained' || kind === 'noisy')) poorer++
  }
  const recall = (kinds: readonly Kind[]) => {
    let all = 0
    let gone = 0
    planted.forEach(({ kind }, document) => {
      if (!kinds.includes(kind)) return
      all++
      if (removals.has(document) || standsIn.has(document)) gone++
    })
    return all === 0 ? 1 : gone / all
  }
  return {
    removed: removals.size,
    right,
    wrongReports,
    wrongFamilies: removals.size - right - wrongReports,
    poorer,
    recall: recall(COPIES),
    recallOf: Object.fromEntries(COPIES.map((kind) => [kind, recall([kind])])) as TruthScore['recallOf'],
  }
}
