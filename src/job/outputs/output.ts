/** Bytes gathered before they are written, so that short lines do not cost a write each. */
export const WRITE_BYTES = 64 * 1024

/** Where lines go. Only whole lines are written, so an output that is cut off still ends with a whole line. */
export interface Output {
  /** Takes whole lines, as text or as bytes. */
  write(lines: string | Uint8Array): Promise<void>
  /** All is written: a file under construction takes its name. */
  commit(): Promise<void>
  /** The run failed; `keep` leaves the complete lines written so far. */
  abandon(keep: boolean): Promise<void>
}
