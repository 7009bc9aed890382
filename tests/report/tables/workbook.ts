// A reader of workbooks by the letter of the format, which shares nothing with the package that writes them.
import { inflateRawSync } from 'node:zlib'
import { parseDocument } from 'htmlparser2'
import { expect } from 'vitest'
import { crc32 } from '../../../src/kernel/crc32.js'

/** The files of an archive, by its directory. */
export function unzip(bytes: Uint8Array): Map<string, string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - 22
  const files = new Map<string, string>()
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((i) =>
      view.getUint16(at + i, true),
    ) as number[]
    const local = view.getUint32(at + 42, true)
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    const packed = bytes.subarray(start, start + view.getUint32(at + 20, true))
    const data = view.getUint16(at + 10, true) === 0 ? packed : inflateRawSync(packed)
    expect(crc32(data)).toBe(view.getUint32(at + 16, true))
    expect([view.getUint16(at + 12, true), view.getUint16(at + 14, true)]).toEqual([0, 0x21])
    expect([view.getUint16(local + 10, true), view.getUint16(local + 12, true)]).toEqual([0, 0x21])
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength!))
    files.set(name, new TextDecoder('utf-8', { fatal: true }).decode(data))
    at += 46 + nameLength! + extraLength! + commentLength!
  }
  return files
}

type Node = ReturnType<typeof parseDocument> | ReturnType<typeof parseDocument>['children'][number]

export function elements(node: Node, name: string): (Node & { attribs: Record<string, string> })[] {
  const inner = 'children' in node ? node.children.flatMap((child) => elements(child, name)) : []
  return 'name' in node && node.name === name ? [node as never, ...inner] : inner
}

export function textIn(node: Node): string {
  if ('children' in node) return node.children.map(textIn).join('')
  return 'data' in node ? node.data : ''
}

/** ST_Xstring: any character may be written by its code. */
export const decoded = (text: string) =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))

export interface ReadCell {
  readonly value: string | number | null
  readonly format: string | undefined
}

/** A workbook as its sheets of rows of cells, read by the letter of the format and not by the package that wrote it. */
export function readWorkbook(bytes: Uint8Array): Map<string, ReadCell[][]> {
  const files = unzip(bytes)
  const xml = (name: string) => parseDocument(files.get(name)!, { xmlMode: true })
  const strings = elements(xml('xl/sharedStrings.xml'), 'si').map((item) => decoded(textIn(item)))
  const styles = xml('xl/styles.xml')
  const formats = new Map(
    elements(styles, 'numFmt').map(({ attribs }) => [attribs.numFmtId, attribs.formatCode]),
  )
  const cellStyles = elements(elements(styles, 'cellXfs')[0]!, 'xf').map(({ attribs }) => attribs.numFmtId)
  const targets = new Map(
    elements(xml('xl/_rels/workbook.xml.rels'), 'Relationship').map(({ attribs }) => [
      attribs.Id,
      attribs.Target,
    ]),
  )
  return new Map(
    elements(xml('xl/workbook.xml'), 'sheet').map(({ attribs }) => {
      const sheet = xml(`xl/${targets.get(attribs['r:id'])!.replace(/^\/?xl\//, '')}`)
      expect(elements(sheet, 'f')).toEqual([])
      const rows = elements(sheet, 'row').map((row) => {
        const cells: ReadCell[] = []
        for (const { attribs: cell, ...node } of elements(row, 'c')) {
          const letters = /^[A-Z]+/.exec(cell.r!)![0]
          const column = [...letters].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1
          while (cells.length < column) cells.push({ value: null, format: undefined })
          const raw = textIn(node as unknown as Node)
          const value = cell.t === 's' ? strings[Number(raw)]! : raw === '' ? null : Number(raw)
          const id = cellStyles[Number(cell.s ?? 0)]
          cells.push({ value, format: formats.get(id) ?? id })
        }
        return cells
      })
      return [attribs.name!, rows]
    }),
  )
}
