import { OffprintError, requireKnownKeys, requireString } from '../kernel/errors.js'
import { guessGlyphLanguage } from './glyph-language.js'
import type { Region } from './region.js'

/** One copy of a text. */
export interface Witness {
  /** The whole text; offsets of edits count in it. */
  readonly text: string
  /** What people call it: a file, an id. Default `A` and `B`. */
  readonly name?: string
  /** BCP 47 tag for showing the text; Han glyphs differ. Default: guessed from the script, or none. */
  readonly language?: string
  /** Where stretches of the text stand on paper, ascending; from a reader of an OCR format. */
  readonly regions?: readonly Region[]
}

/** A witness with its defaults filled in. */
export type FullWitness = Required<Witness>

/**
 * Fills in the defaults of a witness; a string is one without a name.
 * @param argument what a message calls it. @param name the default name.
 * @throws OffprintError `ERR_ARGUMENT` for a text that is no string, unknown keys, and regions that are no array.
 */
export function fullWitness(argument: string, given: string | Witness, name: string): FullWitness {
  if (typeof given === 'string') {
    return { text: given, name, language: guessGlyphLanguage(given), regions: [] }
  }
  requireKnownKeys(argument, given, ['text', 'name', 'language', 'regions', 'format'])
  requireString(`${argument}.text`, given.text)
  if (given.regions !== undefined && !Array.isArray(given.regions)) {
    throw new OffprintError('ERR_ARGUMENT', `${argument}.regions must be an array of regions`)
  }
  return {
    text: given.text,
    name: given.name ?? name,
    language: given.language ?? guessGlyphLanguage(given.text),
    regions: given.regions ?? [],
  }
}
