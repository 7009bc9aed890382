import { argumentError, requireKnownKeys } from '../../kernel/errors.js'

/**
 * Where PAGE-XML gives a text for a region, for its lines and for their words, which of them counts: people correct one of
 * them and leave the others as the engine wrote them.
 */
export type TextLevel = 'region' | 'line' | 'word'

/** Every level, as `--level` names them. */
export const TEXT_LEVELS: readonly TextLevel[] = ['region', 'line', 'word']

/** How `readOcr` reads. */
export interface ReadOcrOptions {
  /**
   * The level whose text counts in PAGE-XML; where that has none, the next below it, and where no level below has any, the
   * next above. The other formats have one level. Default `line`.
   */
  readonly level?: TextLevel
}

/**
 * The level that options name, by default `line`.
 * @throws OffprintError `ERR_ARGUMENT` for another one, and for unknown options.
 */
export function levelOf(options: ReadOcrOptions): TextLevel {
  requireKnownKeys('options', options, ['level'])
  const { level = 'line' } = options
  if (!TEXT_LEVELS.includes(level)) throw argumentError('options.level', level, TEXT_LEVELS.join(', '))
  return level
}
