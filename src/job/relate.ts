import type { Relate } from '../compare/relation.js'

/** The options of a command that set when two texts count as related. */
export interface RelateOptions {
  /** `--relate-coverage`: share of a text, 0 to 1. */
  readonly relateCoverage: number
  /** `--relate-identity`: share, 0 to 1. */
  readonly relateIdentity: number
  /** `--passage`: Han characters, or pairs of letters. */
  readonly passage: number
}

/** The thresholds of relations that these options ask for. */
export function relateFrom({ relateCoverage, relateIdentity, passage }: RelateOptions): Relate {
  return { coverage: relateCoverage, identity: relateIdentity, passage }
}
