import { createHash, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { BlockList, isIP } from 'node:net'
import { usageError } from '../../job/errors.js'
import { refused, type Refusal } from '../refusal.js'

/** Characters of a token, at least: as for a secret of tables. */
const LEAST_TOKEN = 16

/** Addresses from which only this machine is reached. */
const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Whether only this machine reaches a server of this name. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const version = isIP(name)
  if (version === 0) return name === 'localhost'
  return LOOPBACK.check(name, version === 6 ? 'ipv6' : 'ipv4')
}

/**
 * The token of a service: of a file, or of the environment variable OFFPRINT_TOKEN. What stands in a command line, other users of
 * the machine can read. @throws OffprintError `ERR_USAGE` for one that cannot be read, is too short or cannot be sent.
 */
export async function readToken(
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const where = file === undefined ? 'OFFPRINT_TOKEN' : `--token-file ${file}`
  const given =
    file === undefined ? env.OFFPRINT_TOKEN : await readFile(file, 'utf8').catch(unreadable(where))
  if (given === undefined) return undefined
  const token = given.trim()
  if (token.length < LEAST_TOKEN || !/^[!-~]+$/.test(token)) {
    throw usageError(`${where} must hold ${LEAST_TOKEN} or more characters of ASCII, without a space`)
  }
  return token
}

function unreadable(where: string) {
  return (cause: Error): never => {
    throw usageError(`${where} cannot be read (${cause.message}); name a file that can`)
  }
}

/** What of a request says who sends it. */
export interface Claimant {
  readonly authorization: string | undefined
  readonly host: string | undefined
}

/** Says why a request is not let in; undefined where it is. */
export type Guard = (claimant: Claimant) => { readonly refusal: Refusal } | undefined

/**
 * With a token, who does not send it is refused; the comparison takes the same time wherever the two differ. Without one the service
 * is for this machine, and the name it is called by must be of this machine: a page in a browser could otherwise have its own name
 * point here, and read what is answered.
 */
export function guardOf(token: string | undefined): Guard {
  if (token === undefined) {
    return ({ host = '' }) =>
      isLoopback(host.replace(/:\d+$/, ''))
        ? undefined
        : refused('ERR_HOST', 'without a token the service is called by localhost, 127.0.0.1 or [::1]')
  }
  const expected = digest(token)
  return ({ authorization = '' }) => {
    const [, given] = /^bearer +(\S+)$/i.exec(authorization) ?? []
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined
    return refused('ERR_TOKEN', 'send the token of the service: Authorization: Bearer TOKEN')
  }
}

/** Of one length whatever the token has. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
