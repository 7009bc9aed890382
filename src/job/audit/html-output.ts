import type { Outputs } from '../outputs/outputs.js'
import type { HtmlFolder } from './html-folder.js'
import type { AuditJob } from './options.js'

/**
 * The folder that `--html` names, or nothing where it names a page or was not given. Loaded where it is asked for: the
 * pages bring their styles and words along.
 */
export async function openHtmlFolder(
  { reportLang = 'en' }: AuditJob,
  outputs: Outputs,
): Promise<HtmlFolder | undefined> {
  const folder = outputs.folder('--html')
  if (folder === undefined) return undefined
  const { HtmlFolder: Folder } = await import('./html-folder.js')
  return new Folder(folder, reportLang)
}
