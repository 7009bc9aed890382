import { OffprintError } from '../kernel/errors.js'

/** The error codes of operating systems in words (errno.h); a code that is not among them is shown as it is. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'it exists already',
  EIO: 'the device reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go round in a circle',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'part of the path is not a folder',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
}

/** Whether an error comes from the operating system: so do the errors of Node's file operations. */
export function isSystemError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && 'syscall' in error
  )
}

/** Why a file operation failed, in words. */
export function failureReason(error: unknown): string {
  if (isSystemError(error)) return WORDS[error.code] ?? error.code
  return error instanceof Error ? error.message : String(error)
}

/** The `ERR_INPUT` about a file or folder that cannot be read. */
export function inputError(location: string, cause: unknown): OffprintError {
  return new OffprintError('ERR_INPUT', `cannot read ${location}: ${failureReason(cause)}`, { cause })
}
