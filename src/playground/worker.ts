import type { ShapeTable } from '../audit/shape/table.js'
import type { OcrText } from '../read/ocr/index.js'
import type { Answer, Job } from './messages.js'

/** What the parts of one worker have in common: each is a script of its own, and they are run one after the other. */
interface Shared {
  /** Who does which job. */
  handlers?: Record<string, (job: never) => Answer | Promise<Answer>>
  /** The text of what an OCR engine wrote, undefined for any other source; from the part `ocr`. */
  readOcrSource?: (source: string) => OcrText | undefined
  /** What Han characters look like; from the part `shapes`. */
  shapeTable?: () => ShapeTable
}

export const shared = ((globalThis as { offprintWorker?: Shared }).offprintWorker ??= {})

/** Tells the page something before the answer. */
export const tell = (answer: Answer): void => globalThis.postMessage(answer)

/** Makes this worker do the jobs of a kind; an error is an answer too. */
export function serve<J extends Job>(kind: J['kind'], handle: (job: J) => Answer | Promise<Answer>): void {
  if (shared.handlers === undefined) {
    shared.handlers = {}
    globalThis.onmessage = async ({ data }: MessageEvent<Job>) => {
      try {
        tell(await shared.handlers![data.kind]!(data as never))
      } catch (error) {
        tell({ kind: 'error', message: error instanceof Error ? error.message : String(error) })
      }
    }
  }
  shared.handlers[kind] = handle
}
