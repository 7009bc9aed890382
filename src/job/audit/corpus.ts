import { counted } from '../../report/figures.js'
import { audit, type AuditOptions } from '../../audit/audit.js'
import { addToLexicon, createLexicon, type Lexicon } from '../../audit/lexicon.js'
import { auditPage } from '../../audit/page.js'
import { sumAudits } from '../../audit/summary.js'
import { auditToJson, summaryToJson } from '../../report/audit-json.js'
import type { AuditedPair } from '../../report/tables/sheets.js'
import { summaryToText, type NamedAudit } from '../../report/terminal/audit.js'
import { visible } from '../../report/visible.js'
import { fold } from '../../text/fold.js'
import { paintFor, type Io } from '../io.js'
import { jsonLine } from '../json-line.js'
import type { Outputs } from '../outputs/outputs.js'
import type { OnReject } from '../rejects.js'
import { openHtmlFolder } from './html-output.js'
import type { AuditJob } from './options.js'
import type { AuditPair, AuditPairs } from './pair.js'
import { writeTables } from './tables.js'

/** Audits many pairs: a line of JSON and a page of HTML for each, then their summary and tables. Returns the number of pairs. */
export async function auditCorpus(
  pairs: AuditPairs,
  job: AuditJob,
  given: AuditOptions,
  io: Io,
  outputs: Outputs,
  onReject: OnReject,
): Promise<number> {
  const lexicon = await lexiconOf(pairs.open(onReject), io.signal)
  const options = { ...given, lexicon }
  const page = pairs.kind === 'page' ? await auditArticles(pairs.open(), options) : null
  const sum = sumAudits()
  const named: NamedAudit[] = []
  const tables: AuditedPair[] = []
  const html = await openHtmlFolder(job, outputs)
  const lines = outputs.of('-o') ?? outputs.stdout
  for await (const pair of page?.audited ?? auditEach(pairs.open(), options, io.signal)) {
    const { name, audit: found, a, b } = pair
    sum.add(found, name)
    if (job.json) await lines.write(jsonLine({ name, ...auditToJson(found) }))
    await html?.add(name, found, a, b)
    // Tables are written at the end and hold the edits of all pairs. Without them only the rates of a pair are kept.
    if (job.xlsx !== undefined || job.csv !== undefined) tables.push(pair)
    named.push({ name, audit: { rates: found.rates, relation: found.relation } })
  }
  for (const note of page?.notes ?? []) io.stderr.write(note)
  const summary = sum.summary()
  const { a: unpairedA, b: unpairedB } = pairs.unmatched
  await html?.finish(summary, { a: unpairedA, b: [...unpairedB, ...(page?.missing ?? [])] })
  await writeTables(tables, summary, job, outputs)
  await lines.write(
    job.json
      ? jsonLine({ summary: summaryToJson(summary), unmatched: pairs.unmatched })
      : summaryToText(summary, named, paintFor(job.output, io)),
  )
  return summary.pairs
}

/** The words of all texts. */
async function lexiconOf(pairs: AsyncIterable<AuditPair>, signal: AbortSignal): Promise<Lexicon> {
  const lexicon = createLexicon()
  for await (const { a, b } of pairs) {
    signal.throwIfAborted()
    addToLexicon(lexicon, fold(a.text))
    addToLexicon(lexicon, fold(b.text))
  }
  return lexicon
}

async function* auditEach(
  pairs: AsyncIterable<AuditPair>,
  options: AuditOptions,
  signal: AbortSignal,
): AsyncGenerator<AuditedPair> {
  for await (const pair of pairs) {
    signal.throwIfAborted()
    yield { ...pair, audit: audit(pair.a, pair.b, options) }
  }
}

/** Audits the articles that stand on a page, and notes for people which do not, and what no article covers. */
async function auditArticles(
  pairs: AsyncIterable<AuditPair>,
  options: AuditOptions,
): Promise<{ audited: AuditedPair[]; missing: readonly string[]; notes: string[] }> {
  const all: AuditPair[] = []
  for await (const pair of pairs) all.push(pair)
  const [first] = all
  if (first === undefined) return { audited: [], missing: [], notes: [] }
  const articles = all.map(({ b }) => b)
  const { found, missing, unexplained } = auditPage(first.a, articles, options)
  const audited = found.map((one) => {
    const { name } = one.b
    return { name, audit: one, a: first.a, b: articles.find((article) => article.name === name)! }
  })
  const notes = missing.map((name) => `${visible(name)}: not found on the page\n`)
  const characters = unexplained.reduce((sum, { from, to }) => sum + to - from, 0)
  if (characters > 0) {
    const places = `in ${counted(unexplained.length, 'place')}`
    notes.push(`${characters} characters of the page, ${places}, stand in no article\n`)
  }
  return { audited, missing, notes }
}
