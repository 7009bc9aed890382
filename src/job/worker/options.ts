import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { relateSettings } from '../../compare/relation.js'
import { KEEP_POLICIES } from '../../dedupe/keep-policy.js'
import { removeSettings } from '../../dedupe/removal-policy.js'
import { lexiconOf } from '../../engine/lexicon-lines.js'
import type { VerifySettings } from '../../engine/verify.js'
import { OffprintError } from '../../kernel/errors.js'
import { usageError } from '../errors.js'
import type { ReadSettings } from './read-record.js'

/** What a worker can do with lines. */
export const VERBS = ['read', 'sign', 'lexicon', 'rank', 'verify', 'decide', 'contain', 'settle'] as const

export type Verb = (typeof VERBS)[number]

/** A worker as its command line asks for it. */
export interface WorkerJob {
  readonly verb: Verb
  /** Files of lines; none means standard input. */
  readonly files: readonly string[]
  readonly verify: Readonly<Record<VerifyOption, string | undefined>>
  /** Whether the rest of the lines is read after an error. */
  readonly drain: boolean
  readonly read: Readonly<Record<ReadOption, string | undefined>> & { readonly strict?: boolean | undefined }
}

const VERIFY_OPTIONS = [
  'relate-coverage',
  'relate-identity',
  'passage',
  'remove',
  'coverage',
  'identity',
  'lexicon',
] as const

type VerifyOption = (typeof VERIFY_OPTIONS)[number]

const READ_OPTIONS = ['text', 'id', 'keep', 'date', 'source', 'prefer'] as const

type ReadOption = (typeof READ_OPTIONS)[number]

/** What `offprint worker --help` prints. */
export const WORKER_HELP = `Usage: offprint worker VERB [options] [FILE...]
       node worker.js VERB [options] [FILE...]

One step of a batch, for engines that run programs: lines in, lines out. Each line in is a JSON
object (of read: cells); each line out is cells with tabs between them. Lines come from standard input, or from
FILEs. A line that is wrong ends the worker with code 2 and names its file and number.

Verbs:
  read     lines of JSON Lines → documents
  sign     documents → what they are found by
  lexicon  counted words of all documents → the file that verify reads
  rank     the joined lists of documents → candidates for each
  verify   documents with candidates → how each pair is related, and which of the two may go
  decide   what became of candidates → who is kept
  contain  who has less than whom → who goes for whom
  settle   documents that lost their keeper → for whom they go now

Options:
  --drain                    after an error read on, and end when the lines do: Spark would tell of
                             a broken pipe instead of the error

Options of read, as those of offprint dedupe: --text, --id, --keep, --date, --source, --prefer,
--strict.

Options of verify, as those of offprint dedupe:
  --lexicon <file>           words that several documents of the batch have: what lexicon wrote
  --remove <relations>       duplicate, or duplicate,contained
  --coverage <share>         least share of a removed document that its keeper covers
  --identity <share>         least identity of what the keeper covers
  --relate-coverage <share>  share of a text from which it counts as covered
  --relate-identity <share>  lowest identity of a passage
  --passage <size>           smallest first passage, in Han characters or pairs of letters
`

/** Reads the command line of a worker; null where it asks for help. @throws OffprintError `ERR_USAGE`. */
export function parseWorker(argv: readonly string[]): WorkerJob | null {
  const options = Object.fromEntries(
    [...VERIFY_OPTIONS, ...READ_OPTIONS].map((name) => [name, { type: 'string' as const }]),
  )
  let parsed
  try {
    parsed = parseArgs({
      args: [...argv],
      options: {
        ...options,
        strict: { type: 'boolean' },
        drain: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    })
  } catch (error) {
    throw usageError(`worker: ${(error as Error).message}`)
  }
  if (parsed.values.help === true) return null
  const [verb, ...files] = parsed.positionals
  if (!isVerb(verb)) throw usageError(`worker needs one of ${VERBS.join(', ')}, got ${verb ?? 'nothing'}`)
  const values = parsed.values as Record<string, string | undefined>
  const owners = [
    ['verify', VERIFY_OPTIONS],
    ['read', [...READ_OPTIONS, 'strict']],
  ] as const
  for (const [owner, names] of owners) {
    const other = owner === verb ? undefined : names.find((name) => values[name] !== undefined)
    if (other !== undefined) {
      throw usageError(`--${other} is an option of worker ${owner}; worker ${verb} has none`)
    }
  }
  const drain = parsed.values.drain === true
  return {
    verb,
    files,
    drain,
    verify: values as WorkerJob['verify'],
    read: values as unknown as WorkerJob['read'],
  }
}

/** Which fields `read` takes. @throws OffprintError `ERR_USAGE`. */
export function readSettings({
  text,
  id,
  keep = 'first',
  date,
  source,
  prefer,
  strict,
}: WorkerJob['read']): ReadSettings {
  const policy = KEEP_POLICIES.find((known) => known === keep)
  if (policy === undefined) throw usageError(`--keep must be one of ${KEEP_POLICIES.join(', ')}, got ${keep}`)
  if ((policy === 'newest') !== (date !== undefined)) {
    throw usageError('worker read: --keep newest and --date FIELD go together')
  }
  if (
    [policy === 'preferred', source !== undefined, prefer !== undefined].some(
      (given, _, all) => given !== all[0],
    )
  ) {
    throw usageError('worker read: --keep preferred, --source FIELD and --prefer NAME,NAME go together')
  }
  return {
    keep: policy,
    strict: strict === true,
    ...(text !== undefined && { text }),
    ...(id !== undefined && { id }),
    ...(date !== undefined && { date }),
    ...(source !== undefined && { source }),
    ...(prefer !== undefined && { prefer: prefer.split(',') }),
  }
}

function isVerb(verb: string | undefined): verb is Verb {
  return VERBS.some((known) => known === verb)
}

/** How `verify` judges. @throws OffprintError `ERR_USAGE`, `ERR_FORMAT`; what reading the lexicon throws. */
export async function verifySettings(given: WorkerJob['verify']): Promise<VerifySettings> {
  const { remove = 'duplicate', lexicon } = given
  const relations = remove.split(',')
  if (!relations.every((name) => name === 'duplicate' || name === 'contained')) {
    throw usageError(`--remove must be duplicate, contained, or both with a comma, got ${remove}`)
  }
  try {
    return {
      relate: relateSettings({
        ...number('coverage', given['relate-coverage']),
        ...number('identity', given['relate-identity']),
        ...number('passage', given.passage),
      }),
      remove: removeSettings({
        contained: relations.includes('contained'),
        ...number('coverage', given.coverage),
        ...number('identity', given.identity),
      }),
      known: lexicon === undefined ? undefined : await knownBy(lexicon),
    }
  } catch (error) {
    if (!(error instanceof OffprintError) || error.code !== 'ERR_ARGUMENT') throw error
    throw usageError(`worker verify: ${error.message}`)
  }
}

async function knownBy(file: string): Promise<VerifySettings['known']> {
  const lexicon = lexiconOf(await readFile(file, 'latin1'))
  return (word) => lexicon.knowsWord(word)
}

function number<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, number>> {
  return value === undefined ? {} : ({ [name]: Number(value) } as Record<Name, number>)
}
