/**
 * A claim store as a list of documents in the order in which they came. Posting lists are found by looking at all of them.
 * Nothing is packed, counted or kept twice.
 */
export interface NaiveClaim {
  id: string
  text: string
  at: number | null
  /** The digest first. */
  keys: bigint[]
  places: number[]
  words: bigint[] | null
}

interface Entry {
  ticket: number
  claim: NaiveClaim
  state: 'pending' | 'kept' | 'removed'
  keeper: number
  /** Order of its postings under the digest, and of those under the other keys, or null if another document has these. */
  seat: number
  otherSeat: number | null
}

export class NaiveClaimStore {
  entries: Entry[] = []
  wordCounts = new Map<bigint, number>()
  next = 1

  claim(claim: NaiveClaim) {
    const lists = claim.keys.map((key) => this.list(key))
    const documents = this.entries.filter((entry) => entry.state !== 'removed').length
    const holder = this.entries.find((entry) => entry.claim.id === claim.id)
    if (holder !== undefined) {
      const same = holder.claim.keys[0] === claim.keys[0]
      return { ticket: holder.ticket, holder: same ? 'again' : 'other', lists, documents }
    }
    const ticket = this.next++
    const first = !this.entries.some(
      (entry) => entry.state !== 'removed' && entry.claim.keys[0] === claim.keys[0],
    )
    const state = claim.words === null ? 'pending' : 'kept'
    this.entries.push({ ticket, claim, state, keeper: 0, seat: ticket, otherSeat: first ? ticket : null })
    if (claim.words !== null) this.count(claim.words)
    return { ticket, holder: 'new', lists, documents }
  }

  list(key: bigint): { ticket: number; place: number }[] {
    const found: { seat: number; ticket: number; place: number }[] = []
    for (const { ticket, claim, state, seat, otherSeat } of this.entries) {
      if (state === 'removed') continue
      claim.keys.forEach((own, i) => {
        const at = i === 0 ? seat : otherSeat
        if (own === key && at !== null) found.push({ seat: at, ticket, place: claim.places[i] })
      })
    }
    return found.sort((x, y) => x.seat - y.seat).map(({ ticket, place }) => ({ ticket, place }))
  }

  commit(ticket: number, outcome: { kept: true; words: bigint[] } | { kept: false; keeper: number }) {
    const entry = this.entries.find((one) => one.ticket === ticket)
    if (entry === undefined) return null
    if (entry.state === 'pending') {
      if (outcome.kept) {
        entry.state = 'kept'
        this.count(outcome.words)
      } else {
        this.leave(entry)
        entry.state = 'removed'
        entry.keeper = outcome.keeper
      }
    }
    return entry.state === 'removed' ? { kept: false, keeper: entry.keeper } : { kept: true }
  }

  forget(ticket: number): boolean {
    const entry = this.entries.find((one) => one.ticket === ticket)
    if (entry === undefined) return false
    if (entry.state !== 'removed') this.leave(entry)
    this.entries = this.entries.filter((one) => one !== entry)
    return true
  }

  leave(entry: Entry) {
    const heir = this.entries.find(
      (one) => one !== entry && one.state !== 'removed' && one.claim.keys[0] === entry.claim.keys[0],
    )
    if (heir !== undefined && entry.otherSeat !== null) heir.otherSeat = entry.otherSeat
    entry.otherSeat = null
  }

  count(words: bigint[]) {
    for (const word of words) this.wordCounts.set(word, Math.min(3, (this.wordCounts.get(word) ?? 0) + 1))
  }
}
