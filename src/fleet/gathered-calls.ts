interface Waiting<Item, Answer> {
  readonly items: readonly Item[]
  readonly resolve: (answers: readonly Answer[]) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Calls of a server that are made while one is under way, gathered to one call: a flush of a disk then serves many. The items of
 * a call stay together and in their order.
 * @param send sends items, and answers each.
 * @param most items after which no further call is added.
 */
export function gatheredCalls<Item, Answer>(
  send: (items: readonly Item[]) => Promise<readonly Answer[]>,
  most: number,
): (items: readonly Item[]) => Promise<readonly Answer[]> {
  const queue: Waiting<Item, Answer>[] = []
  let running = false

  const sendAll = async (): Promise<void> => {
    running = true
    while (queue.length > 0) {
      const calls = [queue.shift()!]
      let count = calls[0].items.length
      while (queue.length > 0 && count + queue[0].items.length <= most) {
        count += queue[0].items.length
        calls.push(queue.shift()!)
      }
      try {
        const answers = await send(calls.length === 1 ? calls[0].items : calls.flatMap(({ items }) => items))
        let from = 0
        for (const { items, resolve } of calls) resolve(answers.slice(from, (from += items.length)))
      } catch (error) {
        for (const { reject } of calls) reject(error)
      }
    }
    running = false
  }

  return (items) =>
    new Promise((resolve, reject) => {
      queue.push({ items, resolve, reject })
      if (!running) void sendAll()
    })
}
