/**
 * Bytes in a buffer that nobody shares: `Uint8Array<ArrayBuffer>`, as `Blob` and `fetch` want them. Written as what
 * `Uint8Array.from` returns, since TypeScript before 5.7 knows only `Uint8Array`, and declarations must compile there.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor['from']>
