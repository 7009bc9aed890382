import type { AtWork } from './metrics.js'

/** Who is let in: so many requests, and so many bytes of bodies, at the same time. */
export interface Admission {
  /** Takes a place; null where all are taken. @param bytes of the body, at most. */
  enter(bytes: number): Place | null
  atWork(): AtWork
  /** Kept when no place is taken. */
  empty(): Promise<void>
}

/** A place of a request. It is free when its work is over and its answer is with the client, or the client has gone. */
export interface Place {
  /** Work begins: the place stays taken until it ends, even if the client goes. */
  begin(): void
  end(): void
  /** The answer is sent, or nobody waits for it. */
  leave(): void
}

/** @param bytes of all bodies together; a body alone is let in whatever its size. */
export function openAdmission(most: AtWork): Admission {
  let requests = 0
  let bytes = 0
  let waiting: (() => void)[] = []
  return {
    enter(size) {
      if (requests >= most.requests || (requests > 0 && bytes + size > most.bytes)) return null
      requests++
      bytes += size
      let working = false
      let gone = false
      let free = false
      const settle = () => {
        if (working || !gone || free) return
        free = true
        requests--
        bytes -= size
        if (requests > 0) return
        for (const resolve of waiting) resolve()
        waiting = []
      }
      return {
        begin() {
          working = true
        },
        end() {
          working = false
          settle()
        },
        leave() {
          gone = true
          settle()
        },
      }
    },
    atWork: () => ({ requests, bytes }),
    empty: () => (requests === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
