/** Which documents go, as options say it. It loads nothing of the comparison, because the command starts with it. */
import { argumentError, OffprintError, requireKnownKeys, requireNumber } from '../kernel/errors.js'

/**
 * The policy of removal. What is removed stands in its keeper: the account of the pair finds nothing that the keeper lacks.
 * These settings say which of such documents go.
 */
export interface Remove {
  /**
   * Also removes a document that stands whole inside a longer one: an article of which a page has all. Default false: it is
   * kept and tied.
   */
  readonly contained: boolean
  /** Extra strictness: least share of a document, 0 to 1, that its keeper covers. Default 0. */
  readonly coverage: number
  /** Extra strictness: least identity, 0 to 1, of the covered part. Default 0. */
  readonly identity: number
}

/** A duplicate that loses nothing is removed, however little of it is alike letter by letter. */
export const DEFAULT_REMOVE: Remove = { contained: false, coverage: 0, identity: 0 }

/** What earlier versions called their settings, and what stands for them now. */
const FORMER: Readonly<Record<string, string>> = {
  relations: "set remove.contained to true where it had 'contained'",
  lost: 'a document goes only if its keeper lacks nothing of it; leave it out',
}

/**
 * Fills in defaults.
 * @param option under which the settings were given, for messages.
 * @throws OffprintError `ERR_ARGUMENT` for unknown, former or impossible settings.
 */
export function removeSettings(remove: Partial<Remove> = {}, option = 'remove'): Remove {
  requireNoFormer(option, remove, FORMER)
  requireKnownKeys(option, remove, ['contained', 'coverage', 'identity'])
  const {
    contained = DEFAULT_REMOVE.contained,
    coverage = DEFAULT_REMOVE.coverage,
    identity = DEFAULT_REMOVE.identity,
  } = remove
  if (typeof contained !== 'boolean') throw argumentError(`${option}.contained`, contained, 'true or false')
  requireNumber(`${option}.coverage`, coverage, 0, 1)
  requireNumber(`${option}.identity`, identity, 0, 1)
  return { contained, coverage, identity }
}

/**
 * Throws `ERR_ARGUMENT` for an option of an earlier version; the message says what stands for it now. What is no object is left
 * to the check that follows.
 * @param former what to do now, by the former name.
 */
export function requireNoFormer(
  option: string,
  given: object,
  former: Readonly<Record<string, string>>,
): void {
  if (typeof given !== 'object' || given === null) return
  for (const [name, now] of Object.entries(former)) {
    if (Object.hasOwn(given, name)) {
      throw new OffprintError('ERR_ARGUMENT', `${option}.${name} is no longer an option: ${now}`)
    }
  }
}
