import { Parser } from 'htmlparser2'
import { OffprintError } from '../../kernel/errors.js'

/** The attributes of an element by their names, entities decoded. */
export type Attributes = Readonly<Record<string, string | undefined>>

/** Makes an error that names the line of an element. */
export type Fail = (what: string) => OffprintError

/** What a reader does with the elements and text of a file as they come by. Names come without their namespace prefix. */
export interface MarkupHandler {
  open(name: string, attributes: Attributes, fail: Fail): void
  close(name: string): void
  /** A run of text comes in pieces: each entity and each CDATA section is a piece of its own. */
  text(piece: string): void
}

/**
 * Deepest nesting of elements. OCR formats need about ten levels, nested regions and tables included. The parser searches
 * its stack at each end tag, so that the bound also keeps its time linear.
 */
export const MAX_DEPTH = 256

/**
 * Parses XML, or HTML and XHTML, in one pass. O(source length). Entities that a DOCTYPE defines stay as they are written,
 * so that none can blow up; numeric ones and those of XML (or HTML) are decoded.
 *
 * @param format what messages call the file
 * @throws OffprintError `ERR_INPUT` for elements nested deeper than 256, and for markup that does not close what it
 * opens: a file cut off, or broken. HTML may leave out end tags of `<p>` and its like, not of `<div>` and `<span>`.
 */
export function parseMarkup(
  source: string,
  mode: 'xml' | 'html',
  format: string,
  handler: MarkupHandler,
): void {
  const xml = mode === 'xml'
  const opened: { readonly name: string; readonly at: number; readonly end: number }[] = []
  let ending = false
  const failAt =
    (at: number): Fail =>
    (what) =>
      new OffprintError('ERR_INPUT', `line ${lineOf(source, at)} of the ${format}: ${what}`)

  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        // Behind a processing instruction, htmlparser2 12.0.0 says that the next tag begins at the instruction's ">".
        const at = xml ? source.indexOf('<', parser.startIndex) : parser.startIndex
        const end = parser.endIndex
        const fail = failAt(at)
        if (opened.length === MAX_DEPTH) {
          throw fail(`elements are nested deeper than ${MAX_DEPTH}; the file is damaged`)
        }
        if (xml) {
          const inner = source.indexOf('<', at + 1)
          if (inner >= 0 && inner < end) {
            throw fail(
              `a tag holds another "<"; a quote or ">" is missing, so repair or export the file again`,
            )
          }
        }
        opened.push({ name: tag, at, end })
        handler.open(localName(tag), attributes, fail)
      },
      onclosetag(tag, implied) {
        const last = opened.pop()
        if (last === undefined || last.name !== tag) {
          // Only a tag that the end of the file cuts closes without having opened: it has a name, and no attributes yet.
          throw failAt(source.length)('the file is cut off inside a tag; get the whole file')
        }
        const { at, end } = last
        // A self-closing tag closes where it opens; the parser calls that implied.
        if (implied && parser.endIndex !== end && (xml || (ending && (tag === 'span' || tag === 'div')))) {
          const remedy = ending
            ? ': the file is cut off; get the whole file'
            : '; repair or export the file again'
          throw failAt(at)(`<${tag}> is never closed${remedy}`)
        }
        handler.close(localName(tag))
      },
      ontext: (piece) => handler.text(piece),
    },
    xml
      ? { xmlMode: true, decodeEntities: true }
      : { decodeEntities: true, recognizeSelfClosing: true, recognizeCDATA: true },
  )
  parser.write(source)
  ending = true
  parser.end()
}

/** Name of the first element, without its prefix; undefined where there is none. O(what stands before it). */
export function rootName(source: string): string | undefined {
  let name: string | undefined
  const parser = new Parser(
    {
      onopentagname(tag) {
        name ??= localName(tag)
        parser.pause()
      },
    },
    { xmlMode: true },
  )
  for (let at = 0; at < source.length && name === undefined; at += ROOT_CHUNK) {
    parser.write(source.slice(at, at + ROOT_CHUNK))
  }
  return name
}

/** Characters given to the parser at once. Comments and declarations before a root element seldom fill more. */
const ROOT_CHUNK = 4096

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1)
}

/** Line of an offset, from 1, for errors. O(offset). */
function lineOf(source: string, offset: number): number {
  let line = 1
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line++
  return line
}
