import type { Format } from './format.js'
import type { RecordOptions } from './records/record-options.js'
import type { Extract, Extraction } from './web/html.js'

/** How `readFiles` reads. */
export interface ReadOptions extends RecordOptions {
  /** Format of all files, instead of what their names say. */
  readonly format?: Format
  /**
   * What is taken from an HTML page: `article`, the main text, or all visible text where none stands out; `page`, all visible
   * text; or what a function takes out of the markup. Default `article`.
   */
  readonly extract?: Extract | Extraction
  /** The character between the fields of CSV. Default: the one that the header row suggests. */
  readonly delimiter?: string
  /** What `-` reads. Default: standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Stops the reading with the signal's reason. */
  readonly signal?: AbortSignal
  /** Real paths of files that folders and patterns leave out, such as files that are being written meanwhile. */
  readonly exclude?: ReadonlySet<string>
}
