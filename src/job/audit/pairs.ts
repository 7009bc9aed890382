import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Witness } from '../../audit/audit.js'
import { OffprintError } from '../../kernel/errors.js'
import type { Ref } from '../../read/document.js'
import { fieldAt } from '../../read/records/fields.js'
import { readFiles } from '../../read/files.node.js'
import { walkFolder } from '../../read/folder.node.js'
import { pairNames } from './pairing.js'
import { readWitness } from './witness.js'
import { usageError } from '../errors.js'
import type { Io } from '../io.js'

/** Two copies under the name people know the pair by. */
export interface AuditPair {
  readonly name: string
  readonly a: Witness
  readonly b: Witness
}

/** What a command line asks to be audited. */
export interface AuditInput {
  /** `pair`: two texts. `many`: pairs of folders or records. `page`: one page against many articles. */
  readonly kind: 'pair' | 'many' | 'page'
  /** Reads the pairs, in order; may be called again. What cannot be read is reported the first time. */
  readonly pairs: () => AsyncIterable<AuditPair>
  /** Files of two folders that have no partner. */
  readonly unmatched: { readonly a: readonly string[]; readonly b: readonly string[] }
}

/** What texts are read with. */
export interface Reading extends Pick<Io, 'stdin' | 'signal'> {
  readonly encoding?: string
}

export interface PairFields {
  readonly pair?: RegExp
  readonly ocr?: string
  readonly truth?: string
  readonly id?: string
}

type Report = (error: OffprintError, ref: Ref) => void

const NOTHING = { a: [], b: [] } as const
const RECORDS = /\.(jsonl|ndjson|jsonlines|json)(\.(gz|zst))?$/i

/**
 * Says what is to be audited: one file of records with two fields, two folders, two files, or a page and its articles.
 * @throws OffprintError `ERR_USAGE` for a combination that means nothing, `ERR_INPUT` for paths that do not exist.
 */
export async function auditInput(
  given: readonly string[],
  fields: PairFields,
  io: Reading,
  report: Report,
): Promise<AuditInput> {
  if (given.filter((one) => one === '-').length > 1) {
    throw usageError('standard input (-) can be read only once')
  }
  const [first, ...rest] = given as [string, ...string[]]
  const byFields = fields.ocr !== undefined || fields.truth !== undefined
  if (rest.length === 0) {
    if (byFields || RECORDS.test(first)) return records(first, fields, io, report)
    throw usageError('name the truth as well, or a file of records (.jsonl) with --ocr and --truth')
  }
  if (byFields) throw usageError('--ocr and --truth name fields of one file of records; name only that file')
  const firstIsFolder = await isFolder(first)
  const folders = await Promise.all(rest.map(isFolder))
  if (firstIsFolder) {
    if (rest.length === 1 && folders[0]) return folderPairs(first, rest[0]!, fields.pair, io, report)
    throw usageError(`${first} is a folder, so the truth must be one folder too`)
  }
  if (fields.pair !== undefined) throw usageError('--pair matches the files of two folders')
  if (rest.length === 1 && !folders[0]) return onePair(first, rest[0]!, io)
  return articles(first, rest, io, report)
}

async function onePair(ocr: string, truth: string, io: Reading): Promise<AuditInput> {
  const a = await readWitness(ocr, io)
  const b = await readWitness(truth, io)
  const pair = { name: a.name, a, b }
  return { kind: 'pair', unmatched: NOTHING, pairs: () => once([pair]) }
}

async function folderPairs(
  ocr: string,
  truth: string,
  pattern: RegExp | undefined,
  io: Reading,
  report: Report,
): Promise<AuditInput> {
  const [namesA, namesB] = [await filesBelow(ocr, report), await filesBelow(truth, report)]
  const { pairs, unmatchedA, unmatchedB } = pairNames(namesA, namesB, pattern)
  if (pairs.length === 0) {
    throw new OffprintError(
      'ERR_INPUT',
      `no file of ${ocr} has a partner in ${truth} (${namesA.length} and ${namesB.length} files): names are compared ` +
        'up to their first dot; name another rule with --pair',
    )
  }
  let reported = false
  return {
    kind: 'many',
    unmatched: {
      a: unmatchedA.map((name) => path.posix.join(ocr, name)),
      b: unmatchedB.map((name) => path.posix.join(truth, name)),
    },
    async *pairs() {
      const tell = reported ? undefined : report
      reported = true
      for (const { key, a, b } of pairs) {
        const read = [path.join(ocr, a), path.join(truth, b)] as const
        try {
          yield { name: key, a: await readWitness(read[0], io), b: await readWitness(read[1], io) }
        } catch (error) {
          skip(error, `${ocr}/${a}`, tell)
        }
      }
    },
  }
}

async function articles(
  page: string,
  given: readonly string[],
  io: Reading,
  report: Report,
): Promise<AuditInput> {
  const files: string[] = []
  for (const one of given) {
    if (!(await isFolder(one))) files.push(one)
    else files.push(...(await filesBelow(one, report)).map((name) => path.join(one, name)))
  }
  const a = await readWitness(page, io)
  let reported = false
  return {
    kind: 'page',
    unmatched: NOTHING,
    async *pairs() {
      const tell = reported ? undefined : report
      reported = true
      for (const file of files) {
        try {
          const b = await readWitness(file, io)
          yield { name: b.name, a, b }
        } catch (error) {
          skip(error, file, tell)
        }
      }
    },
  }
}

/** Records are read twice, once for their words; standard input, which cannot be, is kept. */
async function records(file: string, fields: PairFields, io: Reading, report: Report): Promise<AuditInput> {
  const { ocr = 'ocr', truth = 'truth', id } = fields
  let reported = false
  async function* read(): AsyncGenerator<AuditPair> {
    const tell = reported ? () => {} : report
    reported = true
    const documents = readFiles([file], {
      text: ocr,
      textOption: '--ocr',
      ...(id !== undefined && { id }),
      ...io,
      onError: tell,
    })
    for await (const { id: name, text, ref, record } of documents) {
      const other = record === undefined ? undefined : fieldAt(record, truth)
      if (typeof other !== 'string') {
        const place = `${ref.file}:${ref.line}`
        const message = `${place} has no string in the field ${JSON.stringify(truth)}; name the field of the truth with --truth`
        tell(new OffprintError('ERR_RECORD', message), ref)
        continue
      }
      yield { name: String(name), a: { text, name: String(name) }, b: { text: other, name: String(name) } }
    }
  }
  if (file !== '-') return { kind: 'many', unmatched: NOTHING, pairs: read }
  const kept: AuditPair[] = []
  for await (const pair of read()) kept.push(pair)
  return { kind: 'many', unmatched: NOTHING, pairs: () => once(kept) }
}

async function filesBelow(folder: string, report: Report): Promise<string[]> {
  const names: string[] = []
  for await (const { name, error } of walkFolder(folder)) {
    if (error === undefined) names.push(name)
    else skip(error, `${folder}/${name}`, report)
  }
  return names
}

async function isFolder(given: string): Promise<boolean> {
  if (given === '-') return false
  const stats = await stat(given).catch((cause: unknown) => {
    throw new OffprintError('ERR_INPUT', `cannot read ${given}: no such file or folder`, { cause })
  })
  return stats.isDirectory()
}

function skip(error: unknown, file: string, report: Report | undefined): void {
  if (!(error instanceof OffprintError)) throw error
  report?.(error, { file, record: 1, line: 1, offset: 0 })
}

async function* once(pairs: readonly AuditPair[]): AsyncGenerator<AuditPair> {
  yield* pairs
}
