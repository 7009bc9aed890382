import type { Card, ClaimStore, Commit, Outcome } from './claim-store.js'

/** What became of claims: those that this call decides, and those of others, which it waits for. */
export interface Outcomes {
  /** Notes what was decided; it is written with the next commit. */
  add(commit: Commit): void
  /** In how many documents that are noted as kept, and not written yet, a word stands. @param key see `wordKeys`. */
  notedIn(key: bigint): number
  /** Writes what was noted. */
  commit(): Promise<void>
  /** What is known of a claim by now, without waiting; null while it is pending. */
  soFar(card: Card): Outcome | null
  /** What became of a claim; null if it has gone. Waits while it is pending, and commits first what is decided. */
  of(card: Card): Promise<Outcome | null>
  /** What the store holds of a claim that was noted here and committed: the first of several outcomes. */
  held(ticket: number): Outcome | null | undefined
}

/** How often who waits for an outcome asks, in milliseconds: first, and at most. */
const FIRST_PAUSE = 2
const MOST_PAUSE = 200

/**
 * Opens the outcomes of one call.
 * @param lease milliseconds after which the owner of a claim counts as dead.
 * @param takeOver decides about a claim in place of its owner.
 */
export function openOutcomes(
  store: ClaimStore,
  lease: number,
  takeOver: (card: Card) => Promise<Commit | null>,
): Outcomes {
  const decided = new Map<number, Outcome>()
  const committed = new Map<number, Outcome | null>()
  let noted: Commit[] = []
  /** Documents that are noted as kept, by the words that they have. */
  let notedWords = new Map<bigint, number>()

  const commit = async (): Promise<void> => {
    if (noted.length === 0) return
    const commits = noted
    noted = []
    notedWords = new Map()
    const outcomes = await store.commit(commits)
    commits.forEach(({ ticket }, i) => {
      committed.set(ticket, outcomes[i])
      if (outcomes[i] !== null) decided.set(ticket, outcomes[i])
    })
  }

  const settled = async (ticket: number): Promise<Outcome | null> => {
    await commit()
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, MOST_PAUSE)) {
      const [card] = await store.cards([ticket])
      if (card === null) return null
      if (card.outcome !== null) return card.outcome
      if (card.pendingFor > lease) {
        const own = await takeOver(card)
        return own === null ? null : (await store.commit([own]))[0]
      }
      await pauseFor(pause)
    }
  }

  return {
    add(one) {
      noted.push(one)
      if (one.kept) for (const key of one.words) notedWords.set(key, (notedWords.get(key) ?? 0) + 1)
      decided.set(one.ticket, one.kept ? { kept: true } : { kept: false, keeper: one.keeper })
    },
    notedIn: (key) => notedWords.get(key) ?? 0,
    commit,
    soFar: ({ ticket, outcome }) => decided.get(ticket) ?? outcome,
    of: async ({ ticket, outcome }) => decided.get(ticket) ?? outcome ?? settled(ticket),
    held: (ticket) => committed.get(ticket),
  }
}

function pauseFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
