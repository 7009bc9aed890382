import { argumentError, requireKnownKeys, requireString } from '../../kernel/errors.js'
import { REPORT_LANGUAGES, vocabularyOf, type ReportLanguage, type Vocabulary } from './words/vocabulary.js'

/** Options that all HTML pages share. */
export interface HtmlOptions {
  /** Language of headings, names of classes and definitions. Default `en`. The texts keep their own. */
  readonly reportLanguage?: ReportLanguage
  /** Title of the page. Default: the names of both texts, or what kind of page it is. */
  readonly title?: string
}

/**
 * The words of a page for its options.
 *
 * @param own names of the options that only this page has.
 * @throws OffprintError `ERR_ARGUMENT` for unknown options and languages.
 */
export function vocabularyFor(options: HtmlOptions, own: readonly string[] = []): Vocabulary {
  requireKnownKeys('options', options, ['reportLanguage', 'title', ...own])
  const { reportLanguage = 'en', title } = options
  if (!REPORT_LANGUAGES.includes(reportLanguage))
    throw argumentError('options.reportLanguage', reportLanguage, `one of ${REPORT_LANGUAGES.join(', ')}`)
  if (title !== undefined) requireString('options.title', title)
  return vocabularyOf(reportLanguage)
}
