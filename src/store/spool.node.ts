import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { OffprintError } from '../kernel/errors.js'
import type { Spool } from './spool.js'

/**
 * Makes spools that are temporary files in a folder, by default that of the system. A file is made when first written to,
 * readable by its owner only, and goes with `close`.
 * @throws OffprintError `ERR_INPUT` on writing, where the folder does not exist or is full, or on reading, where the file was cut.
 */
export function fileSpool(folder: string = tmpdir()): () => Spool {
  return () => {
    let own: string | undefined
    let file = -1
    let end = 0
    return {
      append(bytes) {
        const from = end
        try {
          if (own === undefined) {
            own = mkdtempSync(path.join(folder, 'offprint-'))
            file = openSync(path.join(own, 'spool'), 'wx+', 0o600)
          }
          for (let done = 0; done < bytes.length;) {
            done += writeSync(file, bytes, done, bytes.length - done, from + done)
          }
        } catch (cause) {
          throw new OffprintError(
            'ERR_INPUT',
            `${folder} takes no temporary file of ${from + bytes.length} bytes; name another folder, or allow more memory`,
            { cause },
          )
        }
        end += bytes.length
        return from
      },
      read(from, length) {
        const bytes = new Uint8Array(length)
        for (let done = 0; done < length;) {
          const read = readSync(file, bytes, done, length - done, from + done)
          if (read === 0) {
            throw new OffprintError('ERR_INPUT', `${own} was cut short while it was in use; run again`)
          }
          done += read
        }
        return bytes
      },
      close() {
        if (own === undefined) return
        closeSync(file)
        rmSync(own, { recursive: true, force: true })
        own = undefined
      },
    }
  }
}
