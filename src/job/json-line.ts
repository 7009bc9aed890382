/** A value as one line of JSON Lines, with its line feed. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}
