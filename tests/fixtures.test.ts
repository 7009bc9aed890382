import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lookAlike } from '../src/audit/index.js'
import { compare } from '../src/index.js'
import { readOcr } from '../src/read/ocr/index.js'

type Bounds = readonly [low: number, high: number]

/** What a fixture's `expected.json` may say of a pair; what it leaves out is not checked. */
interface Expected {
  /** Files of the folder, or the texts themselves. */
  readonly a?: string
  readonly b?: string
  readonly aText?: string
  readonly bText?: string
  /** Of A, where it is in a format of OCR engines: its language and the number of its regions. */
  readonly language?: string
  readonly regions?: number
  readonly relation?: string
  readonly coverage?: { readonly a?: Bounds; readonly b?: Bounds }
  readonly identity?: Bounds
  readonly jaccard?: Bounds
  readonly changed?: { readonly [what in 'numbers' | 'words' | 'characters']?: Bounds }
  readonly passages?: number
  readonly moved?: number
  readonly exact?: boolean
  /** All edits in order, layout aside. */
  readonly edits?: readonly { kind: string; class: string; a: string; b: string }[]
}

const ROOT = new URL('../fixtures/', import.meta.url)
const KNOWN = [
  'a',
  'b',
  'aText',
  'bText',
  'language',
  'regions',
  'relation',
  'coverage',
  'identity',
  'jaccard',
  'changed',
  'passages',
  'moved',
]

const OCR = /\.(hocr|(alto|page|abbyy)\.xml|tsv|(textract|vision|azure)\.json)$/

const title = (file?: string, text?: string) => file ?? JSON.stringify(text!.slice(0, 24))

for (const folder of readdirSync(ROOT).sort()) {
  const read = (path: string) => readFileSync(new URL(`${folder}/${path}`, ROOT), 'utf8')
  describe(folder, () => {
    const { pairs } = JSON.parse(read('expected.json')) as { pairs: Expected[] }
    for (const [i, expected] of pairs.entries()) {
      test(`pair ${i}: ${title(expected.a, expected.aText)} / ${title(expected.b, expected.bText)}`, () => {
        for (const key of Object.keys(expected)) expect([...KNOWN, 'exact', 'edits']).toContain(key)
        const text = (file: string) => (OCR.test(file) ? readOcr(read(file)).text : read(file))
        const a = expected.aText ?? text(expected.a!)
        const b = expected.bText ?? text(expected.b!)
        if (expected.language !== undefined)
          expect(readOcr(read(expected.a!)).language).toBe(expected.language)
        if (expected.regions !== undefined)
          expect(readOcr(read(expected.a!)).regions).toHaveLength(expected.regions)
        const found = compare(a, b, { alike: lookAlike })
        const within = (value: number, bounds: Bounds | undefined) => {
          if (bounds === undefined) return
          expect(value).toBeGreaterThanOrEqual(bounds[0])
          expect(value).toBeLessThanOrEqual(bounds[1])
        }
        if (expected.relation !== undefined) expect(found.relation).toBe(expected.relation)
        within(found.coverage.a, expected.coverage?.a)
        within(found.coverage.b, expected.coverage?.b)
        within(found.identity, expected.identity)
        within(found.jaccard, expected.jaccard)
        for (const [what, bounds] of Object.entries(expected.changed ?? {})) {
          within(found.changed[what as keyof typeof found.changed], bounds)
        }
        if (expected.passages !== undefined) expect(found.passages).toHaveLength(expected.passages)
        if (expected.moved !== undefined)
          expect(found.passages.filter(({ moved }) => moved)).toHaveLength(expected.moved)
        if (expected.exact !== undefined) expect(found.exact).toBe(expected.exact)
        if (expected.edits !== undefined) {
          const edits = found.edits.map((edit) => ({ ...edit, a: edit.a.text, b: edit.b.text }))
          expect(edits).toEqual(expected.edits)
        }
        for (const edit of found.edits) {
          expect(a.slice(edit.a.from, edit.a.to)).toBe(edit.a.text)
          expect(b.slice(edit.b.from, edit.b.to)).toBe(edit.b.text)
        }
      })
    }
  })
}
