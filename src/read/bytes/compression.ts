/** First bytes of a Zstandard frame, little endian; of a skippable frame, but for the lowest four bits (RFC 8878, 3.1). */
const ZSTD_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50

/** Number of bytes that tell whether a stream is compressed. */
export const MAGIC_LENGTH = 4

/** Whether bytes begin as gzip does: its two magic bytes, and deflate, its only method (RFC 1952, 2.3.1). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

/** Whether bytes begin as a Zstandard frame, or as one to be skipped. */
export function isZstd(bytes: Uint8Array): boolean {
  return isZstdFrame(bytes) || (bytes.length >= 4 && (uint32(bytes) & ~15) >>> 0 === SKIPPABLE_MAGIC)
}

/** Whether bytes begin as a Zstandard frame that holds data. */
export function isZstdFrame(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && uint32(bytes) === ZSTD_MAGIC
}

/** The first four bytes as a number, little endian. */
export function uint32(bytes: Uint8Array): number {
  return (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0
}

const EXTENSION = /\.(gz|zst|zstd)$/i

/** Whether a file name says that the file is compressed. */
export function isCompressedName(name: string): boolean {
  return EXTENSION.test(name)
}

/** A file name without the `.gz`, `.zst` or `.zstd` at its end. */
export function withoutCompression(name: string): string {
  return name.replace(EXTENSION, '')
}
