import type { AuditOptions } from '../../audit/audit.js'
import { OffprintError } from '../../kernel/errors.js'
import type { ReportLanguage } from '../../report/html/words/vocabulary.js'
import type { TextLevel } from '../../read/ocr/text-level.js'
import { readText } from '../../read/text.node.js'
import { relateFrom, type RelateOptions } from '../relate.js'

/** What one run of `offprint audit` is asked to do: its arguments, and its options by their names in camel case. */
export interface AuditJob extends RelateOptions {
  /** The OCR and what it is compared with: paths of texts, folders or records; one of them may be `-`, standard input. */
  readonly paths: readonly string[]
  readonly json?: boolean
  readonly aligned?: boolean
  readonly layout?: boolean
  readonly part?: boolean
  /** File of words whose errors are counted apart. */
  readonly stopWords?: string
  readonly output?: string
  readonly html?: string
  /** Default `en`. Absent unless given: without a report it is a mistake. */
  readonly reportLang?: ReportLanguage
  readonly xlsx?: string
  readonly csv?: string
  /** One character. */
  readonly csvSeparator: string
  readonly pair?: RegExp
  readonly ocrSuffix?: string
  readonly truthSuffix?: string
  readonly ocr?: string
  readonly truth?: string
  readonly id?: string
  readonly encoding?: string
  /** Which text of PAGE-XML counts. */
  readonly level?: TextLevel
  readonly rejects?: string
  readonly force?: boolean
}

/** What decides how each pair is audited. */
export async function auditOptionsOf(job: AuditJob): Promise<AuditOptions> {
  const options = { relate: relateFrom(job), layout: job.layout === true, part: job.part === true }
  return job.stopWords === undefined ? options : { ...options, stopWords: await readWords(job.stopWords) }
}

/** The words of a file, one a line. @throws OffprintError `ERR_INPUT` for a file that cannot be read or has none. */
async function readWords(file: string): Promise<string[]> {
  const words = (await readText(file))
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (words.length === 0) throw new OffprintError('ERR_INPUT', `${file} has no stop words; write one a line`)
  return words
}
