import type { Handler, Holdings } from '../handler.js'
import { refused, type Answer } from '../refusal.js'

/** What the index holds, as of a second ago at most. */
export type RecentHoldings = () => Promise<Answer<Holdings>>

/** Milliseconds for which an answer holds: whoever asks for the health of a service must not load its store. */
const HOLDS = 1000
/** Milliseconds within which the store has to answer, or it counts as out of reach. */
const PATIENCE = 2000

/** Asks the store once for all who ask at the same time, and never again before it has answered. */
export function recentHoldings({ holdings }: Pick<Handler, 'holdings'>): RecentHoldings {
  let asked: Promise<Answer<Holdings>> | undefined
  let until = 0
  const ask = (): Promise<Answer<Holdings>> => {
    if (asked !== undefined && performance.now() < until) return asked
    until = Infinity
    return (asked = holdings().finally(() => (until = performance.now() + HOLDS)))
  }
  return async () => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<Answer<Holdings>>((resolve) => {
      const answer = refused('ERR_STORE', `the store did not answer within ${PATIENCE / 1000} s`)
      timer = setTimeout(() => resolve(answer), PATIENCE)
    })
    try {
      return await Promise.race([ask(), late])
    } finally {
      clearTimeout(timer)
    }
  }
}
