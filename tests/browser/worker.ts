// The script of a module worker, and of a page in a frame: says what the library answers there.
import { answer } from './answer.js'

const receiver = globalThis.parent ?? globalThis
answer().then(
  (message) => receiver.postMessage(message),
  (error: unknown) => receiver.postMessage(String(error)),
)
