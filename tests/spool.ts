import type { Spool } from '../src/store/spool.js'

/** Spools in memory that count what is asked of them. */
export function countedSpools(): {
  make: () => Spool
  opened: number
  closed: number
  written: number
  read: number
} {
  const counts = { opened: 0, closed: 0, written: 0, read: 0 }
  const make = (): Spool => {
    counts.opened++
    let all = new Uint8Array(1 << 16)
    let end = 0
    return {
      append(bytes) {
        while (end + bytes.length > all.length) {
          const wider = new Uint8Array(2 * all.length)
          wider.set(all)
          all = wider
        }
        all.set(bytes, end)
        end += bytes.length
        counts.written += bytes.length
        return end - bytes.length
      },
      read(from, length) {
        if (from + length > end) throw new Error(`${from} + ${length} is beyond ${end}`)
        counts.read++
        return all.slice(from, from + length)
      },
      close: () => void counts.closed++,
    }
  }
  return Object.assign(counts, { make })
}
