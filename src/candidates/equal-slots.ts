/** How many of the slots of a row equal those of a signature. O(k). */
export function equalSlots(signature: Uint8Array, rows: Uint8Array, row: number): number {
  const from = row * signature.length
  let equal = 0
  for (let i = 0; i < signature.length; i++) if (signature[i] === rows[from + i]) equal++
  return equal
}
