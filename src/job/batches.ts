/** Milliseconds that a batch waits for its next document: what comes slowly, through a pipe, is not held back. */
const PATIENCE = 50

/** Where a batch ends. */
export interface BatchLimits {
  /** Documents. */
  readonly count: number
  /** Code units of texts; one document may have more. */
  readonly characters: number
}

/**
 * Documents in batches, in their order. A batch ends at its limits, at the end of the documents, and where the next one does not
 * come soon.
 */
export async function* batchesOf<T extends { readonly text: string }>(
  documents: AsyncIterable<T>,
  { count, characters }: BatchLimits,
): AsyncGenerator<T[]> {
  const iterator = documents[Symbol.asyncIterator]()
  let awaited: Promise<IteratorResult<T>> | null = null
  try {
    for (;;) {
      const batch: T[] = []
      let length = 0
      while (batch.length < count && length < characters) {
        awaited ??= iterator.next()
        const next = batch.length === 0 ? await awaited : await soon(awaited)
        if (next === null) break
        awaited = null
        if (next.done === true) {
          if (batch.length > 0) yield batch
          return
        }
        batch.push(next.value)
        length += next.value.text.length
      }
      yield batch
    }
  } finally {
    // Of what nobody takes any more, no failure is told; and nobody waits for a pipe that is silent.
    awaited?.catch(() => {})
    const ended = iterator.return?.()
    if (awaited === null) await ended
  }
}

/** What a promise is kept with; null where that takes longer than PATIENCE. */
async function soon<T>(promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, PATIENCE, null)))
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
