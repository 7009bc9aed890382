import { audit, type Audit, type AuditOptions } from '../../audit/audit.js'
import { addToLexicon, createLexicon } from '../../audit/lexicon.js'
import { sumAudits, type AuditSummary } from '../../audit/summary.js'
import { auditPage } from '../../audit/page.js'
import { OffprintError } from '../../kernel/errors.js'
import type { Ref } from '../../read/document.js'
import { stringifyAudit, auditToJson, summaryToJson } from '../../report/audit-json.js'
import { auditToText, summaryToText } from '../../report/terminal/audit.js'
import { auditCsv } from '../../report/tables/csv.js'
import { alignedText } from '../../report/terminal/aligned.js'
import { plain } from '../../report/terminal/paint.js'
import { SHEET_NAMES, type AuditedPair, type SheetName } from '../../report/tables/sheets.js'
import { visible } from '../../report/visible.js'
import type { ReportLanguage } from '../../report/html/words/vocabulary.js'
import { fold } from '../../text/fold.js'
import { relateFrom, type RelateOptions } from '../relate.js'
import { auditInput, type AuditInput, type AuditPair } from './pairs.js'
import { errorLine } from '../errors.js'
import { paintFor, type Io } from '../io.js'
import { Outputs } from '../outputs/outputs.js'

export interface AuditArguments extends RelateOptions {
  json?: true
  aligned?: true
  layout?: true
  part?: true
  output?: string
  html?: string
  reportLang: ReportLanguage
  xlsx?: string
  csv?: string
  csvSeparator: string
  pair?: RegExp
  ocr?: string
  truth?: string
  id?: string
  encoding?: string
  rejects?: string
  force?: true
}

/** What a finished audit found, as far as an exit code depends on it. */
export interface AuditOutcome {
  /** Texts that were skipped because they could not be read or have no partner. */
  readonly rejected: number
}

/** Widest aligned text where the terminal says nothing of its width. */
const WIDTH = 100

/** `offprint audit OCR TRUTH`: a pair, two folders, a file of records, or a page and its articles. */
export async function runAudit(
  given: readonly string[],
  options: AuditArguments,
  io: Io,
): Promise<AuditOutcome> {
  const early: { error: OffprintError; ref: Ref }[] = []
  let report = (error: OffprintError, ref: Ref): void => void early.push({ error, ref })
  const { stdin, signal } = io
  const { encoding } = options
  const reading = { stdin, signal, ...(encoding !== undefined && { encoding }) }
  const input = await auditInput(given, options, reading, (error, ref) => report(error, ref))
  const many = input.kind !== 'pair'
  if (many && options.aligned) {
    throw new OffprintError('ERR_USAGE', '--aligned shows one pair; name one text and its truth')
  }
  const outputs = await Outputs.open(
    [
      ['-o', options.output],
      ['--html', options.html, many ? 'folder' : undefined],
      ['--xlsx', options.xlsx],
      ['--csv', options.csv, 'either'],
      ['--rejects', options.rejects],
    ],
    given,
    options.force === true,
    io,
  )
  try {
    let skipped = 0
    let rejects: Promise<void> = Promise.resolve()
    report = (error, ref) => {
      skipped++
      io.stderr.write(errorLine(error))
      const line = `${JSON.stringify({ ref, code: error.code, message: error.message })}\n`
      rejects = rejects.then(() => outputs.of('--rejects')?.write(line))
      rejects.catch(() => {})
    }
    for (const { error, ref } of early) report(error, ref)
    for (const name of [...input.unmatched.a, ...input.unmatched.b]) {
      const file = { file: name, record: 1, line: 1, offset: 0 }
      report(new OffprintError('ERR_INPUT', `${name} has no partner in the other folder`), file)
    }
    if (many) await auditMany(input, options, io, outputs)
    else await auditOne(input, options, io, outputs)
    await rejects
    await outputs.stdout.drain()
    await outputs.commit()
    return { rejected: skipped }
  } catch (error) {
    await outputs.abandon(false)
    throw error
  }
}

function auditOptions(options: AuditArguments): AuditOptions {
  return {
    relate: relateFrom(options),
    layout: options.layout === true,
    part: options.part === true,
  }
}

async function auditOne(input: AuditInput, options: AuditArguments, io: Io, outputs: Outputs): Promise<void> {
  for await (const pair of input.pairs()) {
    const { name, a, b } = pair
    const found = audit(a, b, auditOptions(options))
    const text = () => {
      if (options.json) return stringifyAudit(found)
      const paint = toStdout(options) ? paintFor(io.stdout, io.env) : plain
      if (options.aligned) return alignedText(found, a, b, paint, { width: columnsOf(io) })
      return auditToText(found, a, b, paint)
    }
    await (outputs.of('-o') ?? outputs.stdout).write(text())
    if (options.html !== undefined) {
      const { toHtml } = await import('../../report/html/audit/pair-page.js')
      const page = toHtml(found, a, b, { reportLanguage: options.reportLang })
      await outputs.of('--html')!.write(page)
    }
    const sum = sumAudits()
    sum.add(found, name)
    await writeTables([{ name, audit: found, a, b }], sum.summary(), options, outputs)
  }
}

async function auditMany(
  input: AuditInput,
  options: AuditArguments,
  io: Io,
  outputs: Outputs,
): Promise<void> {
  const lexicon = createLexicon()
  for await (const { a, b } of input.pairs()) {
    io.signal.throwIfAborted()
    addToLexicon(lexicon, fold(a.text))
    addToLexicon(lexicon, fold(b.text))
  }
  const settings = { ...auditOptions(options), lexicon }
  const sum = sumAudits()
  const names: { name: string; audit: Pick<Audit, 'rates' | 'relation'> }[] = []
  const tables: AuditedPair[] = []
  const pages = await import('./pages.js')
  const folder = outputs.folder('--html')
  const html = folder === undefined ? undefined : new pages.AuditPages(folder, options.reportLang)
  const lines = outputs.of('-o') ?? outputs.stdout
  for await (const { name, audit: found, a, b } of audited(input, settings, io)) {
    sum.add(found, name)
    if (options.json) await lines.write(`${JSON.stringify({ name, ...auditToJson(found) })}\n`)
    await html?.add(name, found, a, b)
    // The tables of a whole corpus are written at its end; without them a pair leaves its figures only.
    if (options.xlsx !== undefined || options.csv !== undefined) tables.push({ name, audit: found, a, b })
    names.push({ name, audit: { rates: found.rates, relation: found.relation } })
  }
  const summary = sum.summary()
  await html?.finish(summary)
  await writeTables(tables, summary, options, outputs)
  if (options.json) {
    await lines.write(`${JSON.stringify({ summary: summaryToJson(summary), unmatched: input.unmatched })}\n`)
  } else {
    const paint = toStdout(options) ? paintFor(io.stdout, io.env) : plain
    await lines.write(summaryToText(summary, names, paint))
  }
}

type Audited = AuditPair & { readonly audit: Audit }

async function* audited(input: AuditInput, options: AuditOptions, io: Io): AsyncGenerator<Audited> {
  if (input.kind === 'many') {
    for await (const pair of input.pairs()) {
      io.signal.throwIfAborted()
      yield { ...pair, audit: audit(pair.a, pair.b, options) }
    }
    return
  }
  const pairs: AuditPair[] = []
  for await (const pair of input.pairs()) pairs.push(pair)
  if (pairs.length === 0) return
  const page = pairs[0]!.a
  const { found, missing, unexplained } = auditPage(
    page,
    pairs.map(({ b }) => b),
    options,
  )
  for (const one of found) {
    yield { name: one.b.name, a: page, b: pairs.find(({ b }) => b.name === one.b.name)!.b, audit: one }
  }
  for (const name of missing) io.stderr.write(`${visible(name)}: not found on the page\n`)
  const characters = unexplained.reduce((sum, { from, to }) => sum + to - from, 0)
  if (characters > 0) {
    io.stderr.write(
      `${characters} characters of the page, in ${unexplained.length} places, stand in no article\n`,
    )
  }
}

async function writeTables(
  pairs: readonly AuditedPair[],
  summary: AuditSummary,
  options: AuditArguments,
  outputs: Outputs,
): Promise<void> {
  if (options.xlsx !== undefined) {
    const { auditWorkbook } = await import('../../report/tables/xlsx.js')
    await outputs.of('--xlsx')!.write(await auditWorkbook(pairs, summary))
  }
  if (options.csv === undefined) return
  const table = (name: SheetName) => auditCsv(name, pairs, summary, { separator: options.csvSeparator })
  const folder = outputs.folder('--csv')
  if (folder === undefined) await outputs.of('--csv')!.write(table('edits'))
  else for (const name of SHEET_NAMES) await folder.write(`${name}.csv`, table(name))
}

function toStdout({ output }: AuditArguments): boolean {
  return output === undefined || output === '-'
}

function columnsOf({ stdout }: Io): number {
  const { columns } = stdout as { columns?: unknown }
  return typeof columns === 'number' && columns >= 40 ? columns : WIDTH
}
