import type { Bytes } from '../kernel/bytes.js'
import { OffprintError } from '../kernel/errors.js'
import { FOLD_VERSION } from '../text/fold.js'
import { SegmentList } from './segment-list.js'
import { LeftOut, type ListKind } from './left-out.js'
import type { StoredPostingTable } from './posting-table.js'
import { Segment, type ColumnValues } from './segment.js'
import type { IndexSettings } from './index-options.js'
import {
  decodePart,
  encodePart,
  LISTS_IN_CHUNKS,
  LISTS_IN_RUNS,
  UNDER_SECRET,
  type DecodedPart,
} from './stored-part.js'

/**
 * An index as it is stored: each segment is a part of its own that is written once, and the manifest says which segments
 * there are and which of their rows are dead.
 */
export interface SnapshotPart {
  /** Names what the part holds: parts of one name have the same bytes. The last part is `manifest`. */
  readonly name: string
  /** The bytes, in pieces. */
  bytes(): readonly Bytes[]
}

/** Name of the last part, which says what the index is made of. */
export const MANIFEST = 'manifest'

interface Manifest {
  readonly foldVersion: number
  readonly mode: 'passages' | 'resemblance'
  readonly threshold: number
  readonly recall: number
  readonly keepsTexts: boolean
  readonly next: number
  readonly slides: boolean
  readonly capped: number
  readonly evicted: number
  readonly segments: readonly string[]
  /** Tells the secret of the tables from others; absent where there is none. See `TableSecret`. */
  readonly secretCheck?: string
}

interface SegmentHeader {
  readonly base: number
  readonly rows: number
  readonly capacity: { readonly documents: number; readonly prints: number; readonly grams: number }
  readonly chunks: number
  readonly left: number
  readonly tables: readonly { readonly size: number; readonly capped: number; readonly chunked?: true }[]
  /** Lists that a document was left out of; absent where there are none. */
  readonly leftOut?: Readonly<Record<ListKind, readonly number[]>>
}

/** The parts of an index, segments first. */
export function snapshotOf<Id>(
  list: SegmentList<Id>,
  settings: IndexSettings,
  evicted: number,
): SnapshotPart[] {
  const { secret } = settings.featureSettings
  const parts = list.segments.map(segmentPart)
  const manifest: Manifest = {
    foldVersion: FOLD_VERSION,
    mode: settings.featureSettings.passages ? 'passages' : 'resemblance',
    threshold: settings.threshold,
    recall: settings.recall,
    keepsTexts: settings.keepsTexts,
    next: list.next,
    slides: list.sliding,
    capped: list.cappedBefore,
    evicted,
    segments: parts.map(({ name }) => name),
    ...(secret !== null && { secretCheck: secret.check }),
  }
  const format = secret === null ? LISTS_IN_RUNS : UNDER_SECRET
  const dead = list.segments.map((segment) => segment.dead.slice(0, segment.rows))
  return [...parts, { name: MANIFEST, bytes: () => encodePart('manifest', manifest, dead, format) }]
}

/** The part of each segment as it was when last asked for: that of a sealed segment is put together once. */
const known = new WeakMap<object, { rows: number; part: SnapshotPart }>()

function segmentPart<Id>(segment: Segment<Id>): SnapshotPart {
  const before = known.get(segment)
  if (before?.rows === segment.rows) return before.part
  const { rows, base } = segment
  const { fingerprints: prints, grams } = segment.capacity
  const tables = [segment.bands, segment.digests, segment.sampled, segment.grams].filter(
    (table) => table !== null,
  )
  const chunks = segment.texts.chunks
  const leftOut = segment.leftOut.stored()
  const header: SegmentHeader = {
    base,
    rows,
    capacity: { documents: segment.tableDocuments, prints, grams },
    chunks: chunks.length,
    left: segment.leftOutPostings,
    tables: tables.map(({ size, capped, chunked }) => ({ size, capped, ...(chunked && { chunked }) })),
    ...(leftOut !== null && { leftOut }),
  }
  const pieces = () =>
    encodePart(
      'segment',
      header,
      [
        new TextEncoder().encode(JSON.stringify(segment.ids.slice(0, rows).map(idToJson))),
        segment.at.subarray(0, segment.at.length === 0 ? 0 : rows),
        segment.lengths.subarray(0, rows),
        segment.digestLow.subarray(0, rows),
        segment.digestHigh.subarray(0, rows),
        segment.entry.subarray(0, rows),
        segment.next.subarray(0, rows),
        segment.gramCount.subarray(0, rows),
        segment.textFrom.subarray(0, rows),
        segment.textLength.subarray(0, rows),
        segment.signatures.subarray(0, rows * segment.featureSettings.slots),
        ...tables.map(({ words }) => words),
        ...chunks,
      ],
      // What was stored by version 0.1 goes back as it came, for that version to read.
      tables.some(({ chunked }) => chunked) ? LISTS_IN_CHUNKS : LISTS_IN_RUNS,
    )
  const all = pieces()
  const sum = new DataView(all[all.length - 1].buffer)
  const digest = [0, 4].map((at) => sum.getUint32(at).toString(16).padStart(8, '0')).join('')
  const part = { name: `segment-${base}-${rows}-${digest}`, bytes: pieces }
  known.set(segment, { rows, part })
  return part
}

/** All parts in one. */
export function writeSnapshot(parts: readonly SnapshotPart[]): Uint8Array<ArrayBuffer> {
  const encoded = parts.map(({ name, bytes }) => {
    const pieces = bytes()
    return { name, pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) }
  })
  const header = { parts: encoded.map(({ name, length }) => ({ name, length })) }
  const head = encodePart('whole', header, [])
  const pieces = [...head, ...encoded.flatMap((part) => part.pieces)]
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** Finds the parts in what `writeSnapshot` wrote. @throws OffprintError `ERR_FORMAT`. */
export function partsOf(bytes: Uint8Array): (name: string) => Uint8Array {
  if (!(bytes instanceof Uint8Array) || bytes.length < 24) {
    throw new OffprintError('ERR_FORMAT', 'bytes: too few for a stored index; was it cut short?')
  }
  // The first part has a header and no arrays.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const first = 16 + ((view.getUint32(8, true) + 7) & ~7) + 8
  const { header } = decodePart('whole', 'bytes', bytes.subarray(0, Math.min(first, bytes.length)))
  const places = new Map<string, Uint8Array>()
  let at = first
  for (const { name, length } of header.parts as { name: string; length: number }[]) {
    places.set(name, bytes.subarray(at, at + length))
    at += length
  }
  if (at !== bytes.length) {
    throw new OffprintError('ERR_FORMAT', `bytes: ${bytes.length} of ${at} are there; were they cut short?`)
  }
  return (name) => {
    const part = places.get(name)
    if (part === undefined) throw new OffprintError('ERR_FORMAT', `bytes: the part ${name} is missing`)
    return part
  }
}

/** What the manifest says of the index: options that shape what is stored. */
export interface StoredShape {
  readonly mode: 'passages' | 'resemblance'
  readonly threshold: number
  readonly recall: number
}

/** Names of the segments of an index, from the bytes of its manifest. @throws OffprintError `ERR_FORMAT`. */
export function segmentNames(manifest: Uint8Array): readonly string[] {
  return (decodePart('manifest', MANIFEST, manifest).header as unknown as Manifest).segments
}

/** Reads the manifest. @throws OffprintError `ERR_FORMAT`. */
export function readManifest(read: (name: string) => Uint8Array): { shape: StoredShape; part: DecodedPart } {
  const part = decodePart('manifest', MANIFEST, read(MANIFEST))
  const manifest = part.header as unknown as Manifest
  requireFolding(manifest)
  return { shape: manifest, part }
}

/** The versions of offprint that fold as an older index was folded, by the version of folding. */
const READERS: Readonly<Record<number, string>> = { 1: '0.1' }

/** An index of an older folding is folded anew from its texts; without texts only the version that made it can ask it. */
function requireFolding({ foldVersion, keepsTexts }: Manifest): void {
  if (foldVersion === FOLD_VERSION || (READERS[foldVersion] !== undefined && keepsTexts)) return
  const reader = READERS[foldVersion] === undefined ? 'a later version' : `offprint ${READERS[foldVersion]}`
  throw new OffprintError(
    'ERR_FORMAT',
    `${MANIFEST}: the index was made with folding ${foldVersion} and ${
      keepsTexts ? 'needs' : 'keeps no texts that could be folded anew; it needs'
    } ${reader}, or has to be made anew (this version folds by ${FOLD_VERSION})`,
  )
}

/** Puts the index together again; views of the bytes are kept. `refold`: its texts were folded by an older version. @throws OffprintError `ERR_FORMAT`. */
export function readSegments<Id>(
  part: DecodedPart,
  settings: IndexSettings,
  read: (name: string) => Uint8Array,
): { list: SegmentList<Id>; evicted: number; refold: boolean } {
  const manifest = part.header as unknown as Manifest
  requireSecret(manifest, settings)
  if (manifest.keepsTexts !== settings.keepsTexts) {
    throw new OffprintError(
      'ERR_ARGUMENT',
      manifest.keepsTexts
        ? 'options.load: the stored index keeps its texts itself; leave it out'
        : 'options.load: the stored index keeps no texts; give the function that does',
    )
  }
  const list = new SegmentList<Id>(settings.featureSettings, settings.maxBytes, settings.firstSizes)
  const segments = manifest.segments.map((name, i) =>
    readSegment<Id>(name, read(name), part.bytes(), settings, i === manifest.segments.length - 1),
  )
  list.adopt(segments, manifest.next, manifest.slides, manifest.capped)
  return { list, evicted: manifest.evicted, refold: manifest.foldVersion !== FOLD_VERSION }
}

/** The tables were made under a secret, or under none: with another one nothing in them would be found. */
function requireSecret({ secretCheck }: Manifest, { featureSettings }: IndexSettings): void {
  const given = featureSettings.secret?.check
  if (secretCheck === given) return
  const what =
    secretCheck === undefined
      ? 'the stored index has no secret; leave it out'
      : given === undefined
        ? 'the stored index was made with a secret; give it'
        : 'the stored index was made with another secret; give that one'
  throw new OffprintError('ERR_ARGUMENT', `options.secret: ${what}`)
}

/** @param open whether rows may be added: its arrays then need their full size, and its tables are its own. */
function readSegment<Id>(
  name: string,
  bytes: Uint8Array,
  dead: Uint8Array,
  { featureSettings }: IndexSettings,
  open: boolean,
): Segment<Id> {
  const part = decodePart('segment', name, bytes)
  const header = part.header as unknown as SegmentHeader
  const { rows, base } = header
  const { documents, prints: fingerprints, grams: gramCapacity } = header.capacity
  const capacity = { documents, fingerprints, grams: gramCapacity }
  const ids = (JSON.parse(new TextDecoder().decode(part.bytes())) as unknown[]).map(idFromJson) as Id[]
  const stored = (make: (part: Uint8Array<ArrayBuffer>) => ColumnValues) => make(part.bytes())
  const columns = {
    at: stored((b) => new Float64Array(b.buffer, b.byteOffset, b.length >> 3)),
    lengths: stored((b) => new Uint32Array(b.buffer, b.byteOffset, b.length >> 2)),
    digestLow: stored((b) => new Uint32Array(b.buffer, b.byteOffset, b.length >> 2)),
    digestHigh: stored((b) => new Uint32Array(b.buffer, b.byteOffset, b.length >> 2)),
    entry: stored((b) => new Int32Array(b.buffer, b.byteOffset, b.length >> 2)),
    next: stored((b) => new Int32Array(b.buffer, b.byteOffset, b.length >> 2)),
    gramCount: stored((b) => new Uint16Array(b.buffer, b.byteOffset, b.length >> 1)),
    textFrom: stored((b) => new Float64Array(b.buffer, b.byteOffset, b.length >> 3)),
    textLength: stored((b) => new Int32Array(b.buffer, b.byteOffset, b.length >> 2)),
    signatures: stored((b) => b),
  }
  // An open segment writes into its tables, which must not be the caller's bytes.
  const tables: StoredPostingTable[] = header.tables.map((table) => {
    const words = part.words()
    return { ...table, words: open ? words.slice() : words }
  })
  const [bands, digests, sampled, grams] = tables
  const segment = new Segment<Id>(base, open ? capacity : { ...capacity, documents: rows }, featureSettings, {
    documents: capacity.documents,
    bands,
    digests,
    ...(sampled === undefined ? {} : { sampled }),
    ...(grams === undefined ? {} : { grams }),
  })
  for (let i = 0; i < header.chunks; i++) segment.texts.adopt(part.bytes())
  segment.leftOutPostings = header.left
  segment.leftOut = new LeftOut(header.leftOut)
  segment.restore(ids, columns, dead)
  return segment
}

/** JSON has no name for Infinity, and loses the sign of −0. */
function idToJson(id: unknown): unknown {
  return typeof id === 'number' && (!Number.isFinite(id) || Object.is(id, -0))
    ? [Object.is(id, -0) ? '-0' : String(id)]
    : id
}

function idFromJson(id: unknown): unknown {
  return Array.isArray(id) ? Number(id[0]) : id
}
