import { stat } from 'node:fs/promises'
import { withoutCompression } from '../../read/bytes/compression.js'
import { usageError } from '../errors.js'
import { namesOtherFormat } from '../outputs/check.js'

const PAGE = /\.x?html?$/i

/**
 * Whether the path of `--html` names one page or a folder of pages: a page ends in `.html`, standard output (`-`) and
 * pipes take one, and every other name is a folder's. One pair may be written as either.
 * @throws OffprintError `ERR_USAGE` for one page of many pairs, and for a name of another format, such as `out.txt`.
 */
export async function htmlKind(given: string | undefined, isCorpus: boolean): Promise<'file' | 'folder'> {
  if (given === undefined) return 'file'
  if (/[\\/]$/.test(given)) return 'folder'
  const stats = await stat(given).catch(() => undefined)
  const plain = withoutCompression(given)
  const isStream = given === '-' || (stats !== undefined && !stats.isFile() && !stats.isDirectory())
  const isPage = isStream || PAGE.test(plain)
  if (isPage && isCorpus) {
    const folder = isStream ? 'reports' : plain.replace(PAGE, '')
    throw usageError(
      `--html ${given} is one page, and there are many pairs; name a folder, such as ${folder}/`,
    )
  }
  if (isPage) return 'file'
  if (namesOtherFormat(given) && stats?.isDirectory() !== true) {
    throw usageError(`--html ${given} would hold HTML; name a page, ${plain}.html, or a folder, ${given}/`)
  }
  return 'folder'
}
