import type { Audit } from '../../audit/audit.js'
import type { Witness } from '../../audit/witness.js'
import type { AuditSummary } from '../../audit/summary.js'
import {
  pairFigures,
  summaryToHtml,
  type IndexEntry,
  type Unpaired,
} from '../../report/html/audit/index-page.js'
import { auditToHtml } from '../../report/html/audit/pair-page.js'
import type { ReportLanguage } from '../../report/html/words/vocabulary.js'
import type { FolderOutput } from '../outputs/folder-output.js'

/** Longest part of a pair's name that enters the name of its page, in code units. */
const NAME_LENGTH = 60

/** The report of an audit as a folder: one page for each pair, written when the pair is added, and an index. */
export class HtmlFolder {
  readonly #folder: FolderOutput
  readonly #language: ReportLanguage
  readonly #entries: IndexEntry[] = []

  constructor(folder: FolderOutput, language: ReportLanguage) {
    this.#folder = folder
    this.#language = language
  }

  /** Writes the page of one pair. */
  async add(name: string, audit: Audit, a: Witness, b: Witness): Promise<void> {
    const file = pageName(this.#entries.length + 1, name)
    const page = auditToHtml(audit, a, b, { reportLanguage: this.#language, title: name })
    await this.#folder.write(file, page)
    this.#entries.push({ name, href: encodeURIComponent(file), figures: pairFigures(audit) })
  }

  /** Writes the index, which links all pages and lists what has none. */
  async finish(summary: AuditSummary, unpaired?: Unpaired): Promise<void> {
    const options = { reportLanguage: this.#language, ...(unpaired !== undefined && { unpaired }) }
    const index = summaryToHtml(summary, this.#entries, options)
    await this.#folder.write('index.html', index)
  }
}

/** `0007-1850-page-7.html`: a number, so that no two names are equal, and the part of the name that file systems allow. */
export function pageName(number: number, name: string): string {
  const slug = name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, NAME_LENGTH)
    .replace(/^[-.]+|[-.]+$|[\ud800-\udbff]$/g, '')
  return `${String(number).padStart(4, '0')}${slug === '' ? '' : `-${slug}`}.html`
}
