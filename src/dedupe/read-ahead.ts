import { Ahead } from '../store/ahead.js'
import type { Settings } from './options.js'

/** Documents read ahead: enough work for eight threads, and so few that most copies come after what they are copies of. */
export const WINDOW = 128
/** And characters, so that books do not fill the memory. */
const MOST_CHARACTERS = 2 ** 20
/** Turns given to a source that has its next document at hand, and documents after which other work gets a turn. */
const TURNS = 64
const BREATH = 8

/** What does work in advance, where threads were given. */
export function aheadOf<T, Id extends string | number>({
  threads,
  relate,
  edits,
}: Settings<T, Id>): Ahead | null {
  return threads === undefined ? null : new Ahead({ relate, edits, threads })
}

type Failed<T, Id extends string | number> = NonNullable<Settings<T, Id>['onError']>

/**
 * The documents of a source, some of them read before they are asked for and announced as what will be needed. Each comes when all
 * that was done for it is at hand, and what cannot be read goes to `failed` in its turn. A source that has nothing more at
 * hand is not waited for while there is something to give.
 * @throws the reason of the signal, and what the source throws, in its turn.
 */
export async function* readAhead<T, Id extends string | number, P extends { readonly text: string }>(
  open: (failed: Failed<T, Id> | undefined) => AsyncGenerator<P>,
  failed: Failed<T, Id> | undefined,
  {
    ahead,
    signal,
    announce,
  }: { ahead: Ahead | null; signal: AbortSignal | undefined; announce: (one: P) => void },
): AsyncGenerator<P> {
  if (ahead === null) {
    yield* open(failed)
    return
  }
  const window: (P | (() => void))[] = []
  const source = open(failed && ((...failure) => void window.push(() => failed(...failure))))
  let characters = 0
  let ended = false
  let reading = false
  let tell = () => {}
  const full = () => window.length >= WINDOW || characters >= MOST_CHARACTERS
  const read = async () => {
    reading = true
    try {
      while (!ended && !full()) {
        const { value, done } = await source.next()
        if (done === true) ended = true
        else {
          window.push(value)
          characters += value.text.length
          announce(value)
        }
        tell()
      }
    } catch (error) {
      ended = true
      window.push(() => {
        throw error
      })
    }
    reading = false
    tell()
  }
  try {
    for (let given = 0; ; given++) {
      if (!reading && !ended && !full()) void read()
      // Before threads have begun there is nothing to gain.
      for (let turn = 0; turn < TURNS && reading && ahead.started; turn++) await Promise.resolve()
      if (reading && ahead.started && given % BREATH === 0) await ahead.breathe()
      if (window.length === 0 && reading) {
        await new Promise<void>((resolve) => {
          tell = resolve
        })
      }
      const one = window.shift()
      if (one === undefined) {
        if (ended) return
        continue
      }
      if (typeof one === 'function') {
        one()
        continue
      }
      characters -= one.text.length
      await ahead.settle(one.text)
      signal?.throwIfAborted()
      yield one
      ahead.forget(one.text)
    }
  } finally {
    // A source that is waited for, and may never answer, is told to stop and not waited for.
    const stopped = source.return(undefined)
    if (reading) stopped.catch(() => {})
    else await stopped
  }
}
