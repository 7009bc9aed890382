// The plainest files of each engine that hold a page: what readers read must be what stands in them.

export interface Word {
  readonly text: string
  /** Left, top, right, bottom. */
  readonly box: readonly [number, number, number, number]
  /** From 0 to 1. */
  readonly confidence: number
  /** Whether a space stands before it in its line. */
  readonly spaced: boolean
}

/** A document: its pages, their blocks, the lines of these, and their words. */
export type Pages = readonly (readonly (readonly (readonly Word[])[])[])[]

const ownText = (line: readonly Word[]) =>
  line.map(({ text, spaced }) => (spaced ? ` ${text}` : text)).join('')
const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)

function tesseractTsv(pages: Pages): string {
  const rows = [
    'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext',
  ]
  const row = (level: number, at: readonly number[], [l, t, r, b]: Word['box'], rest: string) =>
    rows.push([level, ...at, l, t, r - l, b - t, rest].join('\t'))
  const none = [0, 0, 0, 0] as const
  pages.forEach((blocks, p) => {
    row(1, [p + 1, 0, 0, 0, 0], none, '-1\t')
    blocks.forEach((lines, k) => {
      row(2, [p + 1, k + 1, 0, 0, 0], none, '-1\t')
      row(3, [p + 1, k + 1, 1, 0, 0], none, '-1\t')
      lines.forEach((words, i) => {
        row(4, [p + 1, k + 1, 1, i + 1, 0], none, '-1\t')
        words.forEach(({ text, box, confidence }, w) =>
          row(5, [p + 1, k + 1, 1, i + 1, w + 1], box, `${confidence * 100}\t${text}`),
        )
      })
    })
  })
  return `${rows.join('\n')}\n`
}

function abbyy(pages: Pages): string {
  const box = ([l, t, r, b]: Word['box']) => `l="${l}" t="${t}" r="${r}" b="${b}"`
  const characters = (word: Word) =>
    [...word.text]
      .map(
        (c, i) =>
          `<charParams ${box(word.box)} wordFirst="${i === 0}" charConfidence="${word.confidence * 100}">${escaped(c)}</charParams>`,
      )
      .join('\n')
  const line = (words: readonly Word[]) =>
    `<line baseline="9"><formatting lang="EnglishUnitedStates">${words.map((word) => (word.spaced ? '<charParams> </charParams>' : '') + characters(word)).join('')}</formatting></line>`
  const block = (lines: readonly (readonly Word[])[]) =>
    `<block blockType="Text"><region><rect l="0"/></region><text><par>${lines.map(line).join('\n')}</par></text></block>`
  const page = (blocks: Pages[number]) =>
    `<page width="9" height="9" resolution="300">${blocks.map(block).join('\n')}</page>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml" version="1.0">${pages.map(page).join('\n')}</document>`
}

/** The lines stand from the last to the first; layout blocks say their order. */
function textract(pages: Pages): string {
  let id = 0
  const geometry = ([l, t, r, b]: Word['box']) => ({
    Geometry: { BoundingBox: { Left: l, Top: t, Width: r - l, Height: b - t } },
  })
  const children = (ids: readonly string[]) => ({ Relationships: [{ Type: 'CHILD', Ids: ids }] })
  const all = pages.flatMap((blocks, p) => {
    const lines: object[] = []
    const words: object[] = []
    const layouts = blocks.map((block) => {
      const ids = block.map((line) => {
        const own = line.map((word) => {
          const Id = `w${id++}`
          words.push({
            BlockType: 'WORD',
            Page: p + 1,
            Id,
            Text: word.text,
            Confidence: word.confidence * 100,
            ...geometry(word.box),
          })
          return Id
        })
        const Id = `l${id++}`
        lines.unshift({ BlockType: 'LINE', Page: p + 1, Id, Text: ownText(line), ...children(own) })
        return Id
      })
      return { BlockType: 'LAYOUT_TEXT', Page: p + 1, Id: `b${id++}`, ...children(ids) }
    })
    return [{ BlockType: 'PAGE', Page: p + 1, Id: `p${id++}` }, ...lines, ...words, ...layouts]
  })
  return JSON.stringify({ DocumentMetadata: { Pages: pages.length }, Blocks: all })
}

function vision(pages: Pages): string {
  const outline = ([l, t, r, b]: Word['box']) => ({
    vertices: [[l, t], [r, t], [r, b], [l, b]].map(([x, y]) => ({ ...(x !== 0 && { x }), ...(y !== 0 && { y }) })), // prettier-ignore
  })
  const word = (own: Word, type: string | undefined) => ({
    boundingBox: outline(own.box),
    confidence: own.confidence,
    symbols: [...own.text].map((text, i, { length }) => ({
      text,
      ...(i === length - 1 && type !== undefined && { property: { detectedBreak: { type } } }),
    })),
  })
  const line = (words: readonly Word[]) =>
    words.map((one, i) =>
      word(one, i === words.length - 1 ? 'EOL_SURE_SPACE' : words[i + 1]!.spaced ? 'SPACE' : undefined),
    )
  const responses = pages.map((blocks, p) => ({
    fullTextAnnotation: {
      pages: [{ blocks: blocks.map((lines) => ({ paragraphs: [{ words: lines.flatMap(line) }] })) }],
    },
    context: { pageNumber: p + 1 },
  }))
  return JSON.stringify({ responses })
}

function azure(pages: Pages): string {
  let content = ''
  const paragraphs: object[] = []
  const all = pages.map((blocks, p) => {
    const words: object[] = []
    const lines: object[] = []
    for (const block of blocks) {
      const start = content.length
      for (const line of block) {
        const from = content.length
        line.forEach(({ text, box: [l, t, r, b], confidence, spaced }) => {
          if (spaced) content += ' '
          words.push({
            content: text,
            polygon: [l, t, r, t, r, b, l, b],
            confidence,
            span: { offset: content.length, length: text.length },
          })
          content += text
        })
        lines.push({ content: content.slice(from), spans: [{ offset: from, length: content.length - from }] })
        content += '\n'
      }
      paragraphs.push({ spans: [{ offset: start, length: content.length - start }] })
    }
    return { pageNumber: p + 1, unit: 'pixel', words, lines }
  })
  return JSON.stringify({
    status: 'succeeded',
    analyzeResult: {
      modelId: 'prebuilt-read',
      stringIndexType: 'utf16CodeUnit',
      content,
      pages: all,
      paragraphs,
    },
  })
}

/** The writers of what engines write, by the format that is read. */
export const ENGINES = { tsv: tesseractTsv, abbyy, textract, vision, azure }
