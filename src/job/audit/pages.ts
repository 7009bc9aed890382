import type { Audit, Witness } from '../../audit/audit.js'
import type { AuditSummary } from '../../audit/summary.js'
import { pairFigures, toHtmlIndex, type IndexEntry } from '../../report/html/audit/index-page.js'
import { toHtml } from '../../report/html/audit/pair-page.js'
import type { ReportLanguage } from '../../report/html/words/vocabulary.js'
import type { FolderOutput } from '../outputs/folder-output.js'

/** Longest part of a pair's name that goes into the name of its page, in code units. */
const NAME = 60

/** A folder of HTML: a page for each pair, written as it comes, and an index. */
export class AuditPages {
  readonly #folder: FolderOutput
  readonly #language: ReportLanguage
  readonly #entries: IndexEntry[] = []

  constructor(folder: FolderOutput, language: ReportLanguage) {
    this.#folder = folder
    this.#language = language
  }

  async add(name: string, audit: Audit, a: Witness, b: Witness): Promise<void> {
    const file = pageName(this.#entries.length + 1, name)
    const page = toHtml(audit, a, b, { reportLanguage: this.#language, title: name })
    await this.#folder.write(file, page)
    this.#entries.push({ name, href: encodeURIComponent(file), figures: pairFigures(audit) })
  }

  async finish(summary: AuditSummary): Promise<void> {
    await this.#folder.write(
      'index.html',
      toHtmlIndex(summary, this.#entries, { reportLanguage: this.#language }),
    )
  }
}

/** `0007-1850-page-7.html`: a number, so that names never clash, and what file systems allow of the name. */
export function pageName(number: number, name: string): string {
  const slug = name
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, NAME)
    .replace(/^[-.]+|[-.]+$|[\ud800-\udbff]$/g, '')
  return `${String(number).padStart(4, '0')}${slug === '' ? '' : `-${slug}`}.html`
}
