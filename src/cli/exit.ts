/** The exit codes of the command. */
export const EXIT = {
  /** The run finished. */
  done: 0,
  /** It finished and removed a document, under `--fail-on-duplicates`. */
  duplicates: 1,
  /** The command line is wrong, or an error ended the run. */
  fatal: 2,
  /** The run finished, but skipped records that could not be read, or found no pair to audit. */
  skipped: 3,
  /** The user interrupted it; shells report SIGINT by this number. */
  interrupted: 130,
} as const

/** What a finished run found. */
export interface Outcome {
  /** Documents that were removed; left out where a run looks for none. */
  readonly duplicates?: number
  /** Records or texts that were skipped. */
  readonly rejected?: number
  /** Pairs that were audited; left out where a run audits none. */
  readonly audited?: number
}

/**
 * The exit code of a finished run. Duplicates come before skipped records: `--fail-on-duplicates` asks one question, and
 * its answer must not depend on a broken record beside them.
 */
export function exitCode(
  { duplicates = 0, rejected = 0, audited = 1 }: Outcome,
  { failOnDuplicates = false }: { readonly failOnDuplicates?: boolean } = {},
): number {
  if (failOnDuplicates && duplicates > 0) return EXIT.duplicates
  return rejected > 0 || audited === 0 ? EXIT.skipped : EXIT.done
}

/** Why a run did not finish. */
export interface Failure {
  /** The code by which the parser of command lines ended it: 0 after help and `--version`; null where it did not. */
  readonly usage: number | null
  readonly isInterrupted: boolean
}

/** The exit code of a run that did not finish. An interrupt may show as any error, so it comes before errors. */
export function errorCode({ usage, isInterrupted }: Failure): number {
  if (usage !== null) return usage === 0 ? EXIT.done : EXIT.fatal
  return isInterrupted ? EXIT.interrupted : EXIT.fatal
}
