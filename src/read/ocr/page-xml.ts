import { requireString } from '../../kernel/errors.js'
import { mostUsed } from './language.js'
import { parseMarkup, type Attributes } from './markup.js'
import {
  assemble,
  baseName,
  boxOf,
  Gap,
  linesOf,
  noLayout,
  noText,
  oneLine,
  type Box,
  type OcrLine,
  type OcrText,
  type Piece,
} from './ocr-text.js'
import { inReadingOrder, type Branch } from './reading-order.js'

/** What may have a text and an outline: a region, a line, a word, a glyph. */
interface Holder {
  readonly level: Level
  readonly attributes: Attributes
  box?: Box
  /** The best variant of its own text so far. */
  text?: Variant
  /** Words of a line, glyphs of a word. */
  readonly parts: Holder[]
}

type Level = 'region' | 'line' | 'word' | 'glyph'

interface Variant {
  readonly index: number
  readonly confidence: number
  readonly text: string
}

interface Region extends Holder, Branch<Region> {
  readonly children: Region[]
  readonly language?: string
  readonly own: Holder[]
}

interface Page {
  readonly name?: string
  readonly language?: string
  readonly roots: Region[]
  readonly listed: string[]
}

/** A group of the reading order, or a reference in one. */
interface Order {
  readonly index: number
  readonly ordered: boolean
  readonly region?: string
  readonly members: Order[]
}

/**
 * Reads PAGE-XML of any year (2009 to 2019): the text with a region for each `Word`, or each `TextLine` where the line's
 * own text differs from its words (corrected by hand) or has none. A line is its own `Unicode`; without one its words,
 * parted as their scripts do, each by its own text or by its glyphs. Of several `TextEquiv` the lowest `index` counts,
 * without indexes the highest `conf`. A region without lines that have text is its own text, line by line.
 *
 * Reading order: `ReadingOrder` with its groups; regions it leaves out follow in the order of the file, nested ones
 * behind the region they are in. Without it, and for the lines of a region, the `readingOrder` that Transkribus writes
 * into `custom`, else the order of the file. `page` is the name of the image; `box` the bounds of the outline.
 * O(source length), and the sorting of siblings.
 *
 * @throws OffprintError `ERR_INPUT` for XML that is cut off or broken, a file without a page, or with lines but no text.
 * A page without lines is an empty text.
 */
export function readPageXml(source: string): OcrText {
  requireString('source', source)
  const pages: Page[] = []
  let page: Page | undefined
  const holders: Holder[] = []
  const groups: Order[] = []
  let variant: { index: number; confidence: number; unicode?: string; plain?: string } | undefined
  let capture: string[] | undefined
  let points: number[] | undefined // x, y, x, y … of Coords
  let lines = 0
  let written = false

  const around: Region[] = []
  const push = (level: Level, attributes: Attributes) => {
    const holder: Holder = { level, attributes, parts: [] }
    holders.at(-1)?.parts.push(holder)
    holders.push(holder)
    return holder
  }
  const pushRegion = (attributes: Attributes) => {
    const outer = around.at(-1)
    const inner: Region = {
      level: 'region',
      attributes,
      id: attributes.id,
      language: attributes.primaryLanguage ?? outer?.language ?? page?.language,
      parts: [],
      children: [],
      own: [],
    }
    if (outer !== undefined) outer.children.push(inner)
    else page?.roots.push(inner)
    holders.push(inner)
    around.push(inner)
  }
  const pushOrder = (attributes: Attributes, ordered: boolean) => {
    const order: Order = {
      index: numberOr(attributes.index, Infinity),
      ordered,
      region: attributes.regionRef,
      members: [],
    }
    groups.at(-1)?.members.push(order)
    groups.push(order)
  }

  parseMarkup(source, 'xml', 'PAGE-XML', {
    open(name, attributes, fail) {
      switch (name) {
        case 'Page':
          page = {
            name: pageName(attributes),
            language: attributes.primaryLanguage,
            roots: [],
            listed: [],
          }
          pages.push(page)
          break
        case 'OrderedGroup':
        case 'OrderedGroupIndexed':
        case 'UnorderedGroup':
        case 'UnorderedGroupIndexed':
        case 'RegionRef':
        case 'RegionRefIndexed':
          pushOrder(attributes, name.startsWith('Ordered'))
          break
        case 'TextLine': {
          const region = around.at(-1)
          if (region === undefined) throw fail('TextLine stands in no region; export the file again')
          region.own.push(push('line', attributes))
          lines++
          break
        }
        case 'Word':
          push('word', attributes)
          break
        case 'Glyph':
          push('glyph', attributes)
          break
        case 'TextEquiv':
          variant = {
            index: numberOr(attributes.index, Infinity),
            confidence: numberOr(attributes.conf, -Infinity),
          }
          break
        case 'Unicode':
        case 'PlainText':
          capture = []
          break
        case 'Coords':
          points = attributes.points === undefined ? [] : numbersIn(attributes.points)
          break
        case 'Point':
          points?.push(numberOr(attributes.x, NaN), numberOr(attributes.y, NaN))
          break
        default:
          if (isRegion(name)) pushRegion(attributes)
      }
    },
    close(name) {
      switch (name) {
        case 'Page':
          page = undefined
          break
        case 'OrderedGroup':
        case 'OrderedGroupIndexed':
        case 'UnorderedGroup':
        case 'UnorderedGroupIndexed':
        case 'RegionRef':
        case 'RegionRefIndexed': {
          const order = groups.pop()!
          if (groups.length === 0 && page !== undefined) listRegions(order, page.listed)
          break
        }
        case 'TextLine':
        case 'Word':
        case 'Glyph':
          holders.pop()
          break
        case 'Unicode':
          if (variant !== undefined) variant.unicode ??= capture?.join('')
          capture = undefined
          break
        case 'PlainText':
          if (variant !== undefined) variant.plain ??= capture?.join('')
          capture = undefined
          break
        case 'TextEquiv': {
          const holder = holders.at(-1)
          if (holder !== undefined && variant !== undefined) {
            const { index, confidence, unicode, plain } = variant
            const text = unicode || plain || ''
            written ||= text !== ''
            const found: Variant = { index, confidence, text }
            if (holder.text === undefined || isBetter(found, holder.text)) holder.text = found
          }
          variant = undefined
          break
        }
        case 'Coords': {
          const holder = holders.at(-1)
          if (holder !== undefined && points !== undefined) holder.box ??= bounds(points)
          points = undefined
          break
        }
        default:
          if (isRegion(name)) {
            holders.pop()
            around.pop()
          }
      }
    },
    text(piece) {
      capture?.push(piece)
    },
  })

  if (pages.length === 0) throw noLayout('PAGE-XML', 'Page')
  const ordered = pages.map(({ name, roots, listed }) => ({
    name,
    blocks: inReadingOrder(listed.length > 0 ? roots : byCustomOrder(roots), listed).map((one) => ({
      id: one.id,
      lines: linesIn(one),
    })),
  }))
  const { text, regions } = assemble(ordered)
  if (regions.length === 0 && lines > 0 && !written) throw noText('PAGE-XML', lines, 'TextEquiv with Unicode')
  const language = mostUsed(ordered)
  return { text, regions, ...(language === undefined ? {} : { language }), format: 'page' }
}

/** TextRegion, TableRegion, AdvertRegion and so on; Transkribus writes TableCell for the cells of a table. */
function isRegion(name: string): boolean {
  return name.endsWith('Region') || name === 'TableCell'
}

/** A lower index is better, and any better than none; among those without one, a higher confidence, then the first. */
function isBetter(found: Variant, best: Variant): boolean {
  if (found.index !== best.index) return found.index < best.index
  return found.index === Infinity && found.confidence > best.confidence
}

/** Ids in reading order. Members of an ordered group go by index; of an unordered one, as they are written. */
function listRegions({ ordered, region, members }: Order, listed: string[]): void {
  if (region !== undefined) listed.push(region)
  const sorted = ordered ? members.slice().sort((a, b) => compareIndex(a.index, b.index)) : members
  for (const member of sorted) listRegions(member, listed)
}

/** Infinity − Infinity is no number to sort by. */
function compareIndex(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Sorted by `custom="readingOrder {index:3;}"` where every one has that; else as they stand. */
function byCustomOrder<T extends Holder>(holders: readonly T[]): readonly T[] {
  const keyed = holders.map((holder) => {
    const [, index] = CUSTOM_ORDER.exec(holder.attributes.custom ?? '') ?? []
    return { holder, index: index === undefined ? NaN : Number(index) }
  })
  if (keyed.some(({ index }) => Number.isNaN(index))) return holders
  return keyed.sort((a, b) => compareIndex(a.index, b.index)).map(({ holder }) => holder)
}

const CUSTOM_ORDER = /\breadingOrder ?\{ ?index ?: ?(\d{1,9})/

function linesIn(region: Region): OcrLine[] {
  const { language } = region
  const lines = byCustomOrder(region.own).map(({ attributes, box, text, parts }): OcrLine => {
    const words = parts.filter(({ level }) => level === 'word')
    return {
      pieces: piecesOf(oneLine(text?.text ?? ''), words),
      id: attributes.id,
      box,
      language: attributes.primaryLanguage ?? language,
    }
  })
  if (lines.some(({ pieces }) => pieces.some(({ content }) => content.trim() !== ''))) return lines
  const whole = linesOf(region.text?.text ?? '')
  // The text of a region with regions inside is theirs again.
  if (region.children.length > 0 && region.children.some(hasText)) return lines
  return whole.map((content) => ({
    pieces: [{ content, gap: Gap.Glued, word: false }],
    box: region.box,
    language,
  }))
}

function hasText(region: Region): boolean {
  return (
    (region.text?.text ?? '') !== '' ||
    region.own.some((line) => line.text !== undefined || line.parts.length > 0) ||
    region.children.some(hasText)
  )
}

/** The line's own text, cut into its words if it is they and spaces; without an own text, the words. */
function piecesOf(own: string, words: readonly Holder[]): Piece[] {
  const pieces = words
    .map((word): Piece => {
      const { attributes, box } = word
      return { content: oneLine(wordText(word)), gap: Gap.Script, word: true, id: attributes.id, box }
    })
    .filter(({ content }) => content !== '')
  if (own === '') return pieces
  const located: Piece[] = []
  let at = 0
  for (const piece of pieces) {
    let from = at
    while (from < own.length && own.slice(from, from + 1).trim() === '') from++
    if (!own.startsWith(piece.content, from)) return [{ content: own, gap: Gap.Glued, word: false }]
    located.push({ ...piece, gap: own.slice(at, from) })
    at = from + piece.content.length
  }
  if (at < own.length) return [{ content: own, gap: Gap.Glued, word: false }]
  return located
}

function wordText({ text, parts }: Holder): string {
  if (text !== undefined && text.text !== '') return text.text
  return parts.map((glyph) => glyph.text?.text.trim() ?? '').join('')
}

function pageName({ imageFilename: image, id }: Attributes): string | undefined {
  if (id !== undefined && id !== '') return id
  return image === undefined || image === '' ? undefined : baseName(image)
}

function numberOr(written: string | undefined, otherwise: number): number {
  const value = written === undefined || written.trim() === '' ? NaN : Number(written)
  return Number.isNaN(value) ? otherwise : value
}

/** `12,30 14,35` */
function numbersIn(points: string): number[] {
  return points
    .trim()
    .split(/[\s,]+/)
    .map(Number)
}

/** The smallest box around an outline; undefined for one that is no list of points. */
function bounds(points: readonly number[]): Box | undefined {
  if (points.length < 2 || points.length % 2 === 1) return undefined
  let [left, top] = points
  let right = left
  let bottom = top
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i])
    right = Math.max(right, points[i])
    top = Math.min(top, points[i + 1])
    bottom = Math.max(bottom, points[i + 1])
  }
  return boxOf(left, top, right, bottom)
}
