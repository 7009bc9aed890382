import { requireString } from '../../kernel/errors.js'
import { isHyphen } from '../../text/layout.js'
import { mostUsed } from './language.js'
import { parseMarkup, type Attributes } from './markup.js'
import {
  assemble,
  baseName,
  boxOf,
  Gap,
  noLayout,
  noText,
  type Box,
  type OcrLine,
  type OcrText,
} from './ocr-text.js'
import { inReadingOrder, type Branch } from './reading-order.js'

interface Block extends Branch<Block> {
  readonly id?: string
  readonly next?: string
  readonly language?: string
  readonly children: Block[]
  readonly lines: OcrLine[]
}

interface Page {
  readonly name?: string
  readonly language?: string
  readonly roots: Block[]
  /** The part of the reading order that is about this page. */
  readonly listed: string[]
}

/** A String whose content comes from its attribute, or else from its Glyphs. */
interface Word {
  readonly attributes: Attributes
  readonly glyphs: string[]
  readonly fail: (what: string) => Error
}

/**
 * Reads ALTO of any version (namespace or not), every page of it: the text with a region for each `String`, and one for
 * each `HYP`. What is printed stays: both halves of a divided word and the hyphen between them; `SUBS_CONTENT` is not
 * read. A space stands where there is an `SP`; where a file has none at all, and in Tesseract's, which put one after
 * every `String`, the script decides.
 *
 * Reading order: `ReadingOrder` (v4.3), else `IDNEXT`, else the order of the file, in which margins (headers, footers)
 * and composed blocks stand. `page` of a region is `PHYSICAL_IMG_NR`, else the page's id; boxes are in the file's
 * `MeasurementUnit`. O(source length).
 *
 * @throws OffprintError `ERR_INPUT` for XML that is cut off or broken, a `String` without `CONTENT`, a file without a
 * page, or with lines but no text. A page without lines is an empty text.
 */
export function readAlto(source: string): OcrText {
  requireString('source', source)
  const pages: Page[] = []
  const listed: string[] = []
  const pageOf = new Map<string, Page>() // by id of a block
  const blocks: Block[] = []
  let page: Page | undefined
  let line: OcrLine | undefined
  let word: Word | undefined
  let gap: Gap = Gap.Glued
  let capture: string[] | undefined
  let image = ''
  let tesseract = false
  let lines = 0
  let written = false // whether any String has content, be it white space

  const newBlock = (attributes: Attributes): Block => ({
    id: attributes.ID,
    next: attributes.IDNEXT,
    language: attributes.LANG ?? attributes.language ?? blocks.at(-1)?.language ?? page?.language,
    children: [],
    lines: [],
  })
  const pushBlock = (attributes: Attributes) => {
    const block = newBlock(attributes)
    const siblings = blocks.at(-1)?.children ?? page?.roots
    siblings?.push(block)
    const { id } = block
    if (id !== undefined && page !== undefined && !pageOf.has(id)) pageOf.set(id, page)
    blocks.push(block)
  }
  const endWord = () => {
    if (word === undefined || line === undefined) return
    const { attributes, glyphs, fail } = word
    const content = attributes.CONTENT ?? (glyphs.length > 0 ? glyphs.join('') : undefined)
    word = undefined
    if (content === undefined) {
      const id = attributes.ID === undefined ? '' : ` ${JSON.stringify(attributes.ID)}`
      throw fail(`String${id} has no CONTENT; export the file again`)
    }
    written ||= content !== ''
    line.pieces.push({ content, gap, word: true, id: attributes.ID, box: boxIn(attributes) })
    gap = Gap.Unsaid
  }
  const addHyphen = (attributes: Attributes) => {
    const before = line?.pieces.at(-1)
    if (line === undefined || before === undefined) return
    // Some writers put the hyphen into the String as well; it is printed once.
    if (isHyphen(before.content.charCodeAt(before.content.length - 1))) return
    const height = before.box === undefined ? NaN : before.box[3] - before.box[1]
    line.pieces.push({
      content: attributes.CONTENT ?? '-',
      gap: Gap.Glued,
      word: true,
      id: attributes.ID,
      box: boxIn(attributes, height) ?? before.box,
    })
  }

  parseMarkup(source, 'xml', 'ALTO', {
    open(name, attributes, fail) {
      switch (name) {
        case 'Page':
          page = { name: pageName(attributes, image), language: attributes.LANG, roots: [], listed: [] }
          pages.push(page)
          break
        case 'ComposedBlock':
        case 'TextBlock':
          pushBlock(attributes)
          break
        case 'TextLine': {
          const block = blocks.at(-1)
          if (block === undefined) throw fail('TextLine stands in no TextBlock; export the file again')
          line = {
            pieces: [],
            id: attributes.ID,
            box: boxIn(attributes),
            language: attributes.LANG ?? block.language,
          }
          block.lines.push(line)
          gap = Gap.Glued
          lines++
          break
        }
        case 'String':
          if (line === undefined) throw fail('String stands in no TextLine; export the file again')
          word = { attributes, glyphs: [], fail }
          break
        case 'Glyph':
          word?.glyphs.push(attributes.CONTENT ?? '')
          break
        case 'SP':
          gap = tesseract ? Gap.Script : Gap.Space
          break
        case 'HYP':
          addHyphen(attributes)
          break
        case 'ElementRef':
          if (attributes.REF !== undefined) listed.push(attributes.REF)
          break
        case 'softwareName':
        case 'fileName':
          capture = []
          break
      }
    },
    close(name) {
      switch (name) {
        case 'Page':
          page = undefined
          break
        case 'ComposedBlock':
        case 'TextBlock':
          blocks.pop()
          break
        case 'TextLine':
          line = undefined
          break
        case 'String':
          endWord()
          break
        case 'softwareName':
          tesseract ||= /tesseract/i.test(capture?.join('') ?? '')
          capture = undefined
          break
        case 'fileName':
          image = capture?.join('').trim() ?? ''
          capture = undefined
          break
      }
    },
    text(piece) {
      capture?.push(piece)
    },
  })

  if (pages.length === 0) throw noLayout('ALTO', 'Layout with a Page')
  for (const id of listed) pageOf.get(id)?.listed.push(id)
  const ordered = pages.map(({ name, roots, listed }) => ({ name, blocks: inReadingOrder(roots, listed) }))
  const { text, regions } = assemble(ordered)
  if (regions.length === 0 && lines > 0 && !written) throw noText('ALTO', lines, 'String with CONTENT')
  const language = mostUsed(ordered)
  return { text, regions, ...(language === undefined ? {} : { language }), format: 'alto' }
}

function pageName({ PHYSICAL_IMG_NR: number, ID: id }: Attributes, image: string): string | undefined {
  if (number !== undefined && number.trim() !== '') return number.trim()
  if (id !== undefined && id !== '') return id
  return image === '' ? undefined : baseName(image)
}

/** HYP seldom has a height of its own. */
function boxIn(attributes: Attributes, height = NaN): Box | undefined {
  const left = numberIn(attributes.HPOS)
  const top = numberIn(attributes.VPOS)
  const own = numberIn(attributes.HEIGHT)
  return boxOf(left, top, left + numberIn(attributes.WIDTH), top + (Number.isNaN(own) ? height : own))
}

function numberIn(written: string | undefined): number {
  return written === undefined || written.trim() === '' ? NaN : Number(written)
}
