import { OffprintError } from '../../kernel/errors.js'
import { decodeRecord } from '../bytes/decode-record.js'
import { encodingNamed, type Encoding } from '../bytes/encoding.js'
import { refName, type Ref } from '../document.js'
import type { OnWarning } from '../warning.js'

/** Which fields of a record are its id and its text, and what happens to records that cannot be read. */
export interface RecordOptions {
  /** Dotted path of the text. Default `text`. */
  readonly text?: string
  /** What names that path, for the message about a record that lacks it. Default `--text, or the option text`. */
  readonly textOption?: string
  /**
   * Dotted path of the id. Default `id`, in WARC files `url`; a record that lacks the default gets its file and line as its
   * id.
   */
  readonly id?: string
  /** Longest record in bytes. Default 64 MiB. */
  readonly limit?: number
  /** Label of the encoding of the files (`gb18030`, `utf-16le`, …), instead of what their bytes suggest. */
  readonly encoding?: string
  /**
   * Receives the reason why something cannot be read, and where it stands; the reading goes on behind it. Without it the
   * first such error is thrown and ends the reading.
   */
  readonly onError?: (error: OffprintError, ref: Ref) => void
  /** Receives why something that was read may have been read wrong, such as an encoding that is only the likeliest. */
  readonly onWarning?: OnWarning
}

/**
 * Hands an `OffprintError` to `onError`.
 * @throws the error itself where there is no `onError`, and every error of another kind.
 */
export function reject(error: unknown, ref: Ref, options: Pick<RecordOptions, 'onError'>): void {
  if (!(error instanceof OffprintError) || options.onError === undefined) throw error
  options.onError(error, ref)
}

/**
 * The text of a record of a file, decoded; what is doubtful about it goes to `onWarning`.
 * @throws OffprintError `ERR_RECORD` for bytes that are no text.
 */
export function recordText(
  bytes: Uint8Array,
  encoding: Encoding,
  ref: Ref,
  options: Pick<RecordOptions, 'onWarning'>,
): string {
  const { text, warning } = decodeRecord(bytes, encoding, refName(ref))
  if (warning !== null) options.onWarning?.({ code: 'WARN_ENCODING', message: warning }, ref)
  return text
}

/**
 * The encoding that the options name; `undefined` where they name none.
 * @throws OffprintError `ERR_ARGUMENT` for an unknown one.
 */
export function givenEncoding({ encoding }: Pick<RecordOptions, 'encoding'>): Encoding | undefined {
  return encoding === undefined ? undefined : encodingNamed(encoding)
}
