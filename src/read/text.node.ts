import { wholeOf } from './bytes/chunks.js'
import { hasUtf8Mark } from './bytes/encoding.js'
import { MAX_RECORD, startOf } from './document.js'
import { openBytes } from './file-bytes.node.js'
import type { ReadOptions } from './read-options.js'
import { decodeFile, tooLarge } from './whole-file.js'

/**
 * The text of one file, or of standard input for `-`: decompressed, decoded, and without its byte order mark. Its encoding is
 * detected (`chooseEncoding`) unless the options name it. O(bytes); holds the file.
 *
 * @throws OffprintError `ERR_INPUT` for a file that cannot be opened, is larger than 64 MiB or is no text; `ERR_ARGUMENT` for
 * an unknown encoding.
 */
export async function readText(
  location: string,
  options: Pick<ReadOptions, 'stdin' | 'signal' | 'limit' | 'encoding' | 'onWarning'> & {
    /** Keeps a byte order mark at the beginning of UTF-8, as U+FEFF. Default false. */
    readonly keepMark?: boolean
    /** Looks at the bytes, decompressed, before they are decoded; what it throws is thrown as it is. */
    readonly inspect?: (bytes: Uint8Array) => void
  } = {},
): Promise<string> {
  const limit = options.limit ?? MAX_RECORD
  const bytes = await wholeOf(openBytes(location, options).chunks, limit)
  if (bytes === null) throw tooLarge(location, limit)
  options.inspect?.(bytes)
  const { text, warning } = await decodeFile(bytes, location, options)
  if (warning !== null) options.onWarning?.({ code: 'WARN_ENCODING', message: warning }, startOf(location))
  return options.keepMark && hasUtf8Mark(bytes) ? `\ufeff${text}` : text
}
