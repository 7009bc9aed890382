/**
 * Begins one piece of work in each turn of the event loop, first come, first served. A piece takes some milliseconds without a pause,
 * and Node accepts one connection in each turn: 200 pieces in one turn kept further clients, and whoever asks for the health of the
 * service, out for seconds (p99 12 s where p50 was 0.7).
 */
export function openTurns(): <T>(work: () => Promise<T> | T) => Promise<T> {
  const queue: (() => void)[] = []
  let running = false
  const next = (): void => {
    const begin = queue.shift()
    running = begin !== undefined
    if (begin === undefined) return
    setImmediate(next)
    begin()
  }
  return (work) =>
    new Promise((resolve) => {
      queue.push(() => resolve((async () => work())()))
      if (running) return
      running = true
      setImmediate(next)
    })
}
