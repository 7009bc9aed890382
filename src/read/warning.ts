import type { Ref } from './document.js'

/**
 * What a warning is about. Codes are stable; messages are for people and may improve.
 *
 * - `WARN_ENCODING`: the encoding is only the likeliest, or some bytes are no text in it and stand as U+FFFD.
 * - `WARN_CUT_OFF`: the end is missing.
 * - `WARN_RECORD`: a record is not as its format wants it.
 * - `WARN_EMPTY`: a file or folder holds no document.
 */
export type WarningCode = 'WARN_ENCODING' | 'WARN_CUT_OFF' | 'WARN_RECORD' | 'WARN_EMPTY'

/** Why something that was read may have been read wrong. `message` names the file (and line), the reason and the remedy. */
export interface ReadWarning {
  /** What it is about. */
  readonly code: WarningCode
  /** A sentence for people. */
  readonly message: string
}

/** Receives a warning and where it stands. What it warns of is read all the same. */
export type OnWarning = (warning: ReadWarning, ref: Ref) => void
