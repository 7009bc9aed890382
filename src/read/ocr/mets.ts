import { baseName } from './layout.js'
import { parseMarkup, type Attributes, type MarkupHandler } from './markup.js'

/** A file that METS lists: a path relative to the METS, or an address. */
export interface MetsFile {
  readonly group: string
  readonly href: string
  readonly mimeType?: string
}

/** A page of a work: its id, and the files that show it, in the order of the file. */
export interface MetsPage {
  readonly id: string
  readonly files: readonly MetsFile[]
}

/** What METS says of a work. */
export interface Mets {
  /** The names of its file groups (`USE`) that hold other files than images, in the order of the file. */
  readonly groups: readonly string[]
  /** Its pages, in the order of the physical structure. */
  readonly pages: readonly MetsPage[]
}

/**
 * Reads METS as OCR-D and libraries write it: which files, in which groups, belong to which page. O(source length).
 * (https://www.loc.gov/standards/mets/, https://ocr-d.de/en/spec/mets)
 *
 * @throws OffprintError `ERR_INPUT` for XML that is cut off or broken.
 */
export function readMets(source: string): Mets {
  const reader = new MetsReader()
  parseMarkup(source, 'xml', 'METS', reader)
  return reader.work()
}

/** A division of a structure, and the ids of its files. */
interface Division {
  readonly id: string
  readonly files: string[]
}

/** Collects files and divisions as the elements of METS come by. */
class MetsReader implements MarkupHandler {
  /** Names of the groups that are open, the innermost last. */
  readonly #groups: string[] = []
  readonly #files = new Map<string, MetsFile>()
  #file: { readonly id: string; readonly mimeType?: string } | undefined
  /** The divisions that are open, the innermost last. */
  readonly #open: Division[] = []
  readonly #physical: Division[] = []
  readonly #other: Division[] = []
  #isPhysical = false

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'fileGrp':
        this.#groups.push(attributes.USE ?? this.#groups.at(-1) ?? '')
        break
      case 'file':
        this.#file = { id: attributes.ID ?? '', mimeType: attributes.MIMETYPE }
        break
      case 'FLocat':
        this.#addFile(hrefIn(attributes))
        break
      case 'structMap':
        this.#isPhysical = /^physical$/i.test(attributes.TYPE ?? '')
        break
      case 'div':
        this.#openDivision(attributes)
        break
      case 'fptr':
      case 'area':
        if (attributes.FILEID !== undefined) this.#open.at(-1)?.files.push(attributes.FILEID)
        break
    }
  }

  close(name: string): void {
    if (name === 'fileGrp') this.#groups.pop()
    else if (name === 'file') this.#file = undefined
    else if (name === 'div') this.#open.pop()
  }

  text(): void {}

  work(): Mets {
    const groups = new Set<string>()
    for (const { group, mimeType, href } of this.#files.values()) {
      if (!isImage(mimeType, href)) groups.add(group)
    }
    const divisions = (this.#physical.length > 0 ? this.#physical : this.#other).filter(
      ({ files }) => files.length > 0,
    )
    const pages = divisions.map(({ id, files }) => ({
      id,
      files: files
        .flatMap((file) => this.#files.get(file) ?? [])
        .filter(({ mimeType, href }) => !isImage(mimeType, href)),
    }))
    return { groups: [...groups], pages }
  }

  #addFile(href: string | undefined): void {
    if (this.#file === undefined || href === undefined || this.#files.has(this.#file.id)) return
    const { id, mimeType } = this.#file
    this.#files.set(id, { group: this.#groups.at(-1) ?? '', href, mimeType })
  }

  #openDivision({ ID: id, ORDER: order, ORDERLABEL: label }: Attributes): void {
    const divisions = this.#isPhysical ? this.#physical : this.#other
    const division = { id: id ?? order ?? label ?? String(divisions.length + 1), files: [] }
    divisions.push(division)
    this.#open.push(division)
  }
}

function hrefIn(attributes: Attributes): string | undefined {
  const name = Object.keys(attributes).find((key) => key === 'href' || key.endsWith(':href'))
  return name === undefined ? undefined : attributes[name]
}

function isImage(mimeType: string | undefined, href: string): boolean {
  if (mimeType !== undefined && mimeType !== '') return /^(image|audio|video)\//i.test(mimeType)
  return /\.(png|jpe?g|tiff?|jp2|webp|gif)$/i.test(baseName(href))
}
