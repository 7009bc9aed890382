// Where a page may run the library.
import { answer, type Answer } from './answer.js'

/** Lets this origin's scripts run, and no WebAssembly: that takes 'wasm-unsafe-eval'. */
const POLICY = `script-src ${location.origin} blob:`
const SCRIPT = new URL('./worker.ts', import.meta.url).href

/** The next message that is an answer; an error is thrown. */
function answerFrom(target: Worker | Window): Promise<Answer> {
  return new Promise((resolve, reject) => {
    target.addEventListener('message', (event) => {
      // Others post to a window too. No instanceof: the event may come from a frame, with classes of its own.
      const { data } = event as MessageEvent<unknown>
      if (typeof data === 'object' && data !== null && 'comparison' in data) resolve(data as Answer)
      if (typeof data === 'string') reject(new Error(data))
    })
    target.addEventListener('error', () => reject(new Error('the script failed to load')))
  })
}

/** Calls `use` with an empty page under the policy, and removes the page. */
async function underPolicy<T>(
  use: (frame: Window & typeof globalThis) => Promise<T>,
  script = '',
): Promise<T> {
  const frame = document.createElement('iframe')
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">${script}`
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
  const used = loaded.then(() => use(frame.contentWindow as Window & typeof globalThis))
  document.body.append(frame)
  return used.finally(() => frame.remove())
}

export const page = answer

export function worker(): Promise<Answer> {
  const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  return answerFrom(started).finally(() => started.terminate())
}

export function pageUnderPolicy(): Promise<Answer> {
  const answered = answerFrom(window)
  return underPolicy(() => answered, `<script type="module" src="${SCRIPT}"></script>`)
}

/** A worker of a blob is under the policy of the page that starts it. */
export function workerUnderPolicy(): Promise<Answer> {
  return underPolicy((frame) => {
    const blob = new Blob([`import ${JSON.stringify(SCRIPT)}`], { type: 'text/javascript' })
    const started = new frame.Worker(URL.createObjectURL(blob), { type: 'module' })
    return answerFrom(started).finally(() => started.terminate())
  })
}
