/**
 * Bytes in a buffer that nobody shares: `Uint8Array<ArrayBuffer>`, as `Blob` and `fetch` want them. Written as what
 * `Uint8Array.from` returns, since TypeScript before 5.7 knows only `Uint8Array`, and declarations must compile there.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor['from']>

/** Bytes that were written in hex, in lower case. */
export function fromHex(hex: string): Bytes {
  const bytes = new Uint8Array(hex.length >> 1)
  for (let i = 0; i < bytes.length; i++) bytes[i] = (nibble(hex, 2 * i) << 4) | nibble(hex, 2 * i + 1)
  return bytes
}

function nibble(hex: string, at: number): number {
  const code = hex.charCodeAt(at)
  return code < 97 ? code - 48 : code - 87
}
