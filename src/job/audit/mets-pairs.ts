import { stat } from 'node:fs/promises'
import path from 'node:path'
import { OffprintError } from '../../kernel/errors.js'
import { readMets, type Mets, type MetsPage } from '../../read/ocr/mets.js'
import { readText } from '../../read/text.node.js'
import { alone, readPairs, type AuditPairs, type FilePair, type TextReading } from './pair.js'
import type { Suffixes } from './suffixes.js'

/** Whether a path is a file of METS, by what stands in it. A path where nothing is is none. */
export async function isMets(given: string, reading: TextReading): Promise<boolean> {
  if (!/\.xml$/i.test(given) || !(await stat(given).catch(() => undefined))?.isFile()) return false
  const { rootName } = await import('../../read/ocr/markup.js')
  return rootName(await readText(given, reading)) === 'mets'
}

/**
 * The pairs of a work that METS describes: on each page the file of the group of the OCR, and that of the group of the truth.
 * The groups are those whose names end as `ocrSuffix` and `truthSuffix` say, or that are evident: one has GT or truth in its
 * name, and of the others one alone has texts, or OCR in its name.
 *
 * @throws OffprintError `ERR_INPUT` for METS that cannot be read, where the groups are not evident, and where no page has both.
 */
export async function metsPairs(file: string, suffixes: Suffixes, reading: TextReading): Promise<AuditPairs> {
  const mets = metsIn(await readText(file, reading), file)
  const groups = groupsOf(file, mets.groups, suffixes)
  const folder = path.dirname(file)
  const pairs: FilePair[] = []
  const unmatched = { a: [] as string[], b: [] as string[] }
  const left: string[] = []
  for (const page of mets.pages) {
    const [a, b] = [hrefIn(page, groups.ocr), hrefIn(page, groups.truth)]
    if (a !== undefined && b !== undefined) {
      const outside = [a, b].find((href) => !isBelow(href))
      if (outside === undefined)
        pairs.push({ name: page.id, a: path.join(folder, a), b: path.join(folder, b) })
      else left.push(`${file}, page ${page.id}: ${outside}`)
    } else if (a !== undefined) unmatched.a.push(a)
    else if (b !== undefined) unmatched.b.push(b)
  }
  if (pairs.length === 0) {
    throw new OffprintError(
      'ERR_INPUT',
      left.length > 0
        ? `${left[0]} does not lie in the folder of the METS; download the files of the work into it`
        : `no page of ${file} has a file in both groups, ${groups.ocr} and ${groups.truth}; name other groups with --ocr-suffix and --truth-suffix`,
    )
  }
  return {
    kind: 'corpus',
    unmatched,
    rejected: [
      ...alone([...unmatched.a, ...unmatched.b], 'has no partner on its page'),
      ...alone(left, 'does not lie in the folder of the METS; download the files of the work into it'),
    ],
    open: (onReject) => readPairs(pairs, reading, onReject),
  }
}

function metsIn(source: string, file: string): Mets {
  try {
    return readMets(source)
  } catch (error) {
    if (!(error instanceof OffprintError)) throw error
    throw new OffprintError(error.code, `${file}: ${error.message}`, { cause: error })
  }
}

/** The name of a group that is a truth, as OCR-D names it (`OCR-D-GT-SEG-LINE`). */
const TRUTH = /(^|[-_.])(gt|truth|ground[-_.]?truth)([-_.]|$)/i
/** The name of a group that an engine wrote, behind the prefix that all groups of OCR-D have. */
const OCR = /ocr|tess|calamari|kraken|fulltext|abbyy/i

function groupsOf(
  file: string,
  groups: readonly string[],
  { ocrSuffix, truthSuffix }: Suffixes,
): { ocr: string; truth: string } {
  const listed = groups.length === 0 ? 'none with texts' : groups.join(', ')
  const choose = (named: string | undefined, option: string, what: string, evident: readonly string[]) => {
    const found = named === undefined ? evident : groups.filter((group) => group === named)
    const chosen =
      found.length === 0 && named !== undefined ? groups.filter((group) => group.endsWith(named)) : found
    if (chosen.length === 1) return chosen[0]
    const many = chosen.length > 1 ? 'several groups may be' : 'no group is evidently'
    throw new OffprintError(
      'ERR_INPUT',
      `${file}: ${many} the ${what} (groups: ${listed}); name one of them with ${option}`,
    )
  }
  const truth = choose(
    truthSuffix,
    '--truth-suffix',
    'truth',
    groups.filter((group) => TRUTH.test(group)),
  )
  const others = groups.filter((group) => group !== truth)
  const said = others.filter((group) => OCR.test(group.replace(/^OCR-D-/i, '')))
  const ocr = choose(ocrSuffix, '--ocr-suffix', 'OCR', said.length > 0 ? said : others)
  return { ocr, truth }
}

/** The file of a group on a page; of several the first that is PAGE-XML, else the first. */
function hrefIn({ files }: MetsPage, group: string): string | undefined {
  const own = files.filter((file) => file.group === group)
  const page = own.find(({ mimeType }) => mimeType === 'application/vnd.prima.page+xml')
  return (page ?? own[0])?.href
}

/** Whether a path stays below the folder of the METS: a stranger's METS must not read other files of this computer. */
function isBelow(href: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || path.isAbsolute(href)) return false
  return !path.posix.normalize(href.replaceAll('\\', '/')).startsWith('..')
}
