import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { alone, filesBelow, readPairs, type AuditPairs, type TextReading } from './pair.js'
import { pairNames, type Pairing, type PairRule } from './pairing.js'
import { ocrSuffixesIn, truthSuffixIn, type Suffixes } from './suffixes.js'

/**
 * The pairs of a folder of OCR and one of truths, by the names of the files. Where names alone do not pair them, the ends
 * that truths have (`.gt.txt`) and that the texts beside them have are tried.
 *
 * @throws OffprintError `ERR_INPUT` where nothing is paired, or nothing tells which of two files is meant.
 */
export async function folderPairs(
  ocr: string,
  truth: string,
  rule: PairRule,
  reading: TextReading,
): Promise<AuditPairs> {
  const [a, b] = [await filesBelow(ocr), await filesBelow(truth)]
  for (const [folder, { names }] of [[ocr, a], [truth, b]] as const) requireFiles(folder, names) // prettier-ignore
  requireEnd(ocr, a.names, rule.ocrSuffix, '--ocr-suffix')
  requireEnd(truth, b.names, rule.truthSuffix, '--truth-suffix')
  const { pairs, unmatchedA, unmatchedB } = pairsOf(a.names, b.names, rule)
  if (pairs.length === 0) {
    const counts = `${a.names.length} and ${b.names.length} files`
    throw new OffprintError(
      'ERR_INPUT',
      `no file of ${ocr} has a partner in ${truth} (${counts}): ${ruleInWords(rule)}`,
    )
  }
  const unmatched = {
    a: unmatchedA.map((name) => path.posix.join(ocr, name)),
    b: unmatchedB.map((name) => path.posix.join(truth, name)),
  }
  const rejected = alone([...unmatched.a, ...unmatched.b], 'has no partner in the other folder')
  const files = pairs.map(({ key, a: x, b: y }) => ({
    name: key,
    a: path.join(ocr, x),
    b: path.join(truth, y),
  }))
  return {
    kind: 'corpus',
    unmatched,
    rejected: [...a.rejected, ...b.rejected, ...rejected],
    open: (onReject) => readPairs(files, reading, onReject),
  }
}

/**
 * The pairs of one folder that holds OCR and truths side by side (`0001.pred.txt`, `0001.gt.txt`): told apart by the ends of
 * their names, which are given, or evident.
 *
 * @throws OffprintError `ERR_INPUT` where the ends are not evident, and where nothing is paired.
 */
export async function oneFolderPairs(
  folder: string,
  rule: PairRule,
  reading: TextReading,
): Promise<AuditPairs> {
  const { names, rejected } = await filesBelow(folder)
  requireFiles(folder, names)
  const suffixes = suffixesIn(folder, names, rule)
  const { pairs, unmatchedA, unmatchedB } = pairNames(names, names, { ...rule, ...suffixes })
  if (pairs.length === 0) {
    const ends = `${suffixes.ocrSuffix} and ${suffixes.truthSuffix}`
    const how = rule.pattern === undefined ? 'without these ends' : 'by what --pair finds in them'
    throw new OffprintError(
      'ERR_INPUT',
      `no two files of ${folder} that end in ${ends} belong together: names are compared ${how}`,
    )
  }
  const inFolder = (name: string) => path.posix.join(folder, name)
  const unmatched = { a: unmatchedA.map(inFolder), b: unmatchedB.map(inFolder) }
  const files = pairs.map(({ key, a, b }) => ({
    name: key,
    a: path.join(folder, a),
    b: path.join(folder, b),
  }))
  return {
    kind: 'corpus',
    unmatched,
    rejected: [...rejected, ...alone([...unmatched.a, ...unmatched.b], 'has no partner')],
    open: (onReject) => readPairs(files, reading, onReject),
  }
}

/** The pairs by the rule; where that cannot tell files apart or pairs none, by the ends that are evident. */
function pairsOf(a: readonly string[], b: readonly string[], rule: PairRule): Pairing {
  const evident = evidentSuffixes(a, b, rule)
  let failure: unknown
  try {
    const found = pairNames(a, b, completed(rule, evident))
    if (found.pairs.length > 0 || evident === undefined) return found
  } catch (error) {
    failure = error
  }
  if (evident === undefined) throw failure
  return pairNames(a, b, { ...rule, ...evident })
}

/** A rule with the end of one side alone gets that of the other, if it is evident: names are then compared without both. */
function completed(rule: PairRule, evident: Suffixes | undefined): PairRule {
  return rule.ocrSuffix === undefined && rule.truthSuffix === undefined ? rule : { ...rule, ...evident }
}

/** The ends that are given, and those that the names of two folders show; undefined where they show none. */
function evidentSuffixes(a: readonly string[], b: readonly string[], rule: Suffixes): Suffixes | undefined {
  const truthSuffix = rule.truthSuffix ?? truthSuffixIn(b)
  if (truthSuffix === undefined) return undefined
  if (rule.ocrSuffix !== undefined) return { ocrSuffix: rule.ocrSuffix, truthSuffix }
  const [ocrSuffix, ...others] = ocrSuffixesIn(a, b, truthSuffix)
  return ocrSuffix === undefined || others.length > 0 ? undefined : { ocrSuffix, truthSuffix }
}

/** The ends of one folder, which must be known. */
function suffixesIn(folder: string, names: readonly string[], rule: Suffixes): Required<Suffixes> {
  const truthSuffix = rule.truthSuffix ?? truthSuffixIn(names)
  if (truthSuffix === undefined) {
    throw new OffprintError(
      'ERR_INPUT',
      `the names of the files of ${folder} do not tell which are truths; say how they end with --truth-suffix, such as ` +
        '--truth-suffix .gt.txt',
    )
  }
  requireEnd(folder, names, truthSuffix, '--truth-suffix')
  if (rule.ocrSuffix !== undefined) {
    requireEnd(folder, names, rule.ocrSuffix, '--ocr-suffix')
    return { ocrSuffix: rule.ocrSuffix, truthSuffix }
  }
  const found = ocrSuffixesIn(names, names, truthSuffix)
  if (found.length === 1) return { ocrSuffix: found[0], truthSuffix }
  throw new OffprintError(
    'ERR_INPUT',
    found.length === 0
      ? `${folder} has truths (${truthSuffix}) and no text beside them; name the folder of the OCR before it`
      : `beside the truths (${truthSuffix}) of ${folder} stand texts that end in ${found.slice(0, LISTED).join(', ')}; say ` +
          'which are the OCR with --ocr-suffix',
  )
}

/** Ends that a message lists. */
const LISTED = 5

function requireFiles(folder: string, names: readonly string[]): void {
  if (names.length === 0) throw new OffprintError('ERR_INPUT', `${folder} holds no file; name another folder`)
}

function requireEnd(
  folder: string,
  names: readonly string[],
  suffix: string | undefined,
  option: string,
): void {
  if (suffix === undefined || names.some((name) => name.endsWith(suffix))) return
  throw new OffprintError('ERR_INPUT', `no file of ${folder} ends in ${suffix}; correct ${option}`)
}

/** How names were compared, and how they can be compared otherwise. */
function ruleInWords({ pattern, ocrSuffix, truthSuffix }: PairRule): string {
  if (pattern !== undefined) return 'names are compared by what --pair finds in them; correct its pattern'
  if (ocrSuffix === undefined && truthSuffix === undefined) {
    return 'names are compared up to their first dot; name what they have in common with --pair'
  }
  return 'names are compared without the ends that were named; name what they have in common with --pair'
}
