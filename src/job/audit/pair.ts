import path from 'node:path'
import type { Witness } from '../../audit/witness.js'
import { OffprintError } from '../../kernel/errors.js'
import { startOf, type Ref } from '../../read/document.js'
import { inputError } from '../../read/failure.js'
import { walkFolder } from '../../read/folder.node.js'
import type { ReadOcrOptions } from '../../read/ocr/text-level.js'
import type { OnWarning } from '../../read/warning.js'
import type { Io } from '../io.js'
import type { OnReject } from '../rejects.js'
import { readWitness } from './witness.js'

/** Two copies of one text, and the name people know the pair by. */
export interface AuditPair {
  readonly name: string
  /** The OCR. */
  readonly a: Witness
  /** Its truth. */
  readonly b: Witness
}

/** What a command line asks to be audited. */
export interface AuditPairs {
  /** `pair`: two texts. `corpus`: the pairs of folders or of records. `page`: one page with each of its articles. */
  readonly kind: 'pair' | 'corpus' | 'page'
  /**
   * Reads the pairs, in order; may be called again.
   * @param onReject receives what cannot be read; without it, that is passed over.
   */
  open(onReject?: OnReject): AsyncIterable<AuditPair>
  /** Files of folders that have no partner. */
  readonly unmatched: { readonly a: readonly string[]; readonly b: readonly string[] }
  /** What was skipped while the pairs were found: files without a partner, and what could not be read. */
  readonly rejected: readonly Rejected[]
}

/** Something that was skipped, and why. */
export interface Rejected {
  readonly error: OffprintError
  readonly ref: Ref
}

/** How texts are read. */
export interface TextReading extends Pick<Io, 'stdin' | 'signal'>, ReadOcrOptions {
  readonly encoding?: string
  readonly onWarning?: OnWarning
}

/** Two files that belong together, by the paths by which they are opened. */
export interface FilePair {
  readonly name: string
  readonly a: string
  readonly b: string
}

/** Reads pairs of files one by one; one that cannot be read costs its pair. */
export async function* readPairs(
  pairs: readonly FilePair[],
  reading: TextReading,
  onReject?: OnReject,
): AsyncGenerator<AuditPair> {
  for (const { name, a, b } of pairs) {
    try {
      yield { name, a: await readWitness(a, reading), b: await readWitness(b, reading) }
    } catch (error) {
      onReject?.(requireOurs(error), startOf(a.split(path.sep).join('/')))
    }
  }
}

/** The files below a folder, by their paths in it, and what cannot be read. */
export async function filesBelow(folder: string): Promise<{ names: string[]; rejected: Rejected[] }> {
  const names: string[] = []
  const rejected: Rejected[] = []
  for await (const { name, error } of walkFolder(folder)) {
    if (error === undefined) names.push(name)
    else {
      const file = path.posix.join(folder, name)
      rejected.push({ error: inputError(file, error), ref: startOf(file) })
    }
  }
  return { names, rejected }
}

/** Files that were left out, each with its reason. */
export function alone(files: readonly string[], reason: string): Rejected[] {
  return files.map((file) => ({
    error: new OffprintError('ERR_INPUT', `${file} ${reason}`),
    ref: startOf(file),
  }))
}

/** An error that costs one text; any other ends the run. */
export function requireOurs(error: unknown): OffprintError {
  if (error instanceof OffprintError) return error
  throw error
}
