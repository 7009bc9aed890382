/** Tags that stand inside a paragraph; all others begin a new one. */
const INLINE = new Set(
  (
    'a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q rb rp rt ruby s ' +
    'samp small span strike strong sub sup time tt u var wbr'
  ).split(' '),
)

/** Whether a tag, in lower case, stands inside a paragraph. O(1). */
export function isInline(tag: string): boolean {
  return INLINE.has(tag)
}

/** Whether an element is a cell of a table: the cells of a row are one line, with a space between them. O(1). */
export function isCell(tag: string): boolean {
  return tag === 'td' || tag === 'th'
}

/** Collects the text of a page as a browser would break it: one paragraph a line, white space as one space. */
export interface Paragraphs {
  /** Takes text that stands in the paragraph begun last. */
  readonly add: (data: string, preformatted: boolean) => void
  /** A line ends, as at `<br>`. */
  readonly breakLine: () => void
  /** A paragraph ends, as at `<p>` and `</p>`. */
  readonly end: () => void
  /** All paragraphs so far, each a line. O(length). */
  readonly text: () => string
}

/** Begins to collect paragraphs. */
export function collectParagraphs(): Paragraphs {
  const paragraphs: string[] = []
  let pieces: string[] = []
  const end = () => {
    if (pieces.length === 0) return
    for (const line of pieces.join('').split('\n')) {
      const trimmed = line.replace(/\s+/g, ' ').trim()
      if (trimmed !== '') paragraphs.push(trimmed)
    }
    pieces = []
  }
  return {
    // A line break in the source is a space; <br> and preformatted text alone break a line.
    add: (data, preformatted) => void pieces.push(preformatted ? data : data.replace(/[\n\r]+/g, ' ')),
    breakLine: () => void pieces.push('\n'),
    end,
    text: () => {
      end()
      return paragraphs.join('\n')
    },
  }
}
