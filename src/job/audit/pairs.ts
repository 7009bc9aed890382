import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Witness } from '../../audit/witness.js'
import { OffprintError } from '../../kernel/errors.js'
import { withoutCompression } from '../../read/bytes/compression.js'
import type { Ref } from '../../read/document.js'
import { inputError } from '../../read/failure.js'
import { readFiles } from '../../read/files.node.js'
import { walkFolder } from '../../read/folder.node.js'
import type { ReadOcrOptions } from '../../read/ocr/text-level.js'
import { fieldAt } from '../../read/records/fields.js'
import type { OnWarning } from '../../read/warning.js'
import { usageError } from '../errors.js'
import type { Io } from '../io.js'
import type { OnReject } from '../rejects.js'
import { pairNames } from './pairing.js'
import { readWitness } from './witness.js'

/** Two copies of one text, and the name people know the pair by. */
export interface AuditPair {
  readonly name: string
  /** The OCR. */
  readonly a: Witness
  /** Its truth. */
  readonly b: Witness
}

/** What a command line asks to be audited. */
export interface AuditPairs {
  /** `pair`: two texts. `corpus`: the pairs of two folders or of records. `page`: one page with each of its articles. */
  readonly kind: 'pair' | 'corpus' | 'page'
  /**
   * Reads the pairs, in order; may be called again.
   * @param onReject receives what cannot be read; without it, that is passed over.
   */
  open(onReject?: OnReject): AsyncIterable<AuditPair>
  /** Files of two folders that have no partner. */
  readonly unmatched: { readonly a: readonly string[]; readonly b: readonly string[] }
  /** What was skipped while the pairs were found: files without a partner, and what could not be read. */
  readonly rejected: readonly Rejected[]
}

/** Something that was skipped, and why. */
interface Rejected {
  readonly error: OffprintError
  readonly ref: Ref
}

/** How texts are read. */
export interface TextReading extends Pick<Io, 'stdin' | 'signal'>, ReadOcrOptions {
  readonly encoding?: string
  readonly onWarning?: OnWarning
}

/** The options that say which texts belong together. */
export interface PairOptions {
  /** `--pair`: what the names of two files have in common. */
  readonly pair?: RegExp
  /** `--ocr`, `--truth` and `--id`: fields of a record. */
  readonly ocr?: string
  readonly truth?: string
  readonly id?: string
}

const NONE = { unmatched: { a: [], b: [] }, rejected: [] } as const
const RECORDS = /\.(jsonl|ndjson|jsonlines|json)$/i

/**
 * Finds what is to be audited: two files, two folders, a page and its articles, or one file of records with two fields.
 * @param paths the OCR, and its truths.
 * @throws OffprintError `ERR_USAGE` for a combination without a meaning, `ERR_INPUT` for paths that do not exist.
 */
export async function findPairs(
  paths: readonly string[],
  options: PairOptions,
  reading: TextReading,
): Promise<AuditPairs> {
  if (paths.filter((given) => given === '-').length > 1) {
    throw usageError('standard input (-) can be read only once; name a file for the other text')
  }
  const [ocr, ...truths] = paths as [string, ...string[]]
  const hasFields = options.ocr !== undefined || options.truth !== undefined
  if (truths.length === 0) {
    if (hasFields || RECORDS.test(withoutCompression(ocr))) return recordPairs(ocr, options, reading)
    throw usageError('name the truth as well, or a file of records (.jsonl) with --ocr and --truth')
  }
  if (hasFields) throw usageError('--ocr and --truth name fields of one file of records; name only that file')
  const areFolders = await Promise.all(paths.map(isFolder))
  const [truth] = truths as [string, ...string[]]
  if (areFolders[0]) {
    if (truths.length === 1 && areFolders[1]) return folderPairs(ocr, truth, options.pair, reading)
    throw usageError(`${ocr} is a folder, so the truth must be one folder too; name a folder`)
  }
  if (options.pair !== undefined) {
    throw usageError('--pair matches the files of two folders; name two folders, or leave it out')
  }
  if (truths.length === 1 && !areFolders[1]) return onePair(ocr, truth, reading)
  return articlePairs(ocr, truths, reading)
}

async function onePair(ocr: string, truth: string, reading: TextReading): Promise<AuditPairs> {
  const a = await readWitness(ocr, reading)
  const b = await readWitness(truth, reading)
  return { kind: 'pair', ...NONE, open: () => once([{ name: a.name, a, b }]) }
}

async function folderPairs(
  ocr: string,
  truth: string,
  pattern: RegExp | undefined,
  reading: TextReading,
): Promise<AuditPairs> {
  const [filesA, filesB] = [await filesBelow(ocr), await filesBelow(truth)]
  const { pairs, unmatchedA, unmatchedB } = pairNames(filesA.names, filesB.names, pattern)
  if (pairs.length === 0) {
    const counts = `${filesA.names.length} and ${filesB.names.length} files`
    throw new OffprintError(
      'ERR_INPUT',
      `no file of ${ocr} has a partner in ${truth} (${counts}): names are compared up to their first dot; ` +
        'name another rule with --pair',
    )
  }
  const unmatched = {
    a: unmatchedA.map((name) => path.posix.join(ocr, name)),
    b: unmatchedB.map((name) => path.posix.join(truth, name)),
  }
  const alone = [...unmatched.a, ...unmatched.b].map((file) => ({
    error: new OffprintError('ERR_INPUT', `${file} has no partner in the other folder`),
    ref: startOf(file),
  }))
  return {
    kind: 'corpus',
    unmatched,
    rejected: [...filesA.rejected, ...filesB.rejected, ...alone],
    async *open(onReject) {
      for (const { key, a, b } of pairs) {
        try {
          yield {
            name: key,
            a: await readWitness(path.join(ocr, a), reading),
            b: await readWitness(path.join(truth, b), reading),
          }
        } catch (error) {
          onReject?.(requireOurs(error), startOf(`${ocr}/${a}`))
        }
      }
    },
  }
}

async function articlePairs(
  page: string,
  given: readonly string[],
  reading: TextReading,
): Promise<AuditPairs> {
  const files: string[] = []
  const rejected: Rejected[] = []
  for (const one of given) {
    if (!(await isFolder(one))) files.push(one)
    else {
      const below = await filesBelow(one)
      files.push(...below.names.map((name) => path.join(one, name)))
      rejected.push(...below.rejected)
    }
  }
  const a = await readWitness(page, reading)
  return {
    ...NONE,
    kind: 'page',
    rejected,
    async *open(onReject) {
      for (const file of files) {
        try {
          const b = await readWitness(file, reading)
          yield { name: b.name, a, b }
        } catch (error) {
          onReject?.(requireOurs(error), startOf(file))
        }
      }
    },
  }
}

/** Records are read twice, first for their words. Standard input cannot be read twice, so its pairs stay in memory. */
async function recordPairs(file: string, options: PairOptions, reading: TextReading): Promise<AuditPairs> {
  if (file !== '-') {
    const open = (onReject: OnReject = () => {}) => readRecords(file, options, reading, onReject)
    return { kind: 'corpus', ...NONE, open }
  }
  const rejected: Rejected[] = []
  const pairs: AuditPair[] = []
  const onReject: OnReject = (error, ref) => rejected.push({ error, ref })
  for await (const pair of readRecords(file, options, reading, onReject)) pairs.push(pair)
  return { kind: 'corpus', ...NONE, rejected, open: () => once(pairs) }
}

async function* readRecords(
  file: string,
  { ocr = 'ocr', truth = 'truth', id }: PairOptions,
  reading: TextReading,
  onReject: OnReject,
): AsyncGenerator<AuditPair> {
  const documents = readFiles([file], {
    text: ocr,
    textOption: '--ocr',
    ...(id !== undefined && { id }),
    ...reading,
    onError: onReject,
  })
  for await (const { id: given, text, ref, record } of documents) {
    const name = String(given)
    const other = record === undefined ? undefined : fieldAt(record, truth)
    if (typeof other === 'string') yield { name, a: { text, name }, b: { text: other, name } }
    else {
      const what = `${ref.file}:${ref.line} has no string in the field ${JSON.stringify(truth)}`
      onReject(new OffprintError('ERR_RECORD', `${what}; name the field of the truth with --truth`), ref)
    }
  }
}

async function filesBelow(folder: string): Promise<{ names: string[]; rejected: Rejected[] }> {
  const names: string[] = []
  const rejected: Rejected[] = []
  for await (const { name, error } of walkFolder(folder)) {
    if (error === undefined) names.push(name)
    else {
      const file = path.posix.join(folder, name)
      rejected.push({ error: inputError(file, error), ref: startOf(file) })
    }
  }
  return { names, rejected }
}

async function isFolder(given: string): Promise<boolean> {
  if (given === '-') return false
  const stats = await stat(given).catch((cause: unknown) => {
    throw inputError(given, cause)
  })
  return stats.isDirectory()
}

/** An error that costs one text; any other ends the run. */
function requireOurs(error: unknown): OffprintError {
  if (error instanceof OffprintError) return error
  throw error
}

function startOf(file: string): Ref {
  return { file, record: 1, line: 1, offset: 0 }
}

async function* once(pairs: readonly AuditPair[]): AsyncGenerator<AuditPair> {
  yield* pairs
}
