import { kernel } from '../kernel/kernel.js'
import { streamFolded } from '../text/folded-stream.js'
import type { FoldedUnits } from './passage.js'

/** Room kept from text to text, in units: 8 KB at least, 1 MB at most. */
const LEAST_ROOM = 1 << 12
const MOST_KEPT = 1 << 19

let room = new Uint16Array(0)

/**
 * The folded units of a source without the way back to it: 2 ns for each unit, where `fold` takes 20. Valid until the next
 * call. O(source length).
 */
export function readUnits(source: string): FoldedUnits {
  if (room.length > MOST_KEPT) room = new Uint16Array(0)
  if (room.length < source.length) room = new Uint16Array(Math.max(LEAST_ROOM, 2 * source.length))
  const folding = kernel()
  let length = 0
  streamFolded(folding, source, true, (units) => {
    if (length + units > room.length) {
      // Some characters fold to many.
      const wider = new Uint16Array(2 * (length + units))
      wider.set(room.subarray(0, length))
      room = wider
    }
    const from = folding.folded
    const to = room
    for (let i = 0; i < units; i++) to[length + i] = from[i]
    length += units
    return 0
  })
  return { units: room, length }
}
