import { Matches } from '../src/align/matches.js'

/** What a search for anchors does; a pure function of the texts, where seconds depend on the machine. */
export interface Work {
  /** Pairs of places that were tried. */
  tries: number
  /** Units of the matches that grew from them. */
  grown: number
}

/** Counts the work of all alignments that `run` does. */
export function workOf(run: () => void): Work {
  const work = { tries: 0, grown: 0 }
  const { grow } = Matches.prototype
  Matches.prototype.grow = function (...places) {
    const length = grow.apply(this, places)
    work.tries++
    work.grown += length
    return length
  }
  try {
    run()
  } finally {
    Matches.prototype.grow = grow
  }
  return work
}
