/** What the page asks its worker for, and what it is told. Both cross by structured clone. */

/** A text as it was pasted, or as it stood in a file: plain, or what an OCR engine wrote. */
export interface GivenText {
  readonly name: string
  readonly source: string
}

/** A file of documents, by the path below what was dropped. */
export interface GivenFile {
  readonly path: string
  readonly file: File
}

/** Compare two texts and write their report. */
export interface PairJob {
  readonly kind: 'pair'
  readonly a: GivenText
  readonly b: GivenText
  /** Language of the report. */
  readonly language: 'en' | 'de' | 'zh'
}

/** Read a file as one text, in the encoding that its bytes suggest. */
export interface DecodeJob {
  readonly kind: 'decode'
  readonly given: GivenFile
}

/** Keep one of each of the documents of these files, and say why the others went. */
export interface DocumentsJob {
  readonly kind: 'documents'
  readonly files: readonly GivenFile[]
  readonly language: 'en' | 'de' | 'zh'
}

/** One task of a worker, which does one at a time and is ended to cancel it. */
export type Job = PairJob | DecodeJob | DocumentsJob

/** How far a run over documents has come. */
export interface ProgressAnswer {
  readonly kind: 'progress'
  /** Bytes read, of all bytes of the files. */
  readonly read: number
  readonly of: number
  readonly documents: number
  readonly removed: number
}

/** The last answer of a pair, and of documents; `kept` and `ledger` are JSON Lines. */
export interface ReportAnswer {
  readonly kind: 'report'
  readonly html: string
  readonly documents?: {
    readonly count: number
    readonly removed: number
    readonly rejected: number
    readonly kept: Blob
    readonly ledger: Blob
  }
}

/** A file as one text. */
export interface TextAnswer {
  readonly kind: 'text'
  readonly text: string
}

/** Why there is no other answer. */
export interface ErrorAnswer {
  readonly kind: 'error'
  readonly message: string
}

/** Whatever a worker says. */
export type Answer = ProgressAnswer | ReportAnswer | TextAnswer | ErrorAnswer
