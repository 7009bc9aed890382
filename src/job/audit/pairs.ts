import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { withoutCompression } from '../../read/bytes/compression.js'
import { startOf } from '../../read/document.js'
import { inputError } from '../../read/failure.js'
import { readFiles } from '../../read/files.node.js'
import { fieldAt } from '../../read/records/fields.js'
import { usageError } from '../errors.js'
import type { OnReject } from '../rejects.js'
import { folderPairs, oneFolderPairs } from './folder-pairs.js'
import { isMets, metsPairs } from './mets-pairs.js'
import type { PairRule } from './pairing.js'
import {
  filesBelow,
  requireOurs,
  type AuditPair,
  type AuditPairs,
  type Rejected,
  type TextReading,
} from './pair.js'
import { truthSuffixIn } from './suffixes.js'
import { readWitness } from './witness.js'

/** The options that say which texts belong together. */
export interface PairOptions {
  /** `--pair`: what the names of two files have in common. */
  readonly pair?: RegExp
  /** `--ocr-suffix` and `--truth-suffix`: how the names of files end, or of the file groups of METS. */
  readonly ocrSuffix?: string
  readonly truthSuffix?: string
  /** `--ocr`, `--truth` and `--id`: fields of a record. */
  readonly ocr?: string
  readonly truth?: string
  readonly id?: string
}

const NONE = { unmatched: { a: [], b: [] }, rejected: [] } as const
const RECORDS = /\.(jsonl|ndjson|jsonlines|json)$/i

/**
 * Finds what is to be audited: two files, two folders, a page and its articles, one folder or METS that holds both, or one
 * file of records with two fields.
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
  const { pair: pattern, ocrSuffix, truthSuffix } = options
  const rule = {
    ...(pattern !== undefined && { pattern }),
    ...(ocrSuffix !== undefined && { ocrSuffix }),
    ...(truthSuffix !== undefined && { truthSuffix }),
  }
  if (truths.length === 0) {
    if (hasFields || RECORDS.test(withoutCompression(ocr))) {
      requireNoRule(rule, 'records have both texts')
      return recordPairs(ocr, options, reading)
    }
    return pairsInOne(ocr, rule, reading)
  }
  if (hasFields) throw usageError('--ocr and --truth name fields of one file of records; name only that file')
  const areFolders = await Promise.all(paths.map(isFolder))
  const [truth] = truths as [string, ...string[]]
  if (areFolders[0]) {
    if (truths.length > 1 || !areFolders[1]) {
      throw usageError(`${ocr} is a folder, so the truth must be one folder too; name a folder`)
    }
    const isOne = (await realpath(ocr)) === (await realpath(truth))
    // A folder whose names do not tell truths is compared with itself.
    if (isOne && (truthSuffix ?? truthSuffixIn((await filesBelow(ocr)).names)) !== undefined) {
      return oneFolderPairs(ocr, rule, reading)
    }
    return folderPairs(ocr, truth, rule, reading)
  }
  requireNoRule(rule, 'these are files')
  if (truths.length === 1 && !areFolders[1]) return onePair(ocr, truth, reading)
  return articlePairs(ocr, truths, reading)
}

/** The pairs of one path: a folder that holds both, or METS. */
async function pairsInOne(given: string, rule: PairRule, reading: TextReading): Promise<AuditPairs> {
  if (await isFolder(given)) {
    const mets = path.join(given, 'mets.xml')
    // Names of groups have no dot, and ends of files have one.
    const areFiles = [rule.ocrSuffix, rule.truthSuffix].some((suffix) => suffix?.includes('.'))
    if (areFiles || !(await isMets(mets, reading))) return oneFolderPairs(given, rule, reading)
    return metsPairs(mets, rule, reading)
  }
  if (given !== '-' && (await isMets(given, reading))) return metsPairs(given, rule, reading)
  throw usageError(
    'name the truth as well; or only a folder that holds OCR and truths, METS, or a file of records (.jsonl) with --ocr ' +
      'and --truth',
  )
}

function requireNoRule({ pattern, ocrSuffix, truthSuffix }: PairRule, reason: string): void {
  const option =
    pattern !== undefined
      ? '--pair matches'
      : ocrSuffix !== undefined
        ? '--ocr-suffix matches'
        : truthSuffix !== undefined
          ? '--truth-suffix matches'
          : undefined
  if (option === undefined) return
  throw usageError(
    `${option} the files of two folders, or of one that holds both, and ${reason}; leave it out`,
  )
}

async function onePair(ocr: string, truth: string, reading: TextReading): Promise<AuditPairs> {
  const a = await readWitness(ocr, reading)
  const b = await readWitness(truth, reading)
  return { kind: 'pair', ...NONE, open: () => once([{ name: a.name, a, b }]) }
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

async function isFolder(given: string): Promise<boolean> {
  if (given === '-') return false
  const stats = await stat(given).catch((cause: unknown) => {
    throw inputError(given, cause)
  })
  return stats.isDirectory()
}

async function* once(pairs: readonly AuditPair[]): AsyncGenerator<AuditPair> {
  yield* pairs
}
