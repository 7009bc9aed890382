/**
 * The chains that are alive while the second text is read from start to end: an offset b − a each, how far it reaches and
 * what it is worth. In a text that repeats itself many places match equally well, and only the whole chain tells which
 * of them is meant: the last match alone hopped from copy to copy (60 copies of a sentence with 6 % of the letters lost
 * took 390 edits for 270).
 *
 * A chain is worth the units it matches less what its offsets differ by from match to match. A match continues the chain
 * that makes it worth most, or begins one that is LEAD behind the leader: a block that moved takes the lead after so
 * many units, wherever it stands.
 */

/** Chains kept; the least worthy yields. Copies further from the leader than a few are no longer meant. */
const LANES = 8
/**
 * Units by which a chain that begins is behind the leader. Errors fall on the right chain and on those through other
 * copies alike, so that their worth wanders: under a lead of 64, one of 22,000 letters was overtaken.
 */
const LEAD = 1024
/** A chain that has not matched for ten units has lost one: what is left behind gives way in time. */
const IDLE = 0.1
/** Offsets that differ by no more are one chain: a few characters lost or put in. */
const SAME_LANE = 4

export class Lanes {
  readonly #offsets = new Int32Array(LANES)
  readonly #ends = new Int32Array(LANES)
  readonly #worth = new Float64Array(LANES)
  #count = 0
  #leader = -1

  /** The offset b − a of the chain that is worth most at a place of the second text; 0 before the first match. */
  leader(at: number): number {
    let most = -Infinity
    for (let l = 0; l < this.#count; l++) {
      const worth = this.#worthAt(l, at)
      if (worth > most) {
        most = worth
        this.#leader = l
      }
    }
    return this.#count === 0 ? 0 : this.#offsets[this.#leader]
  }

  /** What a chain is worth at a place: a match that reaches beyond it counts up to there. */
  #worthAt(l: number, at: number): number {
    const beyond = this.#ends[l] - at
    return this.#worth[l] - (beyond > 0 ? beyond : -IDLE * beyond)
  }

  /** Adds a match of b[from, to) at an offset b − a. O(1). */
  add(offset: number, from: number, to: number): void {
    let leading = 0
    for (let l = 0; l < this.#count; l++) {
      leading = Math.max(leading, this.#worthAt(l, from))
    }
    let worth = Math.max(0, leading - LEAD) + to - from
    let slot = -1
    let least = Infinity
    for (let l = 0; l < this.#count; l++) {
      const hop = Math.abs(offset - this.#offsets[l])
      // What both matches claim on either side counts once.
      const overlap = Math.max(0, this.#ends[l] - from, this.#ends[l] - this.#offsets[l] - (from - offset))
      const idle = IDLE * Math.max(0, from - this.#ends[l])
      if (overlap < to - from) worth = Math.max(worth, this.#worth[l] - idle - hop + to - from - overlap)
      if (hop <= SAME_LANE) {
        slot = l
        least = -Infinity
      } else if (this.#worth[l] < least) {
        slot = l
        least = this.#worth[l]
      }
    }
    if (least > -Infinity && this.#count < LANES) slot = this.#count++
    else if (worth < this.#worth[slot]) return
    this.#offsets[slot] = offset
    this.#ends[slot] = to
    this.#worth[slot] = worth
  }
}
