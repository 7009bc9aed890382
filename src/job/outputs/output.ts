/** Where lines go. Only whole lines are written, so that whatever is cut off ends with one. */
export interface Output {
  /** Takes whole lines. */
  write(lines: string | Uint8Array): Promise<void>
  /** All is written: what was under construction takes its name. */
  commit(): Promise<void>
  /** The run failed; `keep` leaves the complete lines written so far. */
  abandon(keep: boolean): Promise<void>
}
