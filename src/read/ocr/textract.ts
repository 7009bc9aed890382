import { OffprintError, requireString } from '../../kernel/errors.js'
import {
  isObject,
  itemsIn,
  itemsOf,
  member,
  numberOf,
  parseJson,
  stringOf,
  wrongValue,
  type JsonValue,
} from './json-value.js'
import {
  boxOf,
  confidenceOf,
  Join,
  type Box,
  type OcrBlock,
  type OcrLine,
  type OcrPage,
  type Piece,
} from './layout.js'
import { locatedIn } from './located-words.js'
import { noLayout, ocrTextOf, oneLine, type OcrText } from './ocr-text.js'

const FORMAT = 'Textract JSON'

/**
 * Reads what AWS Textract answers, as JSON: one response, or a list of the responses in which it gives a long document. The
 * text is that of the `LINE` blocks, with a region for each `WORD` of theirs; a line whose words do not make its text is one
 * region. Where `LAYOUT_…` blocks say the order of the page, lines stand in it, each layout block a block of its own, and
 * lines in none of them follow; else lines stand as in the file. `page` of a region is the number of its page; boxes are
 * shares of its width and height. O(source length). (https://docs.aws.amazon.com/textract/latest/dg/API_Block.html)
 *
 * @throws OffprintError `ERR_INPUT` for JSON that is cut off or broken, a member of another type, named by its place, and
 * for a file without blocks, or with words but no lines. A page without lines is an empty text.
 */
export function readTextract(source: string): OcrText {
  requireString('source', source)
  const root = parseJson(source, FORMAT)
  const reader = new TextractReader()
  for (const response of Array.isArray(root.value) ? itemsIn(root) : [root]) {
    for (const block of itemsOf(response, 'Blocks')) reader.add(block)
  }
  if (reader.pages.length === 0) throw noLayout(FORMAT, 'Blocks')
  if (reader.lines === 0 && reader.words > 0) {
    throw new OffprintError(
      'ERR_INPUT',
      `the ${FORMAT} has blocks of words but none of lines; get the whole response`,
    )
  }
  return ocrTextOf(reader.inOrder(), 'textract')
}

/** A block of Textract whose kind is known. */
interface Block {
  readonly at: JsonValue
  readonly id?: string
  /** Ids of the blocks inside. */
  readonly children: readonly string[]
}

interface Page {
  readonly name: string
  readonly lines: Block[]
  readonly layouts: Block[]
}

/** Collects the blocks of all pages, whose relations may lead anywhere in the file. */
class TextractReader {
  readonly pages: Page[] = []
  /** Number of blocks of lines, and of words. */
  lines = 0
  words = 0
  readonly #words = new Map<string, JsonValue>()
  readonly #byNumber = new Map<number, Page>()

  /** Takes one block of a response. */
  add(at: JsonValue): void {
    const kind = stringOf(at, 'BlockType')
    if (kind === undefined) throw wrongValue(at, 'an object with a BlockType')
    const id = stringOf(at, 'Id')
    if (kind === 'PAGE') this.#pageOf(at, true)
    else if (kind === 'LINE') {
      this.lines++
      this.#pageOf(at, false).lines.push({ at, id, children: childrenOf(at) })
    } else if (kind === 'WORD') {
      this.words++
      if (id !== undefined && !this.#words.has(id)) this.#words.set(id, at)
    } else if (kind.startsWith('LAYOUT_'))
      this.#pageOf(at, false).layouts.push({ at, id, children: childrenOf(at) })
  }

  /** The pages with their lines in reading order. */
  inOrder(): OcrPage[] {
    return this.pages.map(({ name, lines, layouts }) => {
      if (layouts.length === 0) return { name, blocks: [this.#blockOf(undefined, lines)] }
      const byId = new Map(lines.map((line) => [line.id, line]))
      /** Each line once: a list and its items may both have it. */
      const taken = new Set<Block>()
      const blocks = inDepth(layouts).map((layout) => {
        const own: Block[] = []
        for (const child of layout.children) {
          const line = byId.get(child)
          if (line === undefined || taken.has(line)) continue
          taken.add(line)
          own.push(line)
        }
        return this.#blockOf(layout.id, own)
      })
      const left = lines.filter((line) => !taken.has(line))
      blocks.push(this.#blockOf(undefined, left))
      return { name, blocks }
    })
  }

  /** The page of a block: that of its number; without one, the page that was opened last. */
  #pageOf(at: JsonValue, opens: boolean): Page {
    const number = numberOf(at, 'Page')
    const known = Number.isNaN(number) ? (opens ? undefined : this.pages.at(-1)) : this.#byNumber.get(number)
    if (known !== undefined) return known
    const name = Number.isNaN(number) ? String(this.pages.length + 1) : String(number)
    const page: Page = { name, lines: [], layouts: [] }
    this.pages.push(page)
    if (!Number.isNaN(number)) this.#byNumber.set(number, page)
    return page
  }

  #blockOf(id: string | undefined, lines: readonly Block[]): OcrBlock {
    return { id, lines: lines.map((line) => this.#lineOf(line)) }
  }

  #lineOf({ at, id, children }: Block): OcrLine {
    const words: Piece[] = []
    for (const child of children) {
      const word = this.#words.get(child)
      const content = word === undefined ? '' : oneLine(stringOf(word, 'Text') ?? '')
      if (word === undefined || content === '') continue
      words.push({
        content,
        join: Join.Script,
        word: true,
        id: child,
        box: boxIn(word),
        confidence: confidenceIn(word),
      })
    }
    const own = stringOf(at, 'Text')
    if (own === undefined && words.length === 0) throw wrongValue(at, 'a LINE with a Text')
    return {
      pieces: [...locatedIn(oneLine(own ?? ''), words)],
      id,
      box: boxIn(at),
      confidence: confidenceIn(at),
    }
  }
}

/** Layout blocks as they stand in the file, the items of a list where the list stands. */
function inDepth(layouts: readonly Block[]): Block[] {
  const byId = new Map(layouts.map((layout) => [layout.id, layout]))
  const done = new Set<Block>()
  const ordered: Block[] = []
  for (const first of layouts) {
    const stack = [first]
    for (let layout = stack.pop(); layout !== undefined; layout = stack.pop()) {
      if (done.has(layout)) continue
      done.add(layout)
      ordered.push(layout)
      for (let i = layout.children.length - 1; i >= 0; i--) {
        const inner = byId.get(layout.children[i])
        if (inner !== undefined) stack.push(inner)
      }
    }
  }
  return ordered
}

function childrenOf(at: JsonValue): string[] {
  return itemsOf(at, 'Relationships').flatMap((relation) =>
    stringOf(relation, 'Type') === 'CHILD'
      ? itemsOf(relation, 'Ids').map((id) => {
          if (typeof id.value !== 'string') throw wrongValue(id, 'a string')
          return id.value
        })
      : [],
  )
}

function confidenceIn(at: JsonValue): number | undefined {
  return confidenceOf(numberOf(at, 'Confidence'), 100)
}

function boxIn(at: JsonValue): Box | undefined {
  const geometry = member(at, 'Geometry')
  if (geometry === undefined || !isObject(geometry.value)) return undefined
  const box = member(geometry, 'BoundingBox')
  if (box === undefined) return undefined
  const left = numberOf(box, 'Left')
  const top = numberOf(box, 'Top')
  const right = left + numberOf(box, 'Width')
  const bottom = top + numberOf(box, 'Height')
  return boxOf(rounded(left), rounded(top), rounded(right), rounded(bottom))
}

/** A share of the page in millionths, finer than a pixel: 0.17 + 0.04 is 0.21 and not 0.21000000000000002. */
function rounded(share: number): number {
  return Math.round(share * 1e6) / 1e6
}
