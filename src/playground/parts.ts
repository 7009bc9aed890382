import type { Answer, Job, ReportAnswer, TextAnswer } from './messages.js'

/**
 * The page holds what it needs to compare two texts. Other parts lie in files beside it and are loaded when they are asked for. A
 * part is a function that is never called here: its source goes into the worker. So no policy has to allow the worker more than
 * `blob:`, and parts load from a disk, where a page may run a script of its folder but not read it.
 */
const parts = new Map<string, string>()

declare global {
  /** How a part hands itself over. */
  var offprintPart: (name: string, part: () => void) => void
}

globalThis.offprintPart = (name, part) => void parts.set(name, `(${part})();`)

/** The names of the files beside the page. */
export type Part = 'ocr' | 'documents' | 'shapes'

/** Loads a part, once. @returns whether it is there. */
export async function load(part: Part): Promise<boolean> {
  if (parts.has(part)) return true
  await new Promise((ended) => {
    const script = document.createElement('script')
    script.src = `parts/${part}.js`
    script.onload = ended
    script.onerror = ended
    document.head.append(script)
  })
  return parts.has(part)
}

/** A job under way. */
export interface Run<A extends Answer> {
  readonly answer: Promise<A>
  /** Ends the worker; the answer never comes. */
  cancel(): void
}

/** The answer that a job ends with. */
type Ended<J extends Job> = J['kind'] extends 'decode' ? TextAnswer : ReportAnswer

/** Starts a worker for one job, of parts that are loaded. `told` receives what is said before the answer. */
export function start<J extends Job>(
  job: J,
  names: readonly string[],
  told: (answer: Answer) => void = () => {},
): Run<Ended<J>> {
  const code = names.flatMap((name) => parts.get(name) ?? [])
  const url = URL.createObjectURL(new Blob(code, { type: 'text/javascript' }))
  const worker = new Worker(url)
  const end = () => {
    worker.terminate()
    URL.revokeObjectURL(url)
  }
  const answer = new Promise<Ended<J>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.kind === 'progress') return told(data)
      end()
      if (data.kind === 'error') reject(new Error(data.message))
      else resolve(data as Ended<J>)
    }
    worker.onerror = (event) => {
      end()
      reject(new Error(event.message))
    }
  })
  worker.postMessage(job)
  return { answer, cancel: end }
}
