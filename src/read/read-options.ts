import type { Format } from './format.js'
import type { RecordOptions } from './records/record-options.js'
import type { Extract } from './web/html.js'

/** How `readFiles` reads. */
export interface ReadOptions extends RecordOptions {
  /** Format of all files, instead of what their names say. */
  readonly format?: Format
  /** Takes the main text out of an HTML page, instead of the default. */
  readonly extract?: Extract
  /** The character between the fields of CSV. Default: the one that the header row suggests. */
  readonly delimiter?: string
  /** What `-` reads. Default: standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Stops the reading with the signal's reason. */
  readonly signal?: AbortSignal
  /** Real paths of files that folders and patterns leave out, such as files that are being written meanwhile. */
  readonly exclude?: ReadonlySet<string>
}
