import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Relate } from '../compare/relation.js'
import type { EngineBatch, EngineDecision } from '../dedupe/batch-engine.js'
import { Lexicon } from '../dedupe/lexicon.js'
import type { Remove } from '../dedupe/removal-policy.js'
import { engineJson } from './cells.js'
import { lexiconLine } from './lexicon-lines.js'

/** How a batch is decided over tables. */
export interface TablesOptions {
  /** Where the tables lie; the caller removes it. With `resumes` those that an earlier run left there are used, if it had the same documents and options. */
  readonly folder: string
  readonly resumes: boolean
  readonly relate: Relate
  readonly remove: Remove
}

/** Version of the tables in a folder. */
const FORMAT = 2

/** Makes the folder ready for a batch; what another batch left there goes. O(all texts). */
export function prepareFolder(options: TablesOptions, batch: EngineBatch): void {
  const { folder, resumes, relate, remove } = options
  const hash = createHash('sha256').update(JSON.stringify({ FORMAT, relate, remove }))
  for (let rank = 0; rank < batch.documents.count; rank++) {
    const text = batch.textOf(rank)
    hash.update(`${text.length}:`).update(text, 'utf16le')
  }
  const job = path.join(folder, 'job.json')
  const own = JSON.stringify({ format: FORMAT, documents: batch.documents.count, hash: hash.digest('hex') })
  const same = resumes && existsSync(job) && readFileSync(job, 'utf8') === own
  if (!same) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(job, own)
  writeFileSync(lexiconFile(folder), lexiconLine(Lexicon.unpacked(batch.lexicon)))
}

/** The words that several documents have, as `worker verify` reads them. */
export function lexiconFile(folder: string): string {
  return path.join(folder, 'lexicon')
}

/** The documents of a batch as rows of DOCUMENTS. They are numbered by rank from the start: their score is their number. */
export function* documentRows({ documents, textOf }: EngineBatch): Generator<readonly string[]> {
  for (let doc = 0; doc < documents.count; doc++) {
    yield [String(doc), String(doc), String(doc), engineJson(textOf(doc))]
  }
}

/** The options of `worker verify`. @param lexicon the path of the lexicon where the worker runs. */
export function verifyArguments(
  { relate, remove }: Pick<TablesOptions, 'relate' | 'remove'>,
  lexicon: string,
): string[] {
  const settings = {
    'relate-coverage': relate.coverage,
    'relate-identity': relate.identity,
    passage: relate.passage,
    coverage: remove.coverage,
    identity: remove.identity,
    remove: remove.contained ? 'duplicate,contained' : 'duplicate',
    lexicon,
  }
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
}

/** What is asked once all steps are taken. */
export const ANSWERS = {
  verdicts: 'SELECT n, keeper, truncated FROM verdicts WHERE keeper >= 0 OR truncated = 1',
  ties: 'SELECT n, other FROM ties',
} as const

/** The decision of the answers, whose rows come in no order. @param rows gives those of a query of ANSWERS. */
export async function decisionOf(
  { documents }: EngineBatch,
  rows: (name: keyof typeof ANSWERS) => AsyncIterable<readonly unknown[]>,
): Promise<EngineDecision> {
  const keeper = new Int32Array(documents.count).fill(-1)
  const truncated = new Uint8Array(documents.count)
  for await (const [n, of, cut] of rows('verdicts')) {
    keeper[Number(n)] = Number(of)
    truncated[Number(n)] = Number(cut)
  }
  const ties = async function* () {
    for await (const [n, other] of rows('ties')) yield [Number(n), Number(other)] as const
  }
  return { keeper, truncated, ties: ties() }
}
